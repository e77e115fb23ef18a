/* chain: what was handed on, by the key that it was handed to (docs/language.md, "chain").
 *
 * A key is a salted hash of a credential (128 bits), so that no credential's text is kept: the memory is
 * that of the credentials that have not ended, and at most three times as much. Times do not run
 * backward: `now` is the newest time so far. Zeroed memory is an empty chain. */
#ifndef LURCHER_ENGINE_CHAIN_H
#define LURCHER_ENGINE_CHAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/vec.h"
#include "engine/symbol.h"

/* What one event may change of what others of its time handed on. */
#define CHAIN_CORRECTIONS_MAX 1000u

struct chain_slot {
    struct hash_wide key;
    int64_t until;
    symbol value;  /* 0: the slot is free */
    uint32_t link; /* the one of `now` that was the last to hand on to this key, from 1; 0: none */
};

/* Of the time `now`: who handed on to whom. */
struct chain_link {
    struct hash_wide from, to;
    uint32_t next;   /* with the same `from` or a neighbour of its hash; from 1 */
    uint32_t walked; /* the correction that came here last */
};

struct chain {
    struct chain_slot *slots;
    size_t cap, len; /* cap is a power of two, or 0 */
    int64_t now;     /* of the links */
    VEC(struct chain_link) links;
    struct map64 by_from;  /* hash -> the newest link */
    VEC(uint32_t) waiting; /* of a correction */
    uint32_t corrections;
    bool kept;                      /* it will be saved: take note of what changes */
    VEC(struct hash_wide) changed;  /* keys, some more than once */
};

/* What was handed on to the key and has not ended; 0: nothing. */
symbol chain_find(const struct chain *c, struct hash_wide key, int64_t now);

/* An event with the key `from` (NULL: it has none) hands `value` (not 0) on to `to`. */
void chain_hand(struct chain *c, const struct hash_wide *from, struct hash_wide to, symbol value, int64_t until,
                int64_t now);

/* Give out what changed since the last call, as it is now: also what has ended. */
typedef void (*chain_put)(void *context, const struct chain_slot *slot);
void chain_save(struct chain *c, chain_put put, void *context);

/* Take what was given out, before any event. */
void chain_load(struct chain *c, struct hash_wide key, symbol value, int64_t until);

size_t chain_bytes(const struct chain *c);
void chain_release(struct chain *c);

#endif
