/* buf: a growing run of bytes. There is always a NUL behind the last one once
 * anything was added, so that `ptr` can be printed. */
#ifndef LURCHER_BASE_BUF_H
#define LURCHER_BASE_BUF_H

#include <stdarg.h>
#include <stdint.h>

#include "base/str.h"

struct buf {
    char *ptr;
    size_t len;
    size_t cap;
};

#define BUF_INIT {NULL, 0, 0}

void buf_release(struct buf *b);              /* frees; b is empty and usable */
static inline void buf_reset(struct buf *b) { b->len = 0; }
static inline struct str buf_str(const struct buf *b) { return (struct str){b->ptr, b->len}; }

/* Room for `more` further bytes; returns where they go. `len` is unchanged. */
char *buf_reserve(struct buf *b, size_t more);

/* Append bytes, a slice, a text up to its NUL, one byte, what printf would write. The
 * source may not lie in the buffer itself. */
void buf_add(struct buf *b, const void *bytes, size_t len);
void buf_add_str(struct buf *b, struct str s);
void buf_add_text(struct buf *b, const char *text);
void buf_add_char(struct buf *b, char c);
void buf_addf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vaddf(struct buf *b, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

/* Add `s` as a JSON string with its quotes. What is not UTF-8 becomes U+FFFD;
 * control characters, U+2028 and U+2029 are escaped (RFC 8259). */
void buf_add_json(struct buf *b, struct str s);

/* Add `s` for a terminal or a log line: C0, DEL, C1, bidirectional and
 * zero-width characters and invalid UTF-8 are written as \n, \xNN or \u{NNNN}.
 * Nothing that the sender of an event wrote can move the cursor or forge a line. */
void buf_add_safe(struct buf *b, struct str s);

#endif
