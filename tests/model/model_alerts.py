"""Alerts as the events of rules over alerts (docs/language.md, section 10)."""
from model import Event
from model_expr import ATOMS, Evaluator, World, expand
from model_values import Schema, time_text

SCHEMA = Schema("alerts", ("time",), ("id",), {
    "id": "string", "rule": "string", "severity": "string", "risk": "int", "time": "time", "title": "string",
    "event_id": "string", "source": "string", "attack": ["string"], "tags": ["string"], "suppressed": "int",
    "fields": "json"})
SCORES = (("info", 5), ("low", 20), ("medium", 40), ("high", 70), ("critical", 100))
NOBODY = "\0"  # a name that no rule has


def _score():
    node = ("lit", None)
    for severity, score in SCORES:
        node = ("if", ("cmp", "==", ("field", ("severity",)), ("lit", severity)), ("lit", score), node)
    return ("call", "coalesce", (("field", ("risk",)), node))


LETS = {"actor": ((), ("field", ("fields", "actor"))), "score": ((), _score())}


def world(of_events):
    """The world of rules over alerts: the lists and places are those of the others."""
    return World(SCHEMA, LETS, of_events.lists, of_events.places)


def event(alert, identifier):
    """An alert as an event: its place is its time, the id of its event, and its rule."""
    raw = {name: value for name, value in alert.items() if name != "evidence"}
    raw.update(id=identifier, time=time_text(alert["time"]))
    return Event(alert["time"], identifier, raw, (alert["time"], alert["event_id"].encode("utf-8"), alert["rule"]))


# ---- which rules over alerts see which others -------------------------------------

def _reads(node):
    """The fields that an expression reads."""
    if not isinstance(node, tuple) or not node:
        return set()
    if node[0] == "field":
        return {node[1]}
    return set().union(*map(_reads, node))


def _could(condition, name, world_of):
    """The truths that a condition can have for an alert of the rule with this name, all else unknown."""
    if condition[0] == "not":
        return {not truth for truth in _could(condition[1], name, world_of)}
    if condition[0] in ("and", "or"):
        parts = [_could(part, name, world_of) for part in condition[1]]
        decides = condition[0] == "or"
        out = {decides} if any(decides in part for part in parts) else set()
        return out | ({not decides} if all(not decides in part for part in parts) else set())
    if condition[0] in ATOMS and _reads(condition) == {("rule",)}:
        return {Evaluator(world_of, {"rule": name}).holds(condition)}
    return {condition[1]} if condition[0] == "lit" else {True, False}


def sees(rule, other, world_of):
    """Whether a rule over alerts sees the alerts of another one."""
    match = expand(rule.match, world_of)
    return True in _could(match, other.name, world_of) and True not in _could(match, NOBODY, world_of)


def in_turn(rules, world_of):
    """(rule, the names of the rules over alerts that it sees), each after all that it sees."""
    waiting = {rule.name: (rule, {other.name for other in rules if sees(rule, other, world_of)}) for rule in rules}
    while waiting:
        ready = [name for name, (_, names) in waiting.items() if not names & set(waiting)]
        assert ready, "rules over alerts in a circle"
        for name in ready:
            yield waiting.pop(name)
