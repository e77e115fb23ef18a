/* utf8: one character of text that may be anything. */
#ifndef LURCHER_BASE_UTF8_H
#define LURCHER_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

#define UTF8_BAD UINT32_MAX

/* Decode the first character of `len` > 0 bytes (RFC 3629: shortest form, no
 * surrogates, at most U+10FFFF). Returns its bytes and writes its code point. For
 * what is not UTF-8, *code is UTF8_BAD and the bytes are the longest start of a
 * character that does not go on (Unicode 15, 3.9, "maximal subpart"), at least 1. */
size_t utf8_decode(const char *bytes, size_t len, uint32_t *code);

#endif
