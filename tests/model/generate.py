"""Random programs: rules with their text, and events that come near to their borders.

One seed gives one program. What the model computes with and what lurcher reads come from
the same expressions, so that neither can be wrong about what was meant."""
import random

import model_policies
import model_text
from generate_chain import Chains
from generate_events import records
from generate_latest import Latest
from generate_layout import Layout
from generate_sequence import Sequences
from model import FOREVER, Primitive, read_events
from model_chain import follow_all
from model_expr import World
from model_places import CITIES, COUNTRIES, Places
from model_rules import Rule
from model_values import SECOND, Duration
from model_vocabulary import BLOCKS, JSON_WORDS, TOY, TRAIL, TRAIL_LETS, path_of

SCALES = (SECOND, 60 * SECOND, 3600 * SECOND)
TRUE = ("lit", True)
ZONES = (None, None, "Europe/Amsterdam", "America/St_Johns", "Pacific/Apia", "Asia/Kolkata", "+05:45", "-11:00")


class Expressions:
    """Random expressions over a vocabulary. lists: named lists, filled on the way."""

    def __init__(self, rnd, vocabulary, lets):
        self.rnd, self.vocabulary, self.lists = rnd, vocabulary, {}
        self.may_name = True  # lists may be given names
        self.lets = lets      # {name: (parameters, body)}
        self.typed = {}       # {name: (type, types of parameters)} for those that conditions and values may use
        self.chains = {}      # {name: chain}

    def chance(self, share):
        return self.rnd.random() < share

    def pick(self, items):
        return self.rnd.choice(items)

    # ---- values ----

    def literal_for(self, path):
        values = self.vocabulary.literals.get(path)
        return ("lit", self.pick(values)) if values else None

    def value(self, kind, depth):
        """An expression of a type; None when there is none."""
        fitting = [name for name, (result, _) in self.typed.items() if result == kind]
        if fitting and self.chance(0.25):
            return self.use(self.pick(fitting), depth)
        built = {"string": self._string, "int": self._int, "float": self._float, "time": self._time,
                 "bool": self._bool}.get(kind)
        paths = self.vocabulary.fields[kind] if kind in self.vocabulary.fields else []
        if built and depth > 0 and (not paths or self.chance(0.35)):
            return built(depth - 1)
        return ("field", self.pick(paths)) if paths else built(0) if built else None

    def use(self, name, depth):
        _, parameters = self.typed[name]
        if name in self.chains:
            return ("chain", name)
        return ("let", name, tuple(self.value(kind, depth - 1) for kind in parameters))

    def _string(self, depth):
        text = lambda: self.value("string", depth)
        word = ("lit", self.pick(("a", "x", "arn:", "", "r\u00e9", '"q"\\')))
        return self.pick((
            lambda: ("call", self.pick(("lower", "upper")), (text(),)),
            lambda: ("call", self.pick(("trim_prefix", "trim_suffix")), (text(), word)),
            lambda: ("call", "concat", (text(), ("lit", "/"), self.value(self.pick(("string", "int", "bool")), depth))),
            lambda: ("call", "coalesce", (text(), text())),
            lambda: ("call", "coalesce", (text(), ("lit", "none"))),
            lambda: ("if", self.condition(depth), text(), self.pick((text(), ("lit", None)))),
            lambda: ("call", "to_string", (self.value("int", depth),)),
            lambda: ("call", self.pick(("arn_account", "arn_service", "arn_resource")), (text(),)),
            lambda: ("call", "replace", (text(), ("lit", "e"), ("lit", "3"))),
            lambda: ("item", ("call", "split", (text(), ("lit", self.pick((" ", ".", "/"))))), self.pick((0, 1))),
            lambda: ("call", "date", self._local_time(depth)),
            lambda: ("geo", self.value("address", depth), self.pick(("country", "as_org"))),
        ))()

    def _int(self, depth):
        has_ints = bool(self.vocabulary.fields["int"])
        number = lambda: self.value("int", depth) if has_ints else ("call", "length", (self.value("string", 0),))
        return self.pick((
            lambda: ("call", "length", (self.value("string", depth),)),
            lambda: ("call", "length", (("field", self.pick(self.vocabulary.fields["list"])),)),
            lambda: ("call", "to_int", (self.value("string", depth),)),
            lambda: ("arith", self.pick("+-*"), number(), self.pick((number(), ("lit", self.pick((1, 2, 10)))))),
            lambda: ("neg", number()),
            lambda: ("call", self.pick(("hour", "weekday")), self._local_time(depth)),
            lambda: ("call", "floor", (self.value("float", depth),)),
            lambda: ("call", "length", (("call", "policy_principals", (self._policy(depth),)),)),
            lambda: ("if", self.condition(depth), number(), ("lit", self.pick((0, -2)))),
            lambda: ("geo", self.value("address", depth), "asn"),
        ))()

    def _float(self, depth):
        number = lambda: self.value(self.pick(("int", "float")), depth)
        return self.pick((
            lambda: ("arith", "/", number(), ("lit", self.pick((2, 4, 0)))),
            lambda: ("arith", self.pick("+-*"), number(), ("lit", 0.5)),
            lambda: ("call", "to_float", (self.value("string", depth),)),
        ))()

    def _local_time(self, depth):
        """A time, perhaps with a zone."""
        zone = self.pick(ZONES)
        return (self.value("time", depth),) + ((("lit", zone),) if zone else ())

    def _time(self, depth):
        return ("arith", self.pick("+-"), self.value("time", depth),
                ("lit", Duration(self.pick((1, 90, 3600)) * SECOND)))

    def _bool(self, depth):
        return self.pick((
            lambda: ("call", "ip_private", (self.value("address", depth),)),
            lambda: ("call", self.pick(("starts_with", "ends_with")),
                     (self.value("string", depth), ("lit", self.pick(("a", "e", "s3"))))),
            lambda: ("if", self.condition(depth), TRUE, self.value("bool", depth)),
            lambda: self._grants(depth),
        ))()

    def _policy(self, depth):
        """One policy for some events, another for others."""
        texts = [("lit", model_policies.random_policy(self.rnd)) for _ in range(2)]
        return ("if", self.condition(depth), texts[0], texts[1])

    def _grants(self, depth):
        action = ("lit", self.pick(model_policies.ASKED_ACTIONS))
        principal = ("lit", self.pick(model_policies.ASKED_NAMES + (None,)))
        return self.pick((
            lambda: ("call", "grants", (self._policy(depth), action, principal)),
            lambda: ("call", "grants", (self._policy(depth), action)),
            lambda: ("call", "grants_other_account",
                     (self._policy(depth), ("lit", self.pick(model_policies.ACCOUNTS)))),
            lambda: ("call", "grants_admin", (self._policy(depth),)),
        ))()

    # ---- conditions ----

    def condition(self, depth):
        fitting = [name for name, (result, _) in self.typed.items() if result == "condition"]
        if fitting and self.chance(0.15):
            return self.use(self.pick(fitting), depth)
        if depth > 0 and self.chance(0.45):
            return self._composed(depth - 1)
        return self.atom(depth)

    def _composed(self, depth):
        kind = self.pick(("and", "or", "and", "or", "not", "star"))
        if kind == "not":
            return ("not", self.condition(depth))
        if kind == "star":
            return (self.pick(("any", "all")), self._of_one_element())
        return (kind, tuple(self.condition(depth) for _ in range(self.pick((2, 2, 3)))))

    def _of_one_element(self):
        """A condition whose star paths all begin alike."""
        head = self.pick([path[:path.index("*")] for paths in self.vocabulary.stars.values() for path in paths])
        fitting = [(kind, path) for kind, paths in self.vocabulary.stars.items() for path in paths
                   if path[:path.index("*")] == head]
        chosen = [self.pick(fitting) for _ in range(2)]
        atoms = tuple(self.atom_over(kind, ("field", path), path) for kind, path in chosen)
        return self.pick((atoms[0], ("not", atoms[0]), ("and", atoms), ("or", atoms)))

    def atom(self, depth):
        if self.chance(0.15):
            kind = self.pick([kind for kind, paths in self.vocabulary.stars.items() if paths])
            path = self.pick(self.vocabulary.stars[kind])
            return self.atom_over(kind, ("field", path), path)
        kinds = [kind for kind in ("string", "string", "string", "int", "float", "bool", "time", "ip", "address",
                                   "json", "list", "duration")
                 if kind in ("int", "float", "duration") or self.vocabulary.fields[kind]]
        kind = self.pick(kinds)
        if kind == "list":
            return self._list_atom()
        if kind == "duration":
            return ("cmp", self.pick(("<", ">=")), ("arith", "-", self.value("time", 0), self.value("time", 0)),
                    ("lit", Duration(self.pick((0, 60, 86400)) * SECOND)))
        node = self.value(kind, depth)
        return self.atom_over(kind, node, node[1] if node[0] == "field" else None)

    def atom_over(self, kind, node, path):
        if self.chance(0.15):
            return ("cmp", self.pick(("==", "!=")), node, ("lit", None))
        return {"string": self._string_atom, "int": self._number_atom, "float": self._number_atom,
                "bool": self._bool_atom, "time": self._time_atom,
                "ip": self._ip_atom, "address": self._address_atom, "json": self._json_atom}[kind](node, path)

    def _words(self, path):
        return tuple(self.vocabulary.literals.get(path) or ("a", "x", "3", "s3", "arn:aws:iam::111122223333:user/ann"))

    def _some(self, items):
        return tuple(self.rnd.sample(list(items), self.rnd.randint(1, min(3, len(items)))))

    def _named(self, items):
        """The items, sometimes by the name of a list."""
        if self.may_name and self.chance(0.3):
            name = f"list{len(self.lists) + 1}"
            self.lists[name] = list(items)
            return ("list", name)
        return ("const", items)

    def _string_atom(self, node, path):
        words = self._words(path)
        globs = ("*a*", "?", "a*", "*e?*", "x y", "GET*", "Get*", "*.amazonaws.com", "arn:*:user/*", "r?n?", "k?")
        regexes = (("^[ax]", False), ("n+", True), (r"\d", False), ("obj|role", True), ("^$", False), (r"/", False))
        return self.pick((
            lambda: ("cmp", self.pick(("==", "!=")), node, ("lit", self.pick(words))),
            lambda: ("cmp", "==", node, self.value("string", 0)),
            lambda: ("in", node, self._named(self._some(words)), self.chance(0.3)),
            lambda: (self.pick(("like", "ilike")), node, self._named(self._some(globs)), self.chance(0.2)),
            lambda: ("matches", node, ("const", self._some(regexes)), self.chance(0.2)),
            lambda: ("contains", node, ("lit", self.pick(("a", "e", "", "s3", "/")))),
            lambda: ("in", node, ("field", self.pick(self.vocabulary.fields["list"])), False),
        ))()

    def _number_atom(self, node, path):
        number = self.pick(self.vocabulary.literals.get(path) or (0, 1, 2, 5))
        if self.chance(0.2):
            return ("in", node, self._named(self._some((0, 1, 2, 3))), self.chance(0.3))
        return ("cmp", self.pick(("==", "!=", "<", "<=", ">", ">=")), node,
                self.pick((("lit", number), ("lit", 1.5), self.value("int", 0))))

    def _bool_atom(self, node, _path):
        return self.pick((node, ("not", node), ("cmp", self.pick(("==", "!=")), node, ("lit", self.chance(0.5)))))

    def _time_atom(self, node, path):
        text = self.pick(self.vocabulary.literals.get(path) or ("2026-01-05T00:00:00Z",))
        return ("cmp", self.pick(("==", "<", "<=", ">", ">=")), node, self.pick((("lit", text), self.value("time", 0))))

    def _ip_atom(self, node, path):
        return self.pick((
            lambda: ("cmp", self.pick(("==", "!=")), node, ("lit", self.pick(self._words(path)))),
            lambda: ("in", node, ("const", self._some(BLOCKS[:5])), self.chance(0.3)),
            lambda: ("cmp", "==", node, self.value("address", 0)),
        ))()

    def _address_atom(self, node, path):
        return self.pick((
            lambda: ("cmp", self.pick(("==", "!=")), node, ("lit", self.pick(self._words(path)))),
            lambda: ("in", node, self._named(self._some(BLOCKS)), self.chance(0.3)),
            lambda: ("in", node, ("bare", self.pick(BLOCKS[:4])), self.chance(0.3)),
            lambda: ("like", node, ("const", self._some(("10.*", "*amazonaws.com", "AWS*"))), False),
            lambda: ("cmp", self.pick(("==", "!=")), ("geo", node, "country"), ("lit", self.pick(("GB", "NL", "JP")))),
            lambda: ("cmp", "==", ("geo", node, "asn"), ("lit", 64500)),
            lambda: ("contains", node, ("lit", "0")),
        ))()

    def _json_atom(self, node, path):
        if "*" not in path and self.chance(0.3):
            node = self._from_text()
        return self.pick((
            lambda: node,
            lambda: ("cmp", self.pick(("==", "!=")), node, ("lit", self.pick(JSON_WORDS + (1, 2, 2.5, True)))),
            lambda: ("cmp", self.pick(("<", ">=")), node, ("lit", self.pick((1, 2.5)))),
            lambda: ("in", node, ("const", self._some(JSON_WORDS)), self.chance(0.3)),
            lambda: ("in", node, ("const", self._some((1, 2, 5))), False),
            lambda: ("like", node, ("const", self._some(("s*", "role/?", "*"))), self.chance(0.2)),
            lambda: ("contains", node, ("lit", "s1")),
            lambda: ("cmp", "==", node, self.value("string", 0)),
        ))()

    def _from_text(self):
        """What stands in a field as JSON text."""
        value = ("call", "json", (("field", self.vocabulary.json_text),))
        return self.pick((value, ("member", value, "x"), ("item", value, 1), ("member", value, "deep"),
                          ("item", ("member", value, "deep"), 0)))

    def _list_atom(self):
        path = self.pick(self.vocabulary.fields["list"])
        return ("contains", ("field", path), ("lit", self.pick(("t1", "s1", "x"))))


class Programs:
    """Random rules."""

    def __init__(self, rnd, vocabulary, scale, more=False):
        lets = dict(TRAIL_LETS) if vocabulary is TRAIL else {}
        self.rnd, self.vocabulary, self.scale = rnd, vocabulary, scale
        self.expressions = Expressions(rnd, vocabulary, lets)
        self.own_lets = []
        self.moments = set()  # spans of time that matter to some rule
        self.latest, self.sequences = (Latest(self), Sequences(self)) if more else (None, None)

    def pick(self, items):
        return self.rnd.choice(items)

    def chance(self, share):
        return self.rnd.random() < share

    def make_lets(self):
        e = self.expressions
        if self.vocabulary is TRAIL:
            e.typed.update({name: ("string", ()) for name in TRAIL_LETS})
        for number in range(self.rnd.randint(0, 3)):
            name = f"let{number + 1}"
            kind = self.pick(("string", "condition", "int"))
            parameters = ("p",) if self.chance(0.5) else ()
            body = self._let_body(kind, bool(parameters))
            e.lets[name] = (parameters, body)
            e.typed[name] = (kind, ("string",) * len(parameters))
            self.own_lets.append(name)

    def _let_body(self, kind, has_parameter):
        e = self.expressions
        given = ("param", "p") if has_parameter else e.value("string", 1)
        if kind == "string":
            return self.pick((("call", "lower", (given,)),
                              ("call", "concat", (given, ("lit", "-"), e.value("string", 0))), given))
        if kind == "int":
            return ("call", "length", (given,))
        return self.pick((("like", given, ("const", ("*a*", "s*")), False),
                          ("or", (("cmp", "==", given, ("lit", "a")), e.atom(1)))))

    def make_chains(self):
        e = self.expressions
        for name, (kind, chain) in Chains(self).make().items():
            e.chains[name] = chain
            e.typed[name] = (kind, ())

    # ---- primitives ----

    def span(self, factors):
        span = self.pick(factors) * self.scale
        self.moments.add(span)
        return span

    def part(self):
        """An expression for k or v."""
        if self.expressions.chains and self.chance(0.4):
            return ("chain", self.pick(sorted(self.expressions.chains)))
        if self.chance(0.75):
            return ("field", self.key_path())
        return self.expressions.value(self.pick(("string", "int")), 1)

    def key_path(self):
        return path_of(self.pick(self.vocabulary.keys))

    def parts(self, low, high):
        return tuple(self.part() for _ in range(self.pick((low, max(low, 1), max(low, 1), max(low, 1), high))))

    def _number_part(self):
        e = self.expressions
        json_numbers = [path for path in self.vocabulary.fields["json"] if path[-1] == "n"]
        return self.pick((lambda: e.value("int", 1), lambda: e.value("int", 0),
                          lambda: ("field", self.pick(json_numbers)), lambda: self._quarters()))()

    def _quarters(self):
        """A float whose sums are exact."""
        floats = self.vocabulary.fields["float"]
        return ("field", self.pick(floats)) if floats else ("arith", "/", self.expressions.value("int", 0), ("lit", 4))

    def where(self):
        return self.expressions.condition(1) if self.chance(0.3) else None

    def _after(self, options, factors):
        if self.chance(0.9):
            options["after"] = self.span(factors)

    def new(self):
        options = {}
        if self.chance(0.6):
            options["within"] = self.span((1, 2, 5, 20, 60)) if self.chance(0.8) else FOREVER
        self._after(options, (0, 0, 1, 5, 30))
        return Primitive("new", self.parts(1, 2), self.parts(0, 2), self.where(), options)

    def rare(self):
        options = {}
        if self.chance(0.8):
            options["within"] = self.span((2, 7, 30, 31, 45, 100)) if self.chance(0.8) else FOREVER
        if self.chance(0.6):
            options["below"] = self.pick((0.01, 0.1, 0.2, 0.5, 1.0))
        if self.chance(0.5):
            options["under"] = self.pick((1, 2, 3, 5))
        options["min"] = self.pick((1, 2, 3, 5, 10, 20))
        self._after(options, (0, 0, 1, 10))
        return Primitive("rare", self.parts(1, 2), self.parts(0, 2), self.where(), options)

    def spike(self):
        measure = self.pick(("count", "count", "distinct", "sum"))
        per = self.span((1, 2, 5, 20))
        options = {"per": per, "within": per * self.pick((1, 2, 3, 10, 40)) + self.pick((0, 0, SECOND))}
        options["sigma"] = self.pick((0, 0.5, 1, 2, 4))
        options["min"] = self.pick((1, 1, 2, 3, 5, 10))
        self._after(options, (0, 0, 1, 10))
        v = {"count": (), "distinct": self.parts(1, 2), "sum": (self._number_part(),)}[measure]
        return Primitive("spike", v, self.parts(0, 2), self.where(), options, measure)

    def number(self):
        kind = self.pick(("count", "distinct", "sum"))
        options = {"within": self.span((1, 2, 7, 30, 31, 45, 100)) if self.chance(0.85) else FOREVER}
        v = {"count": (), "distinct": self.parts(1, 2), "sum": (self._number_part(),)}[kind]
        return Primitive(kind, v, self.parts(0, 2), self.where(), options)

    def primitive(self, make):
        primitive = make()
        primitive.text = model_text.primitive(primitive)
        return ("prim", primitive)

    # ---- rules ----

    def stateful(self):
        """A condition that holds one primitive."""
        if self.latest and self.chance(0.8):
            return self.pick((self.latest.condition, self.sequences.seen))()
        make = self.pick((self.new, self.rare, self.spike, self.number, self.number))
        if make == self.number:
            number = self.primitive(make)
            if self.chance(0.1):
                number = ("arith", self.pick("+-/"), number, self.primitive(self.number))
            return ("cmp", self.pick((">=", ">", "==", "<")), number, ("lit", self.pick((1, 2, 3, 5, 8))))
        return self.primitive(make)

    def _in_let(self, node):
        """Sometimes the condition gets a name."""
        if not self.chance(0.3):
            return node
        name = f"state{len(self.own_lets) + 1}"
        self.own_lets.append(name)
        if self.chance(0.5):
            self.expressions.lets[name] = ((), node)
            return ("let", name, ())
        self.expressions.lets[name] = (("who", "limit"), self._with_parameters())
        return ("let", name, (self.part(), ("lit", self.pick((0, 1, 2, 4)))))

    def _with_parameters(self):
        """A condition for a let: for whom, and from which number on."""
        primitive = self.pick((self.number, self.number, self.new))()
        primitive.k = (("param", "who"),)
        primitive.text = model_text.primitive(primitive)
        if primitive.is_condition():
            return ("and", (("prim", primitive), ("cmp", ">=", self.expressions.value("int", 1), ("param", "limit"))))
        return ("cmp", ">=", ("prim", primitive), ("param", "limit"))

    def when(self):
        if self.sequences and self.chance(0.25):
            return self.sequences.waiting(lambda: self.expressions.condition(1), self.stateful)
        first = self._in_let(self.stateful())
        return self.pick((
            lambda: first, lambda: first, lambda: first,
            lambda: ("and", (first, self.expressions.condition(1))),
            lambda: ("or", (self.expressions.condition(1), first)),
            lambda: ("and", (first, self.stateful())),
            lambda: ("or", (first, self.stateful(), self.stateful())),
            lambda: ("and", (self.expressions.condition(0), ("not", first))),
        ))()

    def _match(self):
        e = self.expressions
        if self.chance(0.5):
            return ("cmp", "!=", ("field", self.key_path()), ("lit", None))
        if e.chains and self.chance(0.4):
            return ("cmp", "!=", ("chain", self.pick(sorted(e.chains))), ("lit", None))
        return e.condition(2)

    def _title(self, name):
        parts = [name + ": ", ("field", self.key_path()), " {x} "]
        if self.chance(0.4):
            parts += [self.primitive(self.number), "."]
        if self.chance(0.4):
            parts.append(self.expressions.value("string", 1))
        if self.latest and self.chance(0.4):
            parts += [" ", self.latest.value()]
        # Whether a backslash in braces is of the title or of the expression is not laid down.
        return parts if "\\" not in model_text.title(parts) else parts[:2]

    def _show(self):
        e = self.expressions
        out = {"actor": ("field", self.key_path())} if self.latest and self.chance(0.7) else {}
        for number in range(self.rnd.randint(0, 4)):
            node = self.pick((
                lambda: ("field", self.key_path()), lambda: e.value("string", 2), lambda: e.value("int", 1),
                lambda: self.primitive(self.number),
                lambda: self.primitive(self.new),
                lambda: ("field", self.pick([p for paths in self.vocabulary.stars.values() for p in paths])),
                lambda: ("field", self.pick(self.vocabulary.fields["json"])), lambda: e.value("time", 0)))()
            if self.latest and self.chance(0.4):
                node = self.latest.value()
            if e.chains and self.chance(0.4):
                node = ("chain", self.pick(sorted(e.chains)))
            out[model_text.render(node) if self.chance(0.4) else f"s{number}"] = node
        return list(out.items())

    def rule(self, number):
        name = f"rule_{number}"
        when = self.when() if self.chance(0.95) else None
        once = None
        if self.chance(0.35):
            once = (tuple(self.part() for _ in range(self.pick((1, 1, 2)))), self.span((1, 5, 20, 100)))
        return Rule(name, self._match(), when, self._title(name) if self.chance(0.7) else [name], self._show(), once,
                    self.pick(("info", "low", "medium", "high", "critical")),
                    self.pick(((), ("T1078",), ("T1078.004", "T1526"))))


FIRST_CHAINED = 401  # the first seed whose program has chains
FIRST_WIDE = 201  # the first seed whose program asks what the latest event was like in every rule that it can


class Program:
    """A whole random case: world, rules and their text, records."""

    def __init__(self, seed, size=None):
        rnd = random.Random(seed)
        vocabulary = TOY if seed % 2 else TRAIL
        scale = rnd.choice(SCALES)
        wide = seed >= FIRST_WIDE
        programs = Programs(rnd, vocabulary, scale, wide)
        programs.make_lets()
        if seed >= FIRST_CHAINED:
            programs.make_chains()
        self.rules = [programs.rule(number + 1) for number in range(rnd.randint(2, 5))]
        self._lay_out(programs)
        self.places = Places(rnd.random() < 0.5, {block: rnd.choice(CITIES) for block in COUNTRIES} if wide else None)
        self.world = World(vocabulary.schema, programs.expressions.lets, programs.expressions.lists, self.places)
        self.records = records(rnd, vocabulary, scale, sorted(programs.moments),
                               size or rnd.choice((60, 120, 200, 320)))
        events, _, _ = read_events(vocabulary.schema, self.records)
        self.handed = follow_all(self.world, programs.expressions.chains, events)
        self.random = rnd
        self.vocabulary, self.scale, self.wide = vocabulary, scale, wide

    def _lay_out(self, programs):
        """files: as they are on disk; text: all rule files together."""
        layout, e = Layout(programs.rnd, programs.vocabulary), programs.expressions
        self.text = layout.write({name: e.lets[name] for name in programs.own_lets}, e.chains, e.lists, self.rules)
        self.files, self.paths, self.prefix = layout.files, layout.paths, layout.prefix
        for rule in self.rules:
            rule.name = layout.prefix + rule.name


def _absent(programs):
    """The other way round of a random seen: what came before there has to stay away after."""
    seen = programs.sequences.seen(0)[1]
    options = {"within": programs.span((1, 2, 5, 20))}
    return programs.primitive(lambda: Primitive("absent", (), seen.k, None, options, pred=seen.pred))


def hunt_question(rnd, scale, wide):
    """A match and one primitive that stand alone, over a trail: for `lurcher hunt`."""
    programs = Programs(rnd, TRAIL, scale, wide)
    e = programs.expressions
    e.may_name = False
    e.typed.update({name: ("string", ()) for name in TRAIL_LETS})
    match = rnd.choice((None, e.condition(1)))
    kinds = [programs.new, programs.rare, programs.spike, programs.number]
    primitive = programs.primitive(rnd.choice(kinds))[1]
    if wide:
        latest, seen = programs.latest.value, programs.sequences.seen
        primitive = rnd.choice((latest, latest, seen, lambda: _absent(programs)))()[1]
    return match, primitive, World(TRAIL.schema, e.lets, {}, None)
