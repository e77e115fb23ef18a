"""The functions of the language. No argument is null here: a null gives null before."""
import base64
import binascii
import datetime
import json
import math
import urllib.parse
import zoneinfo

import model_policies
from model_values import EPOCH, INT_MAX, INT_MIN, NUMBER_TEXT, Json, ip_of, natural, scalar_text


def _moment(time, zone="UTC"):
    """The time as a clock of the zone shows it: an IANA name, or an offset as "+02:00"."""
    moment = EPOCH + datetime.timedelta(microseconds=int(time))
    if zone[0] in "+-":
        shift = datetime.timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))
        return moment.astimezone(datetime.timezone(-shift if zone[0] == "-" else shift))
    return moment.astimezone(zoneinfo.ZoneInfo(zone))


def _length(value):
    if isinstance(value, Json):
        return len(value.data)
    return len(value) if isinstance(value, (str, list)) else None


def _to_int(value):
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, float):
        return int(value)
    if isinstance(value, str):
        if not NUMBER_TEXT.match(value):
            return None
        value = int(float(value)) if set(value) & set(".eE") else int(value)
        return value if INT_MIN <= value <= INT_MAX else None
    return value if isinstance(value, int) else None


def _to_float(value):
    if isinstance(value, str):
        return float(value) if NUMBER_TEXT.match(value) else None
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _json(text):
    try:
        return natural(json.loads(text))
    except ValueError:
        return None


def _ascii(text, change):
    return "".join(change(c) if c.isascii() else c for c in text)


def _concat(*parts):
    return "".join(scalar_text(part) for part in parts)


def _base64(text):
    try:
        return base64.b64decode(text, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return None


def _arn(text, part):
    parts = text.split(":", 5)
    return parts[part] if len(parts) == 6 and parts[0] == "arn" else None


FUNCTIONS = {
    "lower": lambda text: _ascii(text, str.lower),
    "upper": lambda text: _ascii(text, str.upper),
    "starts_with": lambda text, prefix: text.startswith(prefix),
    "ends_with": lambda text, suffix: text.endswith(suffix),
    "replace": lambda text, old, new: text.replace(old, new) if old else text,
    "trim_prefix": lambda text, prefix: text[len(prefix):] if text.startswith(prefix) else text,
    "trim_suffix": lambda text, suffix: text[:len(text) - len(suffix)] if suffix and text.endswith(suffix) else text,
    "split": lambda text, separator: text.split(separator) if separator else [text],
    "length": _length,
    "concat": _concat,
    "to_int": _to_int,
    "to_float": _to_float,
    "floor": lambda number: number if isinstance(number, int) else math.floor(number),
    "json": _json,
    "to_string": scalar_text,
    "url_decode": urllib.parse.unquote,
    "base64_decode": _base64,
    "hour": lambda time, *zone: _moment(time, *zone).hour,
    "weekday": lambda time, *zone: _moment(time, *zone).isoweekday(),
    "date": lambda time, *zone: _moment(time, *zone).strftime("%Y-%m-%d"),
    "arn_account": lambda text: _arn(text, 4) or None,
    "arn_service": lambda text: _arn(text, 2) or None,
    "arn_resource": lambda text: _arn(text, 5) or None,
    "grants": model_policies.grants,
    "grants_other_account": model_policies.grants_other_account,
    "grants_admin": model_policies.grants_admin,
    "policy_principals": model_policies.policy_principals,
    "ip_private": lambda address: ip_of(address).is_private if ip_of(address) is not None else None,
}
