#include "base/ip.h"

static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};

/* A decimal number without leading zeros at *at; moves behind it. */
static bool parse_decimal(struct str s, size_t *at, unsigned most, unsigned *out)
{
    size_t start = *at;
    unsigned n = 0;
    while (*at < s.len && s.ptr[*at] >= '0' && s.ptr[*at] <= '9' && *at - start < 4) {
        n = n * 10 + (unsigned)(s.ptr[(*at)++] - '0');
    }
    *out = n;
    return *at > start && n <= most && (*at - start == 1 || s.ptr[start] != '0');
}

/* The whole of `s` is a dotted quad. */
static bool parse_quad(struct str s, uint8_t out[4])
{
    size_t at = 0;
    for (int i = 0; i < 4; i++) {
        unsigned n;
        if (i != 0 && (at >= s.len || s.ptr[at++] != '.')) {
            return false;
        }
        if (!parse_decimal(s, &at, 255, &n)) {
            return false;
        }
        out[i] = (uint8_t)n;
    }
    return at == s.len;
}

/* What parse_v6 has read: groups of 16 bits, and where "::" stood. */
struct groups {
    uint8_t bytes[16];
    size_t len;   /* bytes */
    size_t gap;   /* of bytes: where "::" stood; SIZE_MAX for nowhere */
};

/* One to four hexadecimal digits at *at. */
static bool parse_group(struct str s, size_t *at, struct groups *g)
{
    unsigned n = 0;
    size_t start = *at;
    while (*at < s.len && *at - start < 4 && str_hex_digit(s.ptr[*at]) >= 0) {
        n = n << 4 | (unsigned)str_hex_digit(s.ptr[(*at)++]);
    }
    if (*at == start || g->len + 2 > sizeof g->bytes) {
        return false;
    }
    g->bytes[g->len++] = (uint8_t)(n >> 8);
    g->bytes[g->len++] = (uint8_t)n;
    return true;
}

/* The rest of `s`, if it is a dotted quad. */
static bool parse_tail_quad(struct str s, size_t at, struct groups *g)
{
    struct str rest = {s.ptr + at, s.len - at};
    if (g->len + 4 > sizeof g->bytes || !parse_quad(rest, g->bytes + g->len)) {
        return false;
    }
    g->len += 4;
    return true;
}

/* The colon or colons between two groups; true when the address may go on. */
static bool parse_colons(struct str s, size_t *at, struct groups *g)
{
    if (s.len - *at >= 2 && s.ptr[*at] == ':' && s.ptr[*at + 1] == ':') {
        bool first = g->gap == SIZE_MAX;
        g->gap = g->len;
        *at += 2;
        return first;
    }
    return g->len != 0 && s.ptr[(*at)++] == ':' && *at < s.len;
}

static bool parse_groups(struct str s, struct groups *g)
{
    size_t at = 0;
    while (at < s.len) {
        bool start = at == 0 && s.ptr[0] != ':';
        if (!start && !parse_colons(s, &at, g)) {
            return false;
        }
        if (at == s.len) {
            break; /* it ends with "::" */
        }
        if (parse_tail_quad(s, at, g)) {
            break;
        }
        if (!parse_group(s, &at, g)) {
            return false;
        }
    }
    return g->gap == SIZE_MAX ? g->len == 16 : g->len <= 14;
}

static bool parse_v6(struct str s, struct ip *out)
{
    struct groups g = {.gap = SIZE_MAX};
    if (s.len < 2 || s.len > 45 || !parse_groups(s, &g)) {
        return false;
    }
    size_t head = g.gap == SIZE_MAX ? g.len : g.gap;
    memset(out, 0, sizeof *out);
    memcpy(out->bytes, g.bytes, head);
    memcpy(out->bytes + 16 - (g.len - head), g.bytes + head, g.len - head);
    return true;
}

bool ip_parse(struct str s, struct ip *out)
{
    struct ip ip = {.v4 = true};
    memcpy(ip.bytes, mapped, sizeof mapped);
    if (!parse_quad(s, ip.bytes + 12) && !parse_v6(s, &ip)) {
        return false;
    }
    *out = ip;
    return true;
}

static bool is_mapped(const struct ip *ip)
{
    return memcmp(ip->bytes, mapped, sizeof mapped) == 0;
}

void ip_format(const struct ip *ip, struct buf *out)
{
    const uint8_t *b = ip->bytes;
    if (is_mapped(ip)) {
        buf_addf(out, "%s%u.%u.%u.%u", ip->v4 ? "" : "::ffff:", b[12], b[13], b[14], b[15]);
        return;
    }
    /* The longest run of two or more zero groups, the first of equal ones, becomes "::". */
    int best = 8, best_len = 1, groups[8];
    for (int i = 0, run = 0; i < 8; i++) {
        groups[i] = b[2 * i] << 8 | b[2 * i + 1];
        run = groups[i] == 0 ? run + 1 : 0;
        if (run > best_len) {
            best = i - run + 1;
            best_len = run;
        }
    }
    for (int i = 0; i < 8; i++) {
        if (i == best) {
            buf_add_text(out, "::");
            i += best_len - 1;
            continue;
        }
        bool behind_gap = i == best + best_len;
        buf_addf(out, i == 0 || behind_gap ? "%x" : ":%x", (unsigned)groups[i]);
    }
}

int ip_compare(const struct ip *a, const struct ip *b)
{
    return memcmp(a->bytes, b->bytes, sizeof a->bytes);
}

/* A block of the tables below. IPv4: `low` is the address; IPv6: the two halves. */
struct block {
    uint64_t high, low;
    uint8_t bits;
};

static const struct block private_v4[] = {
    {0, 0x00000000, 8},  /* this network */
    {0, 0x0a000000, 8},  /* private use */
    {0, 0x64400000, 10}, /* shared (carrier NAT) */
    {0, 0x7f000000, 8},  /* loopback */
    {0, 0xa9fe0000, 16}, /* link-local */
    {0, 0xac100000, 12}, /* private use */
    {0, 0xc0000000, 24}, /* protocol assignments */
    {0, 0xc0000200, 24}, /* documentation */
    {0, 0xc0a80000, 16}, /* private use */
    {0, 0xc6120000, 15}, /* benchmarking */
    {0, 0xc6336400, 24}, /* documentation */
    {0, 0xcb007100, 24}, /* documentation */
    {0, 0xe0000000, 4},  /* multicast */
    {0, 0xf0000000, 4},  /* reserved, broadcast */
};

/* Inside of 192.0.0.0/24 but reachable: PCP and TURN anycast. */
static const struct block public_v4[] = {{0, 0xc0000009, 32}, {0, 0xc000000a, 32}};

/* Inside of 2000::/3, which alone is routed. */
static const struct block private_v6[] = {
    {0x2001000000000000, 0, 23}, /* protocol assignments, Teredo, benchmarking, ORCHID */
    {0x20010db800000000, 0, 32}, /* documentation */
    {0x3fff000000000000, 0, 20}, /* documentation */
};

static const struct block public_v6[] = {
    {0x0064ff9b00000000, 0, 96}, /* NAT64 */
    {0x2001000100000000, 1, 128}, /* PCP anycast */
    {0x2001000100000000, 2, 128}, /* TURN anycast */
    {0x2001000100000000, 3, 128}, /* DNS-SD anycast */
    {0x2001000300000000, 0, 32}, /* AMT */
    {0x2001000401120000, 0, 48}, /* AS112 */
    {0x2001002000000000, 0, 28}, /* ORCHIDv2 */
    {0x2001003000000000, 0, 28}, /* drone remote id */
};

static bool high_bits_equal(uint64_t a, uint64_t b, unsigned bits)
{
    return bits == 0 || (a ^ b) >> (64 - bits) == 0;
}

static bool blocks_hold(const struct block *blocks, size_t n, uint64_t high, uint64_t low)
{
    for (size_t i = 0; i < n; i++) {
        unsigned bits = blocks[i].bits;
        if (high_bits_equal(high, blocks[i].high, bits < 64 ? bits : 64) &&
            high_bits_equal(low, blocks[i].low, bits > 64 ? bits - 64 : 0)) {
            return true;
        }
    }
    return false;
}

static bool v4_blocks_hold(const struct block *blocks, size_t n, uint32_t address)
{
    for (size_t i = 0; i < n; i++) {
        if ((address ^ (uint32_t)blocks[i].low) >> (32 - blocks[i].bits) == 0) {
            return true;
        }
    }
    return false;
}

static uint64_t read64(const uint8_t *bytes)
{
    uint64_t n = 0;
    for (int i = 0; i < 8; i++) {
        n = n << 8 | bytes[i];
    }
    return n;
}

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

bool ip_private(const struct ip *ip)
{
    uint64_t high = read64(ip->bytes), low = read64(ip->bytes + 8);
    if (is_mapped(ip)) {
        uint32_t address = (uint32_t)low;
        return v4_blocks_hold(private_v4, COUNT(private_v4), address) &&
               !v4_blocks_hold(public_v4, COUNT(public_v4), address);
    }
    bool routed = high >> 61 == 1 && !blocks_hold(private_v6, COUNT(private_v6), high, low);
    return !routed && !blocks_hold(public_v6, COUNT(public_v6), high, low);
}
