/* dirty: which of many numbered things have changed since they were saved last.
 *
 * Zeroed memory is nothing changed and, until `on` is set, does not take note of anything. */
#ifndef LURCHER_ENGINE_DIRTY_H
#define LURCHER_ENGINE_DIRTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"

struct dirty {
    bool on;
    VEC(uint64_t) bits;
    VEC(uint32_t) items; /* the numbers, in the order in which they changed first */
};

static inline void dirty_mark(struct dirty *d, uint32_t number)
{
    if (!d->on) {
        return;
    }
    vec_reach(&d->bits, number / 64);
    uint64_t bit = UINT64_C(1) << number % 64;
    if (!(d->bits.items[number / 64] & bit)) {
        d->bits.items[number / 64] |= bit;
        vec_push(&d->items, number);
    }
}

/* All are saved. Of the memory only the bits stay: what changes between two saves is little beside what there is. */
static inline void dirty_clear(struct dirty *d)
{
    for (size_t i = 0; i < d->items.len; i++) {
        d->bits.items[d->items.items[i] / 64] = 0;
    }
    vec_release(&d->items);
}

static inline size_t dirty_bytes(const struct dirty *d)
{
    return d->bits.cap * sizeof *d->bits.items + d->items.cap * sizeof *d->items.items;
}

static inline void dirty_release(struct dirty *d)
{
    vec_release(&d->bits);
    vec_release(&d->items);
}

#endif
