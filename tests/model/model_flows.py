"""Two more sources of Lurcher's library that the random programs speak of: flow logs and connections."""
from model_values import Schema
from model_vocabulary import ADDRESSES, TRAIL, Vocabulary, paths, values_of

ACCOUNTS = ["111122223333", "444455556666"]
PORTS = [22, 53, 443, "22", 443.0, "any"]
COLUMNS = ("version", "account_id", "interface_id", "srcaddr", "dstaddr", "srcport", "dstport", "protocol", "packets",
           "bytes", "start", "end", "action", "log_status")
# Names that two of the sources have, as fields or as lets of their modules.
SHARED = {"account", "account_id", "accepted", "action", "bytes", "dst_ip", "dst_port", "host", "is_flow", "is_inbound",
          "is_outbound", "packets", "protocol", "region", "rejected", "remote_ip", "src_ip", "src_port", "transport"}
OF_TWO_TYPES = {"protocol"}  # of these, those that are a text in one source and a number in the other


def _field(name):
    return ("field", (name,))


def _is(node, *words):
    return ("in", node, ("const", words), False) if len(words) > 1 else ("cmp", "==", node, ("lit", words[0]))


def _missing(name):
    return ("cmp", "==", _field(name), ("lit", None))


def _call(name, *arguments):
    return ("call", name, arguments)


def _coalesce(*names):
    return _call("coalesce", *map(_field, names))


def _leaves(direction, words, sender, receiver):
    """Whether a flow goes from sender to receiver over the border: by its direction, else by the two addresses."""
    private = _call("ip_private", sender), ("not", _call("ip_private", receiver))
    return ("or", (_is(direction, *words), ("and", (("cmp", "==", direction, ("lit", None)), *private))))


def _other_end(outbound, inbound, sender, receiver):
    return ("if", outbound, receiver, ("if", inbound, sender, ("lit", None)))


def _lets(sender, receiver, direction, out, back, **more):
    outbound, inbound = _leaves(direction, out, sender, receiver), _leaves(direction, back, receiver, sender)
    return {"is_outbound": ("condition", outbound), "is_inbound": ("condition", inbound),
            "remote_ip": ("address", _other_end(outbound, inbound, sender, receiver)),
            "account": ("string", _field("account_id")), **more}


_FLOW_FROM, _FLOW_TO = _coalesce("pkt_srcaddr", "srcaddr"), _coalesce("pkt_dstaddr", "dstaddr")
FLOW_LETS = _lets(
    _FLOW_FROM, _FLOW_TO, _field("flow_direction"), ("egress",), ("ingress",),
    src_ip=("address", _FLOW_FROM), dst_ip=("address", _FLOW_TO), src_port=("int", _field("srcport")),
    dst_port=("int", _field("dstport")), accepted=("condition", _is(_field("action"), "ACCEPT")),
    rejected=("condition", _is(_field("action"), "REJECT")),
    host=("string", _coalesce("instance_id", "resource_id", "interface_id")),
    is_flow=("condition", ("or", (_missing("log_status"), _is(_field("log_status"), "OK")))))

FLOW = Vocabulary(
    Schema("vpc_flow", ("start",), None, {
        "version": "string", "account_id": "string", "interface_id": "string", "srcaddr": "address",
        "dstaddr": "address", "srcport": "int", "dstport": "int", "protocol": "int", "packets": "int", "bytes": "int",
        "start": "time", "end": "time", "action": "string", "log_status": "string", "instance_id": "string",
        "resource_id": "string", "pkt_srcaddr": "address", "pkt_dstaddr": "address", "flow_direction": "string"},
        has=(("srcaddr",), ("dstaddr",)), columns=COLUMNS),
    fields={
        "string": paths("account_id", "interface_id", "action", "log_status", "instance_id", "flow_direction"),
        "int": paths("srcport", "dstport", "protocol", "bytes"), "float": [], "bool": [], "time": paths("start", "end"),
        "ip": [], "address": paths("srcaddr", "dstaddr", "pkt_srcaddr", "pkt_dstaddr"), "json": [], "list": []},
    stars={},
    values=values_of({
        "version": [2, 7], "account_id": ACCOUNTS, "interface_id": ["eni-1", "eni-2"], "srcaddr": ADDRESSES,
        "dstaddr": ADDRESSES, "srcport": PORTS, "dstport": PORTS, "protocol": [6, 17, "6", 1],
        "bytes": [0, 1, 2, 40, "40", 4249, "many"], "end": ["2026-01-05T00:10:00Z", 1767571800],
        "action": ["ACCEPT", "REJECT"], "log_status": ["OK", "NODATA"], "instance_id": ["i-1", "i-2", ""],
        "resource_id": ["r-1"], "pkt_srcaddr": ADDRESSES, "pkt_dstaddr": ADDRESSES,
        "flow_direction": ["ingress", "egress"]}),
    literals=values_of({
        "account_id": ACCOUNTS[:1], "interface_id": ["eni-1"], "srcaddr": ["10.0.0.1"], "dstaddr": ["81.2.69.14"],
        "srcport": [22], "dstport": [22, 443], "protocol": [6], "bytes": [1, 40], "action": ["ACCEPT", "REJECT"],
        "log_status": ["OK"], "instance_id": ["i-1", ""], "flow_direction": ["egress"],
        "start": ["2026-01-05T00:10:00Z", "2026-01-06T00:00:00Z"], "end": ["2026-01-05T00:10:00Z"]}),
    keys=["srcaddr", "dstaddr", "dstport", "action", "account_id", "pkt_dstaddr", "end"], lets=FLOW_LETS,
    serial="packets")

_NETWORK_REFUSED = _is(_call("lower", _field("action")), "blocked", "block", "denied", "deny", "dropped", "drop",
                       "reject", "rejected")
NETWORK_LETS = _lets(
    _field("src_ip"), _field("dst_ip"), _call("lower", _field("direction")), ("outbound", "egress"),
    ("inbound", "ingress"), accepted=("condition", ("not", _NETWORK_REFUSED)), rejected=("condition", _NETWORK_REFUSED),
    protocol_name=("string", _call("lower", _field("protocol"))),
    bytes=("int", ("if", ("and", (_missing("bytes_in"), _missing("bytes_out"))), ("lit", None),
                   ("arith", "+", _call("coalesce", _field("bytes_in"), ("lit", 0)),
                    _call("coalesce", _field("bytes_out"), ("lit", 0))))))

NETWORK = Vocabulary(
    Schema("network", ("time",), None, {
        "time": "time", "host": "string", "user": "string", "process": "string", "command_line": "string",
        "src_ip": "address", "src_port": "int", "dst_ip": "address", "dst_port": "int", "protocol": "string",
        "direction": "string", "action": "string", "bytes_in": "int", "bytes_out": "int", "duration": "float",
        "account_id": "string", "extra": "json"}, has=(("dst_ip",),)),
    fields={
        "string": paths("host", "user", "process", "protocol", "direction", "action", "account_id"),
        "int": paths("src_port", "dst_port", "bytes_in", "bytes_out"), "float": paths("duration"), "bool": [],
        "time": paths("time"), "ip": [], "address": paths("src_ip", "dst_ip"),
        "json": paths("extra.s", "extra.n", "extra.o.x", "extra.odd-key", "extra.flag"), "list": paths("extra.arr")},
    stars={"json": paths("extra.arr[*]", "extra.objs[*].x", "extra.objs[*].y")},
    values=values_of({
        "host": ["web-1", "web-2", "i-1"], "user": ["ann", "bob", ""], "process": ["ssh", "curl"], "src_ip": ADDRESSES,
        "src_port": PORTS, "dst_ip": ADDRESSES, "dst_port": PORTS, "protocol": ["TCP", "tcp", 6, "UDP"],
        "direction": ["outbound", "Inbound", "EGRESS"], "action": ["allowed", "Blocked", "DENY"],
        "bytes_in": [0, 1, "2", 40, "many"], "bytes_out": [0, 5, 1.0], "duration": [0.5, 1.25, 3, "2.5"],
        "account_id": ACCOUNTS}),
    literals=values_of({
        "host": ["web-1"], "user": ["ann", ""], "process": ["ssh"], "src_ip": ["10.0.0.1"], "dst_ip": ["10.0.0.1"],
        "src_port": [22], "dst_port": [22, 443], "protocol": ["tcp", "6"], "direction": ["outbound"],
        "action": ["allowed", "Blocked"], "bytes_in": [1, 2], "bytes_out": [5], "duration": [0.5, 2],
        "account_id": ACCOUNTS[:1], "time": ["2026-01-05T00:10:00Z", "2026-01-06T00:00:00Z"]}),
    keys=["src_ip", "dst_ip", "dst_port", "user", "host", "action", "extra.s", "duration"], json_text=("process",),
    lets=NETWORK_LETS, serial="command_line")

LIBRARY = [TRAIL.schema, FLOW.schema, NETWORK.schema]  # what lurcher knows without being told
