/* utf8: finding and repairing what is not UTF-8 (RFC 3629). */
#ifndef LURCHER_ENGINE_UTF8_H
#define LURCHER_ENGINE_UTF8_H

#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"

/* The length of the longest valid start of `s`; s.len when all of it is valid. */
size_t utf8_valid(struct str s);

/* Add `s` with U+FFFD for each longest start of a character that does not go on
 * (Unicode 15, 3.9, "maximal subpart"). ASCII is never swallowed, so the
 * structure of JSON stays. */
void utf8_repair(struct str s, struct buf *out);

#endif
