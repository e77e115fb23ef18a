"""Random seen and absent."""
from model import FOREVER, Primitive

# What can be the same in two events: types of the one and the other.
ALIKE = (("address", "address"), ("address", "address"), ("address", "string"), ("string", "string"), ("int", "int"))


class Sequences:
    """programs: whose expressions, spans and luck it takes."""

    def __init__(self, programs):
        self.programs = programs

    def _key(self):
        """A part of the key: one expression, or one of each event."""
        p = self.programs
        if p.chance(0.5):
            return p.part()
        e = p.expressions
        kinds = [kind for kind in ("string", "string", "address", "int") if kind == "int" or p.vocabulary.fields[kind]]
        kind = p.pick(kinds)
        a = e.value(kind, p.pick((0, 0, 1)))
        return ("pair", a, p.pick((a, a, e.value(kind, 0))))

    def _event(self):
        """A condition that a good part of all events satisfy."""
        p = self.programs
        if p.chance(0.4):
            return p.expressions.condition(1)
        path = p.key_path()
        words = p.vocabulary.literals.get(path)
        if not words:
            return ("cmp", "!=", ("field", path), ("lit", None))
        return ("cmp", p.pick(("==", "!=")), ("field", path), ("lit", p.pick(words)))

    def _pred(self, depth):
        event = self._event()
        if depth == 0 or self.programs.chance(0.6):
            return event
        inner = self.seen(depth - 1)
        return self.programs.pick((("and", (event, inner)), ("and", (inner, event)), ("and", (event, ("not", inner))),
                                   ("or", (event, inner)), inner))

    def _key_with(self, other):
        """A part of the key: what it is of an event of another source, and of this one's."""
        theirs, mine = other.expressions, self.programs.expressions
        kinds = self.programs.pick(ALIKE)
        kinds = kinds if self.programs.chance(0.5) else kinds[::-1]
        return ("pair", theirs.value(kinds[0], 0), mine.value(kinds[1], 0))

    def _watched(self, depth):
        """The key, the condition, and the name of the source where it is said. depth: None for a condition without
        seen."""
        p = self.programs
        parts = range(p.pick((0, 1, 1, 1, 2)))
        others = [other for name, other in sorted(p.shared.sources.items()) if name != p.source]
        if others and p.chance(0.6):
            other = p.pick(others)
            of_other = other.sequences
            pred = of_other._event() if depth is None else of_other._pred(depth)
            return tuple(self._key_with(other) for _ in parts), pred, other.source
        k = tuple(self._key() for _ in parts)
        return k, self._event() if depth is None else self._pred(depth), None

    def seen(self, depth=2):
        p = self.programs
        options = {}
        if p.chance(0.8):
            options["within"] = p.span((1, 2, 5, 20, 60)) if p.chance(0.9) else FOREVER
        k, pred, source = self._watched(depth)
        return p.primitive(lambda: Primitive("seen", (), k, None, options, pred=pred, source=source))

    def _absent(self):
        p = self.programs
        k, pred, source = self._watched(None)
        options = {"within": p.span((1, 2, 5, 20))}
        return p.primitive(lambda: Primitive("absent", (), k, None, options, pred=pred, source=source))

    def waiting(self, other, stateful):
        """A condition that holds one or two absent. other, stateful: make a condition without and with primitives."""
        first = self._absent()
        return self.programs.pick((
            lambda: first, lambda: first, lambda: ("not", first),
            lambda: ("and", (first, other())), lambda: ("or", (other(), first)),
            lambda: ("and", (("not", first), other())),
            lambda: ("and", (stateful(), first)), lambda: ("or", (first, stateful())),
            lambda: ("and", (first, self._absent())), lambda: ("or", (first, ("not", self._absent()))),
            lambda: ("and", (("or", (other(), first)), ("not", self._absent()))),
        ))()
