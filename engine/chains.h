/* chains: all chains of a program, as events meet them. A chain that nothing reads is no part of a
 * program. */
#ifndef LURCHER_ENGINE_CHAINS_H
#define LURCHER_ENGINE_CHAINS_H

#include <stddef.h>

#include "engine/eval.h"

struct chains;
struct store;

/* The program and the symbols must outlive it. */
struct chains *chains_new(const struct program *program, struct symbols *symbols);
void chains_free(struct chains *chains);

/* The value of a chain for the event that `ev` has begun; `now`: the newest time so far. Holds as long
 * as the symbols, or until the next event. */
struct value chains_value(struct chains *chains, struct eval *ev, uint32_t chain, int64_t now);

/* Let the chains of the event's source learn of it; behind its last answer. */
void chains_learn(struct chains *chains, struct eval *ev, const struct event *event, int64_t now);

/* Let them be kept in a state folder: take what is there, whose keys were made with this salt. Before any
 * event. False: see store_check. */
bool chains_load(struct chains *chains, struct store *store, uint64_t salt);

/* Write what has changed, and drop what has ended by `now`. Inside of a transaction. */
void chains_save(struct chains *chains, struct store *store, int64_t now);

size_t chains_bytes(const struct chains *chains);

#endif
