/* envelope: the records inside an object that is none itself: what the envelope
 * paths of the sources lead to. A string at the end of a path is the text of a
 * record (LookupEvents has its events so), or a line of a text log. */
#ifndef LURCHER_ENGINE_ENVELOPE_H
#define LURCHER_ENGINE_ENVELOPE_H

#include <stdbool.h>

#include "base/str.h"
#include "lang/program.h"

enum envelope_kind {
    ENVELOPE_OBJECT, /* the text of one object */
    ENVELOPE_LINE,   /* a text that is no object: a line of a text log, or nothing; `why` */
    ENVELOPE_BAD,    /* `why` tells what is wrong with what was found in the place of a record */
};

/* Called for each inner record. The text holds during the call, with 64 readable bytes
 * behind it where it is an object. `why` is NULL for an object. */
typedef void (*envelope_found)(void *context, enum envelope_kind kind, struct str text, const char *why);

/* Open `object`, whose quotes and brackets pair (scan_object), with 64 readable
 * bytes behind it: by the path `rest` when it has steps and fits, else by every
 * envelope path whose first key the object has. False when none fits. */
bool envelope_open(const struct program *program, struct str object, struct program_run rest, envelope_found found,
                   void *context);

#endif
