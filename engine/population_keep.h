/* population_keep: the populations of a run in a state folder (docs/state.md, "state", "known"). */
#ifndef LURCHER_ENGINE_POPULATION_KEEP_H
#define LURCHER_ENGINE_POPULATION_KEEP_H

#include "engine/population.h"
#include "engine/store_known.h"

struct population_keep;

/* For populations that were made to be kept. All must outlive it, but the set need not outlive its last save. */
struct population_keep *population_keep_new(struct population_set *set, struct store *store, struct symbols *symbols);
void population_keep_free(struct population_keep *k);

/* Take what is known; before any event. False: see store_check. */
bool population_keep_load(struct population_keep *k);

/* Write what has changed. Inside of a transaction. `newest`: µs, of all events so far. */
void population_keep_save(struct population_keep *k, int64_t newest);

#endif
