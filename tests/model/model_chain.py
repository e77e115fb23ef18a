"""What credentials hand on (docs/language.md, section 7, "chain"), event by event."""
from model import key
from model_expr import Evaluator, expand
from model_values import Time, coerce


class Chain:
    """value, key, issued: expressions; until, match: expressions or None."""

    def __init__(self, value, key, issued, until=None, match=None):
        self.value, self.key, self.issued, self.until, self.match = value, key, issued, until, match

    def expanded(self, world):
        return Chain(*(part and expand(part, world)
                       for part in (self.value, self.key, self.issued, self.until, self.match)))


class Hand:
    """What an event handed on to a key, and with which key of its own."""

    def __init__(self, value, until, time, by):
        self.value, self.until, self.time, self.by = value, until, time, by

    def has_ended(self, time):
        return self.until is not None and time > self.until


def _kept(value, declared_float):
    """A value as it is handed on: a whole number of a json value has no fraction any more."""
    whole = isinstance(value, float) and value == int(value) and not declared_float
    return int(value) if whole else value


def _end(value):
    if isinstance(value, Time):
        return value
    is_text_or_number = isinstance(value, (str, int, float)) and not isinstance(value, bool)
    return coerce(str(value) if isinstance(value, str) else value, "time") if is_text_or_number else None


def _correct(held, given, value, time):
    """What was handed on at this time with the key `given` is now `value`, and so on down the chain."""
    met, waiting = set(), [given]
    while waiting:
        by = waiting.pop(0)
        for to, hand in held.items():
            if hand.by == by and hand.time == time and to not in met:
                hand.value = value
                met.add(to)
                waiting.append(to)


def follow(chain, world, events, declared_float=False):
    """The chain's value for each event, in their order, and how many of them were handed on."""
    chain = chain.expanded(world)
    held, values, handed = {}, [], 0
    for event in events:
        evaluator = Evaluator(world, event.raw)
        own, issued = evaluator.value(chain.key), evaluator.value(chain.issued)
        own, issued = (None if x is None else key(x) for x in (own, issued))
        hand = held.get(own) if own is not None else None
        live = hand is not None and not hand.has_ended(event.time)
        values.append(hand.value if live else evaluator.value(chain.value))
        handed += live
        value = _kept(values[-1], declared_float)
        if chain.match and not evaluator.holds(chain.match) or issued is None or value is None or issued == own:
            continue
        before = held.get(issued)
        if own is None and before is not None and not before.has_ended(event.time):
            continue
        until = _end(evaluator.value(chain.until)) if chain.until else None
        held[issued] = Hand(value, until, event.time, own)
        if not held[issued].has_ended(event.time):
            _correct(held, issued, value, event.time)
    return values, handed


def follow_all(world, chains, events):
    """Give the world the values of all chains; how many values were handed on."""
    handed = 0
    for name, chain in chains.items():
        values, count = follow(chain, world, events)
        world.chained[name] = {id(event.raw): value for event, value in zip(events, values)}
        handed += count
    return handed
