"""`lurcher hunt -r PACK` by brute force: docs/language.md, section 14, "Hunt with a pack".

The order of rows that rank alike is not laid down, and the names of a row's key are for people. So rows are compared by
rule, value of `--by` and values of the key, and their order by what ranks them."""
import json
import math

import model
import model_alerts
import model_ids
import model_rules
import model_text
from model_compare import Difference, run_lurcher, same
from model_expr import expand
from model_values import SECOND, Time, time_text

OF_FIRST = ("values", "rule", "severity", "title", "event_id", "evidence", "attack")  # alert of a row
SEVERITIES = ("critical", "high", "medium", "low", "info")


class Whole(model.Primitives):
    """new, rare and spike as the whole set answers them; the others as in a run."""

    def __init__(self, primitive, views, last, recent):
        super().__init__(primitive, views)
        self.last, self.border = last, last - recent

    def _of_k(self, e):
        return [view for view in self.views if view.measured and view.k == e.k]

    def _new(self, e, i):
        earlier = [view for view in self.views[:i] if view.measured and view.k == e.k]
        first = self._first(e, i)
        true = e.time >= self.border and first < self.border and not any(view.v == e.v for view in earlier)
        return model.Answer(true, {"known_for_s": (e.time - first) // SECOND, "events": len(earlier),
                                   "distinct": len({view.v for view in earlier})})

    def _rare(self, e, i):
        o, of_k = self.options, self._of_k(e)
        n, t = sum(view.v == e.v for view in of_k), len(of_k)
        true = (t >= o["min"] and (o["below"] is None or n / t < o["below"])
                and (o["under"] is None or n < o["under"]))
        return model.Answer(true, {"n": n, "total": t, "share": n / t, "known_for_s": self._known_for(e, i) // SECOND})

    def _spike(self, e, i):
        o, of_k = self.options, self._of_k(e)
        bucket = lambda view: view.time // o["per"]
        now, first = bucket(e), self._first(e, i)
        others = [self._measure([view for view in of_k if bucket(view) == b])
                  for b in range(first // o["per"], self.last // o["per"] + 1) if b != now]
        if not others or any(bucket(view) == now and view.measured and view.k == e.k for view in self.views[:i]):
            return model.Answer(False)
        x = self._measure([view for view in of_k if bucket(view) == now])
        n, s, q = len(others), model.total(others), sum(y * y for y in others)
        mean, sd = s / n, math.sqrt(max(0, n * q - s * s)) / n
        threshold = mean + o["sigma"] * max(sd, math.sqrt(max(mean, 0)), 1)
        facts = {"x": x, "mean": mean, "sd": sd, "threshold": threshold, "bucket": time_text(Time(now * o["per"])),
                 "baseline_buckets": n, "known_for_s": (e.time - first) // SECOND}
        return model.Answer(x >= o["min"] and x > threshold and all(x > y for y in others), facts)


def _plain(value):
    """1.0 is the key 1."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class PackRun(model_rules.RuleRun):
    """One rule over the whole set. by: what groups, or nothing. recent: None for a rule over alerts."""

    def __init__(self, rule, world, events, watched, end, lists, level, recent, by):
        super().__init__(rule, world, events, watched, end, lists, level)
        if recent is not None:
            self.asked.primitives = lambda primitive, views: Whole(primitive, views, end, recent)
        self.by, self.found = by, None

    def _alert(self, i):
        """With what the row is of: the values as they are keys, and as JSON has them."""
        alert = super()._alert(i)
        if alert is None:
            return None
        evaluator = self.asked.evaluator(i)
        nodes = dict.fromkeys(self.once) if self.rule.once else [node for _, node in self.show]
        values = [evaluator.value(node) for node in self.by + list(nodes)]
        alert["_row"] = tuple(json.dumps(model.shown(value)) if isinstance(value, list) else
                              None if value is None else model.key(value) for value in values)
        return {**alert, "values": [_plain(model.shown(value)) for value in values]}

    def rows(self):
        rows, self.found = {}, model_rules.in_order(self.alerts())
        for alert in self.found:
            time = time_text(alert["time"])
            new = {"count": 0, "first_time": time, **{name: alert[name] for name in OF_FIRST}}
            row = rows.setdefault(alert["_row"], new)
            row["count"] += 1
            row["last_time"] = time
        return [{**row, "rule_rows": len(rows)} for row in rows.values()]


def _rank(row):
    return (SEVERITIES.index(row["severity"]), row["rule_rows"], row["count"], model.time_parse(row["first_time"]))


def _group_ranks(rows):
    """By value of --by: the severity of the best row, then how many rules."""
    out = {}
    for row in rows:
        out.setdefault(_by(row), []).append(row)
    return {by: (min(SEVERITIES.index(row["severity"]) for row in some), -len({row["rule"] for row in some}),
                 min(_rank(row) for row in some)) for by, some in out.items()}


def _by(row):
    return json.dumps(row.get("by"))


def _name(row, grouped):
    """By what a row of lurcher's is found."""
    return (row["rule"],) + ((_by(row),) if grouped else ()) + (json.dumps(list(row["key"].values())),)


def _expected_name(row, grouped):
    values = row["values"]
    return (row["rule"],) + ((json.dumps(values[0]),) if grouped else ()) + (json.dumps(values[1 if grouped else 0:]),)


def compare(expected, got, grouped):
    want = {_expected_name(row, grouped): row for row in expected}
    have = {_name(row, grouped): row for row in got}
    for name in list(want) + list(have):
        if name not in want or name not in have:
            raise Difference(f"row {name}: expected {want.get(name)}, got {have.get(name)}")
        wrong = [key for key, value in want[name].items() if key != "values" and not same(value, have[name].get(key))]
        if wrong:
            raise Difference(f"row {name}: {wrong}\nexpected {want[name]}\ngot      {have[name]}")
    if len(got) != len(have):
        raise Difference("two rows have the same key")
    _compare_ranks(got, grouped)


def _compare_ranks(rows, grouped):
    """Rows rank within their group, and groups rank; what ranks alike may come in any order."""
    groups = _group_ranks(rows)
    for place, (row, following) in enumerate(zip(rows, rows[1:]), 1):
        one = not grouped or _by(row) == _by(following)
        ranks = (_rank(row), _rank(following)) if one else (groups[_by(row)], groups[_by(following)])
        if ranks[0] > ranks[1]:
            raise Difference(f"row {place} ranks before row {place + 1}: {ranks[0]}, {ranks[1]}")
    if grouped and sum(_by(a) != _by(b) for a, b in zip(rows, rows[1:])) + bool(rows) != len(groups):
        raise Difference("the rows of a group do not stand together")


def _meaning(name, world):
    """What a name of the library means for a rule: null where its source does not have it."""
    if name in world.lets:
        return expand(("let", name, ()), world)
    return ("field", (name,)) if name in world.schema.fields else ("lit", None)


class Pack:
    """All rules of a program over the whole set. ids: of alerts, by rule and event."""

    def __init__(self, program, recent, by, ids):
        self.program, self.recent, self.by, self.ids = program, recent, by, ids
        events, _, _ = model.read_events(program.schemas(), program.records)
        self.lists = model_rules.lists_of(program.worlds, events)
        self.end = max((event.time for event in events), default=0)

    def _run(self, rule, world, events, watched, level):
        """The rows of a rule, and its alerts as events."""
        by, recent = [_meaning(self.by, world)] if self.by else [], None if level else self.recent
        run = PackRun(rule, world, events, watched, self.end, self.lists, level, recent, by)
        rows = run.rows()
        as_event = lambda alert: model_alerts.event({**alert, "suppressed": 0}, self.ids[rule.name, alert["event_id"]])
        return rows, [as_event(alert) for alert in run.found] if self.ids else []

    def rows(self):
        out, of_events, of_alerts = [], [], {}
        for rule in [rule for rule in self.program.rules if not rule.over_alerts]:
            events = self.lists[rule.source]
            rows, alerts = self._run(rule, self.program.worlds[rule.source], events, events, 0)
            out, of_events = out + rows, of_events + alerts
        over = model_alerts.world(next(iter(self.program.worlds.values())))
        in_order = lambda events: sorted(events, key=lambda event: event.place)
        for rule, sees, level in model_alerts.in_turn([r for r in self.program.rules if r.over_alerts], over):
            watched = in_order(of_events)
            events = in_order(of_events + [event for name in sees for event in of_alerts[name]])
            rows, of_alerts[rule.name] = self._run(rule, over, events if sees else watched, watched, level)
            out += rows
        return out


def check(program, lurcher, rules, geo, logs, folder):
    """Ask all rules of a case at once; gives how many rows there were."""
    rnd = program.random
    _, _, rejected = model.read_events(program.schemas(), program.records, program.known)
    recent = rnd.choice((5, 20, 100, 300)) * program.scale
    by = rnd.choice((None, rnd.choice(("action", "error", "region", "service", "dst_ip")), "awsRegion", "score"))
    ids = model_ids.alert_ids(program, lurcher, logs, folder) if program.levels else {}
    expected = Pack(program, recent, by, ids).rows()
    words = (["--by", by] if by else []) + ["--top", "0", "--recent", model_text.duration(recent)]
    try:
        got, _ = run_lurcher(lurcher, "hunt", rules + words + geo, logs, folder, status=3 if rejected else 0)
        compare(expected, got, bool(by))
    except Difference as difference:
        raise Difference(f"hunt with rules {' '.join(words)}\n{difference}") from None
    return len(expected)
