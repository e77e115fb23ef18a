"""The ids that are made of records' texts. What they are is lurcher's choice; that each text has one of its own, and
always the same, is not. So lurcher is asked by rules that tell the number in each record: of all sources together, and
of each alone, as `hunt` reads them."""
import os

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
