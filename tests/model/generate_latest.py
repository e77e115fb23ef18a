"""Random previous, elapsed and travel."""
from model import Primitive
from model_values import SECOND, Duration

SPEEDS = (0, 50, 100, 900, 5000, 40000)


class Latest:
    """programs: whose expressions, spans and luck it takes."""

    def __init__(self, programs):
        self.programs = programs

    def _primitive(self, kind, v):
        p = self.programs
        return p.primitive(lambda: Primitive(kind, v, p.parts(0, 2), p.where()))

    def _previous(self):
        """The type of x, x, and the primitive."""
        p = self.programs
        e = p.expressions
        kinds = [kind for kind in ("string", "string", "int", "float", "bool", "time", "ip", "address", "json")
                 if kind in ("int", "float") or p.vocabulary.fields[kind]]
        kind = p.pick(kinds)
        x = e.value(kind, p.pick((0, 0, 1)))
        return kind, x, self._primitive("previous", (x,))

    def _elapsed(self):
        return self._primitive("elapsed", ())

    def _travel(self):
        e = self.programs.expressions
        kind = self.programs.pick(("address", "address", "address", "ip", "string"))
        return self._primitive("travel", (e.value(kind, 0) or e.value("address", 0),))

    def value(self):
        """One of them, for titles and shown fields."""
        return self.programs.pick((lambda: self._previous()[2], self._elapsed, self._travel))()

    def _changed(self):
        _, x, node = self._previous()
        return ("cmp", self.programs.pick(("!=", "!=", "==")), node, x)

    def _was(self):
        kind, x, node = self._previous()
        return self.programs.expressions.atom_over(kind, node, x[1] if x[0] == "field" else ())

    def _pause(self):
        p = self.programs
        span = p.span((0, 1, 2, 5, 20)) + p.pick((0, 0, SECOND))
        return ("cmp", p.pick((">", ">=", "<", "==", "!=")), self._elapsed(),
                p.pick((("lit", Duration(span)), ("lit", Duration(span)), ("lit", None))))

    def _journey(self):
        p = self.programs
        return ("cmp", p.pick((">", ">=", "<=", "==")), self._travel(),
                ("lit", p.pick(SPEEDS + (None,) if p.chance(0.3) else SPEEDS)))

    def condition(self):
        """A condition that holds one of them."""
        node = self.programs.pick((self._changed, self._was, self._pause, self._journey))()
        if node[0] == "cmp" and node[3] == ("lit", None) and node[1] not in ("==", "!="):
            return ("cmp", "!=", *node[2:])
        return node
