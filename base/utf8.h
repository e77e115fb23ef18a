/* utf8: the characters of text that may be anything. */
#ifndef LURCHER_BASE_UTF8_H
#define LURCHER_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define UTF8_BAD UINT32_MAX

/* Decode the first character of `len` > 0 bytes (RFC 3629: shortest form, no
 * surrogates, at most U+10FFFF). Returns its bytes and writes its code point. For
 * what is not UTF-8, *code is UTF8_BAD and the bytes are the longest start of a
 * character that does not go on (Unicode 15, 3.9, "maximal subpart"), at least 1. */
size_t utf8_decode(const char *bytes, size_t len, uint32_t *code);

/* Write the character and return its bytes, 1 to 4. `code` is at most U+10FFFF; a
 * surrogate is the caller's to keep out. */
size_t utf8_encode(uint32_t code, char out[4]);

/* How many columns a terminal takes for a character: 0 for combining marks, 2 for the
 * wide ones of East Asia and emoji, else 1, also for UTF8_BAD. By the blocks of UAX #11
 * that are common; exact tables would change with each version of Unicode. */
unsigned utf8_columns(uint32_t code);

/* The same for a whole text. */
unsigned utf8_width(struct str s);

#endif
