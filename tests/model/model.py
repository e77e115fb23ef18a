"""The meaning of rules, by brute force: docs/language.md, sections 8 and 9, word by word.

For each event, every primitive is computed anew from the list of all earlier events by its
definition. Nothing is kept from one event to the next, so nothing can be forgotten or
remembered wrongly. It is slow, and it is meant to be obviously right."""
import json
import math

import model_latest
from model_expr import is_number
from model_values import (INT_MAX, INT_MIN, SECOND, Address, Duration, Ip, Json, Time, coerce, scalar_text, time_parse,
                          time_text)

FOREVER = None
DAY = 86400 * SECOND
DEFAULTS = {
    "new": {"within": FOREVER, "after": 7 * DAY},
    "rare": {"within": 30 * DAY, "below": None, "under": None, "min": 100, "after": 7 * DAY},
    "spike": {"per": 3600 * SECOND, "within": 14 * DAY, "sigma": 4, "min": 10, "after": 3 * DAY},
    "count": {}, "distinct": {}, "sum": {}, "previous": {}, "elapsed": {}, "travel": {},
    "seen": {"within": FOREVER}, "absent": {},
}


class Primitive:
    """measure: count, distinct or sum, for a spike. options: as written; durations in microseconds. pred: what the
    other event satisfies, for seen and absent; a part of its k may be ("pair", of the other event, of this one).
    source: the name of the other event's source, when it is said."""

    def __init__(self, kind, v=(), k=(), where=None, options=None, measure=None, text=None, pred=None, source=None):
        self.kind, self.v, self.k, self.where, self.measure, self.text = kind, tuple(v), tuple(k), where, measure, text
        self.pred, self.source = pred, source
        self.written = dict(options or {})
        self.options = {**DEFAULTS[kind], **self.written}
        if kind == "rare" and self.options["below"] is None and self.options["under"] is None:
            self.options["below"] = 0.01

    def __repr__(self):
        """Two that say the same in the same words have the same."""
        return repr((self.kind, self.v, self.k, self.where, self.measure, self.text, self.pred, self.source,
                     sorted(self.options.items())))

    def is_condition(self):
        return self.kind in ("new", "rare", "spike", "seen", "absent")

    def expanded(self, change, change_other):
        """change, change_other: of expressions of the rule's source, and of the source of the other event."""
        side = lambda part: ("pair", change_other(part[1]), change(part[2])) if part[0] == "pair" else change(part)
        return Primitive(self.kind, [change(x) for x in self.v], [side(x) for x in self.k],
                         change(self.where) if self.where else None, self.written, self.measure, self.text,
                         change_other(self.pred) if self.pred else None, self.source)


class Event:
    """place: where it stands in the order. source: the name of its source."""

    def __init__(self, time, identifier, raw, place, source=None):
        self.time, self.id, self.raw, self.place, self.source = time, identifier, raw, place, source


# ---- the list of events ------------------------------------------------------

def _reach(raw, path):
    for step in path:
        raw = raw.get(step) if isinstance(raw, dict) else None
    return raw


class Record(dict):
    """A record that is given as this text. line_of: the name of its source, when it is a line of a text log.
    text_id: the id that is made of the text, once it is known."""

    def __init__(self, fields, text, line_of=None):
        super().__init__(fields)
        self.text, self.line_of, self.text_id = text, line_of, None


def schema_of(schemas, raw):
    """The schema of the source that a record belongs to, or None."""
    if getattr(raw, "line_of", None):
        return next((schema for schema in schemas if schema.name == raw.line_of), None)
    return next((schema for schema in sorted(schemas, key=lambda schema: schema.name)
                 if _reach(raw, schema.time) is not None and all(_reach(raw, path) is not None for path in schema.has)),
                None)


def time_of(schema, raw):
    """The time of a record, or None."""
    return coerce(_reach(raw, schema.time), "time")


def _event(schema, raw):
    """A record as an event; None when it must be rejected."""
    if schema is None:
        return None
    time = time_of(schema, raw)
    identifier = _reach(raw, schema.id) if schema.id else raw.text_id
    if time is None or not isinstance(identifier, str) or identifier == "":
        return None
    return Event(time, identifier, raw, (time, identifier.encode("utf-8")), schema.name)


def _unread_of(known, raw):
    """The name of the source that a record is of, though nothing reads it; None when it is of none."""
    schema = schema_of(known, raw)
    if schema is None or time_of(schema, raw) is None:
        return None
    identifier = _reach(raw, schema.id) if schema.id else "made of its text"
    return schema.name if isinstance(identifier, str) and identifier != "" else None


def unread(schemas, known, records):
    """Of records that are of none of these schemas: {name of one that is known: how many}. known: all that are."""
    others = [schema for schema in known if schema.name not in [read.name for read in schemas]]
    names = [_unread_of(others, raw) for raw in records if schema_of(schemas, raw) is None]
    return {name: names.count(name) for name in names if name}


def read_events(schemas, records, known=()):
    """The events in order, each id once; and how many records were duplicates and rejects, unread ones not counted."""
    events = [_event(schema_of(schemas, raw), raw) for raw in records]
    good, rejected = [event for event in events if event], events.count(None)
    rejected -= sum(unread(schemas, known, records).values())
    good.sort(key=lambda e: (e.place, json.dumps(e.raw)))
    events, ids = [], set()
    for event in good:
        if event.id not in ids:
            ids.add(event.id)
            events.append(event)
    return events, len(good) - len(events), rejected


# ---- what a primitive sees of an event ---------------------------------------

def key(value):
    """A value as a part of a key: equal keys are equal values of one kind."""
    if isinstance(value, Address):
        return ("text", str(value))
    if isinstance(value, Json):
        return ("json", value.text)
    if is_number(value):
        return ("number", value)
    kind = "text" if isinstance(value, str) else type(value).__name__
    return (kind, str(value) if isinstance(value, Ip) else value)


def keys(evaluator, expressions):
    """The key of a tuple; None when a part is null."""
    values = [evaluator.value(expression) for expression in expressions]
    return None if None in values else tuple(key(value) for value in values)


class View:
    """An event as one primitive of one rule sees it."""

    def __init__(self, event, evaluator, match, primitive):
        self.time = event.time
        self.in_p = evaluator.holds(match)
        self.in_f = self.in_p and (primitive.where is None or evaluator.holds(primitive.where))
        self.k = keys(evaluator, primitive.k)
        self.v = keys(evaluator, primitive.v)
        self.number = None
        if primitive.kind == "sum" or primitive.measure == "sum":
            self.number = evaluator.value(primitive.v[0])
            if not is_number(self.number):
                self.v = self.number = None
        self.x = evaluator.value(primitive.v[0]) if primitive.kind == "previous" else None
        self.stop = None  # where e is, for travel
        if primitive.kind == "travel":
            self.stop = evaluator.world.places.stop(evaluator.value(primitive.v[0]))
            self.v = None if self.stop is None else self.v
        self.measured = self.in_f and self.k is not None and self.v is not None
        # Outside of P_F nothing of e is measured, so what is null in v does not matter there.
        self.is_null = self.k is None or (self.in_f and self.v is None)


def total(numbers):
    """A sum: whole while all are whole, shown within 64 bits; a float while one is a float."""
    out = sum(numbers)
    return max(INT_MIN, min(INT_MAX, out)) if isinstance(out, int) else out


def in_window(view, e, within):
    """Whether an event is in the counting window of e."""
    if within is FOREVER:
        return True
    step = max(SECOND, -(-within // (30 * SECOND)) * SECOND)
    return view.time // step >= e.time // step - -(-within // step)


def shown(value):
    """A value as alerts have it in JSON."""
    if isinstance(value, (Time, Ip)):
        return scalar_text(value)
    if isinstance(value, Duration):
        return value // SECOND if value % SECOND == 0 else value / SECOND
    if isinstance(value, Address):
        return str(value)
    if isinstance(value, Json):
        return value.data
    return [shown(item) for item in value] if isinstance(value, list) else value


class Answer:
    """at_once: known when the event is there, not later."""

    def __init__(self, value, facts=None, at_once=True):
        self.value, self.facts, self.at_once = value, facts or {}, at_once


class Primitives:
    """The answers of one primitive for all events of a run."""

    def __init__(self, primitive, views):
        self.primitive, self.views, self.options = primitive, views, primitive.options
        self._spikes = {}

    def answer(self, i):
        e = self.views[i]
        kind = self.primitive.kind
        if kind in ("count", "distinct", "sum"):
            return self._number(e, i)
        if kind in ("previous", "elapsed", "travel"):
            return self._latest(i)
        if not e.measured:
            return Answer(False)
        return {"new": self._new, "rare": self._rare, "spike": self._spike}[kind](e, i)

    def _first(self, e, i):
        """first(k): the time of the first event of P with this k, e itself included."""
        return next(view.time for view in self.views[:i + 1] if view.in_p and view.k == e.k)

    def _known_for(self, e, i):
        return e.time - self._first(e, i)

    def _new(self, e, i):
        within = self.options["within"]
        of_k = [view for view in self.views[:i] if view.measured and view.k == e.k]
        same = [view for view in of_k if view.v == e.v and (within is FOREVER or view.time >= e.time - within)]
        known = self._known_for(e, i)
        return Answer(known >= self.options["after"] and not same,
                      {"known_for_s": known // SECOND, "events": len(of_k), "distinct": len({view.v for view in of_k})})

    def _rare(self, e, i):
        o = self.options
        of_k = [view for view in self.views[:i + 1] if view.measured and view.k == e.k
                and in_window(view, e, o["within"])]
        n, t, known = sum(view.v == e.v for view in of_k), len(of_k), self._known_for(e, i)
        true = (known >= o["after"] and t >= o["min"]
                and (o["below"] is None or n / t < o["below"]) and (o["under"] is None or n < o["under"]))
        return Answer(true, {"n": n, "total": t, "share": n / t, "known_for_s": known // SECOND})

    def _measure(self, views):
        kind = self.primitive.measure
        if kind == "count":
            return len(views)
        return len({view.v for view in views}) if kind == "distinct" else total(view.number for view in views)

    def _spike_facts(self, e, i):
        """Whether all conditions hold but the last (to be the first of its bucket), and the facts."""
        o = self.options
        bucket = lambda view: view.time // o["per"]
        now, first = bucket(e), self._first(e, i) // o["per"]
        of_k = [view for view in self.views[:i + 1] if view.measured and view.k == e.k]
        x = self._measure([view for view in of_k if bucket(view) == now])
        baseline = [self._measure([view for view in of_k if bucket(view) == b])
                    for b in range(max(first, now - o["within"] // o["per"]), now)]
        if not baseline:
            return False, {}
        n, s, q = len(baseline), total(baseline), sum(y * y for y in baseline)
        mean, sd = s / n, math.sqrt(max(0, n * q - s * s)) / n
        threshold = mean + o["sigma"] * max(sd, math.sqrt(max(mean, 0)), 1)
        known = e.time - self._first(e, i)
        true = known >= o["after"] and x >= o["min"] and x > threshold and all(x > y for y in baseline)
        return true, {"x": x, "mean": mean, "sd": sd, "threshold": threshold, "bucket": time_text(Time(now * o["per"])),
                      "baseline_buckets": n, "known_for_s": known // SECOND}

    def _spike(self, e, i):
        if i not in self._spikes:
            self._spikes[i] = self._spike_facts(e, i)
        true, facts = self._spikes[i]
        if not true:
            return Answer(False)
        per = self.options["per"]
        before = [j for j in range(i) if self.views[j].measured and self.views[j].k == e.k
                  and self.views[j].time // per == e.time // per]
        return Answer(not any(self._spike(self.views[j], j).value for j in before), facts)

    def _latest(self, i):
        find = {"previous": model_latest.previous, "elapsed": model_latest.elapsed, "travel": model_latest.travel}
        value, facts = find[self.primitive.kind](self.views, i)
        return Answer(value, {name: shown(fact) for name, fact in facts.items()})

    def _number(self, e, i):
        if not e.in_p or e.is_null:
            return Answer(None)
        within = self.options["within"]
        held = [view for view in self.views[:i + 1] if view.measured and view.k == e.k and in_window(view, e, within)]
        kind = self.primitive.kind
        value = (len(held) if kind == "count" else len({view.v for view in held}) if kind == "distinct"
                 else total(view.number for view in held))
        return Answer(value, {"value": value, "within_s": None if within is FOREVER else within // SECOND})
