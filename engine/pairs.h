/* pairs: a set of (entity, value) pairs, each with a dense number from 0 in the
 * order of arrival. What a state knows of a pair is in arrays by that number.
 *
 * 8 bytes for the pair and 5 to 11 for the index: with an eight byte time beside
 * it a pair costs about 24 bytes. Zeroed memory is an empty set. */
#ifndef LURCHER_ENGINE_PAIRS_H
#define LURCHER_ENGINE_PAIRS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PAIRS_NONE UINT32_MAX

struct pairs {
    uint64_t *keys;  /* by number: entity << 32 | value */
    uint32_t *slots; /* open addressing: number + 1, 0 is free */
    uint32_t len, cap;
    size_t n_slots;  /* a power of two, or 0 */
};

/* The number of the pair, or PAIRS_NONE. */
uint32_t pairs_find(const struct pairs *p, uint32_t entity, uint32_t value);

/* The same; a new pair is added, and *added says so. */
uint32_t pairs_add(struct pairs *p, uint32_t entity, uint32_t value, bool *added);

static inline uint32_t pairs_entity(const struct pairs *p, uint32_t number)
{
    return (uint32_t)(p->keys[number] >> 32);
}
static inline uint32_t pairs_value(const struct pairs *p, uint32_t number) { return (uint32_t)p->keys[number]; }

size_t pairs_bytes(const struct pairs *p);
void pairs_release(struct pairs *p);

#endif
