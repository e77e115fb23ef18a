"""A case on disk: the rule files, the geo databases, and the records spread over files of all forms."""
import gzip
import json
import os


def _whole(records):
    return json.dumps({"Records": records})


def _array(records):
    return json.dumps(records, indent=1)


def _lines(records):
    return "".join(json.dumps(record, separators=(",", ":"), ensure_ascii=False) + "\n" for record in records)


def _wrapped_lines(records):
    """Lines that hold a few records each."""
    return "".join(_whole(records[i:i + 3]) + "\n" for i in range(0, len(records), 3))


def _envelopes(records):
    """One event in an envelope a line, as EventBridge sends it."""
    return "".join(json.dumps({"detail-type": "an event", "detail": record}) + "\n" for record in records)


FORMS = (("records.json", _whole), ("array.json", _array), ("lines.ndjson", _lines),
         ("wrapped.ndjson", _wrapped_lines), ("bridge.json", _envelopes))


def _write(path, text, packed):
    data = text.encode("utf-8")
    with (gzip.open(path + ".gz", "wb") if packed else open(path, "wb")) as out:
        out.write(data)


def write_records(folder, records, rnd):
    """The records in 1 to 4 files of random form; gives the folder."""
    logs = os.path.join(folder, "logs")
    os.makedirs(logs)
    parts = rnd.randint(1, 4)
    for number in range(parts):
        name, form = rnd.choice(FORMS)
        below = os.path.join(logs, rnd.choice(("", "a", "b/c")))
        os.makedirs(below, exist_ok=True)
        _write(os.path.join(below, f"{number}-{name}"), form(records[number::parts]), rnd.random() < 0.4)
    return logs


def write_program(folder, program):
    """Everything that a run needs; gives the arguments for lurcher."""
    for path, text in program.files.items():
        os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
        with open(os.path.join(folder, path), "w", encoding="utf-8") as out:
            out.write(text)
    country, owners = program.places.write(folder)
    logs = write_records(folder, program.records, program.random)
    rules = [word for path in program.paths for word in ("-r", os.path.join(folder, path))]
    return rules, ["--geo", country, "--asn", owners], logs
