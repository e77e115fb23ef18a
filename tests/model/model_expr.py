"""What an expression of the language gives for one event.

An expression is a tuple: its kind, then its parts.

    ("lit", value)                   a constant
    ("field", (step, …)[, source])   a path; a step is a name, a number or "*"; source: where its name is written
    ("param", name)                  inside a let: one of its parameters
    ("let", name, (argument, …))     a let, put in its place
    ("chain", name)                  what is handed on
    ("not", a) ("and", (…)) ("or", (…))
    ("cmp", op, a, b)                op: == != < <= > >=
    ("in", a, items, negated)        items: ("const", (…)), ("bare", text), ("list", name), or an expression
    ("like"|"ilike"|"matches", a, patterns, negated)   patterns: ("const", (…)) or ("list", name)
    ("contains", a, b)
    ("arith", op, a, b) ("neg", a)
    ("if", condition, a, b) ("call", name, arguments) ("item", a, number) ("member", a, name)
    ("geo", a, part) ("any", condition) ("all", condition)
    ("prim", primitive)              see model.py

A matches pattern is (text, without case)."""
import re

from model_functions import FUNCTIONS
from model_values import (INT_MAX, INT_MIN, Address, Duration, Ip, Json, Time, block_of, coerce, ip_of, natural,
                          time_parse)

CONDITIONS = ("not", "and", "or", "any", "all")
CONSTANTS = ("lit", "const", "bare", "list")
ATOMS = ("cmp", "in", "like", "ilike", "matches", "contains")


class World:
    """What expressions refer to: lets, named lists, the schema, where addresses are."""

    def __init__(self, schema, lets, lists, places):
        self.schema, self.lets, self.lists, self.places = schema, lets, lists, places
        self.chained = {}  # {name of a chain: {id of a record: value}}
        self.others = {}   # {name of a source: its world}


def expand(node, world, given=None):
    """The expression with all lets put in their place, and without the sources in front of fields."""
    if not isinstance(node, tuple) or not node:
        return node
    if node[0] == "field":
        return node[:2]
    if node[0] == "param":
        return given[node[1]]
    if node[0] == "let":
        parameters, body = world.lets[node[1]]
        arguments = [expand(argument, world, given) for argument in node[2]]
        return expand(body, world, dict(zip(parameters, arguments)))
    if node[0] in CONSTANTS:
        return node
    if node[0] == "prim":
        other = world.others[node[1].source] if node[1].source else world
        of = lambda its_world: lambda part: expand(part, its_world, given)
        return ("prim", node[1].expanded(of(world), of(other)))
    return tuple(expand(part, world, given) for part in node)


# ---- what constants decide ----------------------------------------------------

NOT_COMPUTED = ("field", "chain", "prim", "geo", "any", "all", "in", "like", "ilike", "matches", "contains")


def _is_constant(node):
    """Whether it is made of constants alone, and of what is computed for constants."""
    if not isinstance(node, tuple) or not node:
        return True
    return node[0] in CONSTANTS or (node[0] not in NOT_COMPUTED and all(map(_is_constant, node)))


def _is_always_there(node, schema):
    """The time and the id of an event, and every condition."""
    if node[0] == "field":
        return node[1] in (schema.time, schema.id)
    return node[0] in CONDITIONS or node[0] in ATOMS or (node[0] == "prim" and node[1].is_condition())


def settle(node, world):
    """A condition without what constants decide: those are ("lit", truth) then, or gone."""
    if node[0] == "not":
        inner = settle(node[1], world)
        return ("lit", not inner[1]) if inner[0] == "lit" else ("not", inner)
    if node[0] in ("and", "or"):
        decides = ("lit", node[0] == "or")
        parts = [settle(part, world) for part in node[1]]
        kept = tuple(part for part in parts if part[0] != "lit")
        if decides in parts or not kept:
            return decides if decides in parts else ("lit", node[0] == "and")
        return kept[0] if len(kept) == 1 else (node[0], kept)
    if node[0] == "cmp" and node[1] in ("==", "!=") and ("lit", None) in node[2:]:
        other = node[3] if node[2] == ("lit", None) else node[2]
        if _is_always_there(other, world.schema):
            return ("lit", node[1] == "!=")
    return ("lit", Evaluator(world, {}).holds(node)) if _is_constant(node) else node


# ---- fields -----------------------------------------------------------------

def _take(raw, kind, path):
    """The value at a path without stars below raw, whose declared kind is `kind`."""
    for place, step in enumerate(path):
        if kind == "json":
            return natural(_below(raw, path[place:]))
        if isinstance(step, int):
            raw = raw[step] if isinstance(raw, list) and step < len(raw) else None
            kind = kind[0]
        else:
            raw = raw.get(step) if isinstance(raw, dict) else None
            kind = kind[step]
    if isinstance(kind, list):
        return [coerce(item, kind[0]) for item in raw] if isinstance(raw, list) else None
    return coerce(raw, kind)


def _below(raw, path):
    for step in path:
        if isinstance(step, int):
            raw = raw[step] if isinstance(raw, list) and step < len(raw) else None
        else:
            raw = raw.get(step) if isinstance(raw, dict) else None
    return raw


def group_of(path):
    """The part of a path before its star; None when it has none."""
    return path[:path.index("*")] if "*" in path else None


def groups_in(node):
    """The groups of the star paths in an atom or value that nothing inside it binds: a condition
    inside of it, as in if(), stands for itself."""
    if not isinstance(node, tuple) or not node or node[0] in CONSTANTS:
        return set()
    if node[0] == "field":
        group = group_of(node[1])
        return set() if group is None else {group}
    if node[0] in CONDITIONS or (node[0] == "call" and node[1] == "length"):
        return set()
    parts = node[2:] if node[0] == "if" else node
    return set().union(*(set() if isinstance(part, tuple) and part and part[0] in ATOMS else groups_in(part)
                         for part in parts))


class Evaluator:
    """One event, `raw` its record. prims: what a primitive answers, a function of the primitive."""

    def __init__(self, world, raw, prims=None):
        self.world, self.raw, self.prims = world, raw, prims

    def _elements(self, group):
        """The raw elements of a group, and their declared kind."""
        kind, below = self.world.schema.kind_of(group)
        raw = _below(self.raw, group)
        return (raw if isinstance(raw, list) else []), ("json" if kind == "json" else kind[0])

    def field(self, path, bound):
        group = group_of(path)
        if group is None:
            return _take(self.raw, self.world.schema.fields, path)
        rest = path[len(group) + 1:]
        if group in bound:
            element, kind = bound[group]
            return _take(element, kind, rest) if rest or kind != "json" else natural(element)
        elements, kind = self._elements(group)
        if not isinstance(_below(self.raw, group), list):
            return None
        return [_take(element, kind, rest) if rest or kind != "json" else natural(element) for element in elements]

    # ---- conditions ----

    def holds(self, node, bound=None):
        """The truth of a condition."""
        bound = bound or {}
        kind = node[0]
        if kind == "not":
            return not self.holds(node[1], bound)
        if kind == "and":
            return all([self.holds(part, bound) for part in node[1]])
        if kind == "or":
            return any([self.holds(part, bound) for part in node[1]])
        if kind in ("any", "all"):
            return self._quantified(node, bound)
        return self._atom(node, bound)

    def _star_group(self, condition):
        """The one group of all star paths of an any() or all()."""
        found = set()

        def look(node):
            if isinstance(node, tuple) and node and node[0] == "field":
                found.update({group_of(node[1])} - {None})
            elif isinstance(node, tuple) and node and node[0] not in CONSTANTS:
                for part in node:
                    look(part)
        look(condition)
        assert len(found) == 1, found
        return found.pop()

    def _quantified(self, node, bound):
        group = self._star_group(node[1])
        elements, kind = self._elements(group)
        answers = [self.holds(node[1], {**bound, group: (element, kind)}) for element in elements]
        return any(answers) if node[0] == "any" else bool(answers) and all(answers)

    def _atom(self, node, bound):
        negated = (node[0] == "cmp" and node[1] == "!=") or (node[0] in ("in", "like", "ilike", "matches") and node[3])
        free = groups_in(node) - set(bound)
        if free:
            assert len(free) == 1, free
            group = free.pop()
            elements, kind = self._elements(group)
            found = any([self._plain(node, {**bound, group: (element, kind)}) for element in elements])
        else:
            found = self._plain(node, bound)
        return not found if negated else found

    def _plain(self, node, bound):
        """An atom without its negation, all its paths bound. A bool or json value alone is one, too."""
        if node[0] == "cmp":
            return self._compare(node, bound)
        if node[0] not in ATOMS:
            return self.value(node, bound) is True
        left = self.value(node[1], bound)
        if node[0] == "in":
            return self._in(left, node[2], bound)
        if node[0] == "contains":
            return contains(left, self.value(node[2], bound))
        if not isinstance(left, str):
            return False
        return any(fits(node[0], left, pattern) for pattern in self._items(node[2]))

    def _compare(self, node, bound):
        _, op, a, b = node
        left, right = self.value(a, bound), self.value(b, bound)
        if ("lit", None) in (a, b):  # presence; != is negated by the caller
            return (right if a == ("lit", None) else left) is None
        if op in ("==", "!="):
            return equal(left, right)
        return less(op, left, right)

    def _items(self, items):
        return self.world.lists[items[1]] if items[0] == "list" else items[1]

    def _in(self, left, items, bound):
        if left is None:
            return False
        if items[0] == "bare":
            return is_item(left, items[1])
        if items[0] not in ("const", "list"):
            return contains(self.value(items, bound), left, list_only=True)
        return any(is_item(left, item) for item in self._items(items))

    # ---- values ----

    def value(self, node, bound=None):
        bound = bound or {}
        kind = node[0]
        if kind == "lit":
            return node[1]
        if kind == "field":
            return self.field(node[1], bound)
        if kind in CONDITIONS or kind in ATOMS:
            return self.holds(node, bound)
        if kind == "prim":
            return self.prims(node[1])
        if kind == "chain":
            return self.world.chained[node[1]][id(self.raw)]
        if kind == "if":
            return self.value(node[2] if self.holds(node[1], bound) else node[3], bound)
        if kind == "neg":
            return arithmetic("-", 0, self.value(node[1], bound))
        if kind == "arith":
            return arithmetic(node[1], self.value(node[2], bound), self.value(node[3], bound))
        if kind == "item":
            return item_of(self.value(node[1], bound), node[2])
        if kind == "member":
            return member_of(self.value(node[1], bound), node[2])
        if kind == "geo":
            return self.world.places.part(self.value(node[1], bound), node[2])
        assert kind == "call", kind
        return self._call(node[1], [self.value(argument, bound) for argument in node[2]])

    def _call(self, name, arguments):
        if name == "coalesce":
            return next((value for value in arguments if value is not None), None)
        if name == "grants" and arguments[2:] == [None]:
            arguments = arguments[:2]
        return None if None in arguments else FUNCTIONS[name](*arguments)


# ---- what the operators mean -------------------------------------------------

def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, (bool, Time, Duration))


def equal(a, b):
    """a == b: false when one is missing or the types do not fit."""
    if a is None or b is None:
        return False
    if isinstance(a, Ip) or isinstance(b, Ip):
        return ip_of(a) is not None and ip_of(a) == ip_of(b)
    if isinstance(a, Time) or isinstance(b, Time):
        a, b = (time_parse(x) if isinstance(x, str) else x for x in (a, b))
        return isinstance(a, Time) and isinstance(b, Time) and int(a) == int(b)
    if is_number(a) and is_number(b):
        return a == b
    if isinstance(a, str) and isinstance(b, str):
        return str(a) == str(b)
    return type(a) is type(b) and a == b


def less(op, a, b):
    if isinstance(a, Time) or isinstance(b, Time):
        a, b = (time_parse(x) if isinstance(x, str) else x for x in (a, b))
    comparable = (is_number(a) and is_number(b)) or (isinstance(a, (Time, Duration)) and type(a) is type(b))
    if not comparable:
        return False
    return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[op]


def is_item(left, item):
    """left in [item]: addresses by block, everything else by equality."""
    if isinstance(left, (Ip, Address)):
        block, ip = block_of(item), ip_of(left)
        if block is not None:
            return ip is not None and ip.version == block.version and ip in block
        return isinstance(left, Address) and str(left) == item
    return equal(left, item)


def glob_regex(pattern):
    return "".join(".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern)


def fits(kind, text, pattern):
    if kind == "matches":
        return re.search(pattern[0], text, re.IGNORECASE if pattern[1] else 0) is not None
    return re.fullmatch(glob_regex(pattern), text, re.DOTALL | (re.IGNORECASE if kind == "ilike" else 0)) is not None


def contains(whole, part, list_only=False):
    if whole is None or part is None:
        return False
    if isinstance(whole, str):
        return not list_only and isinstance(part, str) and part in whole
    if isinstance(whole, Json):
        whole = [natural(item) for item in whole.data] if isinstance(whole.data, list) else None
    return isinstance(whole, list) and any(equal(item, part) for item in whole)


def item_of(value, number):
    if isinstance(value, Json):
        value = [natural(item) for item in value.data] if isinstance(value.data, list) else None
    return value[number] if isinstance(value, list) and number < len(value) else None


def member_of(value, name):
    data = value.data if isinstance(value, Json) else None
    return natural(data.get(name)) if isinstance(data, dict) else None


def whole(value):
    """An int, or null when it is too large for 64 bits."""
    return value if INT_MIN <= value <= INT_MAX else None


def arithmetic(op, a, b):
    if a is None or b is None:
        return None
    if is_number(a) and is_number(b):
        return _numbers(op, a, b)
    if isinstance(a, Time):
        if isinstance(b, Time):
            return Duration(a - b) if op == "-" else None
        return Time(a + b if op == "+" else a - b) if isinstance(b, Duration) else None
    if isinstance(a, Duration) and isinstance(b, Duration):
        if op == "/":
            return a / b if b else None
        return Duration(a + b if op == "+" else a - b)
    if isinstance(a, Duration) and op == "*" and is_number(b):
        return Duration(int(a * b))
    return None


def _numbers(op, a, b):
    if op == "/":
        return a / b if b else None
    result = a + b if op == "+" else a - b if op == "-" else a * b
    return whole(result) if isinstance(result, int) else result
