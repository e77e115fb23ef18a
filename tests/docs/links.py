"""Links inside of the tree lead somewhere: to a file that is there, and to a heading that is in it."""
import os
import re

LINK = re.compile(r"\]\(([^)\s]+)\)")


def anchor(heading):
    """What a heading is called in a link: small letters, a hyphen for a blank, nothing for other signs."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def prose(lines):
    """Number and text of each line that is not in a fenced block, the number from 1."""
    fenced = False
    for number, line in enumerate(lines, 1):
        if line.startswith("```"):
            fenced = not fenced
        elif not fenced:
            yield number, line


def anchors(path):
    with open(path, encoding="utf-8") as source:
        lines = source.read().split("\n")
    return {anchor(line.lstrip("#")) for _, line in prose(lines) if re.match(r"#+ ", line)}


def dead(path):
    """Each link of a document that leads nowhere, with its line."""
    with open(path, encoding="utf-8") as source:
        lines = source.read().split("\n")
    for number, line in prose(lines):
        for target in LINK.findall(re.sub(r"`[^`]*`", "", line)):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, part = target.partition("#")
            other = os.path.join(os.path.dirname(path), name) if name else path
            if not os.path.exists(other) or (part and part not in anchors(other)):
                yield f"line {number}: {target}"
