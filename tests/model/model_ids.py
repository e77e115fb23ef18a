"""The ids that are made of records' texts. What they are is lurcher's choice; that each text has one of its own, and
always the same, is not. So lurcher is asked by rules that tell the number in each record: of all sources together, and
of each alone, as `hunt` reads them."""
import os

import model_text
from model import schema_of, time_of
from model_compare import Difference, run_lurcher


def _rule(vocabulary):
    name, serial = vocabulary.schema.name, vocabulary.serial
    if serial:
        return f"rule ids_{name} {{ from {name} match {serial} != null show {serial} as serial }}\n"
    time = vocabulary.schema.time[0]
    return f'{vocabulary.block}rule none_{name} {{ from {name} match {time} < "0001-01-02T00:00:00Z" }}\n'


def _ids(vocabularies, lurcher, logs, folder):
    """{(source, number in a record): its id}."""
    path = os.path.join(folder, "ids.lur")
    with open(path, "w", encoding="utf-8") as out:
        out.writelines(map(_rule, vocabularies))
    alerts, _ = run_lurcher(lurcher, "run", ["-r", path], logs, folder)
    ids = {}
    for alert in alerts:
        record, identifier = (alert["source"], str(alert["fields"]["serial"])), alert["event_id"]
        if record in ids:
            raise Difference(f"record {record} has the ids {ids[record]} and {identifier}")
        ids[record] = identifier
    if len(set(ids.values())) < len(ids):
        raise Difference("two records have one id")
    return ids


def _learn_of(vocabularies, program, lurcher, logs, folder):
    ids, schemas = _ids(vocabularies, lurcher, logs, folder), [vocabulary.schema for vocabulary in vocabularies]
    serials = {vocabulary.schema.name: vocabulary.serial for vocabulary in vocabularies}
    for record in program.records:
        schema = schema_of(schemas, record)
        if not schema or schema.id or time_of(schema, record) is None:
            continue
        identifier = ids.get((schema.name, str(record[serials[schema.name]])))
        if identifier is None or record.text_id not in (None, identifier):
            raise Difference(f"the id of {record.text} is {identifier}, and was {record.text_id}")
        record.text_id = identifier


def learn(program, lurcher, logs, folder):
    """Give each record its id."""
    nameless = [vocabulary for vocabulary in program.vocabularies if not vocabulary.schema.id]
    for vocabularies in ([program.vocabularies] if nameless else []) + [[one] for one in nameless]:
        _learn_of(vocabularies, program, lurcher, logs, folder)


def _alert_rules(program):
    """Rules of the same names that alert for every event, and for every alert of the rules below."""
    out, below = [], []
    for rule in sorted(program.rules, key=lambda rule: program.levels.get(rule.name, 0)):
        name = rule.name[len(program.prefix):]
        if rule.over_alerts:
            out.append(f"rule {name} {{ from alerts match rule in ({', '.join(map(model_text.quote, below))}) }}\n")
        else:
            time = program.worlds[rule.source].schema.time[0]
            out.append(f"rule {name} {{ from {rule.source} match {time} != null }}\n")
        below.append(rule.name)
    return out


def alert_ids(program, lurcher, logs, folder):
    """{(rule, event): the id of that alert} for all that there could be."""
    path = os.path.join(folder, "alert_ids", "rules.lur")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        out.write(f'pack {program.prefix[:-1]} {{ version "1" language 1 }}\n' if program.prefix else "")
        out.writelines([vocabulary.block for vocabulary in program.vocabularies] + _alert_rules(program))
    alerts, _ = run_lurcher(lurcher, "run", ["-r", os.path.dirname(path) if program.prefix else path], logs, folder)
    return {(alert["rule"], alert["event_id"]): alert["id"] for alert in alerts}
