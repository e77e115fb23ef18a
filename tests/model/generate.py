"""Random programs: rules with their text, and events that come near to their borders.

One seed gives one program. What the model computes with and what lurcher reads come from
the same expressions, so that neither can be wrong about what was meant."""
import random

import model_alerts
import model_text
from generate_alerts import OverAlerts
from generate_chain import Chains
from generate_events import records
from generate_expressions import Expressions
from generate_latest import Latest
from generate_layout import Layout
from generate_sequence import Sequences
from generate_sources import mixed_records, some_sources, sources_unsaid, write_sources
from model import FOREVER, Primitive, read_events
from model_chain import follow_all
from model_expr import World
from model_flows import LIBRARY
from model_places import CITIES, COUNTRIES, Places
from model_rules import Rule, lists_of
from model_values import SECOND
from model_vocabulary import TOY, TRAIL, path_of

SCALES = (SECOND, 60 * SECOND, 3600 * SECOND)


class Shared:
    """What the rules of all sources of a program have in common."""

    def __init__(self):
        self.lists, self.own_lets, self.chains = {}, {}, {}
        self.moments = set()  # spans of time that matter to some rule
        self.sources = {}     # {name: programs}


class Programs:
    """Random rules over one source."""

    def __init__(self, rnd, vocabulary, scale, more=False, shared=None):
        self.rnd, self.vocabulary, self.scale, self.shared = rnd, vocabulary, scale, shared or Shared()
        self.source = vocabulary.schema.name
        self.shared.sources[self.source] = self
        self.expressions = Expressions(rnd, vocabulary, self.shared.lists)
        self.latest, self.sequences = (Latest(self), Sequences(self)) if more else (None, None)

    def pick(self, items):
        return self.rnd.choice(items)

    def chance(self, share):
        return self.rnd.random() < share

    def make_lets(self):
        e = self.expressions
        e.use_library()
        for _ in range(self.rnd.randint(0, 3)):
            name = f"let{len(self.shared.own_lets) + 1}"
            kind = self.pick(("string", "condition", "int"))
            parameters = ("p",) if self.chance(0.5) else ()
            body = self._let_body(kind, bool(parameters))
            self._name(name, parameters, body)
            e.typed[name] = (kind, ("string",) * len(parameters))

    def _name(self, name, parameters, body):
        self.expressions.lets[name] = self.shared.own_lets[name] = (parameters, body)

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
            self.shared.chains[name] = (self.source, chain)
            e.typed[name] = (kind, ())

    # ---- primitives ----

    def span(self, factors):
        span = self.pick(factors) * self.scale
        self.shared.moments.add(span)
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
                          lambda: ("field", self.pick(json_numbers)) if json_numbers else self._quarters(),
                          lambda: self._quarters()))()

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
        name = f"state{len(self.shared.own_lets) + 1}"
        if self.chance(0.5):
            self._name(name, (), node)
            return ("let", name, ())
        self._name(name, ("who", "limit"), self._with_parameters())
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

    def _some_field(self, paths_of_kinds):
        """One of the fields of these kinds; any that can be a key where there is none."""
        paths = [path for paths in paths_of_kinds.values() for path in paths]
        return ("field", self.pick(paths) if paths else self.key_path())

    def _show(self):
        e = self.expressions
        out = {"actor": ("field", self.key_path())} if self.latest and self.chance(0.7) else {}
        for number in range(self.rnd.randint(0, 4)):
            node = self.pick((
                lambda: ("field", self.key_path()), lambda: e.value("string", 2), lambda: e.value("int", 1),
                lambda: self.primitive(self.number),
                lambda: self.primitive(self.new),
                lambda: self._some_field(self.vocabulary.stars), lambda: self._some_field(
                    {"json": self.vocabulary.fields["json"]}), lambda: e.value("time", 0)))()
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
                    self.pick(((), ("T1078",), ("T1078.004", "T1526"))), source=self.source,
                    risk=self.pick((None, None, 0, 7, 50, 100)), tags=self.pick(((), (), ("one",), ("one", "t\"wo"))))


FIRST_WIDE = 201     # the first seed whose program asks what the latest event was like in every rule that it can
FIRST_CHAINED = 401  # the first seed whose program has chains
FIRST_MIXED = 461    # the first seed whose program has several sources
FIRST_OVER = 561     # the first seed whose program may have all of this, and rules over alerts


class Program:
    """A whole random case: worlds, rules and their text, records. Where ids are made of texts, it has to be told them
    before anything is computed, and then follow_chains()."""

    def __init__(self, seed, size=None):
        self.random = rnd = random.Random(seed)
        self.wide, self.mixed = seed >= FIRST_WIDE, seed >= FIRST_MIXED
        if seed >= FIRST_OVER:
            self.mixed = rnd.random() < 0.4
        self.vocabularies, self.strangers = some_sources(rnd) if self.mixed else ([TOY if seed % 2 else TRAIL], [])
        self.scale = rnd.choice(SCALES)
        self.shared = Shared()
        every = [Programs(rnd, vocabulary, self.scale, self.wide, self.shared) for vocabulary in self.vocabularies]
        for programs in every:
            programs.make_lets()
            if FIRST_CHAINED <= seed < FIRST_MIXED or (seed >= FIRST_MIXED and rnd.random() < 0.3):
                programs.make_chains()
        self._make_rules(every)
        self._lay_out(every[0] if seed >= FIRST_OVER else None)
        self.places = Places(rnd.random() < 0.5,
                             {block: rnd.choice(CITIES) for block in COUNTRIES} if self.wide else None)
        self._make_worlds(every)
        size = size or rnd.choice((60, 120, 200, 320))
        make = mixed_records if self.mixed else lambda rnd, vocabularies, *more: records(rnd, vocabularies[0], *more)
        self.records = make(rnd, self.vocabularies + self.strangers, self.scale, sorted(self.shared.moments), size)
        self.handed = 0

    def _make_rules(self, every):
        """Each source has a rule."""
        numbers = range(self.random.randint(max(2, len(every)), 5))
        self.rules = [(every[number] if number < len(every) else self.random.choice(every)).rule(number + 1)
                      for number in numbers]
        if self.mixed:
            write_sources(self.random, self.rules, self.shared)

    def _make_worlds(self, every):
        self.worlds = {programs.source: World(programs.vocabulary.schema, programs.expressions.lets, self.shared.lists,
                                              self.places) for programs in every}
        for world in self.worlds.values():
            world.others = self.worlds

    def schemas(self):
        return [vocabulary.schema for vocabulary in self.vocabularies]

    def follow_chains(self):
        """What the chains hand on; how many values were handed on is counted."""
        lists = lists_of(self.worlds, read_events(self.schemas(), self.records)[0])
        for source, world in self.worlds.items():
            chains = {name: chain for name, (of, chain) in self.shared.chains.items() if of == source}
            self.handed += follow_all(world, chains, lists[source])

    def _lay_out(self, over):
        """files: as they are on disk; text: all rule files together. over: makes rules over alerts, which say names."""
        seen = self.vocabularies + [one for one in self.strangers if self.random.random() < 0.5]
        self.known = LIBRARY + [vocabulary.schema for vocabulary in seen if vocabulary.block]
        layout = Layout(self.random, seen, sources_unsaid(self.random, self.rules, self.shared) if self.mixed else ())
        if over:
            self.rules += OverAlerts(over, [layout.prefix + rule.name for rule in self.rules], layout.prefix).rules()
        self.text = layout.write(self.shared.own_lets, self.shared.chains, self.shared.lists, self.rules)
        self.files, self.paths, self.prefix = layout.files, layout.paths, layout.prefix
        for rule in self.rules:
            rule.name = layout.prefix + rule.name
        self.levels = model_alerts.levels(self.rules, self.shared.lists)


def _absent(programs):
    """The other way round of a random seen: what came before there has to stay away after."""
    seen = programs.sequences.seen(0)[1]
    options = {"within": programs.span((1, 2, 5, 20))}
    return programs.primitive(lambda: Primitive("absent", (), seen.k, None, options, pred=seen.pred))


def hunt_question(rnd, vocabulary, scale, wide):
    """A match and one primitive that stand alone: for `lurcher hunt`."""
    programs = Programs(rnd, vocabulary, scale, wide)
    e = programs.expressions
    e.may_name = False
    e.use_library()
    match = rnd.choice((None, e.condition(1)))
    kinds = [programs.new, programs.rare, programs.spike, programs.number]
    primitive = programs.primitive(rnd.choice(kinds))[1]
    if wide:
        latest, seen = programs.latest.value, programs.sequences.seen
        primitive = rnd.choice((latest, latest, seen, lambda: _absent(programs)))()[1]
    return match, primitive, World(vocabulary.schema, e.lets, {}, None)
