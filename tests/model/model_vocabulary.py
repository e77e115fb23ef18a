"""The two sources that the random programs speak of: their fields, and values for them.

Few values, so that they meet each other; some that are missing, null, or of a wrong kind."""
from model_values import Schema

# Words for values of json fields, and for what is compared with them.
JSON_WORDS = ("s1", "s2", "x", "role/a")


# Texts of a field, some of them JSON.
JSON_TEXTS = ['{"x":"s1","deep":[1,{"y":2}]}', '{"x":2, "x":"s2"}', '["s1","s2",1.0]', ' 5 ', '"s1"', "true", "null", "nope",
              '{"x":', ""]


class Vocabulary:
    """fields: {type: paths}; stars: {type: paths with a star}; values: {path: JSON values of a record};
    literals: {path: constants that rules compare it with}; json_text: a path whose text may be JSON;
    block: the text of the source block, where it is not of the library; lets: {name: (type, expression)} of the library
    that rules may use; serial: the field whose value no other record has, where the id is made of the record's text."""

    def __init__(self, schema, fields, stars, values, literals, keys, json_text=None, block="", lets=None, serial=None):
        self.schema, self.fields, self.stars, self.values = schema, fields, stars, values
        self.literals, self.keys, self.json_text, self.block = literals, keys, json_text, block
        self.lets, self.serial = lets or {}, serial


def path_of(text):
    """"a.b[*].c" as a path."""
    out = []
    for part in text.split("."):
        name, *indexes = part.replace("]", "").split("[")
        out.append(name)
        out += ["*" if index == "*" else int(index) for index in indexes]
    return tuple(out)


def paths(*texts):
    return [path_of(text) for text in texts]


def values_of(rows):
    """{path: values} of {text: values}."""
    return {path_of(name): values for name, values in rows.items()}


TOY_BLOCK = """source toy {
    doc      "events of a test"
    time     at
    id       uid
    index    kind
    envelope Records[*], detail
    fields {
        at    time   "when"
        uid   string "which"
        kind  string "of which kind"
        name  string "a name"
        match string "a reserved word"
        blob  string "JSON in a text"
        n     int    "a whole number"
        f     float  "a number"
        b     bool   "a truth"
        at2   time   "another time"
        ip    ip     "an ip"
        addr  address "an address"
        j     json   "anything"
        rec   record "a record" {
            a   string "text in it"
            n   int    "a number in it"
            sub record "a record in it" {
                s string "text in that"
            }
        }
        tags  list of string "texts"
        nums  list of int "numbers"
        items list of record "records" {
            k  string "text"
            n  int    "number"
            ok bool   "truth"
        }
    }
}
"""
TOY_SCHEMA = Schema("toy", ("at",), ("uid",), {
    "at": "time", "uid": "string", "kind": "string", "name": "string", "match": "string", "blob": "string", "n": "int", "f": "float",
    "b": "bool",
    "at2": "time", "ip": "ip", "addr": "address", "j": "json",
    "rec": {"a": "string", "n": "int", "sub": {"s": "string"}},
    "tags": ["string"], "nums": ["int"], "items": [{"k": "string", "n": "int", "ok": "bool"}]})

ADDRESSES = ["10.0.0.1", "10.0.7.2", "198.51.100.20", "81.2.69.14", "81.2.70.1", "2a02:1::5", "ec2.amazonaws.com",
             "AWS Internal"]
BLOCKS = ["10.0.0.0/8", "10.0.0.0/24", "81.2.69.0/24", "2a02::/16", "198.51.100.20", "ec2.amazonaws.com"]
JSON_FIELDS = {
    "s": list(JSON_WORDS) + [7, True], "n": [0, 1, 2, 5, -3, 2.5, "2", 1.0, 2.0], "flag": [True, False, "true", 1],
    "o": [{"x": "s1"}, {"x": 2}, {}, "s1"],
    "odd-key": ["s1", "s2"], "arr": [["s1", "x"], [1, 2, "s2"], [], [{"x": "s1"}], "s1"],
    "objs": [[{"x": "s1", "y": 1}, {"x": "s2"}], [{"x": "s1", "y": 2}], [], [1]],
}

TOY = Vocabulary(
    TOY_SCHEMA,
    fields={
        "string": paths("kind", "name", "match", "rec.a", "rec.sub.s", "items[0].k", "tags[1]"),
        "int": paths("n", "rec.n", "nums[0]", "items[1].n"), "float": paths("f"), "bool": paths("b", "items[0].ok"),
        "time": paths("at", "at2"), "ip": paths("ip"), "address": paths("addr"),
        "json": paths("j.s", "j.n", "j.o.x", "j.odd-key", "j.arr[0]", "j.flag"),
        "list": paths("tags", "j.arr"),
    },
    stars={"string": paths("tags[*]", "items[*].k"), "int": paths("nums[*]", "items[*].n"),
           "bool": paths("items[*].ok"),
           "json": paths("j.arr[*]", "j.objs[*].x", "j.objs[*].y")},
    values=values_of({
        "kind": ["a", "b", "c"], "name": ["ann", "bob", "Ann", "r\u00e9n\u00e9", "", 12], "match": ["m1", "m2"],
        "n": [0, 1, 2, 3, 5, -4, "7", 1.0, 2.5, "3.0"], "blob": JSON_TEXTS,
        "f": [0.5, 1.25, 2.25, -1.5, 3, "2.5"], "b": [True, False, "true", "FALSE", "yes"],
        "at2": ["2026-01-05T00:00:00Z", "2026-01-05T10:30:00+02:00", "20260106T010000Z", "1969-12-31T23:00:00Z",
                "not a time", 5],
        "ip": ["10.0.0.1", "192.0.2.7", "2001:db8::1", "2001:0db8:0:0::1", "81.2.69.14", "10.0.0.300", "x"],
        "addr": ADDRESSES,
        "rec.a": ["x", "y", "x y", "X"], "rec.n": [1, 2, 10], "rec.sub.s": ["deep", "Deep", "1"]}),
    literals=values_of({
        "kind": ["a", "b", "d"], "name": ["ann", "r\u00e9n\u00e9", ""], "match": ["m1"], "n": [0, 1, 3, -4],
        "f": [0.5, 2, 2.25], "rec.a": ["x", "x y"],
        "rec.n": [2, 5], "rec.sub.s": ["deep", "1"], "at": ["2026-01-05T00:10:00Z", "2026-01-06T00:00:00Z"],
        "at2": ["2026-01-05T08:30:00Z", "2026-01-06T00:00:00Z"],
        "ip": ["10.0.0.1", "2001:db8::1"], "addr": ["10.0.0.1", "AWS Internal"], "tags[1]": ["t1"],
        "items[0].k": ["k1"], "nums[0]": [1, 2], "items[1].n": [1],
        "tags[*]": ["t1", "t2"], "nums[*]": [1, 2, 9], "items[*].k": ["k1", "k2"], "items[*].n": [1, 2]}),
    keys=["kind", "name", "rec.a", "n", "b", "addr", "ip", "j.s", "at2", "f"], json_text=("blob",), block=TOY_BLOCK)

TRAIL_SCHEMA = Schema("cloudtrail", ("eventTime",), ("eventID",), {
    "eventTime": "time", "eventID": "string", "eventSource": "string", "eventName": "string", "awsRegion": "string",
    "errorCode": "string",
    "sourceIPAddress": "address", "userAgent": "string", "readOnly": "bool", "managementEvent": "bool",
    "recipientAccountId": "string",
    "requestParameters": "json", "responseElements": "json", "userIdentity": {
        "type": "string", "arn": "string", "accessKeyId": "string", "userName": "string", "sessionContext": {
            "sessionIssuer": {"arn": "string"}, "attributes": {"creationDate": "time", "mfaAuthenticated": "bool"}}},
    "resources": [{"ARN": "string", "accountId": "string", "type": "string"}]})

# Names of stdlib/cloudtrail.lur that a trail's rules use, as docs/language.md explains them.
def _shown(field):
    return ("if", ("in", field, ("const", ("",)), False), ("lit", None), field)


TRAIL_LETS = {
    "action": ("string", ("field", ("eventName",))),
    "service": ("string", ("call", "trim_suffix", (("field", ("eventSource",)), ("lit", ".amazonaws.com")))),
    "region": ("string", _shown(("field", ("awsRegion",)))),
    "error": ("string", _shown(("field", ("errorCode",)))),
}

TRAIL = Vocabulary(
    TRAIL_SCHEMA,
    fields={
        "string": paths("eventName", "eventSource", "awsRegion", "errorCode", "userIdentity.type", "userIdentity.arn",
                        "userIdentity.accessKeyId",
                        "userIdentity.sessionContext.sessionIssuer.arn", "resources[0].ARN"),
        "int": [], "float": [], "bool": paths("readOnly", "userIdentity.sessionContext.attributes.mfaAuthenticated"),
        "time": paths("eventTime", "userIdentity.sessionContext.attributes.creationDate"), "ip": [],
        "address": paths("sourceIPAddress"),
        "json": paths("requestParameters.s", "requestParameters.n", "requestParameters.o.x",
                      "requestParameters.odd-key", "responseElements.flag"),
        "list": paths("requestParameters.arr"),
    },
    stars={"string": paths("resources[*].ARN", "resources[*].accountId", "resources[*].type"), "int": [], "bool": [],
           "json": paths("requestParameters.arr[*]", "requestParameters.objs[*].x")},
    values=values_of({
        "eventName": ["GetObject", "PutObject", "AssumeRole"],
        "eventSource": ["s3.amazonaws.com", "sts.amazonaws.com", "ec2.amazonaws.com", "odd.example"],
        "awsRegion": ["eu-west-1", "us-east-1", ""],
        "errorCode": ["AccessDenied", "NoSuchKey", ""], "sourceIPAddress": ADDRESSES,
        "userAgent": JSON_TEXTS, "readOnly": [True, False, "true"], "recipientAccountId": ["111122223333", "444455556666"],
        "userIdentity.type": ["AssumedRole", "IAMUser", "AWSService"],
        "userIdentity.arn": ["arn:aws:iam::111122223333:user/ann", "arn:aws:sts::111122223333:assumed-role/r/s",
                             "arn:aws:iam::444455556666:user/bob"],
        "userIdentity.accessKeyId": ["AKIA1", "ASIA2"],
        "userIdentity.sessionContext.sessionIssuer.arn": ["arn:aws:iam::111122223333:role/r"],
        "userIdentity.sessionContext.attributes.creationDate": ["2026-01-05T00:00:00Z", "2026-01-05T12:00:00Z"],
        "userIdentity.sessionContext.attributes.mfaAuthenticated": ["true", "false", True]}),
    literals=values_of({
        "eventName": ["GetObject", "AssumeRole"], "eventSource": ["s3.amazonaws.com"], "awsRegion": ["eu-west-1", ""],
        "errorCode": ["AccessDenied"],
        "sourceIPAddress": ["10.0.0.1", "AWS Internal"], "userIdentity.type": ["IAMUser", "AssumedRole"],
        "userIdentity.arn": ["arn:aws:iam::111122223333:user/ann"],
        "userIdentity.accessKeyId": ["AKIA1"],
        "userIdentity.sessionContext.sessionIssuer.arn": ["arn:aws:iam::111122223333:role/r"],
        "eventTime": ["2026-01-05T00:10:00Z", "2026-01-06T00:00:00Z"],
        "userIdentity.sessionContext.attributes.creationDate": ["2026-01-05T06:00:00Z"],
        "resources[0].ARN": ["arn:aws:s3:::one"], "resources[*].ARN": ["arn:aws:s3:::one", "arn:aws:s3:::two"],
        "resources[*].accountId": ["111122223333"], "resources[*].type": ["AWS::S3::Object", "AWS::S3::Bucket"]}),
    keys=["eventName", "userIdentity.arn", "sourceIPAddress", "awsRegion", "readOnly", "requestParameters.s",
          "userIdentity.accessKeyId"], json_text=("userAgent",), lets=TRAIL_LETS)
