#include "engine/repair.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

static size_t ascii_run(const char *p, size_t len)
{
    size_t i = 0;
    uint64_t word;
    for (; len - i >= sizeof word; i += sizeof word) {
        memcpy(&word, p + i, sizeof word);
        if ((word & UINT64_C(0x8080808080808080)) != 0) {
            break;
        }
    }
    while (i < len && (p[i] & 0x80) == 0) {
        i++;
    }
    return i;
}

size_t repair_valid(struct str s)
{
    size_t i = 0;
    while ((i += ascii_run(s.ptr + i, s.len - i)) < s.len) {
        uint32_t code;
        size_t n = utf8_decode(s.ptr + i, s.len - i, &code);
        if (code == UTF8_BAD) {
            return i;
        }
        i += n;
    }
    return s.len;
}

void repair_text(struct str s, struct buf *out)
{
    size_t i = 0;
    while (i < s.len) {
        size_t valid = repair_valid(str_slice(s.ptr + i, s.len - i));
        buf_add(out, s.ptr + i, valid);
        i += valid;
        if (i == s.len) {
            break;
        }
        uint32_t code;
        i += utf8_decode(s.ptr + i, s.len - i, &code);
        buf_add_text(out, "\xef\xbf\xbd");
    }
}
