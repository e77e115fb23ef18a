"""The text of an expression: with no more parentheses than the precedence needs."""
from model_values import SECOND, Duration

OR, AND, NOT, COMPARE, ADD, MULTIPLY, MINUS, POSTFIX = range(1, 9)
RESERVED = {"match", "tags"}  # heads of paths in our schemas that need backquotes
UNITS = (("w", 604800), ("d", 86400), ("h", 3600), ("m", 60), ("s", 1))


def quote(text):
    out = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    return '"' + "".join(c if c.isprintable() else f"\\u{{{ord(c):x}}}" for c in out) + '"'


def duration(micros):
    if micros is None:
        return "forever"
    seconds = micros // SECOND
    out = ""
    for unit, size in UNITS:
        if seconds >= size:
            out += f"{seconds // size}{unit}"
            seconds %= size
    return out or "0s"


def share(value):
    return f"{value * 100:g}%"


def literal(value):
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, Duration):
        return duration(value)
    return quote(value) if isinstance(value, str) else repr(value)


def path(steps):
    out = f"`{steps[0]}`" if steps[0] in RESERVED else steps[0]
    for step in steps[1:]:
        if step == "*":
            out += "[*]"
        elif isinstance(step, int):
            out += f"[{step}]"
        else:
            out += f".{step}" if step.replace("_", "a").isalnum() else f"[{quote(step)}]"
    return out


def _regex(text, without_case):
    return "/" + text.replace("/", "\\/") + ("/i" if without_case else "/")


def _items(items, brackets):
    if items[0] == "list":
        return items[1]
    if items[0] == "bare":
        return quote(items[1])
    if items[0] != "const":
        return render(items, ADD)
    parts = [_regex(*item) if isinstance(item, tuple) else literal(item) for item in items[1]]
    return brackets[0] + ", ".join(parts) + brackets[1]


def _pattern(items):
    """One pattern stands without brackets."""
    text = _items(items, "()")
    return text[1:-1] if items[0] == "const" and len(items[1]) == 1 else text


def _call(name, arguments):
    return f"{name}({', '.join(render(argument) for argument in arguments)})"


def _not_word(node):
    return "not " if node[3] else ""


def _form(node):
    """The text of a node and how tightly it binds."""
    kind = node[0]
    if kind == "lit":
        negative = isinstance(node[1], (int, float)) and not isinstance(node[1], bool) and node[1] < 0
        return literal(node[1]), MINUS if negative else POSTFIX
    if kind == "field":
        return ".".join(node[2:] + (path(node[1]),)), POSTFIX
    if kind == "param":
        return node[1], POSTFIX
    if kind == "let":
        return (_call(node[1], node[2]) if node[2] else node[1]), POSTFIX
    if kind == "chain":
        return node[1], POSTFIX
    if kind == "not":
        return "not " + render(node[1], NOT), NOT
    if kind in ("and", "or"):
        mine = AND if kind == "and" else OR
        return f" {kind} ".join(render(part, mine + 1) for part in node[1]), mine
    if kind == "cmp":
        return f"{render(node[2], ADD)} {node[1]} {render(node[3], ADD)}", COMPARE
    if kind == "in":
        brackets = "[]" if len(node[2][1]) == 2 else "()"  # ("a") is a list of one here
        return f"{render(node[1], ADD)} {_not_word(node)}in {_items(node[2], brackets)}", COMPARE
    if kind in ("like", "ilike", "matches"):
        return f"{render(node[1], ADD)} {_not_word(node)}{kind} {_pattern(node[2])}", COMPARE
    if kind == "contains":
        return f"{render(node[1], ADD)} contains {render(node[2], ADD)}", COMPARE
    if kind == "arith":
        mine = ADD if node[1] in "+-" else MULTIPLY
        return f"{render(node[2], mine)} {node[1]} {render(node[3], mine + 1)}", mine
    if kind == "neg":
        return "-" + render(node[1], POSTFIX), MINUS
    if kind == "if":
        return _call("if", node[1:]), POSTFIX
    if kind == "call":
        return _call(node[1], node[2]), POSTFIX
    if kind in ("any", "all"):
        return _call(kind, node[1:]), POSTFIX
    if kind == "item":
        return f"{render(node[1], POSTFIX)}[{node[2]}]", POSTFIX
    if kind == "member":
        return f"{render(node[1], POSTFIX)}.{node[2]}", POSTFIX
    if kind == "geo":
        return f"geo({render(node[1])}).{node[2]}", POSTFIX
    assert kind == "prim", kind
    return node[1].text, POSTFIX


def render(node, tightest=OR):
    """The text; in parentheses when it binds looser than its place needs."""
    text, binds = _form(node)
    return text if binds >= tightest else f"({text})"


def _key(part):
    """A part of a key; of two events: what it is of each."""
    return f"{render(part[1], ADD)} == {render(part[2], ADD)}" if part[0] == "pair" else render(part)


def primitive(p):
    """The text of a primitive: measured or looked for, for whom, where, options."""
    measured = ", ".join(render(x) for x in p.v)
    head = [part for part in ((p.measure if p.measure else ""), measured) if part]
    if p.pred:
        head.append(render(p.pred) + (f" from {p.source}" if p.source else ""))
    if p.k:
        head.append("for " + ", ".join(map(_key, p.k)))
    if p.where:
        head.append("where " + render(p.where))
    parts = [" ".join(head)] if head else []
    for name, value in p.written.items():
        text = (share(value) if name == "below" else duration(value)
                if name in ("within", "after", "per") else f"{value:g}")
        parts.append(f"{name} {text}")
    return f"{p.kind}({', '.join(parts)})"


def title(parts):
    return "".join(part.replace("{", "{{").replace("}", "}}") if isinstance(part, str) else "{" + render(part) + "}"
                   for part in parts)


def rule(r):
    lines = [f"rule {r.name} {{"] + ["    from alerts"] * r.over_alerts + [f"    from {r.source}"] * r.says_source
    if r.title:
        lines.append(f"    title {quote(title(r.title))}")
    lines.append(f"    severity {r.severity}")
    if r.risk is not None:
        lines.append(f"    risk {r.risk}")
    if r.attack:
        lines.append("    attack " + ", ".join(r.attack))
    if r.tags:
        lines.append("    tags " + ", ".join(map(quote, r.tags)))
    lines.append("    match " + render(r.match))
    if r.when:
        lines.append("    when " + render(r.when))
    if r.show:
        shows = [render(node) if render(node) == name else f"{render(node)} as {name}" for name, node in r.show]
        lines.append("    show " + ", ".join(shows))
    if r.once:
        lines.append(f"    once per {', '.join(render(node) for node in r.once[0])} every {duration(r.once[1])}")
    return "\n".join(lines + ["}"])


def let(name, parameters, body):
    return f"let {name}{'(' + ', '.join(parameters) + ')' if parameters else ''} = {render(body)}"


def chain(name, c, source=None):
    """source: its name, where it must be said."""
    clauses = (("value", c.value), ("key", c.key), ("issued", c.issued), ("until", c.until), ("match", c.match))
    lines = [f"    from {source}"] * bool(source) + [f"    {word} {render(node)}" for word, node in clauses if node]
    return "\n".join([f"chain {name} {{", '    doc "what is handed on"'] + lines + ["}"])


def named_list(name, items):
    return f"list {name} = [{', '.join(literal(item) for item in items)}]"
