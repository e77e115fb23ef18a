#include "lang/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/ip.h"

bool pattern_regex_check(const struct program_regex *regex, size_t *offset, struct buf *why)
{
    int code;
    uint32_t flags = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | (regex->nocase ? PCRE2_CASELESS : 0);
    pcre2_code *compiled =
        pcre2_compile((PCRE2_SPTR)regex->pattern.ptr, regex->pattern.len, flags, &code, offset, NULL);
    if (compiled != NULL) {
        pcre2_code_free(compiled);
        return true;
    }
    PCRE2_UCHAR message[256];
    pcre2_get_error_message(code, message, sizeof message);
    buf_add_text(why, (const char *)message);
    return false;
}

/* The address before the slash, and the rest. */
static bool split_block(struct str s, struct ip *ip, struct str *bits)
{
    size_t slash = str_find(s, STR("/"));
    if (slash == SIZE_MAX || !ip_parse(str_slice(s.ptr, slash), ip)) {
        return false;
    }
    *bits = str_slice(s.ptr + slash + 1, s.len - slash - 1);
    return true;
}

bool pattern_has_wildcard(struct str pattern)
{
    for (size_t i = 0; i < pattern.len; i++) {
        if (pattern.ptr[i] == '*' || pattern.ptr[i] == '?' || pattern.ptr[i] == '\\') {
            return true;
        }
    }
    return false;
}

enum pattern_block pattern_block(struct str s)
{
    struct cidr cidr;
    struct ip ip;
    struct str bits;
    if (cidr_parse(s, &cidr)) {
        return PATTERN_BLOCK;
    }
    return split_block(s, &ip, &bits) ? PATTERN_BAD : PATTERN_TEXT;
}

bool pattern_block_fix(struct str s, struct buf *out)
{
    struct ip ip;
    struct str bits;
    struct cidr cidr;
    if (!split_block(s, &ip, &bits)) {
        return false;
    }
    unsigned keep = 0;
    for (size_t i = 0; i < bits.len; i++) {
        if (bits.ptr[i] < '0' || bits.ptr[i] > '9' || i > 2) {
            return false;
        }
        keep = keep * 10 + (unsigned)(bits.ptr[i] - '0');
    }
    if (bits.len == 0 || keep > (ip.v4 ? 32u : 128u)) {
        return false;
    }
    for (unsigned bit = keep + (ip.v4 ? 96 : 0); bit < 128; bit++) {
        ip.bytes[bit / 8] &= (uint8_t)~(0x80u >> bit % 8);
    }
    size_t start = out->len;
    ip_format(&ip, out);
    buf_addf(out, "/%u", keep);
    return cidr_parse(str_slice(out->ptr + start, out->len - start), &cidr);
}
