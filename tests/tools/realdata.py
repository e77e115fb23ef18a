"""The real data beside the tree (../shared/data; its README says what is what). Some sets are in a
form that CloudTrail has; in the others events stand inside test cases, and are taken out here."""
import glob
import json
import os

TOP = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
DATA = os.path.join(TOP, "..", "shared", "data")


def is_here():
    return os.path.isdir(DATA)


def path(*names):
    return os.path.join(DATA, *names)


def rows(*names):
    with open(path(*names), encoding="utf-8") as source:
        return [json.loads(line) for line in source]


def streamalert():
    out = []
    for name in sorted(glob.glob(path("streamalert", "**", "*.json"), recursive=True)):
        with open(name, encoding="utf-8") as source:
            out += [case["data"] for case in json.load(source)]
    return out


def panther(kind):
    return [row["event"] for row in rows("panther", f"panther_cloudtrail_expected_{kind}.ndjson")]


NATIVE = {
    "eventbridge-cloud-custodian": ("formats", "eventbridge-cloud-custodian"),
    "flaws-cloud-excerpt": ("flaws-cloud-excerpt",),
    "lookup-events-plaso": ("formats", "lookup-events-plaso"),
    "records-trailscraper": ("formats", "records-trailscraper"),
    "schema-versions-umccr": ("formats", "schema-versions-umccr"),
    "stratus-red-team": ("stratus-red-team",),
    "traildiscover": ("traildiscover", "cloudtrail_examples.ndjson"),
}

WRAPPED = {
    "awsdocs": lambda: [row["json"] for row in rows("formats", "awsdocs", "cloudtrail_user_guide_examples.ndjson")],
    "panther-false": lambda: panther("false"),
    "panther-true": lambda: panther("true"),
    "streamalert": streamalert,
}


def input_of(name, folder):
    """The path to give to a program for a set; `folder` is where what was taken out is written."""
    if name in NATIVE:
        return path(*NATIVE[name])
    out = os.path.join(folder, name + ".ndjson")
    with open(out, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(event, ensure_ascii=False) + "\n" for event in WRAPPED[name]())
    return out


NAMES = sorted(NATIVE) + sorted(WRAPPED)
