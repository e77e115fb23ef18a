/* keys: for which texts of a field can a predicate hold? For `lurcher explain`:
 * what a rule's match leaves of eventSource and eventName. */
#ifndef LURCHER_LANG_KEYS_H
#define LURCHER_LANG_KEYS_H

#include "base/arena.h"
#include "lang/program.h"

#define KEYS_MAX 1000 /* a longer set is taken for everything */

struct keys {
    bool all_but;      /* everything but the items, null included; else the items alone */
    struct str *items; /* sorted; they live in the program */
    uint32_t len;
};

/* A set that holds all texts of the field (a slot) for which the predicate can
 * hold; it may hold more. Its arrays lie in the arena. */
struct keys keys_of(const struct program *p, uint32_t predicate, uint32_t slot, struct arena *arena);

static inline bool keys_is_all(const struct keys *k) { return k->all_but && k->len == 0; }

#endif
