"""Random records: clustered times that fall on the borders of windows and buckets, few different
values, duplicates, and some records that cannot be read."""
import copy

from model_values import SECOND, Time, time_text
from model_vocabulary import JSON_FIELDS

# Where the clock of a case begins; the last one makes times around 1970.
STARTS = (1767571200 * SECOND, 1767571200 * SECOND + 123456, 1767600000 * SECOND, -7200 * SECOND)


def times(rnd, scale, moments, count):
    """Times in order. Steps are mostly small; some are exactly a span that matters, or next to it."""
    now = rnd.choice(STARTS)
    fractions = rnd.random() < 0.3
    out = []
    for _ in range(count):
        span = rnd.choice(moments) if moments else scale
        step = rnd.choice((0, 0, 0, scale // 4, scale // 2, scale, span, span + SECOND, max(0, span - SECOND)))
        if fractions:
            step += rnd.choice((0, 0, 1, 250000))
        if span > 50 * scale and rnd.random() < 0.7:
            step = min(step, 3 * scale)
        now += step - (0 if fractions else step % SECOND)
        if rnd.random() < 0.1:  # onto a border of buckets
            now += -now % (span or scale)
        out.append(Time(now))
    return out


def _json(rnd):
    """What a json field holds: mostly an object."""
    if rnd.random() < 0.08:
        return rnd.choice((None, "s1", 2, ["s1", 1], True))
    return {name: copy.deepcopy(rnd.choice(values)) for name, values in JSON_FIELDS.items() if rnd.random() < 0.7}


def _list(rnd, kind):
    if rnd.random() < 0.05:
        return rnd.choice(("t1", {"k": "k1"}, None))
    return [_element(rnd, kind) for _ in range(rnd.choice((0, 1, 1, 2, 3)))]


def _element(rnd, kind):
    if isinstance(kind, dict):
        if rnd.random() < 0.05:
            return rnd.choice((1, None))
        choices = {"k": ("k1", "k2", 3), "n": (1, 2, "2", "z"), "ok": (True, False, "true"),
                   "ARN": ("arn:aws:s3:::one", "arn:aws:s3:::two"),
                   "accountId": ("111122223333", "444455556666"), "type": ("AWS::S3::Object", "AWS::S3::Bucket")}
        return {name: rnd.choice(choices[name]) for name in kind if rnd.random() < 0.8}
    return rnd.choice(("t1", "t2", "a", 1)) if kind == "string" else rnd.choice((1, 2, 3, "2", "z"))


def fields(rnd, vocabulary, kinds, path=()):
    """A record of declared fields; some missing, some null, some of a wrong kind."""
    out = {}
    for name, kind in kinds.items():
        place, luck = path + (name,), rnd.random()
        if place in (vocabulary.schema.time, vocabulary.schema.id) or luck < 0.12:
            continue
        if luck < 0.15:
            out[name] = None
        elif luck < 0.17:
            out[name] = rnd.choice(([1], {"z": 1}))
        elif isinstance(kind, dict):
            out[name] = fields(rnd, vocabulary, kind, place)
        elif isinstance(kind, list):
            out[name] = _list(rnd, kind[0])
        elif kind == "json":
            out[name] = _json(rnd)
        elif place in vocabulary.values:
            out[name] = rnd.choice(vocabulary.values[place])
    return out


def spoil(rnd, record, time_name, id_name):
    """Make a record one that must be rejected. id_name: None when the id is made of its text."""
    damage = rnd.choice((("no id", "null id", "empty id", "number") if id_name else ()) +
                        ("no time", "bad time", "number time"))
    if damage in ("no id", "no time"):
        del record[id_name if damage == "no id" else time_name]
    elif damage in ("bad time", "number time"):
        record[time_name] = "2026-13-45T00:00:00Z" if damage == "bad time" else 10 ** 17
    else:
        record[id_name] = {"null id": None, "empty id": "", "number": 12}[damage]


def records(rnd, vocabulary, scale, moments, count):
    """The records of a case, in a random order."""
    time_name, id_name = vocabulary.schema.time[0], vocabulary.schema.id[0]
    numbers = list(range(count))
    rnd.shuffle(numbers)
    out = []
    for number, time in zip(numbers, times(rnd, scale, moments, count)):
        record = {time_name: time_text(time), id_name: f"e{number:03d}",
                  **fields(rnd, vocabulary, vocabulary.schema.fields)}
        out.append(record)
        if rnd.random() < 0.04:
            out.append(copy.deepcopy(record))
        if rnd.random() < 0.02:  # the same id again, later and with other content
            out.append({**fields(rnd, vocabulary, vocabulary.schema.fields), id_name: record[id_name],
                        time_name: time_text(Time(time + scale))})
        if rnd.random() < 0.02:
            spoiled = dict(record, **{id_name: f"bad{number}"})
            spoil(rnd, spoiled, time_name, id_name)
            out.append(spoiled)
    rnd.shuffle(out)
    return out
