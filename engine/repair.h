/* repair: records whose text is not UTF-8. */
#ifndef LURCHER_ENGINE_REPAIR_H
#define LURCHER_ENGINE_REPAIR_H

#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"

/* The length of the longest valid start of `s`; s.len when all of it is valid. */
size_t repair_valid(struct str s);

/* Add `s` with U+FFFD for each run that utf8_decode calls bad. ASCII is never
 * swallowed, so the structure of JSON stays. */
void repair_text(struct str s, struct buf *out);

#endif
