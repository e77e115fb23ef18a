"""Random rules over alerts."""
import model_alerts
from model import FOREVER, Primitive
from model_expr import World
from model_rules import Rule
from model_values import Duration

RULE, SEVERITY, WHO = ("field", ("rule",)), ("field", ("severity",)), ("let", "actor", ())
SHOWN = ("field", ("fields", "s0"))
SOURCES = ("alerts", "toy", "cloudtrail", "vpc_flow")
SHOWABLE = ("time", "event_id", "fields", "suppressed", "tags", "title")
SEVERITIES = ("info", "low", "medium", "high", "critical")


class OverAlerts:
    """programs: whose spans and luck it takes. names: the full names of the rules over events; prefix: of all names."""

    def __init__(self, programs, names, prefix):
        self.programs, self.names, self.prefix = programs, list(names), prefix
        self.pick, self.chance = programs.pick, programs.chance

    # ---- what it chooses ----

    def _list(self, items):
        return self.programs.expressions.named(tuple(items))

    def _named(self, names):
        """A condition on the rule's name. Of the names, those of rules over alerts stand last, and are rare."""
        name = self.pick(names[len(self.names):] or names) if self.chance(0.5) else self.pick(names)
        globs = (name,), (name, "nobody"), (name[:-1] + "?",), ("*_1",)
        return self.pick((
            lambda: ("cmp", "==", RULE, ("lit", name)),
            lambda: ("cmp", "==", RULE, ("lit", name)),
            lambda: ("in", RULE, self._list(self.programs.rnd.sample(names, min(2, len(names)))), self.chance(0.1)),
            lambda: ("like", RULE, self._list(self.pick(globs)), False),
            lambda: ("matches", RULE, ("const", ((name[-4:] + "$", False),)), False),
        ))()

    def _other(self):
        return self.pick((
            lambda: ("cmp", "!=", WHO, ("lit", None)),
            lambda: ("cmp", self.pick(("==", "!=")), SEVERITY, ("lit", self.pick(SEVERITIES))),
            lambda: ("in", SEVERITY, ("const", tuple(self.programs.rnd.sample(SEVERITIES, 3))), self.chance(0.3)),
            lambda: ("cmp", ">", ("field", ("suppressed",)), ("lit", 0)),
            lambda: ("cmp", self.pick((">=", "<")), ("let", "score", ()), ("lit", self.pick((5, 40, 70)))),
            lambda: ("like", ("field", ("event_id",)), ("const", ("*a*", "e0*")), False),
            lambda: ("contains", ("field", ("attack",)), ("lit", "T1078")),
            lambda: ("cmp", self.pick(("==", "!=")), ("field", ("risk",)), ("lit", self.pick((None, 7)))),
            lambda: ("cmp", self.pick(("<", ">=")), ("field", ("risk",)), ("lit", self.pick((7, 50)))),
            lambda: ("in", ("lit", "one"), ("field", ("tags",)), False),
            lambda: ("cmp", self.pick(("==", "!=")), ("field", ("source",)), ("lit", self.pick(SOURCES))),
            lambda: ("cmp", self.pick(("==", "!=")), SHOWN, self.pick((("lit", "s1"), ("lit", 2), ("lit", None), WHO))),
        ))()

    def _match(self, names):
        named, over = self._named(names), names[len(self.names):]
        if over and self.chance(0.4):
            return ("cmp", "==", RULE, ("lit", self.pick(over)))
        return self.pick((
            lambda: named, lambda: named, self._other, self._other,
            lambda: ("and", (named, self._other())),
            lambda: ("or", (self._named(names), named)),
            lambda: ("or", (self._other(), named)),
            lambda: ("not", named),
            lambda: ("and", (self._other(), ("not", named))),
        ))()

    # ---- what it asks ----

    def _keys(self):
        return self.pick(((), (WHO,), (WHO,), (WHO,), (SHOWN,), (SEVERITY,), (WHO, SEVERITY)))

    def _primitive(self, kind, v=(), options=None, measure=None):
        k, where = self._keys(), self._other() if self.chance(0.15) else None
        return self.programs.primitive(lambda: Primitive(kind, v, k, where, options, measure))

    def _event(self):
        return self.pick((self._named(self.names), self._other()))

    def _watch(self, kind, options, depth):
        """What looks at the alerts of rules over events."""
        k, pred = self._keys() if self.chance(0.7) else (("pair", SHOWN, WHO),), self._event()
        if depth > 0 and self.chance(0.3):
            pred = ("and", (pred, self._watch("seen", self._within(), depth - 1)))
        return self.programs.primitive(lambda: Primitive(kind, (), k, None, options, pred=pred))

    def _within(self):
        return {"within": self.programs.span((2, 7, 30, 100)) if self.chance(0.7) else FOREVER}

    def _number(self):
        kind, v = self.pick((("distinct", (RULE,)), ("distinct", (RULE,)), ("count", ()),
                             ("sum", (("let", "score", ()),)), ("sum", (("field", ("risk",)),)), ("distinct", (SHOWN,)),
                             ("distinct", (("field", ("event_id",)),))))
        return self._primitive(kind, v, self._within())

    def _stateful(self):
        p = self.programs
        return self.pick((
            lambda: ("cmp", self.pick((">=", ">", "==")), self._number(), ("lit", self.pick((1, 2, 3, 60)))),
            lambda: ("cmp", self.pick((">=", ">", "==")), self._number(), ("lit", self.pick((1, 2, 3, 60)))),
            lambda: self._primitive("new", (RULE,), {"after": p.span((0, 0, 1))}),
            lambda: self._primitive("rare", (RULE,), {"below": 0.5, "min": 2, "after": 0}),
            lambda: self._primitive("spike", (), {"per": p.span((1, 5)), "min": 2, "sigma": 0, "after": 0}, "count"),
            lambda: ("cmp", self.pick(("!=", "==")), self._primitive("previous", (RULE,)), RULE),
            lambda: ("cmp", self.pick(("<", ">")), self._primitive("elapsed"), ("lit", Duration(p.span((1, 5, 20))))),
            lambda: self._watch("seen", self._within(), 1),
            lambda: self._watch("absent", {"within": p.span((1, 5, 20))}, 0),
        ))()

    def _when(self):
        first = self._stateful()
        return self.pick((None, first, first, first, ("and", (first, self._other())), ("or", (self._other(), first)),
                          ("and", (("not", first), self._stateful()))))

    # ---- rules ----

    def _rule(self, number, names):
        name = f"over_{number}"
        title = [name + " ", RULE, " ", WHO] + ([" ", self._number()] if self.chance(0.5) else [])
        show = [("rule", RULE), ("score", ("let", "score", ()))]
        show += [("actor", WHO)] if self.chance(0.7) else []
        show += [("s0", ("field", (self.pick(SHOWABLE),)))] if self.chance(0.5) else []
        show += [("number", self._number())] if self.chance(0.5) else []
        once = ((WHO,), self.programs.span((1, 5, 20))) if self.chance(0.4) else None
        return Rule(name, self._match(names), self._when(), title, show, once, self.pick(SEVERITIES), (), True,
                    risk=self.pick((None, None, 5, 80)), tags=self.pick(((), ("one",))))

    def rules(self):
        """One to three; each may see those before it, by their names."""
        names, out = list(self.names), []
        of_alerts = World(model_alerts.SCHEMA, model_alerts.LETS, self.programs.shared.lists, None)
        for number in range(1, self.pick((1, 2, 3)) + 1):
            rule = self._rule(number, names)
            mine = Rule(self.prefix + rule.name, rule.match)
            if any(model_alerts.sees(mine, Rule(name, None), of_alerts) and name not in names
                   for name in [mine.name] + [self.prefix + f"over_{later}" for later in range(number, 4)]):
                continue  # it would see itself, or what may see it
            names.append(mine.name)
            out.append(rule)
        return out
