"""A case on disk: the rule files, the geo databases, and the records spread over files of all forms."""
import gzip
import json
import os

from model import schema_of, time_of


def _text(record, **style):
    """A record that has a text is written as that, always."""
    return getattr(record, "text", None) or json.dumps(record, **style)


def _whole(records, rnd=None):
    return '{"Records": [' + ", ".join(map(_text, records)) + "]}"


def _array(records, rnd):
    return "[\n" + ",\n".join(_text(record, indent=1) for record in records) + "\n]"


def _lines(records, rnd):
    return "".join(_text(record, separators=(",", ":"), ensure_ascii=False) + "\n" for record in records)


def _wrapped_lines(records, rnd):
    """Lines that hold a few records each."""
    return "".join(_whole(records[i:i + 3]) + "\n" for i in range(0, len(records), 3))


def _envelopes(records, rnd):
    """One event in an envelope a line, as EventBridge sends it."""
    return "".join(f'{{"detail-type": "an event", "detail": {_text(record)}}}\n' for record in records)


def _messages(records, rnd):
    """Texts in envelopes, as CloudWatch Logs gives them out."""
    out = ""
    for i in range(0, len(records), 5):
        events = [{"id": str(place), "timestamp": 0, "message": _text(record)} for place, record in
                  enumerate(records[i:i + 5])]
        out += json.dumps({"messageType": "DATA_MESSAGE", "logGroup": "flows", "logEvents": events}) + "\n"
    return out


FORMS = (("records.json", _whole), ("array.json", _array), ("lines.ndjson", _lines),
         ("wrapped.ndjson", _wrapped_lines), ("bridge.json", _envelopes))
MESSAGES = ("messages.ndjson", _messages)


def _text_log(columns):
    """columns: what a line names, again in the middle; None for those of the source."""
    head = [" ".join(columns).replace("_", "-")] if columns else []

    def form(records, rnd):
        texts = [_text(record) for record in records]
        if head:
            half = rnd.randint(0, len(texts))
            texts = head + texts[:half] + [""] + head + texts[half:]
        return "\n".join(texts) + rnd.choice(("", "\n", "\r\n"))
    return ("flows.log", form)


def _write(path, text, packed):
    data = text.encode("utf-8")
    with (gzip.open(path + ".gz", "wb") if packed else open(path, "wb")) as out:
        out.write(data)


def _divide(records, rnd):
    """(the forms that they may have, records): texts of a source with columns may stand elsewhere."""
    lines = [record for record in records if getattr(record, "line_of", None)]
    rest = [record for record in records if not getattr(record, "line_of", None)]
    if not lines:
        return [(FORMS, rest)]
    columns, forms = records.columns, FORMS + (MESSAGES,)
    lines.sort(key=lambda record: not record)  # a good one is the first
    if columns is None and rnd.random() < 0.5:
        cut = rnd.randint(1, len(lines))
        return [(forms, rest), ((_text_log(columns),), lines[:cut]), ((MESSAGES,), lines[cut:])]
    return [(forms, rest), ((_text_log(columns),), lines)]


def write_records(folder, records, rnd):
    """The records in files of random form, JSON in 1 to 4; gives the folder."""
    logs = os.path.join(folder, "logs")
    os.makedirs(logs)
    number = 0
    for forms, some in _divide(records, rnd):
        parts = rnd.randint(1, 4) if len(forms) > 1 else 1
        for part in range(parts):
            name, form = rnd.choice(forms)
            below = os.path.join(logs, rnd.choice(("", "a", "b/c")))
            os.makedirs(below, exist_ok=True)
            _write(os.path.join(below, f"{number}-{name}"), form(some[part::parts], rnd), rnd.random() < 0.4)
            number += 1
    return logs


def write_stream(folder, program):
    """All records in the order of their times, a line each, for a run in which nothing is late; gives the file. None
    when some are lines of text logs."""
    if any(getattr(record, "line_of", None) for record in program.records):
        return None
    path = os.path.join(folder, "stream.ndjson")
    _write(path, _lines(sorted(program.records, key=lambda record: _time(program, record)), None), False)
    return path


def _time(program, record):
    schema = schema_of(program.schemas(), record)
    time = time_of(schema, record) if schema else None
    return 0 if time is None else time


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
