"""The model itself, against answers that were found by hand from docs/language.md."""
import model
import model_rules
from model import FOREVER, Primitive, Record
from model_chain import Chain, follow
from model_expr import Evaluator, World
from model_places import Places
from model_rules import Rule
from model_values import SECOND, Duration, Schema, coerce, time_parse, time_text

MINUTE, HOUR = 60 * SECOND, 3600 * SECOND
SCHEMA = Schema("tiny", ("at",), ("id",), {"at": "time", "id": "string", "k": "string", "v": "string", "n": "int",
                                           "ip": "address",
                                           "j": "json", "tags": ["string"], "items": [{"a": "string", "n": "int"}]})
WORLD = World(SCHEMA, {}, {}, None)
K, V, N = ("field", ("k",)), ("field", ("v",)), ("field", ("n",))


def events(*rows):
    """rows: (seconds, k, v[, n]); ids follow the order of the rows."""
    base = time_parse("2026-01-05T00:00:00Z")
    out = []
    for number, (seconds, k, v, *rest) in enumerate(rows):
        out.append({"at": time_text(base + int(seconds * SECOND)), "id": f"e{number:02d}", "k": k, "v": v,
                    "n": rest[0] if rest else None})
    return out


def answers(primitive, rows):
    """What the primitive answers for each event."""
    found, _, _ = model.read_events([SCHEMA], events(*rows))
    views = [model.View(event, Evaluator(WORLD, event.raw), ("lit", True), primitive) for event in found]
    table = model.Primitives(primitive, views)
    return [table.answer(i).value for i in range(len(found))]


def new_is_told_after_the_warm_up():
    rows = [(0, "a", "x"), (10, "a", "y"), (20, "a", "z"), (30, "a", "z"), (30, "b", "x")]
    return answers(Primitive("new", [V], [K], None, {"after": 20 * SECOND}), rows), [False, False, True, False, False]


def new_forgets_exactly():
    rows = [(0, "a", "x"), (10, "a", "x"), (20.000001, "a", "x")]
    return answers(Primitive("new", [V], [K], None, {"after": 0, "within": 10 * SECOND}), rows), [True, False, True]


def a_null_is_not_measured():
    rows = [(0, "a", None), (1, None, "x"), (2, "a", "x"), (3, "a", "x")]
    return answers(Primitive("new", [V], [K], None, {"after": 2 * SECOND}), rows), [False, False, True, False]


def where_narrows_what_is_measured_not_who_is_known():
    rows = [(0, "a", "x", 0), (5, "a", "x", 1), (6, "a", "x", 1)]
    only = ("cmp", "==", N, ("lit", 1))
    return answers(Primitive("new", [V], [K], only, {"after": 5 * SECOND}), rows), [False, True, False]


def rare_counts_itself():
    rows = [(t, "a", "x") for t in range(4)] + [(4, "a", "y"), (5, "a", "y")]
    return answers(Primitive("rare", [V], [K], None, {"after": 0, "min": 5, "below": 0.25}),
                   rows), [False] * 4 + [True, False]


def windows_move_in_steps():
    # within 60s: s = 2s, 30 steps. An event at second 1 is in bucket 0 and held until t is in bucket 30.
    rows = [(1, "a", "x"), (61.9, "a", "x"), (62, "a", "x")]
    return answers(Primitive("count", [], [K], None, {"within": MINUTE}), rows), [1, 2, 2]


def distinct_and_sum():
    rows = [(0, "a", "x", 2), (1, "a", "x", 3), (2, "a", "y", None), (3, "b", "x", 9)]
    one = answers(Primitive("distinct", [V], [K], None, {"within": FOREVER}), rows)
    two = answers(Primitive("sum", [N], [K], None, {"within": FOREVER}), rows)
    return (one, two), ([1, 1, 2, 1], [2, 5, None, 9])


def outside_of_where_a_number_is_without_e():
    only = ("cmp", "==", V, ("lit", "x"))
    rows = [(0, "a", "y"), (1, "a", "x"), (2, "a", "y")]
    return answers(Primitive("count", [], [K], only, {"within": HOUR}), rows), [0, 1, 1]


def previous_and_elapsed():
    rows = [(0, "a", "x"), (10, "a", None), (20, "a", "y"), (20, "b", "z"), (20, "a", "w"), (25.5, "a", "x")]
    one = answers(Primitive("previous", [V], [K]), rows)
    two = answers(Primitive("elapsed", [], [K]), rows)
    return (one, two), ([None, None, "x", None, "y", "w"],
                        [None, Duration(10 * SECOND), Duration(10 * SECOND), None, Duration(0), Duration(5500000)])


def previous_outside_of_where():
    only = ("cmp", "==", N, ("lit", 1))
    rows = [(0, "a", "x", 0), (1, "a", "y", 1), (2, "a", None, 0), (3, "a", None, 1), (4, "a", "z", 1)]
    return answers(Primitive("previous", [V], [K], only), rows), [None, None, "y", None, "y"]


def travel_counts_located_events():
    # By the law of cosines, London to Utrecht is 364.15 km; Croydon is nearer than 50 km to London.
    places = Places(True, {"81.2.69.0/24": ("London", 51.5142, -0.0931), "81.2.0.0/16": ("Utrecht", 52.0907, 5.1214),
                           "2a02::/16": ("Croydon", 51.3714, -0.0977)})
    ips = ((0, "81.2.69.14"), (600, "10.0.0.1"), (3600, "81.2.70.1"), (3600, "81.2.69.1"), (7200, "2a02:1::5"))
    base = time_parse("2026-01-05T00:00:00Z")
    records = [{"at": time_text(base + seconds * SECOND), "id": f"e{number}", "k": "a", "ip": ip}
               for number, (seconds, ip) in enumerate(ips)]
    speed = Primitive("travel", [("field", ("ip",))], [K], text="travel")
    rule = Rule("r", ("lit", True), ("cmp", ">=", ("prim", speed), ("lit", 0)), [("prim", speed)])
    alerts, _ = model_rules.run(World(SCHEMA, {}, {}, places), [rule], records)
    return ([(a["event_id"], a["title"]) for a in alerts], alerts[0]["evidence"][0]), (
        [("e2", "364.2"), ("e3", "21852.0"), ("e4", "0.0")],
        {"primitive": "travel", "expr": "travel", "km_h": 364.2, "km": 364.2, "hours": 1.0,
         "from": "81.2.69.14, London, GB", "to": "81.2.70.1, Utrecht, NL"})


def _is(field, text):
    return ("cmp", "==", field, ("lit", text))


def seen(rows, match, pred, k, **options):
    """The events of `match` for which seen is true, and its evidence for the first of them."""
    asked = Primitive("seen", k=k, options=options, text="seen", pred=pred)
    rule = Rule("r", match, ("prim", asked), ["r"])
    alerts, _ = model_rules.run(WORLD, [rule], events(*rows))
    return [a["event_id"] for a in alerts], alerts[0]["evidence"] if alerts else None


def seen_looks_at_the_whole_source():
    rows = [(0, "a", "x"), (5, "a", "y"), (10, "a", "y"), (10.000001, "a", "y"), (11, "b", "y"), (12, None, "x"),
            (13, None, "y"), (13, "b", "x"), (13, "b", "x")]
    found, evidence = seen(rows, _is(V, "y"), _is(V, "x"), (K,), within=10 * SECOND)
    return (found, evidence), (["e01", "e02"], [{"primitive": "seen", "expr": "seen", "age_s": 5,
                                                 "time": "2026-01-05T00:00:00Z", "events": 1}])


def seen_is_not_the_event_itself():
    rows = [(0, "a", "x"), (0, "a", "x"), (9, "a", "x")]
    found, evidence = seen(rows, ("lit", True), _is(V, "x"), (K,))
    later = seen(rows, _is(N, 1), _is(V, "x"), (K,))[0]
    return (found, evidence[0]["events"], later), (["e01", "e02"], 1, [])


def seen_with_keys_of_two_events():
    rows = [(0, "a", "b", 1), (1, "b", "c", 2), (2, "c", "q", None), (3, "a", "q", 2), (4, "q", None, 2)]
    by_name = seen(rows, ("lit", True), ("lit", True), (("pair", V, K),))[0]
    by_two = seen(rows, ("lit", True), ("lit", True), (("pair", V, K), N))[0]
    return (by_name, by_two), (["e01", "e02", "e04"], ["e04"])


def a_sequence_counts_from_its_last_event():
    # x, then y within 5 s of it, then z within 5 s of the y.
    first = Primitive("seen", k=(K,), options={"within": 5 * SECOND}, pred=_is(V, "x"))
    then = ("and", (_is(V, "y"), ("prim", first)))
    rows = [(0, "a", "x"), (5, "a", "y"), (10, "a", "z"), (11, "a", "z"), (20, "b", "y"), (21, "b", "x"),
            (22, "b", "z"), (30, "b", "y"), (31, "b", "z")]
    return seen(rows, _is(V, "z"), then, (K,), within=5 * SECOND)[0], ["e02"]


def _absent(within, pred=None, k=(K,)):
    pred = pred or _is(V, "x")
    return ("prim", Primitive("absent", k=k, options={"within": within * SECOND}, pred=pred, text="absent"))


def _seconds(alerts):
    """(event, seconds since the start, primitives of the evidence) of each alert."""
    base = time_parse("2026-01-05T00:00:00Z")
    return [(a["event_id"], (time_parse(a["time"]) - base) / SECOND, [e["primitive"] for e in a["evidence"]])
            for a in alerts]


def decided(when, rows, match=None, once=None):
    """The alerts of a rule, in short."""
    return _seconds(model_rules.run(WORLD, [Rule("r", match or _is(V, "y"), when, ["r"], [], once)], events(*rows))[0])


def absent_waits_until_the_time_is_over():
    rows = [(0, "a", "y"), (10, "a", "x"), (20, "a", "y"), (30, "b", "x"), (30, "a", "y"), (40, "a", "q"),
            (40.5, "a", "y"), (41, None, "y"), (50.5, "a", "q")]
    # e00: an x exactly at t + W. e02: decided by e05, for e04 is not later than 30. e04: by e06, not by e05.
    # e06: by nothing.
    return decided(_absent(10), rows), [("e02", 30, ["absent"]), ("e04", 40, ["absent"])]


def absent_looks_at_later_events_only():
    rows = [(0, "a", "x"), (0, "a", "y"), (0, "a", "x"), (5, "a", "x"), (5, "a", "y"), (99, "a", "q")]
    return decided(_absent(5), rows), [("e04", 10, ["absent"])]


def what_absent_does_not_decide_is_decided_at_once():
    one = ("cmp", "==", N, ("lit", 1))
    rows = [(0, "a", "y", 1), (1, "a", "y", 2), (2, None, "y", 2), (3, "a", "x", 0), (99, "a", "y", 2)]
    either = decided(("or", (one, _absent(1))), rows)
    both = decided(("and", (one, ("not", _absent(5)))), rows)
    no_key = decided(("not", _absent(5)), rows)
    return (either, both, no_key), ([("e00", 0, []), ("e01", 2, ["absent"])], [("e00", 5, [])],
                                    [("e02", 2, []), ("e00", 5, []), ("e01", 6, [])])


def the_longest_absent_gives_the_time():
    rows = [(0, "a", "y", 1), (3, "a", "x", 1), (9, "a", "y", 2), (16, "a", "y", 3), (99, "a", "q")]
    two = ("or", (_absent(2), _absent(6, _is(V, "y"))))
    both = ("and", (_absent(2), _absent(7, ("cmp", "==", N, ("lit", 3)))))
    return (decided(two, rows), decided(both, rows)), (
        [("e00", 6, ["absent", "absent"]), ("e02", 15, ["absent", "absent"]), ("e03", 22, ["absent", "absent"])],
        [("e00", 7, ["absent", "absent"]), ("e03", 23, ["absent", "absent"])])


def an_absent_without_a_key_is_not_waited_for():
    rows = [(0, "a", "y"), (1, "a", "q"), (99, "a", "q")]
    return decided(("or", (_absent(2), _absent(6, k=(N,)))), rows), [("e00", 2, ["absent"])]


def once_counts_by_the_time_of_the_alert():
    rows = [(0, "a", "y"), (4, "a", "y"), (13, "a", "y"), (99, "a", "q")]
    return decided(_absent(3), rows, once=((K,), 10 * SECOND)), [("e00", 3, ["absent"]), ("e02", 16, ["absent"])]


def _sources():
    """The worlds of two sources: door (the one with a badge, no ids of its own) and the tiny one of all tests."""
    door = Schema("door", ("at",), None, {"at": "time", "badge": "string", "n": "int"}, has=(("badge",),))
    worlds = {"tiny": WORLD, "door": World(door, {}, {}, None)}
    for world in worlds.values():
        world.others = worlds
    return worlds


BADGE = ("field", ("badge",))


def of_two_sources(when, rows, doors):
    """The alerts of a rule over the tiny source, in short; doors: (seconds, id, badge)."""
    base, badges = time_parse("2026-01-05T00:00:00Z"), []
    for seconds, identifier, badge in doors:
        badges.append(Record({"at": time_text(base + seconds * SECOND), "badge": badge, "n": seconds}, ""))
        badges[-1].text_id = identifier
    rule = Rule("r", _is(V, "y"), when, ["r"], source="tiny")
    alerts, numbers = model_rules.run(_sources(), [rule], events(*rows) + badges)
    return _seconds(alerts), (numbers["events"], numbers["rejected"])


def seen_and_absent_of_another_source():
    seen_door = Primitive("seen", k=(("pair", BADGE, K),), options={"within": 5 * SECOND}, source="door",
                          pred=("cmp", ">", N, ("lit", 0)), text="seen")
    no_door = Primitive("absent", k=(("pair", BADGE, K),), options={"within": 5 * SECOND}, source="door",
                        pred=("lit", True), text="absent")
    rows = [(2, "a", "y"), (5, "a", "y"), (6, "b", "y"), (20, "c", "y")]
    doors = [(0, "d0", "a"), (2, "d1", "a"), (5, "f0", "a"), (6, "f1", "b"), (26, "f2", "c"), (27, "f3", None)]
    one, numbers = of_two_sources(("prim", seen_door), rows, doors)
    two, _ = of_two_sources(("prim", no_door), rows, doors)
    # e00 at 2 s is behind d1 by its id; e02 is before f1. Of those that stay away, only e03's time is over.
    return (one, two, numbers), ([("e00", 2, ["seen"]), ("e01", 5, ["seen"])], [("e03", 25, ["absent"])], (9, 1))


def a_sequence_through_two_sources():
    # An x of k, then a door with k as badge, then a y of the same.
    first = Primitive("seen", k=(("pair", K, BADGE),), source="tiny", pred=_is(V, "x"))
    then = Primitive("seen", k=(("pair", BADGE, K),), source="door", pred=("prim", first), text="seen")
    rows = [(0, "a", "x"), (2, "a", "y"), (5, "b", "y"), (3, "b", "x")]
    found, _ = of_two_sources(("prim", then), rows, [(1, "d0", "a"), (2, "d1", "b")])
    return found, [("e01", 2, ["seen"])]


def a_record_is_of_the_first_source_that_fits():
    door, tiny = (world.schema for world in _sources().values())
    schemas, time = [tiny, door], {"at": "2026-01-05T00:00:00Z"}
    names = [getattr(model.schema_of(schemas, record), "name", None) for record in (
        {**time, "id": "e"}, {**time, "id": "e", "badge": "a"}, {**time, "badge": None}, {"badge": "a"},
        Record({"badge": "a"}, "a line", "tiny"))]
    return names, ["tiny", "door", "tiny", None, "tiny"]


def what_is_written_twice_tells_once():
    count = lambda: ("prim", Primitive("count", (), (K,), None, {"within": HOUR}, text="count"))
    when = ("and", (("cmp", ">", count(), ("lit", 0)), ("cmp", "<", count(), ("lit", 9))))
    return decided(when, [(0, "a", "y")]), [("e00", 0, ["count"])]


OVER = {"over_alerts": True}
RULE, WHO = ("field", ("rule",)), ("field", ("fields", "who"))


def over_alerts(*rules):
    """The alerts of rules over the alerts of r1 (v is x) and r2 (v is y), in short; ids are "RULE/EVENT"."""
    both = [Rule(name, _is(V, word), None, [name], [("who", K)], ((K,), 2 * SECOND), severity)
            for name, word, severity in (("r1", "x", "low"), ("r2", "y", "critical"))]
    rows = [(0, "a", "x"), (1, "a", "x"), (3, "a", "y"), (3, "b", "y"), (5, "a", "x"), (30, "b", "x")]
    alerts, _ = model_rules.run(WORLD, both + list(rules), events(*rows), lambda rule, event: f"{rule}/{event}")
    return [(a["rule"], a["event_id"], a["title"]) for a in alerts if a["rule"] not in ("r1", "r2")]


def alerts_are_events():
    different = ("prim", Primitive("distinct", (RULE,), (WHO,), None, {"within": FOREVER}))
    total = ("prim", Primitive("sum", (("let", "score", ()),), (), None, {"within": FOREVER}))
    earlier = ("prim", Primitive("seen", k=(WHO,), pred=_is(RULE, "r1")))
    one = Rule("o1", ("lit", True), ("cmp", "==", different, ("lit", 2)), ["score ", total], **OVER)
    two = Rule("o2", _is(RULE, "r2"), earlier, [("field", ("suppressed",))], **OVER)
    return over_alerts(one, two), [("o1", "r2/e02", "score 120"), ("o2", "r2/e02", "0"),
                                   ("o1", "r1/e04", "score 240"), ("o1", "r1/e05", "score 260")]


def rules_over_alerts_see_what_they_name():
    named = lambda name, other: Rule(name, _is(RULE, other), None, [RULE], **OVER)
    not_r1 = Rule("o3", ("not", _is(RULE, "r1")), None, [RULE], **OVER)
    any_name = Rule("o4", ("cmp", "!=", WHO, ("lit", None)), None, [RULE], **OVER)
    found = over_alerts(named("o1", "o2"), named("o2", "r2"), not_r1, any_name)
    return [(rule, title) for rule, event, title in found if event.endswith("/e02")], [
        ("o2", "r2"), ("o3", "r2"), ("o4", "r2"), ("o1", "o2")]


def patterns_and_regexes_say_no_names():
    rules = lambda match: [Rule("o1", _is(RULE, "r2"), None, [RULE], **OVER), Rule("o2", match, None, [RULE], **OVER)]
    said = (("like", RULE, ("const", ("o1",)), False), ("in", RULE, ("const", ("o1", "x")), False),
            ("and", (("like", RULE, ("const", ("o*",)), False), _is(RULE, "o1"))),
            ("and", (_is(RULE, "o1"), _is(("field", ("severity",)), "medium"))))
    unsaid = (("like", RULE, ("const", ("o?",)), False), ("matches", RULE, ("const", (("^o1$", False),)), False),
              ("or", (_is(RULE, "o1"), ("like", RULE, ("const", ("p*",)), False))))
    given = [any(name == "o2" for name, _, _ in over_alerts(*rules(match))) for match in said + unsaid]
    return given, [True] * 4 + [False] * 3


def once_goes_by_the_order_of_alerts():
    # Of the two alerts of r2, that of e01 has the smaller id here.
    rule = Rule("o1", _is(RULE, "r2"), None, [("field", ("event_id",))], once=((), 9 * SECOND), **OVER)
    found = [Rule("r2", _is(V, "y"), None, ["r2"]), rule]
    alerts, _ = model_rules.run(WORLD, found, events((3, "a", "y"), (3, "b", "y")), lambda r, e: f"{9 - int(e[-1])}")
    return [(a["rule"], a["title"]) for a in alerts], [("r2", "r2"), ("r2", "r2"), ("o1", "e01")]


def spike_is_a_record_and_told_once():
    rows = [(0, "a", "x")] + [(60 + i, "a", "x") for i in range(4)] + [(120 + i, "a", "x") for i in range(7)]
    spike = Primitive("spike", [], [K], None, {"per": MINUTE, "within": HOUR, "sigma": 1, "min": 3, "after": 0},
                      "count")
    # Minute 1: the baseline is [1], so mean 1, sd' 1: more than 2, the third.
    # Minute 2: the baseline is [1, 4], so 2.5 + 1.58 = 4.08: the fifth.
    return answers(spike, rows), [False] + [False, False, True, False] + [False] * 4 + [True, False, False]


def spike_counts_empty_buckets():
    rows = [(0, "a", "x"), (240, "a", "x"), (241, "a", "x"), (242, "a", "x")]
    spike = Primitive("spike", [], [K], None, {"per": MINUTE, "within": 3 * MINUTE, "sigma": 2, "min": 1, "after": 0},
                      "count")
    return answers(spike, rows), [False, False, False, True]  # baseline 0, 0, 0: more than 0 + 2 * 1


def duplicates_and_rejects():
    rows = events((0, "a", "x"), (1, "a", "y"), (2, "a", "z"))
    rows += [dict(rows[0]), dict(rows[1], at="2026-01-06T00:00:00Z"), dict(rows[2], id=""), dict(rows[2], at="soon"),
             {"id": "e"}]
    found, duplicates, rejected = model.read_events([SCHEMA], rows)
    return ([e.id for e in found], duplicates, rejected), (["e00", "e01", "e02"], 2, 3)


def once_holds_back_and_counts():
    rule = Rule("r", ("lit", True), None, ["r"], [], ((K,), 10 * SECOND))
    alerts, _ = model_rules.run(WORLD, [rule], events((0, "a", ""), (9, "a", ""), (9.5, "b", ""), (10, "a", ""),
                                                (11, "a", "")))
    return [(a["event_id"], a["suppressed"]) for a in alerts], [("e00", 0), ("e02", 0), ("e03", 1)]


def _holds(condition, **fields):
    return Evaluator(WORLD, fields).holds(condition)


def missing_operands():
    x = ("lit", "x")
    return [_holds(("cmp", "==", V, x)), _holds(("cmp", "!=", V, x)), _holds(("not", ("cmp", "==", V, x))),
            _holds(("cmp", "==", V, ("lit", None))),
            _holds(("cmp", "<", N, ("lit", 1)))], [False, True, True, True, False]


def every_element():
    name, number = ("field", ("items", "*", "a")), ("field", ("items", "*", "n"))
    items = [{"a": "x", "n": 1}, {"a": "y", "n": 2}]
    is_x, is_2 = ("cmp", "==", name, ("lit", "x")), ("cmp", "==", number, ("lit", 2))
    return [_holds(("and", (is_x, is_2)), items=items), _holds(("any", ("and", (is_x, is_2))), items=items),
            _holds(("cmp", "!=", name, ("lit", "x")), items=items),
            _holds(("any", ("cmp", "!=", name, ("lit", "x"))), items=items),
            _holds(("all", ("cmp", "==", name, ("lit", "x"))), items=[])], [True, False, False, True, False]


def addresses_and_json():
    ip, j = ("field", ("ip",)), ("field", ("j", "a"))
    return [_holds(("in", ip, ("const", ("10.0.0.0/8",)), False), ip="10.1.2.3"),
            _holds(("in", ip, ("const", ("10.0.0.0/8",)), False), ip="ec2.amazonaws.com"),
            _holds(j, j={"a": True}), _holds(j, j={"a": "true"}), _holds(("cmp", "==", j, ("lit", 2)), j={"a": 2.0}),
            _holds(("cmp", ">", j, ("lit", 1)), j={"a": "2"})], \
        [True, False, True, False, True, False]


def handed_on(rows):
    """What each event's chain is; rows: (seconds, key, value, issued, until or None)."""
    base = time_parse("2026-01-05T00:00:00Z")
    raws = [{"at": time_text(base + seconds * SECOND), "id": f"e{number:02d}", "k": key, "v": value, "issued": issued,
             "j": {"until": until}} for number, (seconds, key, value, issued, until) in enumerate(rows)]
    schema = Schema("tiny", ("at",), ("id",), {**SCHEMA.fields, "issued": "string"})
    chain = Chain(V, K, ("field", ("issued",)), ("field", ("j", "until")))
    return follow(chain, World(schema, {}, {}, None), model.read_events([schema], raws)[0])[0]


def chains_hand_on_until_the_end():
    return handed_on([(0, "A", "ann", "B", "Jan 5, 2026, 12:00:10 AM"), (1, "B", "role1", "C", 1767571220),
                      (10, "B", "r", None, None), (11, "B", "r", None, None), (20, "C", "r", None, None),
                      (21, "C", "r", None, None), (22, None, "r", None, None)]), \
        ["ann", "ann", "ann", "r", "ann", "r", "r"]


def chains_replace_but_not_without_a_key():
    return handed_on([(0, "A", "ann", "B", None), (1, None, "account", "B", None), (2, "B", "r", "B", None),
                      (3, "B", "r", None, None), (4, "Z", "zoe", "B", None), (5, "B", "r", None, None)]), \
        ["ann", "account", "ann", "ann", "zoe", "zoe"]


def chains_of_one_second():
    return handed_on([(0, "K", "role2", "L", None), (0, "K", "role2", None, None), (0, "J", "role1", "K", None),
                      (0, "A", "ann", "J", None), (0, "L", "role3", None, None), (1, "Z", "zoe", "K", None),
                      (2, "L", "r", None, None)]), ["role2", "role2", "role1", "ann", "ann", "zoe", "ann"]


def arithmetic():
    number = lambda *parts: Evaluator(WORLD, {"n": 7}).value(("arith", *parts))
    return [number("/", N, ("lit", 2)), number("/", N, ("lit", 0)), number("*", N, ("lit", 1 << 62)),
            number("+", N, ("lit", None)),
            number("*", ("lit", Duration(SECOND)), N)], [3.5, None, None, None, Duration(7 * SECOND)]


def times_from_numbers():
    given = (1761704400, "1761704400", 1761704400.25, 1761704400250, "1761704400250", 99999999999, 100000000000, -1.5, "soon",
             True, 1e300, 10 ** 17)
    texts = [None if time is None else time_text(time) for time in (coerce(raw, "time") for raw in given)]
    return texts, ["2025-10-29T02:20:00Z"] * 2 + ["2025-10-29T02:20:00.25Z"] * 3 + [
        "5138-11-16T09:46:39Z", "1973-03-03T09:46:40Z", "1969-12-31T23:59:58.5Z", None, None, None, None]


TESTS = (new_is_told_after_the_warm_up, new_forgets_exactly, a_null_is_not_measured,
         where_narrows_what_is_measured_not_who_is_known, rare_counts_itself,
         windows_move_in_steps, distinct_and_sum, outside_of_where_a_number_is_without_e,
         previous_and_elapsed, previous_outside_of_where, travel_counts_located_events,
         seen_looks_at_the_whole_source, seen_is_not_the_event_itself, seen_with_keys_of_two_events,
         a_sequence_counts_from_its_last_event, absent_waits_until_the_time_is_over,
         absent_looks_at_later_events_only, what_absent_does_not_decide_is_decided_at_once,
         the_longest_absent_gives_the_time, an_absent_without_a_key_is_not_waited_for,
         once_counts_by_the_time_of_the_alert, seen_and_absent_of_another_source, a_sequence_through_two_sources,
         a_record_is_of_the_first_source_that_fits, what_is_written_twice_tells_once, alerts_are_events, rules_over_alerts_see_what_they_name,
         patterns_and_regexes_say_no_names, once_goes_by_the_order_of_alerts,
         spike_is_a_record_and_told_once, spike_counts_empty_buckets,
         duplicates_and_rejects, once_holds_back_and_counts, missing_operands, every_element, addresses_and_json,
         arithmetic, times_from_numbers, chains_hand_on_until_the_end, chains_replace_but_not_without_a_key,
         chains_of_one_second)


def results():
    """(name, good, detail) of each test."""
    for test in TESTS:
        got, want = test()
        yield test.__name__.replace("_", " "), got == want, "" if got == want else f"expected {want}\ngot      {got}"
