#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

void buf_release(struct buf *b)
{
    free(b->ptr);
    *b = (struct buf)BUF_INIT;
}

char *buf_reserve(struct buf *b, size_t more)
{
    size_t need;
    if (__builtin_add_overflow(b->len, more, &need) || need == SIZE_MAX) {
        need = SIZE_MAX - 1; /* mem_resize ends the program */
    }
    if (need + 1 > b->cap) {
        size_t cap = b->cap < 32 ? 64 : b->cap + b->cap / 2;
        b->cap = cap > need + 1 ? cap : need + 1;
        b->ptr = mem_resize(b->ptr, b->cap, 1);
    }
    return b->ptr + b->len;
}

void buf_add(struct buf *b, const void *bytes, size_t len)
{
    char *at = buf_reserve(b, len);
    if (len > 0) {
        memcpy(at, bytes, len);
    }
    b->len += len;
    b->ptr[b->len] = '\0';
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
    buf_add(b, &c, 1);
}

void buf_vaddf(struct buf *b, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    if (len > 0) {
        vsnprintf(buf_reserve(b, (size_t)len), (size_t)len + 1, format, again);
        b->len += (size_t)len;
    }
    va_end(again);
}

void buf_addf(struct buf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_vaddf(b, format, args);
    va_end(args);
}

/* The character at `i` of s, and its bytes; UINT32_MAX for a byte that is not
 * part of well-formed UTF-8 (Unicode 15, table 3-7), which counts as one. */
static uint32_t decode_char(struct str s, size_t i, size_t *len)
{
    static const uint8_t low[] = {0, 0, 0x80, 0, 0};
    const unsigned char *p = (const unsigned char *)s.ptr + i;
    size_t n = p[0] < 0x80 ? 1 : p[0] >= 0xC2 && p[0] < 0xE0 ? 2 : (p[0] & 0xF0) == 0xE0 ? 3
             : p[0] >= 0xF0 && p[0] < 0xF5 ? 4 : 0;
    *len = 1;
    if (n == 1) {
        return p[0];
    }
    if (n == 0 || i + n > s.len) {
        return UINT32_MAX;
    }
    uint32_t c = p[0] & (0xFFu >> (n + 1));
    for (size_t k = 1; k < n; k++) {
        if ((p[k] & 0xC0) != 0x80) {
            return UINT32_MAX;
        }
        c = c << 6 | (p[k] & 0x3Fu);
    }
    bool wrong = (n == 2 && c < low[2]) || (n == 3 && (c < 0x800 || (c >= 0xD800 && c < 0xE000))) ||
                 (n == 4 && (c < 0x10000 || c > 0x10FFFF));
    if (wrong) {
        return UINT32_MAX;
    }
    *len = n;
    return c;
}

/* The short escapes that JSON and a terminal line share. */
static const char *short_escape(uint32_t c)
{
    switch (c) {
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    default: return NULL;
    }
}

static bool json_char(struct buf *b, uint32_t c)
{
    const char *escape = short_escape(c);
    if (escape != NULL) {
        buf_add_text(b, escape);
    } else if (c == '"' || c == '\\') {
        buf_addf(b, "\\%c", (char)c);
    } else if (c == UINT32_MAX) {
        buf_add_text(b, "\xEF\xBF\xBD");
    } else if (c < 0x20 || c == 0x7F || c == 0x2028 || c == 0x2029) {
        buf_addf(b, "\\u%04x", c);
    } else {
        return false;
    }
    return true;
}

void buf_add_json(struct buf *b, struct str s)
{
    buf_add_char(b, '"');
    size_t plain = 0, len = 1;
    for (size_t i = 0; i < s.len; i += len) {
        unsigned char byte = (unsigned char)s.ptr[i];
        len = 1;
        if (byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\') {
            continue;
        }
        uint32_t c = decode_char(s, i, &len);
        size_t mark = b->len;
        buf_add(b, s.ptr + plain, i - plain);
        if (json_char(b, c)) {
            plain = i + len;
        } else {
            b->len = mark; /* an ordinary character: it stays in the plain run */
        }
    }
    buf_add(b, s.ptr + plain, s.len - plain);
    buf_add_char(b, '"');
}

/* Characters that no line for people may hold: controls, and the invisible or
 * direction-changing ones (Unicode general category Cf, as far as it is abused). */
static bool unsafe(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x061C || c == 0x180E ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
           (c >= 0xE0000 && c <= 0xE007F);
}

void buf_add_safe(struct buf *b, struct str s)
{
    size_t len = 1;
    for (size_t i = 0; i < s.len; i += len) {
        uint32_t c = decode_char(s, i, &len);
        const char *escape = short_escape(c);
        if (escape != NULL) {
            buf_add_text(b, escape);
        } else if (c == UINT32_MAX || (c < 0x100 && unsafe(c))) {
            buf_addf(b, "\\x%02X", (unsigned)(unsigned char)(c == UINT32_MAX ? s.ptr[i] : (char)c));
        } else if (unsafe(c)) {
            buf_addf(b, "\\u{%X}", c);
        } else {
            buf_add(b, s.ptr + i, len);
        }
    }
}
