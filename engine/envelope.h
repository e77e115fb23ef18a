/* envelope: the records inside an object that is none itself: what the envelope
 * paths of the sources lead to. A string at the end of a path is the text of a
 * record (LookupEvents has its events so). */
#ifndef LURCHER_ENGINE_ENVELOPE_H
#define LURCHER_ENGINE_ENVELOPE_H

#include <stdbool.h>

#include "base/str.h"
#include "lang/program.h"

/* Called for each inner record. `why` is NULL for the text of one object (64
 * readable bytes behind it; it holds during the call), else it tells what is
 * wrong with what was found in its place. */
typedef void (*envelope_found)(void *context, struct str text, const char *why);

/* Open `object`, whose quotes and brackets pair (scan_object), with 64 readable
 * bytes behind it: by the path `rest` when it has steps and fits, else by every
 * envelope path whose first key the object has. False when none fits. */
bool envelope_open(const struct program *program, struct str object, struct program_run rest, envelope_found found,
                   void *context);

#endif
