#include "base/ip.h"

#include <stdlib.h>

#include "base/mem.h"

#define V4_BITS 96 /* what stands before an IPv4 address in its mapped form */

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

/* The bits of byte `i` that belong to the host. */
static uint8_t host_mask(unsigned bits, unsigned i)
{
    if (bits >= (i + 1) * 8) {
        return 0;
    }
    if (bits <= i * 8) {
        return 0xff;
    }
    return (uint8_t)(0xffu >> (bits - i * 8));
}

static bool host_bits_clear(const struct ip *ip, unsigned bits)
{
    for (unsigned i = 0; i < 16; i++) {
        if ((ip->bytes[i] & host_mask(bits, i)) != 0) {
            return false;
        }
    }
    return true;
}

bool cidr_parse(struct str s, struct cidr *out)
{
    size_t slash = str_find(s, STR("/"));
    struct str address = {s.ptr, slash == SIZE_MAX ? s.len : slash};
    struct cidr c;
    if (!ip_parse(address, &c.base)) {
        return false;
    }
    unsigned most = c.base.v4 ? 32 : 128, bits = most;
    if (slash != SIZE_MAX && !parse_bits((struct str){s.ptr + slash + 1, s.len - slash - 1}, most, &bits)) {
        return false;
    }
    c.bits = (uint8_t)(c.base.v4 ? bits + V4_BITS : bits);
    if (!host_bits_clear(&c.base, c.bits)) {
        return false;
    }
    *out = c;
    return true;
}

#define V4_PARTS 65536u /* of 16 bits */
#define INDEX_FROM 1024u /* ranges: with fewer, the search is short */

/* A block as the addresses that it holds, first and last. */
struct cidrset_range {
    uint8_t first[16], last[16];
    uint32_t number;
};

static const uint8_t v4_first[16] = {[10] = 0xff, [11] = 0xff};
static const uint8_t v4_last[16] = {[10] = 0xff, [11] = 0xff, [12] = 0xff, [13] = 0xff, [14] = 0xff, [15] = 0xff};

static struct cidrset_range range_of(const struct cidr *c)
{
    struct cidrset_range r = {.number = CIDRSET_NONE};
    for (unsigned i = 0; i < 16; i++) {
        r.first[i] = c->base.bytes[i];
        r.last[i] = c->base.bytes[i] | host_mask(c->bits, i);
    }
    return r;
}

static bool range_holds(const struct cidrset_range *r, const uint8_t address[16])
{
    return memcmp(r->first, address, 16) <= 0 && memcmp(address, r->last, 16) <= 0;
}

/* IPv4 lies inside of ::/0 only by the way that we hold it: an IPv6 block that is
 * larger than all of IPv4 has no IPv4 address in it. */
static bool range_spans_v4(const struct cidrset_range *r)
{
    return memcmp(r->first, v4_first, 16) < 0 && memcmp(r->last, v4_last, 16) >= 0;
}

bool cidr_holds(const struct cidr *c, const struct ip *ip)
{
    struct cidrset_range r = range_of(c), v4;
    memcpy(v4.first, v4_first, 16);
    memcpy(v4.last, v4_last, 16);
    return range_holds(&r, ip->bytes) && !(range_spans_v4(&r) && range_holds(&v4, ip->bytes));
}

static void step(uint8_t address[16], uint8_t by) /* by 1, or 0xff for -1 */
{
    uint8_t end = by == 1 ? 0 : 0xff; /* the byte that carries on */
    for (int i = 15; i >= 0; i--) {
        address[i] = (uint8_t)(address[i] + by);
        if (address[i] != end) {
            return;
        }
    }
}

static void add_range(struct cidrset *set, const struct cidrset_range *r)
{
    if (set->len == set->cap) {
        set->cap = set->cap == 0 ? 8 : set->cap * 2;
        set->ranges = mem_resize(set->ranges, set->cap, sizeof *set->ranges);
    }
    set->ranges[set->len++] = *r;
}

void cidrset_add(struct cidrset *set, const struct cidr *c, uint32_t number)
{
    struct cidrset_range r = range_of(c);
    r.number = number;
    if (range_spans_v4(&r)) {
        struct cidrset_range below = r;
        memcpy(below.last, v4_first, 16);
        step(below.last, 0xff);
        add_range(set, &below);
        if (memcmp(r.last, v4_last, 16) == 0) {
            return; /* ::/80 ends with IPv4 */
        }
        memcpy(r.first, v4_last, 16);
        step(r.first, 1);
    }
    add_range(set, &r);
}

/* What holds another comes before it; of equal ones the largest number comes last. */
static int compare_ranges(const void *a, const void *b)
{
    const struct cidrset_range *x = a, *y = b;
    int order = memcmp(x->first, y->first, 16);
    if (order == 0) {
        order = memcmp(y->last, x->last, 16);
    }
    return order != 0 ? order : (x->number > y->number) - (x->number < y->number);
}

/* ---- sealing: blocks only nest, so the addresses fall into runs with one smallest block each ---- */

struct seal {
    struct cidrset *out;
    const struct cidrset_range *open[130]; /* blocks that hold each other: at most one for each number of bits … */
    unsigned depth;                        /* … since of equal ones only the last stays */
    uint8_t at[16];                        /* the runs go up to here, without it */
    bool full;                             /* they go up to the last of all addresses */
};

static bool is_next(const uint8_t last[16], const uint8_t first[16])
{
    uint8_t next[16];
    memcpy(next, last, 16);
    step(next, 1);
    return memcmp(next, first, 16) == 0;
}

/* Add the run from `at` to `last`, which belongs to the innermost block. */
static void run_add(struct seal *s, const uint8_t last[16])
{
    struct cidrset_range r = {.number = s->open[s->depth - 1]->number};
    if (s->full || memcmp(s->at, last, 16) > 0) {
        return;
    }
    memcpy(r.first, s->at, 16);
    memcpy(r.last, last, 16);
    memcpy(s->at, last, 16);
    step(s->at, 1);
    s->full = memcmp(s->at, (const uint8_t[16]){0}, 16) == 0;
    struct cidrset_range *before = s->out->len == 0 ? NULL : &s->out->ranges[s->out->len - 1];
    if (before != NULL && before->number == r.number && is_next(before->last, r.first)) {
        memcpy(before->last, r.last, 16);
    } else {
        add_range(s->out, &r);
    }
}

static void block_close(struct seal *s)
{
    run_add(s, s->open[s->depth - 1]->last);
    s->depth--;
}

static void block_open(struct seal *s, const struct cidrset_range *r)
{
    while (s->depth > 0 && memcmp(s->open[s->depth - 1]->last, r->first, 16) < 0) {
        block_close(s);
    }
    if (s->depth > 0 && memcmp(s->at, r->first, 16) < 0) {
        uint8_t before[16];
        memcpy(before, r->first, 16);
        step(before, 0xff);
        run_add(s, before);
    }
    if (s->depth > 0 && memcmp(s->open[s->depth - 1], r, 32) == 0) {
        s->depth--; /* the same block again */
    }
    memcpy(s->at, r->first, 16);
    s->open[s->depth++] = r;
}

/* Where to search for an IPv4 address: most steps of a search in many ranges would miss the cache. */
static void v4_index(struct cidrset *set)
{
    uint32_t n = 0;
    uint8_t address[16];
    memcpy(address, v4_first, 16);
    set->v4 = mem_alloc((V4_PARTS + 1) * sizeof *set->v4);
    for (uint32_t part = 0; part < V4_PARTS; part++) {
        address[12] = (uint8_t)(part >> 8);
        address[13] = (uint8_t)part;
        while (n < set->len && memcmp(set->ranges[n].first, address, 16) < 0) {
            n++;
        }
        set->v4[part] = n;
    }
    while (n < set->len && memcmp(set->ranges[n].first, v4_last, 16) <= 0) {
        n++;
    }
    set->v4[V4_PARTS] = n;
}

void cidrset_seal(struct cidrset *set)
{
    struct cidrset out = {NULL, 0, 0, NULL};
    struct seal s = {.out = &out};
    if (set->len != 0) {
        qsort(set->ranges, set->len, sizeof *set->ranges, compare_ranges);
    }
    for (uint32_t i = 0; i < set->len; i++) {
        block_open(&s, &set->ranges[i]);
    }
    while (s.depth > 0) {
        block_close(&s);
    }
    free(set->ranges);
    *set = out;
    if (set->len >= INDEX_FROM) {
        v4_index(set);
    }
}

static bool is_v4(const uint8_t address[16]) { return memcmp(address, v4_first, 12) == 0; }
static uint32_t v4_part(const uint8_t address[16]) { return (uint32_t)address[12] << 8 | address[13]; }

uint32_t cidrset_find(const struct cidrset *set, const struct ip *ip)
{
    uint32_t low = 0, high = set->len;
    if (set->v4 != NULL && is_v4(ip->bytes)) {
        uint32_t part = v4_part(ip->bytes);
        low = set->v4[part];
        high = set->v4[part + 1];
    }
    while (low < high) { /* how many ranges begin at or before the address */
        uint32_t middle = low + (high - low) / 2;
        if (memcmp(set->ranges[middle].first, ip->bytes, 16) <= 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool holds = low != 0 && memcmp(ip->bytes, set->ranges[low - 1].last, 16) <= 0;
    return holds ? set->ranges[low - 1].number : CIDRSET_NONE;
}

void cidrset_release(struct cidrset *set)
{
    free(set->ranges);
    free(set->v4);
    *set = (struct cidrset){NULL, 0, 0, NULL};
}
