"""Random chains: what few keys hand on to each other, in circles, too early and too late."""
import datetime

from generate_events import STARTS
from model_chain import Chain
from model_values import EPOCH, Duration

KINDS = ("string", "string", "string", "address", "int", "bool", "time")


def _java(rnd, scale):
    """A time near the events, as Java writes it."""
    moment = EPOCH + datetime.timedelta(microseconds=rnd.choice(STARTS) + rnd.choice((0, 5, 20, 60)) * scale)
    comma, half = rnd.choice((",", "")), "AM" if moment.hour < 12 else "PM"
    return f"{moment:%b} {moment.day}, {moment.year}{comma} {moment.hour % 12 or 12}:{moment:%M:%S} {half}"


class Chains:
    """programs: whose expressions, spans and luck it takes."""

    def __init__(self, programs):
        self.programs = programs

    def _until(self):
        p = self.programs
        e = p.expressions
        return p.pick((
            lambda: None,
            lambda: ("arith", "+", ("field", p.vocabulary.schema.time), ("lit", Duration(p.span((0, 1, 2, 5, 20))))),
            lambda: e.value("time", 1),
            lambda: ("if", e.question(0), ("lit", _java(p.rnd, p.scale)),
                     ("lit", p.pick((_java(p.rnd, p.scale), "soon")))),
            lambda: self._json_or("time"),
        ))()

    def _json_or(self, kind):
        """A json value; one of this type where the source has none."""
        paths = self.programs.vocabulary.fields["json"]
        return ("field", self.programs.pick(paths)) if paths else self.programs.expressions.value(kind, 0)

    def _ends(self):
        """key and issued: mostly of a few words that meet each other."""
        p = self.programs
        e = p.expressions
        json = self._json_or("string")
        if p.chance(0.2):
            kind = p.pick(("string", "string", "int")) if p.vocabulary.fields["json"] else "string"
            return e.value(kind, 1), p.pick((e.value(kind, 1), json))
        path = p.pick([path for path in p.vocabulary.fields["string"] if p.vocabulary.literals.get(path)])
        word = lambda: ("lit", p.pick(p.vocabulary.literals[path]))
        issued = ("if", e.question(0), word(), p.pick((word(), ("if", e.question(0), word(), ("field", path)))))
        rarely = ("if", e.question(0), issued, ("lit", None))
        return ("field", path), p.pick((issued, issued, e.value("string", 0), rarely))

    def _chain(self):
        p = self.programs
        e = p.expressions
        kind = p.pick([kind for kind in KINDS if p.vocabulary.fields.get(kind)])
        return kind, Chain(e.value(kind, 1), *self._ends(), self._until(), None if p.chance(0.4) else e.condition(1))

    def make(self):
        """{name: (type, chain)}; none of them reads another."""
        before = len(self.programs.shared.chains)
        return {f"chain{before + number + 1}": self._chain() for number in range(self.programs.pick((1, 2, 2)))}
