#include "engine/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* What the first byte says of a character: how many bytes follow it, and the
 * range of the second one, which rules out overlong forms and surrogates. */
struct utf8_lead {
    unsigned more;
    uint8_t low, high;
};

static bool lead_find(uint8_t c, struct utf8_lead *lead)
{
    *lead = (struct utf8_lead){1, 0x80, 0xbf};
    if (c >= 0xc2 && c <= 0xdf)
        return true;
    lead->more = 2;
    if (c >= 0xe0 && c <= 0xef) {
        if (c == 0xe0)
            lead->low = 0xa0;
        if (c == 0xed)
            lead->high = 0x9f;
        return true;
    }
    lead->more = 3;
    if (c >= 0xf0 && c <= 0xf4) {
        if (c == 0xf0)
            lead->low = 0x90;
        if (c == 0xf4)
            lead->high = 0x8f;
        return true;
    }
    return false;
}

/* The bytes that belong together from p on (1 at least); *valid: a character. */
static size_t character(const uint8_t *p, size_t len, bool *valid)
{
    struct utf8_lead lead;
    *valid = false;
    if (!lead_find(*p, &lead))
        return 1;
    for (unsigned i = 1; i <= lead.more; i++) {
        uint8_t low = i == 1 ? lead.low : 0x80, high = i == 1 ? lead.high : 0xbf;
        if (i >= len || p[i] < low || p[i] > high)
            return i;
    }
    *valid = true;
    return lead.more + 1;
}

static size_t ascii_run(const char *p, size_t len)
{
    size_t i = 0;
    uint64_t word;
    for (; len - i >= sizeof word; i += sizeof word) {
        memcpy(&word, p + i, sizeof word);
        if ((word & UINT64_C(0x8080808080808080)) != 0)
            break;
    }
    while (i < len && (p[i] & 0x80) == 0)
        i++;
    return i;
}

size_t utf8_valid(struct str s)
{
    size_t i = 0;
    while ((i += ascii_run(s.ptr + i, s.len - i)) < s.len) {
        bool valid;
        size_t n = character((const uint8_t *)s.ptr + i, s.len - i, &valid);
        if (!valid)
            return i;
        i += n;
    }
    return s.len;
}

void utf8_repair(struct str s, struct buf *out)
{
    size_t i = 0;
    while (i < s.len) {
        size_t valid = utf8_valid(str_slice(s.ptr + i, s.len - i));
        buf_add(out, s.ptr + i, valid);
        i += valid;
        if (i == s.len)
            break;
        bool is_valid;
        i += character((const uint8_t *)s.ptr + i, s.len - i, &is_valid);
        buf_add_text(out, "\xef\xbf\xbd");
    }
}
