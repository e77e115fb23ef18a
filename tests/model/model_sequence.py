"""seen: what other events of the whole source were like (docs/language.md, section 8)."""
from model_values import SECOND, Time, time_text


def sides(part):
    """A part of the key: what it is of the other event, and of this one."""
    return part[1:] if part[0] == "pair" else (part, part)


class Watch:
    """What every event of the source is to one primitive: whether it satisfies p, and its keys. `evaluators`: one for
    each event, by which p's own primitives can be asked; keys_of: the key of expressions for one event."""

    def __init__(self, primitive, times, evaluators, keys_of):
        parts = [sides(part) for part in primitive.k]
        self.times, self.within = times, primitive.options["within"]
        self.fits = [evaluator.holds(primitive.pred) for evaluator in evaluators]
        self.theirs = [keys_of(evaluator, [part[0] for part in parts]) for evaluator in evaluators]
        self.mine = [keys_of(evaluator, [part[1] for part in parts]) for evaluator in evaluators]

    def _others(self, i, events):
        """Those of the events that satisfy p and have the key of event i."""
        return [j for j in events if self.fits[j] and self.mine[i] is not None and self.theirs[j] == self.mine[i]]

    def seen(self, i):
        """The answer for event i, and the facts of its evidence."""
        all_of_k = self._others(i, range(i))
        within = [j for j in all_of_k if self.within is None or self.times[j] >= self.times[i] - self.within]
        if not within:
            return False, {}
        latest = self.times[within[-1]]
        age = (self.times[i] - latest) // SECOND
        return True, {"age_s": age, "time": time_text(Time(latest)), "events": len(all_of_k)}
