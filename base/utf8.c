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
