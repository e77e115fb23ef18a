#include "base/utf8.h"

/* What may follow a first byte: how many bytes, and the range of the next one,
 * which keeps out long forms, surrogates and what is beyond U+10FFFF. */
struct lead {
    uint8_t more, low, high;
};

static struct lead lead_of(unsigned char c)
{
    if (c >= 0xc2 && c <= 0xdf) {
        return (struct lead){1, 0x80, 0xbf};
    }
    if (c >= 0xe0 && c <= 0xef) {
        return (struct lead){2, c == 0xe0 ? 0xa0 : 0x80, c == 0xed ? 0x9f : 0xbf};
    }
    if (c >= 0xf0 && c <= 0xf4) {
        return (struct lead){3, c == 0xf0 ? 0x90 : 0x80, c == 0xf4 ? 0x8f : 0xbf};
    }
    return (struct lead){0, 0, 0};
}

size_t utf8_decode(const char *bytes, size_t len, uint32_t *code)
{
    unsigned char c = (unsigned char)bytes[0];
    if (c < 0x80) {
        *code = c;
        return 1;
    }
    struct lead lead = lead_of(c);
    uint32_t value = c & (0x3fu >> lead.more);
    for (size_t i = 1; i <= lead.more; i++) {
        unsigned char next = i < len ? (unsigned char)bytes[i] : 0;
        unsigned low = i == 1 ? lead.low : 0x80, high = i == 1 ? lead.high : 0xbf;
        if (next < low || next > high) {
            *code = UTF8_BAD;
            return i;
        }
        value = value << 6 | (next & 0x3fu);
    }
    *code = lead.more == 0 ? UTF8_BAD : value;
    return 1u + lead.more;
}

size_t utf8_encode(uint32_t code, char out[4])
{
    static const uint8_t marks[] = {0, 0xc0, 0xe0, 0xf0};
    unsigned more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    for (unsigned i = more; i > 0; i--) {
        out[i] = (char)(0x80 | (code & 0x3f));
        code >>= 6;
    }
    out[0] = (char)(marks[more] | code);
    return 1u + more;
}

struct range {
    uint32_t first, last;
};

static bool in_ranges(const struct range *ranges, size_t n, uint32_t code)
{
    for (size_t i = 0; i < n; i++) {
        if (code >= ranges[i].first && code <= ranges[i].last) {
            return true;
        }
    }
    return false;
}

unsigned utf8_columns(uint32_t code)
{
    static const struct range zero[] = {
        {0x300, 0x36f},   {0x483, 0x489},   {0x591, 0x5bd},   {0x610, 0x61a},   {0x64b, 0x65f},
        {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}};
    static const struct range wide[] = {{0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0xa4cf},
                                        {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe30, 0xfe6f},
                                        {0xff00, 0xff60},   {0xffe0, 0xffe6},   {0x1f300, 0x1f64f},
                                        {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd}};
    if (code < 0x300) {
        return 1;
    }
    if (in_ranges(zero, sizeof zero / sizeof zero[0], code)) {
        return 0;
    }
    return in_ranges(wide, sizeof wide / sizeof wide[0], code) ? 2 : 1;
}

unsigned utf8_width(struct str s)
{
    unsigned width = 0;
    for (size_t at = 0; at < s.len;) {
        uint32_t code;
        at += utf8_decode(s.ptr + at, s.len - at, &code);
        width += utf8_columns(code);
    }
    return width;
}
