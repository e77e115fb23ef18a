/* state_print: what the verbs of `lurcher state` print alike. */
#ifndef LURCHER_CLI_STATE_PRINT_H
#define LURCHER_CLI_STATE_PRINT_H

#include "base/buf.h"

/* A member behind others of a JSON object: `,"name":…`. A time that is KNOWN_NOTHING is null. */
void state_print_time(struct buf *out, const char *name, int64_t time);
void state_print_text(struct buf *out, const char *name, struct str text);

/* ,"rules":["one","two"] from names with ", " between them. */
void state_print_names(struct buf *out, struct str names);

/* Take the next of such names. False: there is none. */
bool state_print_name(struct str *names, struct str *name);

#endif
