"""`lurcher hunt` by brute force: docs/language.md, section 14.

The order of rows that rank alike is not laid down. So rows are compared as a set, and their order by
what ranks them."""
import math

import model
import model_latest
import model_rules
import model_sequence
import model_text
from generate import hunt_question
from model_compare import Difference, run_lurcher, same
from model_expr import Evaluator, expand
from model_flows import LIBRARY
from model_values import SECOND, Ip, Json, Time, scalar_text, time_text
from model_vocabulary import TRAIL

DAY = 86400 * SECOND


def _text(value):
    """A part of a key as a row shows it: 1.0 is the key 1."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(getattr(value, "text", value)) if isinstance(value, (Ip, Json)) else scalar_text(value)


def _texts(evaluator, expressions):
    return [_text(evaluator.value(expression)) for expression in expressions]


class Hunt:
    """One question over a whole set of events."""

    def __init__(self, program, match, primitive, world, recent):
        world.places = program.places
        self.primitive, self.recent = expand(("prim", primitive), world)[1], recent
        self.written, self.options = primitive.written, primitive.options
        self.events, _, _ = model.read_events([world.schema], program.records)
        self.evaluators = [Evaluator(world, event.raw) for event in self.events]
        put = expand(match, world) if match else ("lit", True)
        self.asked = model_rules.Asked(world, self.events, self.events, put)
        self.mine = [model_sequence.sides(part)[1] for part in self.primitive.k]  # k of the event that asks
        looked = model.Primitive("count", (), self.mine) if primitive.kind in ("seen", "absent") else self.primitive
        self.views = [model.View(event, evaluator, put, looked)
                      for event, evaluator in zip(self.events, self.evaluators)]
        self.measured = [i for i, view in enumerate(self.views) if view.measured]

    def _groups(self, of):
        out = {}
        for i in self.measured:
            out.setdefault(of(self.views[i]), []).append(i)
        return out

    def _row(self, members, expressions, **facts):
        first, last = self.events[members[0]], self.events[members[-1]]
        return {"keys": _texts(self.evaluators[members[0]], expressions), "first_time": time_text(first.time),
                "last_time": time_text(last.time), "event_id": first.id, **facts}

    def _pairs(self):
        """(members of the pair, members of its entity) for every pair."""
        entities = self._groups(lambda view: view.k)
        for (_, k), members in self._groups(lambda view: (view.v, view.k)).items():
            yield members, entities[k]

    def _both(self):
        return self.primitive.v + self.primitive.k

    def new(self):
        border = self.events[-1].time - self.recent if self.events else 0
        rows = []
        for members, entity in self._pairs():
            k = self.views[members[0]].k
            seen = next(view.time for view in self.views if view.in_p and view.k == k)
            if self.events[members[0]].time >= border and seen < border:
                rows.append(self._row(members, self._both(), count=len(members), total=len(entity),
                                      rank=(-len(entity),)))
        return rows

    def rare(self):
        o, rows = self.written, []
        for members, entity in self._pairs():
            n, t = len(members), len(entity)
            if t >= o.get("min", 0) and n / t < o.get("below", math.inf) and n < o.get("under", math.inf):
                rows.append(self._row(members, self._both(), count=n, total=t, share=n / t, rank=(n / t, n)))
        return rows

    def _measure(self, members):
        views = [self.views[i] for i in members]
        kind = self.primitive.measure or self.primitive.kind
        return (len(views) if kind == "count" else len({view.v for view in views})
                if kind == "distinct" else model.total(view.number for view in views))

    def spike(self):
        per, rows = self.options["per"], []
        for k, entity in self._groups(lambda view: view.k).items():
            first = next(view.time for view in self.views if view.in_p and view.k == k) // per
            last = self.events[-1].time // per
            buckets = {b: [i for i in entity if self.views[i].time // per == b] for b in range(first, last + 1)}
            values = {b: self._measure(members) for b, members in buckets.items()}
            if len(values) > 1:
                rows += [self._bucket_row(b, members, values, len(entity)) for b, members in buckets.items() if members]
        return [row for row in rows if row["measure"] >= self.written.get("min", -math.inf)
                and row["z"] > self.written.get("sigma", -math.inf)]

    def _bucket_row(self, bucket, members, values, total):
        others = [value for b, value in values.items() if b != bucket]
        n, s, q = len(others), model.total(others), sum(y * y for y in others)
        mean, sd = s / n, math.sqrt(max(0, n * q - s * s)) / n
        z = (values[bucket] - mean) / max(sd, math.sqrt(max(mean, 0)), 1)
        return self._row(members, self.primitive.k, count=len(members), total=total, measure=values[bucket],
                         z=z, mean=mean, sd=sd,
                         bucket=time_text(Time(bucket * self.options["per"])), rank=(-z,))

    def _steps(self, kind):
        """Every measured event that has one before it: (its index, the one before it, answer and facts)."""
        for i in self.measured:
            earlier = [j for j in self.measured if j < i and self.views[j].k == self.views[i].k]
            if earlier:
                yield i, earlier[-1], kind(self.views, i)

    def _step_row(self, before, i, rank, **facts):
        row = self._row([i], self.primitive.k, count=1, rank=(rank,), **facts)
        row["total"] = len(self._groups(lambda view: view.k)[self.views[i].k])
        return {**row, "first_time": time_text(self.events[before].time)}

    def elapsed(self):
        return [self._step_row(j, i, -value, elapsed_s=value / SECOND)
                for i, j, (value, _) in self._steps(model_latest.elapsed)]

    def travel(self):
        return [self._step_row(j, i, -speed, **facts)
                for i, j, (speed, facts) in self._steps(model_latest.travel) if speed > 0]

    def previous(self):
        changes = {}
        for i, j, _ in self._steps(model_latest.previous):
            pair = (model.key(self.views[j].x), model.key(self.views[i].x))
            if pair[0] != pair[1]:
                changes.setdefault((pair, self.views[i].k), []).append((j, i))
        entities = self._groups(lambda view: view.k)
        rows = []
        for (_, k), steps in changes.items():
            before, first = steps[0]
            row = self._row([i for _, i in steps], self.primitive.k, count=len(steps), total=len(entities[k]),
                            rank=(len(steps), -len(entities[k])))
            row["keys"] = [_text(self.views[before].x), _text(self.views[first].x)] + row["keys"]
            rows.append(row)
        return rows

    def seen(self):
        entities, rows = {}, []
        for i, view in enumerate(self.views):
            if view.in_p and view.k is not None:
                entities.setdefault(view.k, []).append(i)
        for members in entities.values():
            true = [i for i in members if self.asked.answer(self.primitive, i).value]
            if true:
                rows.append(self._row(true, self.mine, count=len(true), total=len(members),
                                      rank=(len(true), -len(members))))
        return rows

    def absent(self):
        rows, entities = [], {}
        end = max((event.time for event in self.events), default=0)
        asking = [i for i, view in enumerate(self.views) if view.in_p and view.k is not None]
        for i in asking:
            entities.setdefault(self.views[i].k, []).append(i)
        for i in asking:
            time = self.views[i].time
            if time + self.options["within"] < end and self.asked.answer(self.primitive, i).value:
                rows.append(self._row([i], self.mine, count=1, total=len(entities[self.views[i].k]), rank=(-time,)))
        return rows

    def number(self):
        rows = []
        for entity in self._groups(lambda view: view.k).values():
            value = self._measure(entity)
            facts = {} if self.primitive.kind == "count" else {"measure": value}
            count = value if self.primitive.kind == "distinct" else len(entity)
            rows.append(self._row(entity, self.primitive.k, count=count, **facts, total=len(entity), rank=(-value,)))
        return rows

    def rows(self):
        kinds = {"new": self.new, "rare": self.rare, "spike": self.spike, "elapsed": self.elapsed,
                 "travel": self.travel, "previous": self.previous, "seen": self.seen, "absent": self.absent}
        return kinds.get(self.primitive.kind, self.number)()


def _name(row):
    """What no other row of the same question has; keys may look alike: true and "true"."""
    return tuple(row["keys"]) + (row.get("bucket", ""), row["event_id"])


def compare_rows(expected, got):
    want = {_name(row): row for row in expected}
    have = {_name(row): row for row in got}
    for name in list(want) + list(have):
        if name not in want or name not in have:
            raise Difference(f"row {name}: expected {want.get(name)}, got {have.get(name)}")
        row, other = want[name], have[name]
        wrong = [key for key in row if key != "rank" and not same(row[key], other.get(key))]
        if wrong:
            raise Difference(f"row {name}: {wrong}\nexpected {row}\ngot      {other}")
    ranks = [want[_name(row)]["rank"] for row in got]
    for place in range(1, len(ranks)):
        if any(a > b and not math.isclose(a, b) for a, b in zip(ranks[place - 1][:1], ranks[place][:1])):
            raise Difference(f"row {place} ranks before row {place + 1}: {ranks[place - 1]}, {ranks[place]}")
    if len(got) != len(have):
        raise Difference("two rows have the same keys")


def check(program, lurcher, geo, logs, folder):
    """Ask two questions of the events of a case; gives how many rows there were."""
    count = 0
    for _ in range(2):
        vocabulary = program.random.choice([one for one in program.vocabularies if not one.block])
        _, _, rejected = model.read_events([vocabulary.schema], program.records, LIBRARY)
        match, primitive, world = hunt_question(program.random, vocabulary, program.scale, program.wide)
        recent = program.random.choice((20, 100, 300)) * program.scale
        expected = Hunt(program, match, primitive, world, recent).rows()
        words = ["--match", model_text.render(match)] if match else []
        words += ["--from", vocabulary.schema.name] if vocabulary is not TRAIL else []
        try:
            got, _ = run_lurcher(lurcher, "hunt",
                                 words + ["--top", "0", "--recent", model_text.duration(recent), *geo], logs, folder,
                                 more=[primitive.text], status=3 if rejected else 0)
            compare_rows(expected, got)
        except Difference as difference:
            raise Difference(f"hunt '{primitive.text}' {' '.join(words)}\n{difference}") from None
        count += len(expected)
    return count
