"""Programs over several sources: which, and their records in one order of time."""
import copy
import json

import model_text
from generate_events import fields, spoil, times
from model import Record
from model_expr import CONSTANTS
from model_flows import COLUMNS, FLOW, NETWORK, OF_TWO_TYPES, SHARED
from model_values import SECOND, Time, time_text
from model_vocabulary import TOY, TRAIL

MORE_COLUMNS = ("instance_id", "resource_id", "pkt_srcaddr", "pkt_dstaddr", "flow_direction")


def some_sources(rnd):
    """Those of the rules, and strangers: those that records are of and rules are not."""
    first = rnd.choice((TOY, FLOW, FLOW, NETWORK))
    rest = [vocabulary for vocabulary in (TOY, FLOW, NETWORK) if vocabulary is not first]
    more = rnd.sample(rest, rnd.choice((0, 1, 1)))
    strangers = [vocabulary for vocabulary in rest if vocabulary not in more and not vocabulary.schema.columns]
    return [TRAIL, first] + more, strangers if rnd.random() < 0.3 else []


# ---- whose events a rule looks at -------------------------------------------------


def _names(node, shared):
    """The names that an expression reads: fields, lets, chains; also those in lets of the program. Not those of fields
    that are written with their source."""
    if not isinstance(node, tuple) or not node:
        return set()
    if node[0] == "field":
        return set() if node[2:] else {node[1][0]}
    if node[0] in ("let", "chain"):
        body = shared.own_lets.get(node[1], ((), ()))[1] if node[0] == "let" else ()
        return {node[1]} | _names(body, shared) | _names(node[2:], shared)
    if node[0] == "prim":
        p = node[1]
        mine = [part[2] if part[0] == "pair" and p.source else part for part in p.k]
        pred = () if p.source else p.pred or ()
        return set().union(*(_names(part, shared) for part in (*p.v, *mine, p.where or (), pred)))
    return set().union(*(_names(part, shared) for part in node))


def _has_field(node):
    return isinstance(node, tuple) and bool(node) and (node[0] == "field" or any(map(_has_field, node)))


class Named:
    """Writes fields with their source, where it must be and elsewhere by luck. must: the names that need it."""

    def __init__(self, rnd, must, share):
        self.rnd, self.must, self.share = rnd, must, share

    def put(self, node, source):
        """An expression over this source."""
        if not isinstance(node, tuple) or not node or node[0] in CONSTANTS:
            return node
        if node[0] == "field":
            said = node[1][0] in self.must or self.rnd.random() < self.share
            return node[:2] + ((source,) if said else ())
        if node[0] == "prim":
            other = node[1].source or source
            out = node[1].expanded(lambda part: self.put(part, source), lambda part: self.put(part, other))
            out.text = model_text.primitive(out)
            return ("prim", out)
        return tuple(self.put(part, source) for part in node)

    def put_rule(self, rule):
        put = lambda node: self.put(node, rule.source)
        rule.match, rule.when = put(rule.match), rule.when and put(rule.when)
        rule.title = [part if isinstance(part, str) else put(part) for part in rule.title]
        shown = [(name, node, put(node)) for name, node in rule.show]
        rule.show = [(model_text.render(said) if model_text.render(node) == name else name, said)
                     for name, node, said in shown]
        rule.once = rule.once and (tuple(map(put, rule.once[0])), rule.once[1])


def write_sources(rnd, rules, shared):
    """Say of the rules, and of the fields that lets and rules read, whose they are: where it must be, and by luck."""
    for source, programs in shared.sources.items():
        lets = programs.expressions.lets
        for name in lets.keys() & shared.own_lets.keys():
            parameters, body = lets[name]
            lets[name] = shared.own_lets[name] = (parameters, Named(rnd, OF_TWO_TYPES, 0.1).put(body, source))
    for rule in rules:
        Named(rnd, rnd.choice((SHARED, set())), 0.1).put_rule(rule)
        rule.says_source = rnd.random() < 0.5 or not is_plain(rule, shared)


def sources_unsaid(rnd, rules, shared):
    """Sources of which only rules speak that say so: they need no import."""
    spoken = {rule.source for rule in rules if not rule.says_source} | {source for source, _ in shared.chains.values()}
    for source, programs in shared.sources.items():
        spoken |= {source} if programs.expressions.lets.keys() & shared.own_lets.keys() else set()
    return {source for source in sorted(shared.sources) if source not in spoken and rnd.random() < 0.7}


def is_plain(rule, shared):
    """Whether nobody could take it for a rule over another source, though it does not say its own."""
    parts = [rule.match, rule.when or (), *rule.title, *(node for _, node in rule.show), *(rule.once or ((),))[0]]
    return _has_field(rule.match) and not set().union(*(_names(part, shared) for part in parts)) & SHARED


# ---- records ----------------------------------------------------------------------


class Mixed:
    """columns: the names that lines of text logs have, None for those of the source."""

    def __init__(self, rnd, vocabularies):
        self.rnd, self.vocabularies = rnd, vocabularies
        more = list(COLUMNS + MORE_COLUMNS)
        rnd.shuffle(more)
        names = list(dict.fromkeys(["srcaddr", "dstaddr", "start", "packets"] + more[:rnd.randint(4, len(more))]))
        rnd.shuffle(names)
        self.columns = None if rnd.random() < 0.5 else names
        self.serial = 0

    def _time(self, vocabulary, time):
        """A time as one of the texts and numbers that it may be."""
        if vocabulary.schema.id or self.rnd.random() < 0.3:
            return time_text(time)
        if time % SECOND == 0 and time >= 0:
            seconds = int(time) // SECOND
            return self.rnd.choice((seconds, str(seconds), seconds * 1000 if seconds > 10 ** 9 else seconds))
        return time_text(time)

    def _fields(self, vocabulary, time, identifier):
        schema = vocabulary.schema
        out = {schema.time[0]: self._time(vocabulary, time), **fields(self.rnd, vocabulary, schema.fields)}
        for path in schema.has:
            if out.get(path[0]) is None and self.rnd.random() < 0.9:
                out[path[0]] = self.rnd.choice(vocabulary.values[path])
        if schema.id:
            out[schema.id[0]] = identifier
        else:
            self.serial += 1
            out[vocabulary.serial] = self.serial if schema.fields[vocabulary.serial] == "int" else f"c{self.serial}"
        return out

    def _as_json(self, vocabulary, record):
        given = record
        if vocabulary.schema.columns and self.rnd.random() < 0.5:
            given = {name.replace("_", "-"): value for name, value in record.items()}
        return _json(record, given)

    def _as_line(self, vocabulary, record):
        names = self.columns or vocabulary.schema.columns
        words = {name: _word(record.get(name)) for name in names}
        given = {name: word for name, word in words.items() if word != "-"}
        return Record(given, " ".join(words.values()), vocabulary.schema.name)

    def _bad_line(self, vocabulary, record):
        good = self._as_line(vocabulary, record)
        late = self._as_line(vocabulary, {**record, vocabulary.schema.time[0]: self.rnd.choice(("soon", None))})
        return self.rnd.choice((Record({}, good.text + " more", good.line_of),
                                Record({}, good.text.rpartition(" ")[0], good.line_of), late))

    def _one(self, vocabulary, time, number):
        record = self._fields(vocabulary, time, f"e{number:03d}")
        if vocabulary.schema.columns and self.rnd.random() < 0.6:
            return self._as_line(vocabulary, record)
        if self.rnd.random() < 0.05:  # with all of another source's: the first source that fits is the one
            both = {**self._fields(self.rnd.choice(self.vocabularies), time, f"m{number:03d}"), **record}
            return _json(both, both)
        return self._as_json(vocabulary, record)

    def _spoilt(self, vocabulary, time, number):
        """One that must be rejected."""
        record, schema = self._fields(vocabulary, time, f"bad{number}"), vocabulary.schema
        if schema.columns and self.rnd.random() < 0.6:
            return self._bad_line(vocabulary, record)
        spoil(self.rnd, record, schema.time[0], schema.id[0] if schema.id else None)
        return self._as_json(vocabulary, record)

    def around(self, vocabulary, time, number, scale):
        """A record, and what may be near it: itself again, its id again with other content, and a bad one."""
        record = self._one(vocabulary, time, number)
        out = [record]
        if self.rnd.random() < 0.04:
            out.append(copy.copy(record))
        if vocabulary.schema.id and self.rnd.random() < 0.03:
            other = self.rnd.choice([one for one in self.vocabularies if one.schema.id])
            again = self._fields(other, Time(time + scale), f"e{number:03d}")
            out.append(self._as_json(other, again))
        if self.rnd.random() < 0.03:
            out.append(self._spoilt(vocabulary, time, number))
        return out


def _json(record, given):
    """record: what it is; given: with the names under which it is written."""
    return Record(record, json.dumps(given, separators=(",", ":"), ensure_ascii=False))


def _word(value):
    """A value as a line has it; a dash for what no line can hold."""
    if value is None or isinstance(value, (list, dict)):
        return "-"
    text = value if isinstance(value, str) else json.dumps(value)
    return "-" if text == "" or set(text) & set(" \t") else text


class Records(list):
    """columns: the names that lines of text logs have, None for those of the source."""

    columns = None


def mixed_records(rnd, vocabularies, scale, moments, count):
    """The records of a case, in a random order."""
    mixed, out = Mixed(rnd, vocabularies), Records()
    out.columns = mixed.columns
    numbers = list(range(count))
    rnd.shuffle(numbers)
    for number, time in zip(numbers, times(rnd, scale, moments, count)):
        out += mixed.around(rnd.choice(vocabularies), time, number, scale)
    rnd.shuffle(out)
    return out
