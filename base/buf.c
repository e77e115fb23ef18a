#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"

#define BUF_FIRST 64 /* bytes of the first block */

void buf_release(struct buf *b)
{
    free(b->ptr);
    *b = (struct buf)BUF_INIT;
}

static void buf_grow(struct buf *b, size_t need)
{
    size_t cap = b->cap < BUF_FIRST ? BUF_FIRST : b->cap;
    while (cap < need) {
        cap = cap > SIZE_MAX / 2 ? need : cap * 2;
    }
    b->ptr = mem_resize(b->ptr, cap, 1);
    b->cap = cap;
}

char *buf_reserve(struct buf *b, size_t more)
{
    size_t need;
    if (__builtin_add_overflow(b->len, more, &need) || __builtin_add_overflow(need, 1, &need)) {
        mem_ended(SIZE_MAX);
    }
    if (need > b->cap) {
        buf_grow(b, need);
    }
    return b->ptr + b->len;
}

void buf_add(struct buf *b, const void *bytes, size_t len)
{
    char *to = buf_reserve(b, len);
    if (len != 0) {
        memcpy(to, bytes, len);
    }
    to[len] = '\0';
    b->len += len;
}

void buf_add_str(struct buf *b, struct str s)
{
    buf_add(b, s.ptr, s.len);
}

void buf_add_text(struct buf *b, const char *text)
{
    buf_add(b, text, strlen(text));
}

void buf_add_char(struct buf *b, char c)
{
    char *to = buf_reserve(b, 1);
    to[0] = c;
    to[1] = '\0';
    b->len++;
}

void buf_addf(struct buf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_vaddf(b, format, args);
    va_end(args);
}

void buf_vaddf(struct buf *b, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    buf_reserve(b, BUF_FIRST);
    int len = vsnprintf(b->ptr + b->len, b->cap - b->len, format, args);
    if (len > 0 && (size_t)len >= b->cap - b->len) {
        buf_reserve(b, (size_t)len);
        vsnprintf(b->ptr + b->len, (size_t)len + 1, format, again);
    }
    va_end(again);
    if (len > 0) {
        b->len += (size_t)len;
    }
}

/* How many bytes at the start are plain ASCII that no writer escapes. */
static size_t plain_run(struct str s, size_t at, bool quoted)
{
    size_t i = at;
    while (i < s.len) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c < 0x20 || c >= 0x7f || (quoted && (c == '"' || c == '\\'))) {
            break;
        }
        i++;
    }
    return i - at;
}

/* The letter of the short escape of a byte, or 0. */
static char short_escape(uint32_t code)
{
    switch (code) {
    case '"':
    case '\\':
        return (char)code;
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return 0;
    }
}

/* In a JSON string: buf_add_json. */
static void add_json_character(struct buf *b, const char *bytes, size_t len, uint32_t code)
{
    if (code == UTF8_BAD) {
        buf_add_text(b, "\xef\xbf\xbd"); /* U+FFFD */
    } else if (short_escape(code) != 0) {
        buf_addf(b, "\\%c", short_escape(code));
    } else if (code < 0xa0 || code == 0x2028 || code == 0x2029) {
        buf_addf(b, "\\u%04x", (unsigned)code);
    } else {
        buf_add(b, bytes, len);
    }
}

/* Characters that move, hide or reorder text: C1, soft hyphen, bidirectional marks
 * and overrides, zero-width ones, line separators, invisible operators, tags. */
static bool unsafe(uint32_t code)
{
    static const uint32_t ranges[][2] = {
        {0x7f, 0x9f},     {0xad, 0xad},     {0x34f, 0x34f},   {0x61c, 0x61c},   {0x115f, 0x1160},
        {0x17b4, 0x17b5}, {0x180b, 0x180f}, {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f},
        {0x3164, 0x3164}, {0xfe00, 0xfe0f}, {0xfeff, 0xfeff}, {0xffa0, 0xffa0}, {0xfff0, 0xfffb},
        {0xe0000, 0xe0fff},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        if (code >= ranges[i][0] && code <= ranges[i][1]) {
            return true;
        }
    }
    return false;
}

/* For a terminal: buf_add_safe. */
static void add_safe_character(struct buf *b, const char *bytes, size_t len, uint32_t code)
{
    if (code == UTF8_BAD) {
        for (size_t i = 0; i < len; i++) {
            buf_addf(b, "\\x%02x", (unsigned)(unsigned char)bytes[i]);
        }
    } else if (code == '\n' || code == '\r' || code == '\t') {
        buf_addf(b, "\\%c", short_escape(code));
    } else if (code < 0x20 || code == 0x7f) {
        buf_addf(b, "\\x%02x", (unsigned)code);
    } else if (unsafe(code)) {
        buf_addf(b, "\\u{%04x}", (unsigned)code);
    } else {
        buf_add(b, bytes, len);
    }
}

static void add_escaped(struct buf *b, struct str s, bool json)
{
    size_t i = 0;
    while (i < s.len) {
        size_t plain = plain_run(s, i, json);
        if (plain != 0) {
            buf_add(b, s.ptr + i, plain);
            i += plain;
            continue;
        }
        uint32_t code;
        size_t len = utf8_decode(s.ptr + i, s.len - i, &code);
        (json ? add_json_character : add_safe_character)(b, s.ptr + i, len, code);
        i += len;
    }
}

void buf_add_json(struct buf *b, struct str s)
{
    buf_add_char(b, '"');
    add_escaped(b, s, true);
    buf_add_char(b, '"');
}

void buf_add_safe(struct buf *b, struct str s)
{
    buf_add(b, NULL, 0); /* the NUL, also when s is empty */
    add_escaped(b, s, false);
}
