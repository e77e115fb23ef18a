/* ip: addresses, CIDR blocks and sets of blocks. */
#ifndef LURCHER_BASE_IP_H
#define LURCHER_BASE_IP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/* IPv4 is held as its IPv4-mapped IPv6 form (RFC 4291, 2.5.5.2), so that one
 * comparison serves both; `v4` tells how it was written. */
struct ip {
    uint8_t bytes[16]; /* network order */
    bool v4;
};

/* Parse an IPv4 dotted quad (four decimal numbers 0–255; leading zeros are
 * refused, since readers disagree about them) or an IPv6 address (RFC 4291; no
 * zone, no brackets). The whole of `s` must be the address. */
bool ip_parse(struct str s, struct ip *out);

void ip_format(const struct ip *ip, struct buf *out); /* canonical, RFC 5952 */
int ip_compare(const struct ip *a, const struct ip *b);

/* Not routed in the public internet: private, loopback, link-local, shared
 * (100.64/10), documentation, benchmarking, reserved, multicast, unspecified
 * (IANA special-purpose registries, RFC 6890). */
bool ip_private(const struct ip *ip);

struct cidr {
    struct ip base; /* host bits are 0 */
    uint8_t bits;   /* of the 128-bit form: an IPv4 /8 is 104 */
};

/* "10.0.0.0/8", "2001:db8::/32", or a single address. Host bits that are set
 * are an error (it is nearly always a slip). An IPv6 block that is larger than all
 * of IPv4, as ::/0, holds no IPv4 address. */
bool cidr_parse(struct str s, struct cidr *out);
bool cidr_holds(const struct cidr *c, const struct ip *ip);

/* A set of blocks, each with a number of the caller's; a lookup costs O(log n) and is right
 * after cidrset_seal. Zeroed memory is an empty set, sealed. */
#define CIDRSET_NONE UINT32_MAX
struct cidrset {
    struct cidrset_range *ranges;
    uint32_t len, cap;
    uint32_t *v4; /* of a large set: by the first 16 bits of an IPv4 address, how many ranges begin before it */
};
void cidrset_add(struct cidrset *set, const struct cidr *c, uint32_t number);
void cidrset_seal(struct cidrset *set); /* once, after the last add */
/* The number of the smallest block that holds the address, of equal ones the largest
 * number; or CIDRSET_NONE. */
uint32_t cidrset_find(const struct cidrset *set, const struct ip *ip);
static inline bool cidrset_holds(const struct cidrset *set, const struct ip *ip)
{
    return cidrset_find(set, ip) != CIDRSET_NONE;
}
void cidrset_release(struct cidrset *set);

#endif
