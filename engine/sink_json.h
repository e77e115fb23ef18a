/* sink_json: alerts as JSON, one object per line, always valid UTF-8.
 *
 * Keys in this order and never fewer:
 *     {"id","rule","severity","risk","time","title","event_id","source","fields":{…},
 *      "evidence":[{"primitive","expr",facts…}],"attack":[…],"tags":[…],"suppressed"} */
#ifndef LURCHER_ENGINE_SINK_JSON_H
#define LURCHER_ENGINE_SINK_JSON_H

#include <stdio.h>

#include "engine/alert.h"

/* The file is the caller's: it stays open. An alert fails when a write does; with
 * a full buffer that may only show in finish, which flushes. The caller frees the
 * sink by its own `free`. */
struct sink *sink_json_new(FILE *file);

/* One alert as a line: for rules over alerts, tests and other sinks. */
void sink_json_print(const struct alert *alert, struct buf *out);

/* The list that is its "evidence". */
void sink_json_evidence(const struct alert *alert, struct buf *out);

#endif
