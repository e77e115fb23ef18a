#!/usr/bin/env python3
"""A writer of MaxMind DB files: enough of format version 2.0 for samples and tests.

As a tool it turns JSON into a database:

    tests/sample/mmdb.py TABLE.json OUT.mmdb

TABLE.json: {"database_type": "Sample-Country", "description": "…",
             "networks": {"81.2.69.0/24": {"country_code": "GB"}, "2001:470::/32": {…}}}

A more specific network wins over the one around it. The same input gives the same
bytes: the build time in the metadata is a constant."""
import ipaddress
import json
import struct
import sys

MARKER = b"\xab\xcd\xefMaxMind.com"
RECORD_BITS = 28
BUILD_EPOCH = 1788220800  # 2026-09-01T00:00:00Z

# Type numbers of the format.
DOUBLE, UTF8, UINT16, UINT32, MAP, INT32, UINT64, ARRAY, BOOLEAN = 3, 2, 5, 6, 7, 8, 9, 11, 14

# Where IPv4 stands in a tree of IPv6 addresses, and the other prefixes under which it may be looked up.
IPV4_PREFIX = "::/96"
IPV4_ALIASES = ("::ffff:0:0/96", "2001::/32", "2002::/16")


class UInt16(int):
    """A number that is written as uint16 (others as uint32 or uint64)."""


class UInt64(int):
    """A number that is written as uint64."""


def _control(kind, size):
    """The control bytes of a value: its type and its size."""
    if size < 29:
        extra, low = b"", size
    elif size < 285:
        extra, low = bytes([size - 29]), 29
    elif size < 65821:
        extra, low = struct.pack(">H", size - 285), 30
    else:
        extra, low = (size - 65821).to_bytes(3, "big"), 31
    if kind > 7:
        return bytes([low, kind - 7]) + extra
    return bytes([kind << 5 | low]) + extra


def _uint(kind, value):
    body = int(value).to_bytes(8, "big").lstrip(b"\0")
    return _control(kind, len(body)) + body


def encode(value):
    """The bytes of one value, without pointers."""
    if isinstance(value, bool):
        return _control(BOOLEAN, int(value))
    if isinstance(value, str):
        body = value.encode("utf-8")
        return _control(UTF8, len(body)) + body
    if isinstance(value, float):
        return _control(DOUBLE, 8) + struct.pack(">d", value)
    if isinstance(value, int):
        if value < 0:
            return _control(INT32, 4) + struct.pack(">i", value)
        wide = isinstance(value, UInt64) or value >= 1 << 32
        return _uint(UINT64 if wide else UINT16 if isinstance(value, UInt16) else UINT32, value)
    if isinstance(value, dict):
        return _control(MAP, len(value)) + b"".join(encode(key) + encode(item) for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return _control(ARRAY, len(value)) + b"".join(encode(item) for item in value)
    raise TypeError(f"a database cannot hold {value!r}")


class Tree:
    """The search tree: nodes of two records. A record is None, a node's number, or ("data", index)."""

    def __init__(self):
        self.nodes = [[None, None]]

    def _node(self):
        self.nodes.append([None, None])
        return len(self.nodes) - 1

    def _descend(self, node, bit):
        """The node below; what a wider network said is handed down to both halves."""
        below = self.nodes[node][bit]
        if not isinstance(below, int):
            child = self._node()
            self.nodes[child] = [below, below]
            self.nodes[node][bit] = child
            below = child
        return below

    def _walk(self, network):
        bits, length = _bits(network)
        node = 0
        for position in range(length - 1):
            node = self._descend(node, bits >> (127 - position) & 1)
        return node, bits >> (128 - length) & 1

    def put(self, network, record):
        node, bit = self._walk(network)
        self.nodes[node][bit] = record

    def node_at(self, network):
        node, bit = self._walk(network)
        return self._descend(node, bit)


def _bits(network):
    """A network as 128 bits and a length; IPv4 is put where the format has it."""
    network = ipaddress.ip_network(network)
    value, length = int(network.network_address), network.prefixlen
    return (value, length + 96) if network.version == 4 else (value, length)


def _records(tree, offsets):
    """The tree as bytes, 7 for a node."""
    count = len(tree.nodes)

    def number(record):
        if record is None:
            return count
        if isinstance(record, int):
            return record
        return count + 16 + offsets[record[1]]

    out = bytearray()
    for node in tree.nodes:
        left, right = (number(record) for record in node)
        if max(left, right) >= 1 << RECORD_BITS:
            raise ValueError("the database is too large")
        out += (left & 0xFFFFFF).to_bytes(3, "big")
        out += bytes([(left >> 24) << 4 | right >> 24])
        out += (right & 0xFFFFFF).to_bytes(3, "big")
    return bytes(out)


def _metadata(database_type, description, nodes):
    return MARKER + encode({
        "binary_format_major_version": UInt16(2),
        "binary_format_minor_version": UInt16(0),
        "build_epoch": UInt64(BUILD_EPOCH),
        "database_type": database_type,
        "description": {"en": description},
        "ip_version": UInt16(6),
        "languages": ["en"],
        "node_count": nodes,
        "record_size": UInt16(RECORD_BITS),
    })


def database(networks, database_type, description):
    """networks: {"192.0.2.0/24": value}. Returns the bytes of the file."""
    tree = Tree()
    section, offsets, places = bytearray(), [], {}
    by_width = sorted(networks.items(), key=lambda item: (_bits(item[0])[1], _bits(item[0])[0]))
    for network, value in by_width:
        body = encode(value)
        if body not in places:  # equal values stand once
            places[body] = len(offsets)
            offsets.append(len(section))
            section += body
        tree.put(network, ("data", places[body]))
    ipv4 = tree.node_at(IPV4_PREFIX)
    for alias in IPV4_ALIASES:
        tree.put(alias, ipv4)
    return (_records(tree, offsets) + bytes(16) + bytes(section)
            + _metadata(database_type, description, len(tree.nodes)))


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as source:
        table = json.load(source)
    with open(sys.argv[2], "wb") as out:
        out.write(database(table["networks"], table["database_type"], table.get("description", "")))


if __name__ == "__main__":
    main()
