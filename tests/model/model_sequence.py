"""seen and absent: what other events of the whole source were like (docs/language.md, section 8)."""
from model_values import SECOND, Time, time_text


def sides(part):
    """A part of the key: what it is of the other event, and of this one."""
    return part[1:] if part[0] == "pair" else (part, part)


class Watch:
    """One primitive. asked: the events for which it is asked; watched: those that it looks at. Each has its events in
    order, and an evaluator for each. keys_of: the key of expressions for one event."""

    def __init__(self, primitive, asked, watched, keys_of):
        parts = [sides(part) for part in primitive.k]
        self.kind, self.within = primitive.kind, primitive.options["within"]
        self.asked, self.watched = asked.events, watched.events
        of = lambda events, side: [keys_of(events.evaluator(i), [part[side] for part in parts])
                                   for i in range(len(events.events))]
        self.fits = [watched.evaluator(j).holds(primitive.pred) for j in range(len(watched.events))]
        self.theirs, self.mine = of(watched, 0), of(asked, 1)

    def answer(self, i):
        """The answer for event i, the facts of its evidence, and whether it is known at once."""
        return self._seen(i) if self.kind == "seen" else self._absent(i)

    def _others(self, i):
        """Those that satisfy p and have the key of event i."""
        return [event for j, event in enumerate(self.watched)
                if self.fits[j] and self.mine[i] is not None and self.theirs[j] == self.mine[i]]

    def _seen(self, i):
        e = self.asked[i]
        earlier = [event for event in self._others(i) if event.place < e.place]
        within = [event for event in earlier if self.within is None or event.time >= e.time - self.within]
        if not within:
            return False, {}
        latest = within[-1].time
        return True, {"age_s": (e.time - latest) // SECOND, "time": time_text(Time(latest)), "events": len(earlier)}

    def _absent(self, i):
        e = self.asked[i]
        if self.mine[i] is None:
            return False, {}
        until = e.time + self.within
        later = [event for event in self._others(i) if event.place > e.place and event.time <= until]
        return not later, {"within_s": self.within // SECOND, "until": time_text(Time(until))}, False
