"""Values of the language in Python, and how a record's JSON becomes typed fields.

null is None; string str; int int; float float; bool bool. The other types are the classes below.
A json value is one of the plain ones, or a Json that holds a list or an object."""
import datetime
import ipaddress
import json
import math
import re

SECOND = 1_000_000
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


class Time(int):
    """Microseconds since 1970."""


class Duration(int):
    """Microseconds."""


class Address(str):
    """Text that may be an ip."""


class Ip:
    def __init__(self, text):
        self.value = ipaddress.ip_address(text)

    def __eq__(self, other):
        return isinstance(other, Ip) and self.value == other.value

    def __hash__(self):
        return hash(self.value)

    def __str__(self):
        return str(self.value)


class Json:
    """A list or an object of a json field; `text` is its compact JSON."""

    def __init__(self, data):
        self.data = data
        self.text = json.dumps(data, separators=(",", ":"), ensure_ascii=False)

    def __eq__(self, other):
        return isinstance(other, Json) and self.text == other.text

    def __hash__(self):
        return hash(self.text)


def ip_of(value):
    """The ip of an ip, an address or a text; None when it is none."""
    if isinstance(value, Ip):
        return value.value
    try:
        return ipaddress.ip_address(str(value))
    except ValueError:
        return None


def block_of(text):
    """A CIDR block or a single address as a network; None for other text."""
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


TIME_TEXT = re.compile(r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)$")
TIME_JAVA = re.compile(r"[A-Z][a-z]{2} \d{1,2}, \d{4},? \d{1,2}:\d\d:\d\d[ \u202f][AP]M$")
TIME_BASIC = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$")


def time_parse(text):
    found = TIME_TEXT.match(text)
    basic = TIME_BASIC.match(text)
    if not found and not basic:
        return None
    try:
        whole = datetime.datetime(*(int(part) for part in (found or basic).groups()[:6]), tzinfo=datetime.timezone.utc)
    except ValueError:
        return None
    micros = (whole - EPOCH) // datetime.timedelta(microseconds=1)
    if found:
        micros += int(((found.group(7) or "") + "000000")[:6])
        zone = found.group(8)
        if zone not in "Zz":
            shift = (int(zone[1:3]) * 60 + int(zone[4:6])) * 60 * SECOND
            micros -= shift if zone[0] == "+" else -shift
    return Time(micros)


def java_parse(text):
    """"Oct 29, 2026, 2:10:00 AM", in UTC."""
    if not TIME_JAVA.match(text):
        return None
    try:
        moment = datetime.datetime.strptime(text.replace("\u202f", " ").replace(",", ""), "%b %d %Y %I:%M:%S %p")
    except ValueError:
        return None
    return Time((moment.replace(tzinfo=datetime.timezone.utc) - EPOCH) // datetime.timedelta(microseconds=1))


def time_text(time):
    moment = EPOCH + datetime.timedelta(microseconds=int(time))
    text = moment.strftime("%Y-%m-%dT%H:%M:%S")
    if moment.microsecond:
        text += f".{moment.microsecond:06d}".rstrip("0")
    return text + "Z"


NUMBER_TEXT = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?$")
INT_MIN, INT_MAX = -(1 << 63), (1 << 63) - 1


def natural(raw):
    """A JSON value as a json field has it."""
    if isinstance(raw, (list, dict)):
        return Json(raw)
    if isinstance(raw, int) and not isinstance(raw, bool) and not INT_MIN <= raw <= INT_MAX:
        return float(raw)
    return raw


def _seconds_text(duration):
    """5400, 0.25, -60: seconds, with as many digits behind the point as there are."""
    whole, micros = divmod(abs(duration), SECOND)
    fraction = f".{micros:06d}".rstrip("0") if micros else ""
    return ("-" if duration < 0 else "") + str(int(whole)) + fraction


def scalar_text(value):
    """A scalar as text: what a string field takes from a number or a truth, and what titles show."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Time):
        return time_text(value)
    if isinstance(value, Duration):
        return _seconds_text(value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, Json):
        return value.text
    return str(value)


def _written(raw):
    """The number that a text is, else what is given."""
    if isinstance(raw, str) and NUMBER_TEXT.match(raw):
        return float(raw) if "." in raw or "e" in raw.lower() else int(raw)
    return raw


def _number(raw, kind):
    raw = _written(raw)
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        return None
    if kind == "float":
        return float(raw)
    if isinstance(raw, float) and not raw.is_integer():
        return None
    return int(raw) if INT_MIN <= raw <= INT_MAX else float(raw)


FIRST_TIME, LAST_TIME = -62135596800000000, 253402300799999999  # years 0001 to 9999, in microseconds


def _time(raw):
    """A text that is a time, or a number of seconds since 1970, of milliseconds when it is large."""
    for parse in (time_parse, java_parse):
        parsed = parse(raw) if isinstance(raw, str) else None
        if parsed is not None:
            return parsed
    number = _written(raw)
    if isinstance(number, bool) or not isinstance(number, (int, float)) or abs(number) > 10 ** 18:
        return None
    unit = 1000 if number >= 10 ** 11 else 1000000
    micros = number * unit if isinstance(number, int) else math.floor(number * unit + 0.5)
    return Time(micros) if FIRST_TIME <= micros <= LAST_TIME else None


def coerce(raw, kind):
    """A JSON value as a field of the declared scalar type has it; None when it does not fit."""
    if kind == "json":
        return natural(raw)
    if raw is None or isinstance(raw, (list, dict)):
        return None
    if kind in ("int", "float"):
        return _number(raw, kind)
    if kind == "bool":
        words = {"true": True, "false": False}
        return raw if isinstance(raw, bool) else words.get(raw.lower()) if isinstance(raw, str) else None
    if kind == "string":
        return raw if isinstance(raw, str) else scalar_text(raw)
    if kind == "time":
        return _time(raw)
    if not isinstance(raw, str):
        return None
    if kind == "address":
        return Address(raw)
    if kind == "ip":
        return Ip(raw) if ip_of(raw) is not None else None
    raise AssertionError(kind)


class Schema:
    """A source block. fields: {name: kind}; a kind is a scalar's name, a dict (a record), or a
    list of one item: ["string"], [{…}]. id_field: None when the id is made of the record's text; has: paths."""

    def __init__(self, name, time, id_field, fields, has=(), columns=()):
        self.name, self.time, self.id, self.fields = name, time, id_field, fields
        self.has, self.columns = has, columns

    def kind_of(self, path):
        """The declared kind at a path without indexes, and what of the path lies below a json field."""
        kind = self.fields
        for place, step in enumerate(path):
            if kind == "json":
                return "json", path[place:]
            kind = kind[0] if step == "*" or isinstance(step, int) else kind[step]
        return kind, ()
