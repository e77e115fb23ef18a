/* hunt_set: what a hunt gathers before it ranks. Private to hunt*.c. */
#ifndef LURCHER_ENGINE_HUNT_SET_H
#define LURCHER_ENGINE_HUNT_SET_H

#include "base/arena.h"
#include "base/vec.h"
#include "engine/entity.h"
#include "engine/hunt.h"
#include "engine/number.h"
#include "engine/pairs.h"
#include "engine/run.h"

/* What a row of the table may be made of: a pair (new, rare), a bucket of an
 * entity (spike), or an entity (count, distinct, sum). */
struct hunt_cell {
    uint32_t entity, v;
    int64_t bucket;
    uint64_t count;     /* events */
    struct number x;    /* the measure */
    int64_t first_time, last_time;
    struct str event_id; /* of the first */
};

struct hunt_set {
    const struct program *program;
    const struct program_prim *prim;
    const struct program_state *state;
    struct program_run key;      /* of the entity: args */
    struct symbols *symbols;
    struct entity_table entities;
    VEC(uint64_t) totals;        /* by entity: events that are measured */
    VEC(uint32_t) current;       /* by entity: its newest cell + 1 (spike) or its only one */
    struct pairs pairs;          /* (entity, v) */
    VEC(int64_t) pair_bucket;    /* by pair: the bucket it was last counted in */
    VEC(struct hunt_cell) cells; /* new, rare: by pair */
    int64_t last;                /* time of the newest event of the data */
    struct arena arena;          /* of ids */
};

/* Rank the cells and make the table's rows, in memory of `arena`. */
void hunt_rank(const struct hunt_set *set, const struct hunt_options *options, struct hunt_table *table,
               struct arena *arena);

/* The names of the keys as the author wrote them: v…, then k…, in memory of
 * `arena`. */
void hunt_name_columns(const struct hunt_set *set, struct hunt_table *table, struct arena *arena);

#endif
