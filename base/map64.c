#include "base/hash.h"

#include <stdlib.h>

#include "base/mem.h"

#define CAP_FIRST 16

struct map64_slot {
    uint64_t key;
    uint32_t value;
    bool used;
};

/* The slot of `key`, or the free one where it belongs. There is always a free one. */
static struct map64_slot *slot_of(const struct map64 *m, uint64_t key)
{
    size_t i = (size_t)hash_u64(key) & (m->cap - 1);
    while (m->slots[i].used && m->slots[i].key != key) {
        i = (i + 1) & (m->cap - 1);
    }
    return &m->slots[i];
}

uint32_t map64_get(const struct map64 *m, uint64_t key)
{
    if (m->len == 0) {
        return MAP64_NONE;
    }
    const struct map64_slot *slot = slot_of(m, key);
    return slot->used ? slot->value : MAP64_NONE;
}

static void map64_grow(struct map64 *m)
{
    struct map64 bigger = {NULL, m->cap == 0 ? CAP_FIRST : m->cap * 2, m->len};
    bigger.slots = mem_resize(NULL, bigger.cap, sizeof *bigger.slots);
    memset(bigger.slots, 0, bigger.cap * sizeof *bigger.slots);
    for (size_t i = 0; i < m->cap; i++) {
        if (m->slots[i].used) {
            *slot_of(&bigger, m->slots[i].key) = m->slots[i];
        }
    }
    free(m->slots);
    *m = bigger;
}

uint32_t *map64_put(struct map64 *m, uint64_t key, bool *added)
{
    if (m->len >= m->cap - m->cap / 4) { /* at most three quarters are used */
        map64_grow(m);
    }
    struct map64_slot *slot = slot_of(m, key);
    if (added != NULL) {
        *added = !slot->used;
    }
    if (!slot->used) {
        *slot = (struct map64_slot){key, MAP64_NONE, true};
        m->len++;
    }
    return &slot->value;
}

void map64_release(struct map64 *m)
{
    free(m->slots);
    *m = (struct map64)MAP64_INIT;
}

size_t map64_bytes(const struct map64 *m)
{
    return m->cap * sizeof *m->slots;
}
