#include "base/ip.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static const uint8_t v4_prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

/* One number of a dotted quad: 0–255, no leading zero. */
static bool parse_octet(const char **p, const char *end, uint8_t *out)
{
    const char *start = *p;
    unsigned n = 0;
    while (*p < end && **p >= '0' && **p <= '9' && *p - start < 3) {
        n = n * 10 + (unsigned)(*(*p)++ - '0');
    }
    *out = (uint8_t)n;
    return *p > start && n <= 255 && (*p - start == 1 || *start != '0');
}

static bool parse_v4(struct str s, struct ip *out)
{
    const char *p = s.ptr, *end = s.ptr + s.len;
    for (int i = 0; i < 4; i++) {
        if ((i > 0 && (p == end || *p++ != '.')) || !parse_octet(&p, end, &out->bytes[12 + i])) {
            return false;
        }
    }
    memcpy(out->bytes, v4_prefix, sizeof v4_prefix);
    out->v4 = true;
    return p == end;
}

bool ip_parse(struct str s, struct ip *out)
{
    char text[INET6_ADDRSTRLEN];
    if (s.len == 0 || s.len >= sizeof text || memchr(s.ptr, '\0', s.len) != NULL) {
        return false;
    }
    if (memchr(s.ptr, ':', s.len) == NULL) {
        return parse_v4(s, out);
    }
    memcpy(text, s.ptr, s.len);
    text[s.len] = '\0';
    out->v4 = false;
    return inet_pton(AF_INET6, text, out->bytes) == 1;
}

void ip_format(const struct ip *ip, struct buf *out)
{
    char text[INET6_ADDRSTRLEN];
    if (ip->v4) {
        inet_ntop(AF_INET, ip->bytes + 12, text, sizeof text);
    } else {
        inet_ntop(AF_INET6, ip->bytes, text, sizeof text);
    }
    buf_add_text(out, text);
}

int ip_compare(const struct ip *a, const struct ip *b)
{
    return memcmp(a->bytes, b->bytes, sizeof a->bytes);
}

/* ---- CIDR ---- */

static uint8_t byte_mask(unsigned bits, unsigned at)
{
    unsigned before = at * 8;
    return bits >= before + 8 ? 0xFF : bits <= before ? 0 : (uint8_t)(0xFF00u >> (bits - before));
}

static bool parse_bits(struct str s, unsigned most, unsigned *out)
{
    unsigned n = 0;
    if (s.len == 0 || s.len > 3 || (s.len > 1 && s.ptr[0] == '0')) {
        return false;
    }
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9') {
            return false;
        }
        n = n * 10 + (unsigned)(s.ptr[i] - '0');
    }
    *out = n;
    return n <= most;
}

bool cidr_parse(struct str s, struct cidr *out)
{
    size_t slash = str_find(s, STR("/"));
    struct str address = slash == SIZE_MAX ? s : str_slice(s.ptr, slash);
    unsigned bits = 128;
    if (!ip_parse(address, &out->base)) {
        return false;
    }
    if (slash != SIZE_MAX) {
        struct str number = str_slice(s.ptr + slash + 1, s.len - slash - 1);
        if (!parse_bits(number, out->base.v4 ? 32 : 128, &bits)) {
            return false;
        }
        bits += out->base.v4 ? 96 : 0;
    }
    for (unsigned i = 0; i < 16; i++) {
        if ((out->base.bytes[i] & (uint8_t)~byte_mask(bits, i)) != 0) {
            return false;
        }
    }
    out->bits = (uint8_t)bits;
    return true;
}

bool cidr_holds(const struct cidr *c, const struct ip *ip)
{
    for (unsigned i = 0; i < 16; i++) {
        if (((c->base.bytes[i] ^ ip->bytes[i]) & byte_mask(c->bits, i)) != 0) {
            return false;
        }
    }
    return true;
}

bool ip_private(const struct ip *ip)
{
    /* IANA IPv4 and IPv6 special-purpose address registries: not globally reachable. */
    static const char *const blocks[] = {
        "0.0.0.0/8",       "10.0.0.0/8",      "100.64.0.0/10",   "127.0.0.0/8",  "169.254.0.0/16",
        "172.16.0.0/12",   "192.0.0.0/24",    "192.0.2.0/24",    "192.168.0.0/16", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24",  "224.0.0.0/4",     "240.0.0.0/4",  "::/127",
        "100::/64",        "2001:db8::/32",   "fc00::/7",        "fe80::/10",    "ff00::/8",
        "3fff::/20",
    };
    static struct cidrset set;
    if (!set.sorted) {
        for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
            struct cidr c;
            if (cidr_parse(str_from(blocks[i]), &c)) {
                cidrset_add(&set, &c);
            }
        }
        cidrset_seal(&set);
    }
    return cidrset_holds(&set, ip);
}

/* ---- sets ---- */

struct cidrset_range {
    uint8_t first[16], last[16];
};

void cidrset_add(struct cidrset *set, const struct cidr *c)
{
    if (set->len == set->cap) {
        set->cap = set->cap == 0 ? 8 : set->cap * 2;
        set->ranges = mem_resize(set->ranges, set->cap, sizeof *set->ranges);
    }
    struct cidrset_range *r = &set->ranges[set->len++];
    for (unsigned i = 0; i < 16; i++) {
        r->first[i] = c->base.bytes[i];
        r->last[i] = (uint8_t)(c->base.bytes[i] | (uint8_t)~byte_mask(c->bits, i));
    }
    set->sorted = false;
}

static int range_compare(const void *a, const void *b)
{
    return memcmp(((const struct cidrset_range *)a)->first, ((const struct cidrset_range *)b)->first, 16);
}

/* Sort, and let ranges that lie in one another become one: blocks nest or are apart. */
void cidrset_seal(struct cidrset *set)
{
    uint32_t kept = 0;
    if (set->len > 0) {
        qsort(set->ranges, set->len, sizeof *set->ranges, range_compare);
    }
    for (uint32_t i = 0; i < set->len; i++) {
        struct cidrset_range *top = kept == 0 ? NULL : &set->ranges[kept - 1];
        if (top == NULL || memcmp(set->ranges[i].first, top->last, 16) > 0) {
            set->ranges[kept++] = set->ranges[i];
        } else if (memcmp(set->ranges[i].last, top->last, 16) > 0) {
            memcpy(top->last, set->ranges[i].last, 16);
        }
    }
    set->len = kept;
    set->sorted = true;
}

bool cidrset_holds(const struct cidrset *set, const struct ip *ip)
{
    uint32_t low = 0, high = set->len;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (memcmp(set->ranges[middle].first, ip->bytes, 16) <= 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low > 0 && memcmp(ip->bytes, set->ranges[low - 1].last, 16) <= 0;
}

void cidrset_release(struct cidrset *set)
{
    free(set->ranges);
    *set = (struct cidrset){NULL, 0, 0, false};
}
