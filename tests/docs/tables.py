"""Tables that stand in the documents and come from the program's own tables:
between <!-- NAME: begin --> and <!-- NAME: end -->."""
import os
import re

OPTION_TYPES = {"DURATION": "duration", "WINDOW": "duration or `forever`", "SHARE": "share", "INT": "whole number",
                "NUMBER": "number"}


def read(top, *path):
    with open(os.path.join(top, *path), encoding="utf-8") as source:
        return source.read()


def literals(text):
    """The value of adjacent C string literals."""
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text)).replace('\\"', '"').replace("\\\\", "\\")


def functions(top):
    rows = ["| function | gives | |", "|---|---|---|"]
    pattern = r'^FUNCTION\(\s*\w+,\s*"([^"]*)",\s*"([^"]*)",\s*(.*?),\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)'
    found = re.findall(pattern, read(top, "lang", "function.def"), re.M | re.S)
    for name, params, rest, doc in found:
        gives = re.search(r"RESULT_(\w+)", rest).group(1).lower()
        rows.append(f"| `{name}({params.replace('|', ' or ')})` | {gives} | {literals(doc)} |")
    return rows


def options(top):
    takes = {}
    for name, bits in re.findall(r'^PRIMITIVE\(\w+, "(\w+)",.*?\d, \d,\s*(.*?), [^,]*,\s*"', read(top, "lang", "primitive.def"),
                                 re.M | re.S):
        for option in re.findall(r"OPT\((\w+)\)", bits):
            takes.setdefault(option, []).append(f"`{name}`")
    rows = ["| option | value | taken by | |", "|---|---|---|---|"]
    for option, name, kind, doc in re.findall(r'^OPTION\((\w+), "(\w+)", OPTION_TYPE_(\w+), "(.*)"\)', read(top, "lang", "option.def"),
                                              re.M):
        rows.append(f"| `{name}` | {OPTION_TYPES[kind]} | {', '.join(takes.get(option, []))} | {doc} |")
    return rows


def diagnostics(top):
    rows = ["| code | name | |", "|---|---|---|"]
    for code, slug, title in re.findall(r'^DIAG\((\w+), DIAG_\w+, "([^"]*)",\s*"((?:[^"\\]|\\.)*)"', read(top, "lang", "diag.def"), re.M):
        title = title.replace('\\"', '"').replace("|", "\\|")
        rows.append(f"| {code} | `{slug}` | {title} |")
    return rows


TABLES = {"functions": functions, "options": options, "diagnostics": diagnostics}


def check(lines, top, _lurcher, update):
    """(name, found, wanted) of each table of the document; with update, `lines` are changed."""
    answers = []
    for name, make in TABLES.items():
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        if begin not in lines:
            continue
        first, last = lines.index(begin) + 1, lines.index(end)
        wanted = [""] + make(top) + [""]
        if update:
            lines[first:last] = wanted
            answers.append((name, wanted, wanted))
        else:
            answers.append((name, lines[first:last], wanted))
    return answers
