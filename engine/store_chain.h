/* store_chain: what credentials hand on, in a state folder (docs/state.md, "chain"). */
#ifndef LURCHER_ENGINE_STORE_CHAIN_H
#define LURCHER_ENGINE_STORE_CHAIN_H

#include "engine/store_term.h"

/* Write what the key hands on. Inside of a transaction. */
void store_chain_put(struct store *s, struct str name, struct hash_wide key, symbol value, int64_t until);

/* Drop what has ended before `now`. */
void store_chain_sweep(struct store *s, int64_t now);

/* All of a chain. False: see store_check. */
typedef void (*store_chain_take)(void *context, struct hash_wide key, symbol value, int64_t until);
bool store_chain_each(struct store *s, struct str name, store_chain_take take, void *context);

#endif
