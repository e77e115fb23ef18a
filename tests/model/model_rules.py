"""Rules over events, and the alerts that they give (docs/language.md, sections 1, 8 and 10)."""
import itertools

import model_alerts
from model import Answer, Primitives, View, keys, key, read_events, shown, unread
from model_expr import Evaluator, expand, settle
from model_sequence import Watch
from model_values import scalar_text, time_text


class Rule:
    """title: [text or expression]; show: [(name, expression)]; once: (expressions, microseconds). over_alerts: `from
    alerts`. source: the name of the source whose events it looks at, where there are several; says_source: by `from`.
    """

    def __init__(self, name, match, when=None, title=(), show=(), once=None, severity="medium", attack=(),
                 over_alerts=False, source=None, says_source=False, risk=None, tags=()):
        self.name, self.match, self.when, self.title = name, match, when, title
        self.show, self.once, self.severity, self.attack = show, once, severity, attack
        self.over_alerts, self.source, self.says_source = over_alerts, source, says_source
        self.risk, self.tags = risk, tags


def primitives_in(node):
    """The primitives of an expression, in the order in which they are written, each once."""
    if not isinstance(node, tuple) or not node:
        return []
    if node[0] == "prim":
        return [node[1]]
    return list(dict.fromkeys(primitive for part in node for primitive in primitives_in(part)))


def unify(node, known):
    """The expression with one primitive for those that say the same in the same words. known: by what they say."""
    if not isinstance(node, tuple) or not node:
        return node
    if node[0] == "prim":
        return ("prim", known.setdefault(repr(node[1]), node[1]))
    return tuple(unify(part, known) for part in node)


class Asked:
    """A list of events of which primitives are asked. watched: those that seen and absent look at where they name no
    source; match: whose events are the population of the other primitives, and how they are answered. lists: the
    events of each source by its name, for those that name one."""

    primitives = Primitives

    def __init__(self, world, events, watched, match, lists=None):
        self.world, self.events, self.match, self.lists = world, events, match, lists or {}
        self.watched = self if watched is events else Asked(world, watched, watched, match)
        self.evaluators = [Evaluator(world, event.raw) for event in events]
        self._tables, self._of_sources = {}, {}

    def _watched_of(self, source):
        if source is None or source == self.world.schema.name:
            return self.watched
        if source not in self._of_sources:
            events = self.lists[source]
            self._of_sources[source] = Asked(self.world.others[source], events, events, self.match, self.lists)
        return self._of_sources[source]

    def _table(self, primitive):
        if id(primitive) not in self._tables:
            if primitive.pred:
                table = Watch(primitive, self, self._watched_of(primitive.source), keys)
            else:
                views = [View(event, evaluator, self.match, primitive)
                         for event, evaluator in zip(self.events, self.evaluators)]
                table = self.primitives(primitive, views)
            self._tables[id(primitive)] = table
        return self._tables[id(primitive)]

    def answer(self, primitive, i):
        """The answer for event i."""
        table = self._table(primitive)
        return Answer(*table.answer(i)) if primitive.pred else table.answer(i)

    def evaluator(self, i, says=None):
        """Expressions for event i that may hold primitives. says: what is taken for the answer of some of them."""
        says = says or {}
        return Evaluator(self.world, self.events[i].raw,
                         lambda primitive: says[primitive] if primitive in says else self.answer(primitive, i).value)


class RuleRun:
    """One rule over all events. end: the time of the last event of the input; lists: the events of each source; level:
    of a rule over alerts."""

    def __init__(self, rule, world, events, watched, end, lists=None, level=0):
        self.rule, self.world, self.events, self.end, self.level = rule, world, events, end, level
        put = lambda node: expand(node, world)
        self.match, self.when = put(rule.match), unify(settle(put(rule.when), world), {}) if rule.when else None
        self.title = [part if isinstance(part, str) else put(part) for part in rule.title]
        self.show = [(name, put(node)) for name, node in rule.show]
        self.once = tuple(put(node) for node in rule.once[0]) if rule.once else ()
        self.asked = Asked(world, events, watched, self.match, lists)
        self.primitives = primitives_in(self.when) if self.when else []
        self.matches = [evaluator.holds(self.match) for evaluator in self.asked.evaluators]

    def _outcomes(self, i, absent):
        """What `when` comes out as for event i, whatever these absent say."""
        return {self.asked.evaluator(i, dict(zip(absent, says))).holds(self.when)
                for says in itertools.product((False, True), repeat=len(absent))}

    def _decide(self, i):
        """Whether event i alerts, at what time, and which absent were waited for."""
        time = self.events[i].time
        absent = [primitive for primitive in self.primitives if primitive.kind == "absent"]
        known = {primitive: self.asked.answer(primitive, i) for primitive in absent}
        waited = [primitive for primitive in absent if not known[primitive].at_once]
        outcomes = self._outcomes(i, waited) if self.when else {True}
        if len(outcomes) == 1:
            return outcomes.pop(), time, []
        due = time + max(primitive.options["within"] for primitive in waited)
        return self.end > due and self.asked.evaluator(i).holds(self.when), due, waited

    def _evidence(self, i, waited):
        out = []
        for primitive in self.primitives:
            answer = self.asked.answer(primitive, i)
            told = primitive in waited if primitive.kind == "absent" else True
            if told and answer.value is not None and not (primitive.is_condition() and answer.value is False):
                out.append({"primitive": primitive.kind, "expr": primitive.text, **answer.facts})
        return out

    def _title(self, evaluator):
        texts = [part if isinstance(part, str) else evaluator.value(part) for part in self.title]
        return "".join("null" if text is None else text if isinstance(text, str) else scalar_text(text)
                       for text in texts)

    def _alert(self, i):
        """The alert of event i, or None."""
        alerts, time, waited = self._decide(i) if self.matches[i] else (False, 0, [])
        if not alerts:
            return None
        evaluator = self.asked.evaluator(i)
        values = [evaluator.value(node) for node in self.once]
        return {
            "rule": self.rule.name, "severity": self.rule.severity, "risk": self.rule.risk, "time": time,
            "title": self._title(evaluator), "event_id": self.events[i].id, "source": self.world.schema.name,
            "fields": {name: shown(evaluator.value(node)) for name, node in self.show},
            "evidence": self._evidence(i, waited), "attack": list(self.rule.attack),
            "tags": list(self.rule.tags),
            "_level": self.level, "_once": tuple(None if value is None else key(value) for value in values),
        }

    def alerts(self):
        """All of them, also those that will be held back."""
        return [alert for alert in map(self._alert, range(len(self.events))) if alert is not None]


def in_order(alerts):
    return sorted(alerts, key=model_alerts.place)


def hold_back(alerts, rules):
    """`once`: alerts in their order; repeats are counted on the next one of the same rule and key."""
    out, last, counted = [], {}, {}
    spans = {rule.name: rule.once[1] for rule in rules if rule.once}
    for alert in alerts:
        place = (alert["rule"], alert.pop("_once"))
        span = spans.get(alert["rule"])
        if span is not None and place in last and alert["time"] < last[place] + span:
            counted[place] = counted.get(place, 0) + 1
            continue
        if span is not None:
            last[place] = alert["time"]
        alert["suppressed"] = counted.pop(place, 0)
        out.append(alert)
    return out


def lists_of(worlds, events):
    """The events of each source."""
    return {source: [event for event in events if event.source == source] for source in worlds}


class Run:
    """All rules over all records. worlds: of each source, by its name. id_of: the id of an alert, by its rule and
    event. known: all schemas, also those that no rule reads."""

    def __init__(self, worlds, rules, records, id_of=None, known=()):
        self.records, self.id_of = records, id_of
        schemas = [world.schema for world in worlds.values()]
        self.unread = unread(schemas, known, records)
        self.events, self.duplicates, self.rejected = read_events(schemas, records, known)
        self.end = max((event.time for event in self.events), default=0)
        self.given, self.rules = [], {}  # alerts that were not held back; the numbers of each rule
        lists = lists_of(worlds, self.events)
        for rule in rules:
            if not rule.over_alerts:
                source = rule.source or next(iter(worlds))
                self._one(RuleRun(rule, worlds[source], lists[source], lists[source], self.end, lists))
        of_events = list(self.given)
        over = model_alerts.world(next(iter(worlds.values())))
        for rule, sees, level in model_alerts.in_turn([rule for rule in rules if rule.over_alerts], over):
            watched = self._as_events(of_events)
            seen = [alert for alert in self.given if alert["rule"] in sees]
            events = self._as_events(of_events + seen) if seen else watched
            self._one(RuleRun(rule, over, events, watched, self.end, level=level))

    def _one(self, run):
        found = in_order(run.alerts())
        given = hold_back(found, [run.rule])
        self.given += given
        self.rules[run.rule.name] = {"matched": sum(run.matches), "alerts": len(given),
                                     "suppressed": len(found) - len(given)}

    def _as_events(self, alerts):
        return [model_alerts.event(alert, self.id_of(alert["rule"], alert["event_id"])) for alert in in_order(alerts)]

    def numbers(self):
        held = sum(rule["suppressed"] for rule in self.rules.values())
        return {"records": len(self.records), "events": len(self.events), "duplicates": self.duplicates,
                "rejected": self.rejected, "unread": sum(self.unread.values()), "unread_sources": self.unread, "alerts": len(self.given), "suppressed": held, "rules": self.rules}


def run(worlds, rules, records, id_of=None, known=()):
    """All alerts, in order, and the numbers of the summary. worlds: of each source, or the one."""
    worlds = worlds if isinstance(worlds, dict) else {worlds.schema.name: worlds}
    whole = Run(worlds, rules, records, id_of, known)
    alerts = [{**alert, "time": time_text(alert["time"])} for alert in in_order(whole.given)]
    return [{name: value for name, value in alert.items() if name != "_level"} for alert in alerts], whole.numbers()
