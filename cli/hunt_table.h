/* hunt_table: a hunt's answer as a table for people, as JSON lines or as CSV. */
#ifndef LURCHER_CLI_HUNT_TABLE_H
#define LURCHER_CLI_HUNT_TABLE_H

#include "base/buf.h"
#include "engine/hunt.h"

enum hunt_format { HUNT_TEXT, HUNT_JSON, HUNT_CSV };

/* JSON: {"keys":[…],"count":…,"total":…,"first_time":…,"last_time":…,"event_id":…} and
 * what ranks the row: share; or z, mean, sd, bucket, measure. CSV has a header row
 * (RFC 4180); a text that a spreadsheet would take for a formula gets a ' before it. */
void hunt_table_print(const struct hunt_table *table, enum hunt_format format, struct buf *out);

#endif
