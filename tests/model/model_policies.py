"""IAM policies: what a document grants, written from docs/language.md, "Policies", and random documents.

An action that is a pattern is taken for the set of known actions that it fits."""
import ipaddress
import json
import re
import urllib.parse

ACCOUNTS = ("111122223333", "444455556666")
ACTIONS = [f"{service}:{verb}{thing}" for service in ("s3", "iam", "sts", "zz", "s3x")
           for verb in ("Get", "Put", "Pass", "Assume", "Let", "") for thing in ("Object", "Role", "Any", "x")]
PINS = {key.lower() for key in (
    "aws:PrincipalAccount aws:PrincipalArn aws:PrincipalOrgID aws:PrincipalOrgPaths aws:userid kms:CallerAccount "
    "aws:SourceAccount aws:SourceArn aws:SourceOwner aws:SourceOrgID aws:SourceOrgPaths aws:SourceVpc aws:SourceVpcArn "
    "aws:SourceVpce aws:VpceAccount aws:VpceOrgID aws:VpceOrgPaths s3:DataAccessPointAccount "
    "s3:DataAccessPointArn").split()}
EXACT, PATTERNS = {"stringequals", "stringequalsignorecase"}, {"stringlike", "arnequals", "arnlike"}


# ---- reading ----

def _document(text):
    if text.lstrip(" \t\r\n").startswith("%"):
        text = urllib.parse.unquote(text.lstrip(" \t\r\n"))
    try:
        document = json.loads(text)
    except ValueError:
        return None
    if not isinstance(document, dict):
        return None
    statements = _lowered(document).get("statement")
    if isinstance(statements, dict):
        statements = [statements]
    return [_lowered(s) for s in statements if isinstance(s, dict)] if isinstance(statements, list) else None


def _lowered(names):
    return {name.lower(): value for name, value in names.items() if value is not None}


def _texts(value):
    return [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]


def _effect(statement, name):
    return _texts(statement.get("effect"))[:1] and _texts(statement["effect"])[0].lower() == name


# ---- actions ----

def _set_of(pattern):
    regex = re.compile("".join({"*": ".*", "?": "."}.get(c, re.escape(c)) for c in pattern), re.I | re.S)
    return {action for action in ACTIONS if regex.fullmatch(action)}


def _covers_action(statement, action):
    asked = _set_of(action) or {action}
    if "action" in statement:
        return any(asked <= (_set_of(pattern) or {pattern.lower()}) or asked == {pattern} for pattern in
                   _texts(statement["action"]))
    return "notaction" in statement and not any(asked & _set_of(pattern) for pattern in _texts(statement["notaction"]))


# ---- principals ----

def _names(principal):
    """(is it under AWS, the name)"""
    if isinstance(principal, dict):
        return [(kind.lower() == "aws", name) for kind, names in principal.items() for name in _texts(names)]
    return [(True, name) for name in _texts(principal)]


def _account(name):
    if re.fullmatch(r"\d{12}", name):
        return name
    parts = name.split(":", 5)
    return parts[4] if len(parts) == 6 and parts[0] == "arn" and parts[1] else ""


def _has_everyone(principal):
    return any(aws and (name == "*" or set(_account(name)) & set("*?")) for aws, name in _names(principal))


def _names_it(principal, asked):
    """By name: everyone aside."""
    for aws, name in _names(principal):
        if asked == "*":
            return False
        if name == asked:
            return True
        if not aws or not _account(asked) or _account(name) != _account(asked):
            continue
        if not asked.startswith("arn:") or name == _account(asked) or name.endswith(":root"):
            return True
    return False


# ---- conditions ----

def _is_fixed(value, operator):
    if operator == "ipaddress":
        try:
            block = ipaddress.ip_network(value, strict=False)
        except ValueError:
            return False
        return block.prefixlen >= (8 if block.version == 4 else 32)
    if not value or "${" in value:
        return False
    if operator in EXACT or re.fullmatch(r"\d{12}", _account(value)):
        return True
    head = value if value.startswith("arn:") else re.split("[:/]", value)[0]
    return not set(head) & set("*?")


def _pins(statement):
    """For each key that pins, the accounts that it names."""
    condition, found = statement.get("condition"), []
    for operator, keys in (condition.items() if isinstance(condition, dict) else ()):
        operator = re.sub("^foranyvalue:", "", operator.lower())
        for key, values in (keys.items() if isinstance(keys, dict) else ()):
            known = key.lower() == "aws:sourceip" if operator == "ipaddress" else \
                operator in EXACT | PATTERNS and key.lower() in PINS
            values = [f"{v:012d}" if isinstance(v, int) and 0 <= v < 10**12 else v
                      for v in (values if isinstance(values, list) else [values])]
            if known and values and all(isinstance(v, str) and _is_fixed(v, operator) for v in values):
                found.append({_account(v) for v in values if re.fullmatch(r"\d{12}", _account(v))})
    return found


# ---- the functions ----

def _is_denied(statements, allow, action):
    return any(_effect(s, "deny") and not s.get("condition") and _covers_action(s, action)
               and "notprincipal" not in s and ("principal" not in s or _has_everyone(s["principal"]))
               and (_all_resources(s) or ("resource" in s and s["resource"] == allow.get("resource")))
               for s in statements)


def _all_resources(statement):
    if "resource" in statement:
        return bool({"*", "*:*"} & set(_texts(statement["resource"])))
    return not statement.get("notresource")


def _everyone_meant(statement, spared):
    """Is everyone meant, but for those whom `spared` is true for?"""
    if "principal" in statement:
        return _has_everyone(statement["principal"])
    others = statement.get("notprincipal")
    return others is not None and not _has_everyone(others) and not spared(others)


def _is_for(statement, asked):
    if _names_it(statement.get("principal"), asked):
        return True
    if not _everyone_meant(statement, lambda names: _names_it(names, asked)):
        return False
    pins = _pins(statement)
    naming = [accounts for accounts in pins if accounts]
    return not pins or (bool(naming) and bool(_account(asked)) and all(_account(asked) in a for a in naming))


def grants(text, action, principal=None):
    statements = _document(text)
    return None if statements is None else any(
        _effect(s, "allow") and _covers_action(s, action) and (principal is None or _is_for(s, principal))
        and not _is_denied(statements, s, action) for s in statements)


def _is_for_other(statement, account):
    named = {_account(name) for aws, name in _names(statement.get("principal")) if aws}
    if any(re.fullmatch(r"\d{12}", a) and a != account for a in named):
        return True
    pins = _pins(statement)
    return _everyone_meant(statement, lambda names: False) and (
        not pins or any(accounts - {account} for accounts in pins))


def grants_other_account(text, account):
    statements = _document(text)
    return None if statements is None else any(
        _effect(s, "allow") and (s.get("action") not in (None, []) or ("action" not in s and "notaction" in s))
        and _is_for_other(s, account) and not _is_denied(statements, s, "*") for s in statements)


def grants_admin(text):
    statements = _document(text)
    return None if statements is None else any(
        _effect(s, "allow") and ("resource" in s or "notresource" in s) and _all_resources(s) and _covers_action(s, "*")
        and not _is_denied(statements, s, "*") for s in statements)


def policy_principals(text):
    statements = _document(text)
    return None if statements is None else sorted(
        {name for s in statements if _effect(s, "allow") for _, name in _names(s.get("principal"))})


# ---- random documents ----

ASKED_ACTIONS = ("s3:GetObject", "S3:getobject", "s3:*", "s3:Get*", "*", "*:*", "iam:PassRole", "iam:*",
                 "sts:AssumeRole")
PATTERN_POOL = ("*", "*:*", "s3:*", "s3:Get*", "s3:GetObject", "S3:getobject", "s3:?etObject", "iam:*", "iam:Pass*",
                "*:Get*", "sts:AssumeRole", "nothing", "s3:*x")
ROLE = "arn:aws:iam::111122223333:role/x"
NAMES = ("*", ROLE, "arn:aws:iam::*:root", "AIDACKCEVSQ6C2EXAMPLE", "arn:aws:iam::cloudfront:user/E1",
         *ACCOUNTS, *(f"arn:aws:iam::{account}:root" for account in ACCOUNTS))
ASKED_NAMES = ("*", ROLE, "arn:aws:iam::111122223333:role/y", "lambda.amazonaws.com",
               "AIDACKCEVSQ6C2EXAMPLE") + ACCOUNTS
CONDITION_KEYS = ("aws:PrincipalAccount", "AWS:principalarn", "aws:SourceArn", "aws:PrincipalOrgID",
                  "aws:PrincipalOrgPaths", "aws:userid", "sts:ExternalId", "aws:SourceIp")
CONDITION_VALUES = ACCOUNTS + (ROLE, "arn:aws:iam::*:role/x", "arn:aws:sns:*:444455556666:*", "arn:aws:s3:::b",
                               "arn:aws:s3:::b*", "*", "o-1", "o-*", "o-1/r-1/*", "AROA1:*", "${aws:username}",
                               "", 444455556666, 5, -5)
BLOCKS = ("192.0.2.0/24", "10.1.2.3/8", "0.0.0.0/0", "128.0.0.0/1", "2001:db8::/32", "::/0", "198.51.100.7", "home")
OPERATORS = ("StringEquals", "StringLike", "ArnLike", "ForAnyValue:StringLike", "StringEqualsIfExists",
             "StringNotEquals", "ForAllValues:StringEquals", "stringequals")


def _one_or_more(rnd, items):
    some = [rnd.choice(items) for _ in range(rnd.choice((0, 1, 1, 2)))]
    return some if rnd.random() < 0.5 or not some else some[0]


def _condition(rnd):
    out = {}
    for _ in range(rnd.choice((0, 1, 1, 2))):
        if rnd.random() < 0.25:
            out["IpAddress"] = {"aws:SourceIp": _one_or_more(rnd, BLOCKS)}
        else:
            out.setdefault(rnd.choice(OPERATORS), {})[rnd.choice(CONDITION_KEYS)] = _one_or_more(rnd, CONDITION_VALUES)
    return out


def _principal(rnd):
    kinds = {"AWS": NAMES, "Service": ("lambda.amazonaws.com", "*"), "Federated": ("accounts.google.com", ROLE)}
    if rnd.random() < 0.35:
        return rnd.choice(("*", {"AWS": "*"}, {"AWS": ["*"]}, {"aws": "*"}))
    return {kind: _one_or_more(rnd, names) for kind, names in kinds.items()
            if rnd.random() < (0.8 if kind == "AWS" else 0.2)}


def _statement(rnd):
    out = {"Sid": "x", "Effect": rnd.choice(("Allow", "Allow", "Allow", "Deny", "allow"))}
    out[rnd.choice(("Action", "Action", "Action", "action", "NotAction"))] = _one_or_more(rnd, PATTERN_POOL)
    if rnd.random() < 0.75:
        out[rnd.choice(("Principal", "Principal", "Principal", "NotPrincipal"))] = _principal(rnd)
    if rnd.random() < 0.8:
        out[rnd.choice(("Resource",) * 5 + ("NotResource",))] = _one_or_more(rnd, ("*", "*", "arn:aws:s3:::b/*"))
    if rnd.random() < 0.4:
        out["Condition"] = _condition(rnd)
    return out


def random_policy(rnd):
    """The text of a document; now and then URL-encoded, or none."""
    statements = [_statement(rnd) for _ in range(rnd.choice((1, 1, 2, 3)))]
    if rnd.random() < 0.05:
        return rnd.choice(("", "{}", "nope", '{"Statement":"x"}', "[]"))
    if len(statements) == 1 and rnd.random() < 0.5:
        statements = statements[0]
    text = json.dumps({"Version": "2012-10-17", "Statement": statements})
    return urllib.parse.quote(text) if rnd.random() < 0.15 else text
