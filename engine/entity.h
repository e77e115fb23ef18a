/* entity: who is known in a population by one key, and since when.
 *
 * Entities get dense numbers from 0 in the order of their first event, so that
 * states can hold what they know in arrays. An entity is never forgotten. Zeroed
 * memory is an empty table. */
#ifndef LURCHER_ENGINE_ENTITY_H
#define LURCHER_ENGINE_ENTITY_H

#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/vec.h"
#include "engine/dirty.h"
#include "engine/known.h"

#define ENTITY_NONE UINT32_MAX

struct entity_table {
    struct map64 numbers;   /* key -> number */
    VEC(int64_t) first;     /* first(k), µs */
    VEC(uint32_t) keys;
    struct dirty changed;   /* entities; `on` when they are kept */
};

/* The number of the entity with this key, which has an event at `time`: a new
 * one is known from this event on. A straggler of a stream may come before
 * what was taken for the first event; first(k) is then corrected. */
uint32_t entity_meet(struct entity_table *t, uint32_t key, int64_t time);

/* The number of the entity with this key; ENTITY_NONE when it was never met. */
static inline uint32_t entity_find(const struct entity_table *t, uint32_t key)
{
    uint32_t number = map64_get(&t->numbers, key);
    return number == MAP64_NONE ? ENTITY_NONE : number;
}

static inline int64_t entity_first(const struct entity_table *t, uint32_t entity) { return t->first.items[entity]; }
static inline uint32_t entity_key(const struct entity_table *t, uint32_t entity) { return t->keys.items[entity]; }

/* Give out a row, with `since` as first(k), of each entity that is new or corrected since the last call. */
void entity_save(struct entity_table *t, known_put put, void *context);

/* Take an entity that was saved: its number, from 0 in the order of these calls. ENTITY_NONE: there is one with this
 * key, or `first` cannot be. */
uint32_t entity_load(struct entity_table *t, uint32_t key, int64_t first);

size_t entity_bytes(const struct entity_table *t);
void entity_release(struct entity_table *t);

#endif
