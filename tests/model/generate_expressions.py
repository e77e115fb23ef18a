"""Random expressions: values of a type, and conditions."""
import model_policies
from model_values import SECOND, Duration
from model_vocabulary import BLOCKS, JSON_WORDS

TRUE = ("lit", True)
ZONES = (None, None, "Europe/Amsterdam", "America/St_Johns", "Pacific/Apia", "Asia/Kolkata", "+05:45", "-11:00")


class Expressions:
    """Random expressions over a vocabulary. lists: named lists, filled on the way."""

    def __init__(self, rnd, vocabulary, lists):
        self.rnd, self.vocabulary, self.lists = rnd, vocabulary, lists
        self.may_name = True  # lists may be given names
        self.lets = {name: ((), body) for name, (_, body) in vocabulary.lets.items()}  # {name: (parameters, body)}
        # {name: (type, types of parameters)} for those that conditions and values may use
        self.typed = {}
        self.chains = {}      # {name: chain}

    def use_library(self):
        self.typed.update({name: (kind, ()) for name, (kind, _) in self.vocabulary.lets.items()})

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

    def _list(self):
        paths = self.vocabulary.fields["list"]
        return ("field", self.pick(paths)) if paths else None

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
            lambda: ("if", self.question(depth), text(), self.pick((text(), ("lit", None)))),
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
            lambda: ("call", "length", (self._list() or self.value("string", 0),)),
            lambda: ("call", "to_int", (self.value("string", depth),)),
            lambda: ("arith", self.pick("+-*"), number(), self.pick((number(), ("lit", self.pick((1, 2, 10)))))),
            lambda: ("neg", number()),
            lambda: ("call", self.pick(("hour", "weekday")), self._local_time(depth)),
            lambda: ("call", "floor", (self.value("float", depth),)),
            lambda: ("call", "length", (("call", "policy_principals", (self._policy(depth),)),)),
            lambda: ("if", self.question(depth), number(), ("lit", self.pick((0, -2)))),
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
            lambda: ("if", self.question(depth), TRUE, self.value("bool", depth)),
            lambda: self._grants(depth),
        ))()

    def _policy(self, depth):
        """One policy for some events, another for others."""
        texts = [("lit", model_policies.random_policy(self.rnd)) for _ in range(2)]
        if texts[0] == texts[1]:  # that would be a constant, and what is made of it might be null by its type
            texts[1] = ("lit", texts[1][1] + " ")
        return ("if", self.question(depth), texts[0], texts[1])

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

    def question(self, depth):
        """A condition that constants do not decide, for an if whose type must not depend on that."""
        condition = self.condition(depth)
        while self._may_be_constant(condition):
            condition = self.condition(depth)
        return condition

    def _may_be_constant(self, node):
        """Whether it asks of a time or id if it is there: they always are."""
        if not isinstance(node, tuple) or not node or node[0] in ("lit", "const"):
            return False
        if node[0] == "let":
            return self._may_be_constant(self.lets[node[1]][1]) or any(map(self._may_be_constant, node[2]))
        always = [("field", path) for path in (self.vocabulary.schema.time, self.vocabulary.schema.id)]
        if node[0] == "cmp" and ("lit", None) in node[2:] and any(field in node[2:] for field in always):
            return True
        return any(map(self._may_be_constant, node))

    def condition(self, depth):
        fitting = [name for name, (result, _) in self.typed.items() if result == "condition"]
        if fitting and self.chance(0.15):
            return self.use(self.pick(fitting), depth)
        if depth > 0 and self.chance(0.45):
            return self._composed(depth - 1)
        return self.atom(depth)

    def _composed(self, depth):
        kind = self.pick(("and", "or", "and", "or", "not", "star" if self.vocabulary.stars else "not"))
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
        if self.vocabulary.stars and self.chance(0.15):
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

    def named(self, items):
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
            lambda: ("in", node, self.named(self._some(words)), self.chance(0.3)),
            lambda: (self.pick(("like", "ilike")), node, self.named(self._some(globs)), self.chance(0.2)),
            lambda: ("matches", node, ("const", self._some(regexes)), self.chance(0.2)),
            lambda: ("contains", node, ("lit", self.pick(("a", "e", "", "s3", "/")))),
            lambda: ("in", node, self._list() or self.named(self._some(words)), False),
        ))()

    def _number_atom(self, node, path):
        number = self.pick(self.vocabulary.literals.get(path) or (0, 1, 2, 5))
        if self.chance(0.2):
            return ("in", node, self.named(self._some((0, 1, 2, 3))), self.chance(0.3))
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
            lambda: ("in", node, self.named(self._some(BLOCKS)), self.chance(0.3)),
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
        return ("contains", self._list(), ("lit", self.pick(("t1", "s1", "x"))))
