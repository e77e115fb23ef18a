#include "engine/pairs.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

#define SLOTS_MIN 64u
#define LEN_MAX (UINT32_MAX - 2) /* numbers + 1 must fit, PAIRS_NONE is taken */

static uint64_t pair_key(uint32_t entity, uint32_t value)
{
    return (uint64_t)entity << 32 | value;
}

/* The slot that holds the key, or the free one where it belongs. */
static size_t slot_of(const struct pairs *p, uint64_t key)
{
    size_t mask = p->n_slots - 1;
    size_t at = (size_t)hash_u64(key) & mask;
    while (p->slots[at] != 0 && p->keys[p->slots[at] - 1] != key) {
        at = (at + 1) & mask;
    }
    return at;
}

uint32_t pairs_find(const struct pairs *p, uint32_t entity, uint32_t value)
{
    if (p->n_slots == 0) {
        return PAIRS_NONE;
    }
    return p->slots[slot_of(p, pair_key(entity, value))] - 1; /* a free slot: 0 - 1 */
}

static void slots_rebuild(struct pairs *p)
{
    size_t n = p->n_slots == 0 ? SLOTS_MIN : p->n_slots * 2;
    free(p->slots);
    p->slots = mem_resize(NULL, n, sizeof *p->slots);
    memset(p->slots, 0, n * sizeof *p->slots);
    p->n_slots = n;
    for (uint32_t i = 0; i < p->len; i++) {
        p->slots[slot_of(p, p->keys[i])] = i + 1;
    }
}

static uint32_t keys_push(struct pairs *p, uint64_t key)
{
    if (p->len == LEN_MAX) {
        mem_ended(SIZE_MAX);
    }
    if (p->len == p->cap) {
        p->cap = p->cap == 0 ? SLOTS_MIN : p->cap > LEN_MAX / 2 ? LEN_MAX : p->cap * 2;
        p->keys = mem_resize(p->keys, p->cap, sizeof *p->keys);
    }
    p->keys[p->len] = key;
    return p->len++;
}

uint32_t pairs_add(struct pairs *p, uint32_t entity, uint32_t value, bool *added)
{
    uint64_t key = pair_key(entity, value);
    if (p->len >= p->n_slots / 4 * 3) {
        slots_rebuild(p);
    }
    size_t at = slot_of(p, key);
    *added = p->slots[at] == 0;
    if (*added) {
        p->slots[at] = keys_push(p, key) + 1;
    }
    return p->slots[at] - 1;
}

size_t pairs_bytes(const struct pairs *p)
{
    return p->cap * sizeof *p->keys + p->n_slots * sizeof *p->slots;
}

void pairs_release(struct pairs *p)
{
    free(p->keys);
    free(p->slots);
    memset(p, 0, sizeof *p);
}
