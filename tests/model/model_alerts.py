"""Alerts as the events of rules over alerts (docs/language.md, section 10)."""
from model import Event
from model_expr import Evaluator, World, expand
from model_values import Schema, time_text

SCHEMA = Schema("alerts", ("time",), ("id",), {
    "id": "string", "rule": "string", "severity": "string", "risk": "int", "time": "time", "title": "string",
    "event_id": "string", "source": "string", "attack": ["string"], "tags": ["string"], "suppressed": "int",
    "fields": "json"})
SCORES = (("info", 5), ("low", 20), ("medium", 40), ("high", 70), ("critical", 100))


def _score():
    node = ("lit", None)
    for severity, score in SCORES:
        node = ("if", ("cmp", "==", ("field", ("severity",)), ("lit", severity)), ("lit", score), node)
    return ("call", "coalesce", (("field", ("risk",)), node))


LETS = {"actor": ((), ("field", ("fields", "actor"))), "score": ((), _score())}


def world(of_events):
    """The world of rules over alerts: the lists and places are those of the others."""
    return World(SCHEMA, LETS, of_events.lists, of_events.places)


def place(alert):
    """Where an alert stands: by its time, how many rules over alerts it stands on, the id of its event, its rule."""
    return alert["time"], alert["_level"], alert["event_id"].encode("utf-8"), alert["rule"]


def event(alert, identifier):
    """An alert as an event."""
    raw = {name: alert[name] for name in SCHEMA.fields if name != "id"}
    raw.update(id=identifier, time=time_text(alert["time"]))
    return Event(alert["time"], identifier, raw, place(alert))


# ---- which rules over alerts see which others -------------------------------------

NOBODY = "\0"  # stands for a name that nothing says
WILD = ("*", "?")


def _says(condition, lists):
    """The texts that a condition compares `rule` with; None when it is another condition."""
    rule = ("field", ("rule",))
    if condition[0] == "cmp" and condition[1] in ("==", "!=") and condition[2] == rule and condition[3][0] == "lit":
        return [condition[3][1]]
    if condition[0] in ("in", "like") and condition[1] == rule and condition[2][0] in ("const", "list"):
        return condition[2][1] if condition[2][0] == "const" else lists[condition[2][1]]
    return None


def _could(condition, name, world_of):
    """The truths that a condition can have for an alert of the rule with this name, all else unknown. name: None for a
    name that nothing says."""
    if condition[0] == "not":
        return {not truth for truth in _could(condition[1], name, world_of)}
    if condition[0] in ("and", "or"):
        parts = [_could(part, name, world_of) for part in condition[1]]
        decides = condition[0] == "or"
        out = {decides} if any(decides in part for part in parts) else set()
        return out | ({not decides} if all((not decides) in part for part in parts) else set())
    said = _says(condition, world_of.lists)
    wild = condition[0] == "like" and any(sign in text for text in said or () for sign in WILD)
    if said is not None and not (wild and name is None):
        return {Evaluator(world_of, {"rule": name or NOBODY}).holds(condition)}
    return {condition[1]} if condition[0] == "lit" else {True, False}


def sees(rule, other, world_of):
    """Whether a rule over alerts sees the alerts of another one."""
    match = expand(rule.match, world_of)
    return True in _could(match, other.name, world_of) and True not in _could(match, None, world_of)


def levels(rules, lists):
    """{name of a rule over alerts: its level}."""
    over = [rule for rule in rules if rule.over_alerts]
    return {rule.name: level for rule, _, level in in_turn(over, World(SCHEMA, LETS, lists, None))}


def in_turn(rules, world_of):
    """(rule, the names of the rules over alerts that it sees, its level), each after all that it sees."""
    waiting = {rule.name: (rule, {other.name for other in rules if sees(rule, other, world_of)}) for rule in rules}
    level = 1
    while waiting:
        ready = [name for name, (_, names) in waiting.items() if not names & set(waiting)]
        assert ready, "rules over alerts in a circle"
        for name in ready:
            yield (*waiting.pop(name), level)
        level += 1
