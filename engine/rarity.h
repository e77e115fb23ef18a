/* rarity: how seldom an entity shows a value: what `rare` judges by, in a run and in a hunt. */
#ifndef LURCHER_ENGINE_RARITY_H
#define LURCHER_ENGINE_RARITY_H

#include "engine/evidence.h"
#include "lang/primitive.h"

struct rarity {
    uint64_t n, total; /* events of k with v, and of k; 0 of 0: none was met */
};

/* Is it rare by `min`, `below` and `under`? */
bool rarity_holds(struct rarity r, const struct primitive_options *o);

double rarity_share(struct rarity r);

/* n, total, share; and known_for_s of a duration in µs. */
void rarity_facts(struct rarity r, int64_t known, struct evidence *out);

#endif
