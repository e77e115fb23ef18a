"""The records of a folder or file, read by Python: a second opinion on what is an event, what a
duplicate, and what is truly broken."""
import gzip
import json
import os
import re

TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?")


def values(text):
    """The JSON values of a text, one after the other."""
    read, at = json.JSONDecoder().raw_decode, 0
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        value, at = read(text, at)
        yield value


def unwrap(value):
    if isinstance(value, list):
        for item in value:
            yield from unwrap(item)
    elif "eventTime" in value:
        yield value
    elif "Records" in value:
        yield from unwrap(value["Records"])
    elif "Events" in value:
        yield from unwrap(value["Events"])
    elif "CloudTrailEvent" in value:
        yield from unwrap(json.loads(value["CloudTrailEvent"]))
    elif "detail" in value:
        yield from unwrap(value["detail"])
    else:
        yield value


def below(path):
    if os.path.isfile(path):
        yield path
    for folder, folders, names in os.walk(path):
        folders.sort()
        yield from (os.path.join(folder, name) for name in sorted(names)
                    if name.endswith((".json", ".json.gz", ".ndjson", ".jsonl")))


def records(path):
    for name in below(path):
        with (gzip.open if name.endswith(".gz") else open)(name, "rt", encoding="utf-8") as source:
            for value in values(source.read()):
                yield from unwrap(value)


def fault(record):
    """Why a record cannot be an event; None for a good one."""
    if "eventTime" not in record:
        return "no time"
    if not TIME.fullmatch(record["eventTime"] or ""):
        return "bad time"
    return None if isinstance(record.get("eventID"), str) and record["eventID"] else "no id"


def count(path):
    """(records, events, duplicates, {fault: number})."""
    ids, faults, good, n = set(), {}, 0, 0
    for record in records(path):
        n += 1
        what = fault(record)
        if what is None:
            good += 1
            ids.add(record["eventID"])
        else:
            faults[what] = faults.get(what, 0) + 1
    return n, len(ids), good - len(ids), faults
