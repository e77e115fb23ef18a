#include "base/hash.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/mem.h"

#define CAP_FIRST 16

struct strmap_slot {
    struct str key; /* ptr NULL: free */
    uint64_t hash;
    uint32_t value;
};

struct strmap_keys {
    struct arena arena;
};

static struct strmap_slot *slot_of(const struct strmap *m, struct str key, uint64_t hash)
{
    size_t i = (size_t)hash & (m->cap - 1);
    while (m->slots[i].key.ptr != NULL && (m->slots[i].hash != hash || !str_equal(m->slots[i].key, key))) {
        i = (i + 1) & (m->cap - 1);
    }
    return &m->slots[i];
}

uint32_t strmap_get(const struct strmap *m, struct str key)
{
    if (m->len == 0) {
        return STRMAP_NONE;
    }
    const struct strmap_slot *slot = slot_of(m, key, hash_bytes(key.ptr, key.len));
    return slot->key.ptr != NULL ? slot->value : STRMAP_NONE;
}

static void strmap_grow(struct strmap *m)
{
    struct strmap bigger = *m;
    bigger.cap = m->cap == 0 ? CAP_FIRST : m->cap * 2;
    bigger.slots = mem_resize(NULL, bigger.cap, sizeof *bigger.slots);
    memset(bigger.slots, 0, bigger.cap * sizeof *bigger.slots);
    for (size_t i = 0; i < m->cap; i++) {
        if (m->slots[i].key.ptr != NULL) {
            *slot_of(&bigger, m->slots[i].key, m->slots[i].hash) = m->slots[i];
        }
    }
    if (bigger.keys == NULL) {
        bigger.keys = mem_zalloc(sizeof *bigger.keys);
    }
    free(m->slots);
    *m = bigger;
}

uint32_t *strmap_put(struct strmap *m, struct str key, bool *added)
{
    if (m->len >= m->cap - m->cap / 4) { /* at most three quarters are used */
        strmap_grow(m);
    }
    uint64_t hash = hash_bytes(key.ptr, key.len);
    struct strmap_slot *slot = slot_of(m, key, hash);
    bool fresh = slot->key.ptr == NULL;
    if (added != NULL) {
        *added = fresh;
    }
    if (fresh) {
        *slot = (struct strmap_slot){arena_str(&m->keys->arena, key), hash, STRMAP_NONE};
        m->len++;
    }
    return &slot->value;
}

void strmap_release(struct strmap *m)
{
    if (m->keys != NULL) {
        arena_release(&m->keys->arena);
    }
    free(m->keys);
    free(m->slots);
    *m = (struct strmap)STRMAP_INIT;
}
