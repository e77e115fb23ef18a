"""What lurcher answered against what the model expects."""
import json
import math
import os
import subprocess

import model

ALERT_KEYS = ["id", "rule", "severity", "risk", "time", "title", "event_id", "source", "fields", "evidence", "attack",
              "tags", "suppressed"]


class Difference(Exception):
    """The first thing that is not as expected; its text says which, in lines."""


def same(want, got):
    """Equal JSON values; floats to 12 digits, 3 and 3.0 alike, but truths are no numbers."""
    if isinstance(want, bool) or isinstance(got, bool):
        return want is got
    if isinstance(want, (int, float)) and isinstance(got, (int, float)):
        return want == got or math.isclose(want, got, rel_tol=1e-12, abs_tol=1e-12)
    if isinstance(want, dict) and isinstance(got, dict):
        return list(want) == list(got) and all(same(want[name], got[name]) for name in want)
    if isinstance(want, list) and isinstance(got, list):
        return len(want) == len(got) and all(map(same, want, got))
    return want == got


def run_lurcher(lurcher, command, arguments, logs, folder, more=(), status=0):
    """The parsed lines of stdout and the numbers of --stats."""
    stats = os.path.join(folder, "stats.json")
    words = [lurcher, command, *arguments, "-f", "json", *(["--stats", stats] if command == "run" else []), *more, logs]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120)
    with open(os.path.join(folder, command + ".err"), "w", encoding="utf-8") as out:
        out.write(done.stderr)
    if done.returncode != status:
        raise Difference(f"{' '.join(words)}\nexit {done.returncode}\n{done.stderr}")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    if command != "run":
        return lines, None
    with open(stats, encoding="utf-8") as source:
        return lines, json.load(source)


def _rule_text(program, name):
    text = program.text
    start = text.index(f"rule {name[len(program.prefix):]} {{")
    return text[start:text.index("\n}", start) + 2]


def _explain(program, place, want, got):
    """The rule, the event, what was expected and what came."""
    either = want or got
    is_it = lambda record: either["event_id"] in (getattr(record, "text_id", None), *record.values())
    raw = [record for record in program.records if is_it(record)]
    shown = {key: (want or {}).get(key) for key in ALERT_KEYS[1:] if not want or not got
             or not same(want[key], got.get(key))}
    lines = [f"alert {place}: rule {either['rule']}, event {either['event_id']} at {either['time']}"]
    lines += _rule_text(program, either["rule"]).splitlines()
    lines += [f"event    {json.dumps(record, ensure_ascii=False)}" for record in raw]
    lines.append("expected " + (json.dumps({key: want[key] for key in shown}, ensure_ascii=False)
                                if want else "no alert"))
    lines.append("got      " + (json.dumps({key: got.get(key) for key in shown}, ensure_ascii=False)
                                if got else "no alert"))
    return "\n".join(lines)


def _place(alert, levels):
    return (model.time_parse(alert["time"]), levels.get(alert["rule"], 0), alert["event_id"].encode("utf-8"),
            alert["rule"])


def compare_alerts(program, expected, got):
    at = lambda alert: _place(alert, program.levels)
    for place in range(max(len(expected), len(got))):
        want = expected[place] if place < len(expected) else None
        have = got[place] if place < len(got) else None
        if want and have and at(want) != at(have):
            want, have = (want, None) if at(want) < at(have) else (None, have)
        if not want or not have:
            raise Difference(_explain(program, place, want, have))
        if list(have) != ALERT_KEYS:
            raise Difference(f"alert {place}: keys {list(have)}")
        if not all(same(want[key], have[key]) for key in ALERT_KEYS[1:]):
            raise Difference(_explain(program, place, want, have))


def compare_numbers(expected, got):
    """The numbers of --stats: as the model counts them, and adding up."""
    for name in ("events", "duplicates", "rejected", "unread", "unread_sources", "alerts", "suppressed", "rules"):
        if got.get(name) != expected[name]:
            raise Difference(f"--stats {name}: expected {json.dumps(expected[name])}, got {json.dumps(got.get(name))}")
    if got["records"] != got["events"] + got["duplicates"] + got["rejected"] + got["unread"]:
        raise Difference(f"--stats does not add up: {json.dumps(got)}")
    if got["records"] != expected["records"]:
        raise Difference(f"--stats records: expected {expected['records']}, got {got['records']}")


class Ids:
    """The ids of alerts: 32 hex digits, and a function of rule and event: the same again, no other alike."""

    def __init__(self):
        self.of, self.owner = {}, {}

    def check(self, alerts):
        for alert in alerts:
            subject, text = (alert["rule"], alert["event_id"]), alert["id"]
            if len(text) != 32 or text.strip("0123456789abcdef"):
                raise Difference(f"id {text!r} is not 32 hex digits")
            if self.of.setdefault(subject, text) != text or self.owner.setdefault(text, subject) != subject:
                raise Difference(f"id {text} of {subject}: before {self.of[subject]}, which was of {self.owner[text]}")
