"""Edits of random rules between two parts of a log."""
import os
import re

from model_values import Time, time_text

OVER = "over_"  # how the names of rules over alerts begin


def time_word(time):
    """For --until."""
    return time_text(Time(time))


def write(folder, program, edit):
    """The rule files with each one's text edited, in a folder of their own; gives the arguments for lurcher."""
    for path, text in program.files.items():
        to = os.path.join(folder, "after", path)
        os.makedirs(os.path.dirname(to), exist_ok=True)
        with open(to, "w", encoding="utf-8") as out:
            out.write(edit(text) if path.endswith(".lur") else text)
    return paths(folder, program)


def paths(folder, program):
    return [word for path in program.paths for word in ("-r", os.path.join(folder, "after", path))]


# ---- the rules of a program -------------------------------------------------------


def texts(program):
    """{name: text} of each rule."""
    found = re.finditer(r"^rule (\w+) \{\n.*?^\}", program.text, re.M | re.S)
    return {one.group(1): one.group(0) for one in found}


def names(program):
    return list(texts(program))


def _lets(program):
    found = re.finditer(r"^(?:let|chain) (\w+).*?(?=^\w|\Z)", program.text, re.M | re.S)
    return {one.group(1): one.group(0) for one in found}


def reads(program, name):
    """The text of a rule and of all lets and chains that it reads."""
    lets, out, more = _lets(program), "", [texts(program)[name]]
    while more:
        text = more.pop()
        out += text
        more += [lets.pop(word) for word in sorted(lets) if re.search(rf"\b{word}\b", text)]
    return out


def is_over(name):
    return name.startswith(OVER)


def forgetful(program):
    """Rules over events whose name remembers nothing: no `once`, nothing that waits. None where rules over alerts look
    at names and numbers."""
    if any(map(is_over, names(program))):
        return []
    return [name for name in names(program)
            if "\n    once " not in texts(program)[name] and "absent(" not in reads(program, name)]


def rule_alone(program, rnd):
    """A rule whose match decides all that it knows; None: there is none."""
    good = [name for name in forgetful(program) if not re.search(r"chain |\bseen\(", reads(program, name))
            and "(" in reads(program, name).partition("\n    when ")[2]]
    return rnd.choice(good) if good else None


# ---- edits ------------------------------------------------------------------------


def title(text):
    return re.sub(r'^    title "', '    title "new title of ', text, flags=re.M)


def rename(text, name):
    return re.sub(rf"^rule {name} \{{", f"rule renamed_{name} {{", text, flags=re.M)


def loosen(text):
    text = re.sub(r"\bafter \d+\w+(?=[,)])", "after 0s", text)
    return re.sub(r"\b(min|under) (\d+)(?=[,)])", lambda one: f"{one[1]} {int(one[2]) + 1}", text)


def match(text, name, program):
    """The same events, in other words: no event has this id."""
    source = next(rule.source for rule in program.rules if rule.name == program.prefix + name)
    schema = next(schema for schema in program.schemas() if schema.name == source)
    field = ".".join(schema.id or schema.time)
    condition = f'{field} != "nobody\'s"' if schema.id else f'{field} > time("1900-01-01T00:00:00Z")'
    narrow = lambda one: f"{one[1]}({one[2]}) and {condition}"
    return re.sub(rf"(^rule {name} \{{\n(?:    .*\n)*?    match )(.*)$", narrow, text, flags=re.M)
