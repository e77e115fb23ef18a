/* once: repeats that a rule holds back.
 *
 * An alert at t holds back those of the same rule and key with a time < t + D;
 * what is held back is counted and told on the next alert of that key. A part of
 * the key that is null is a value like any other here: an event that lacks it
 * repeats one that lacked it. */
#ifndef LURCHER_ENGINE_ONCE_H
#define LURCHER_ENGINE_ONCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/vec.h"
#include "engine/dirty.h"

struct once_entry {
    uint32_t rule, key;
    int64_t last;  /* time of the last alert */
    uint64_t held; /* back since then */
};

/* Zeroed memory is an empty table. */
struct once {
    struct map64 numbers; /* rule << 32 | key */
    VEC(struct once_entry) entries;
    struct dirty changed; /* entries; `on` when they are kept */
};

/* May the rule alert for this key now? True: *suppressed is how many were held
 * back since its last alert, and this is now the last one. False: it is held
 * back and counted. `every` is in µs. */
bool once_pass(struct once *o, uint32_t rule, uint32_t key, int64_t time, int64_t every, uint64_t *suppressed);

/* Give out each entry that changed since the last call. */
typedef void (*once_put)(void *context, const struct once_entry *entry);
void once_save(struct once *o, once_put put, void *context);

/* Take an entry that was saved. False: there is one of this rule and key, or it cannot be. */
bool once_load(struct once *o, const struct once_entry *entry);

size_t once_bytes(const struct once *o);
void once_release(struct once *o);

#endif
