"""Random records of CloudTrail for the decoders: bytes, not values, since what matters is how they are
written: keys twice, escapes, numbers at the edge, values of another kind than the one declared."""
import random

START = 1_700_000_000
NUMBERS = [b"0", b"-0", b"7", b"-7", b"1.0", b"-0.0", b"0.1", b"1e5", b"1E+5", b"12e-1", b"1e400", b"-1e400", b"1e-400",
           b"5e-324", b"2.2250738585072011e-308", b"1.7976931348623157e308", b"9007199254740993", b"1e22", b"1e23",
           b"9223372036854775807", b"9223372036854775808", b"-9223372036854775808", b"-9223372036854775809",
           b"18446744073709551615", b"123456789012345678901234567890", b"0." + b"0" * 90 + b"1", b"3" * 120]
LITERALS = [b"null", b"true", b"false"]
# Texts that could be taken for another type.
LOOKALIKES = [b'"12"', b'"1.5"', b'"-0"', b'" 12"', b'"0x10"', b'"NaN"', b'"1e400"', b'""', b'"TRUE"', b'"False"', b'"yes"',
              b'"null"', b'"2023-04-01T12:00:03Z"', b'"2023-04-01T12:00:03.123456789+02:00"', b'"20230401T120003Z"',
              b'"2023-02-30T00:00:00Z"', b'"2023-04-01 12:00:03"', b'"10.0.0.1"', b'"256.1.1.1"', b'"::ffff:10.0.0.1"',
              b'"ec2.amazonaws.com"', b'"9223372036854775808"']
PIECES = [b"a", b"Describe", b" ", b"/", b"\\n", b"\\t", b"\\\"", b"\\\\", b"\\/", b"\\b", b"\\f", b"\\r", b"\\u0000", b"\\u001f",
          b"\\u00e9", b"\\u20AC", b"\\ud83d\\ude00", b"\\ud800", b"\\udc00", b"\\ud800\\u0041", b"\\ud800\\ud800\\udc00",
          "é".encode(), "€".encode(), "😀".encode(), b"{", b"]", b",", b":", b"\x7f", b"x" * 70]
NOT_UTF8 = [b"\xff", b"\xc3", b"\xe2\x82", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\xaf"]
KEYS = [b"a", b"b", b"items", b"tags", b"key", b"id", b"l", b"", b"a.b", b"\\u0061", b"x-amz-acl", "ключ".encode(), b"a\\\\b"]


WORDS = ("0", "7", "-7", "1.5", "22", "443", "1e3", "99999999999999999999", "-", "--", "true", "ACCEPT", "REJECT", "x", "é€😀",
         "10.0.0.1", "2001:db8::1", "256.1.1.1", "eni-0a", "1761704400", "1761704400250", "2025-10-29T02:20:00Z", '"q"', "{", "\\n")


def flow(r, fields, number):
    """A record of a text log: {field: word}, null for what is not there; `start` tells one from the other."""
    values = {name: r.choice(WORDS) for name, _ in fields}
    values["start"] = str(START + number)
    return {name: None if word == "-" else word for name, word in values.items()}


class Generator:
    """`fields`: (path, type) of what is declared; `exact`: nothing that Python reads in another way."""

    def __init__(self, seed, fields, exact=False):
        self.seed, self.r, self.exact = seed, random.Random(seed), exact
        self.tree = {}
        for path, kind in fields:
            node = self.tree
            parts = path.replace("[*]", "").split(".")
            for part in parts[:-1]:
                node = node.setdefault(part, (None, {}))[1]
            node.setdefault(parts[-1], (kind, {}))

    def blank(self):
        return self.r.choice([b""] * 6 + [b" ", b"\t", b" \n "])

    def string(self):
        pieces = [self.r.choice(PIECES) for _ in range(self.r.randrange(6))]
        if not self.exact and self.r.random() < 0.03:
            pieces.append(self.r.choice(NOT_UTF8))
        return b'"' + b"".join(pieces) + b'"'

    def scalar(self):
        return self.r.choice((self.string, lambda: self.r.choice(NUMBERS), lambda: self.r.choice(LITERALS),
                              lambda: self.r.choice(LOOKALIKES)))()

    def fitting(self, kind):
        r = self.r
        if kind == "bool":
            return r.choice(LITERALS)
        if kind == "time":
            return b'"20%02d-0%d-1%dT12:00:03Z"' % (r.randrange(10, 30), r.randrange(1, 10), r.randrange(10))
        if kind == "address":
            return b'"10.%d.%d.1"' % (r.randrange(300), r.randrange(256))
        return self.string() if kind == "string" else self.value(3)

    def array(self, items):
        return b"[" + (self.blank() + b",").join(self.blank() + item for item in items) + self.blank() + b"]"

    def object(self, members):
        """Of (key, value); some keys stand twice, some are written with an escape."""
        out = []
        for key, value in members:
            if key.isalpha() and self.r.random() < 0.03:
                key = b"\\u%04x" % key[0] + key[1:]
            out.append(self.blank() + b'"' + key + b'"' + self.blank() + b":" + self.blank() + value + self.blank())
        return b"{" + b",".join(out) + self.blank() + b"}"

    def value(self, depth):
        r = self.r
        if depth == 0 or r.random() < 0.5:
            return self.scalar()
        if r.random() < 0.4:
            return self.array([self.value(depth - 1) for _ in range(r.randrange(5))])
        wide = 40 if r.random() < 0.03 else 5  # many keys are kept apart in another way than few
        keys = [r.choice(KEYS) + (b"%d" % r.randrange(30) if wide > 5 else b"") for _ in range(r.randrange(wide))]
        return self.object([(key, self.value(depth - 1)) for key in keys])

    def deep(self):
        n = self.r.randrange(60, 120)
        return b'{"a":[' * (n // 2) + b"1" + b"]}" * (n // 2)

    def declared(self, kind, below):
        r = self.r
        if r.random() < 0.15:
            return self.value(2)
        if kind == "json" and r.random() < 0.03:
            return self.deep()
        if not below:
            return self.fitting(kind)
        if kind == "list of record":
            return self.array([self.members(below) for _ in range(r.randrange(4))])
        return self.members(below)

    def members(self, below, always=()):
        r = self.r
        names = [name for name in below if r.random() < 0.6]
        names += [name for name in names if r.random() < 0.05]
        r.shuffle(names)
        out = [(name.encode(), self.declared(*below[name])) for name in names] + list(always)
        out += [(r.choice(KEYS), self.value(3)) for _ in range(r.randrange(3))]
        r.shuffle(out)
        return self.object(out)

    def record(self, i):
        t = START + i
        time = b'"2023-11-%02dT%02d:%02d:%02dZ"' % (1 + t // 86400 % 28, t // 3600 % 24, t // 60 % 60, t % 60)
        below = {name: node for name, node in self.tree.items() if name not in ("eventTime", "eventID")}
        return self.members(below, [(b"eventTime", time), (b"eventID", b'"g%d-%d"' % (self.seed, i))]).replace(b"\n", b" ")


def damaged(r, record):
    """The record with a few bytes changed, so that it is hardly JSON any more."""
    out = bytearray(record)
    for _ in range(r.randrange(1, 4)):
        at = r.randrange(len(out))
        kind = r.randrange(3)
        if kind == 0:
            out[at] = r.choice(b'"{}[],:\\0x\x00\xff ')
        elif kind == 1:
            del out[at:at + r.randrange(1, 4)]
        else:
            out.insert(at, r.choice(b'"{}[],:\\0-e'))
    return bytes(out)
