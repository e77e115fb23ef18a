/* hunt_set: what a hunt gathers before it ranks. Private to hunt*.c. */
#ifndef LURCHER_ENGINE_HUNT_SET_H
#define LURCHER_ENGINE_HUNT_SET_H

#include "base/arena.h"
#include "base/vec.h"
#include "engine/entity.h"
#include "engine/hunt.h"
#include "engine/number.h"
#include "engine/pairs.h"
#include "engine/population.h"
#include "engine/run.h"

/* What a row of the table is made of. */
enum hunt_rows {
    HUNT_PAIRS,    /* v and k: new, rare */
    HUNT_BUCKETS,  /* of an entity: spike */
    HUNT_ENTITIES, /* count, distinct, sum */
    HUNT_CHANGES,  /* from one value to another, and k: previous */
    HUNT_STEPS,    /* from one event of an entity to the next: elapsed, travel */
    HUNT_ASKERS,   /* entities, by the events for which the answer is true: seen */
    HUNT_WAITS,    /* events for which it came out true: absent */
};
enum hunt_rows hunt_rows_of(enum primitive_kind kind);

/* From where to where. */
struct hunt_journey {
    double km, hours;
    struct str from, to; /* "IP, CITY, COUNTRY" */
};

struct hunt_cell {
    uint32_t entity, v;
    int64_t bucket;     /* of steps and waits: a number of its own */
    uint64_t count;     /* events */
    struct number x;    /* the measure; of steps: µs or km/h; of waits: the time, µs */
    int64_t first_time, last_time;
    struct str event_id; /* of the first; of a step the later one */
    const struct hunt_journey *journey; /* of travel */
};

/* An event that waits for its verdict. The id is the set's. */
struct hunt_wait {
    struct population_wait wait;
    uint32_t entity;
    struct str event_id;
};

struct hunt_set {
    const struct program *program;
    uint32_t prim_id;
    const struct program_prim *prim;
    const struct program_state *state;
    struct program_run key;      /* of the entity: args */
    struct symbols *symbols;
    struct entity_table entities;
    VEC(uint64_t) totals;        /* by entity: events that are measured */
    VEC(int64_t) latest;         /* by entity: the time of its latest measured event, for steps */
    VEC(uint32_t) current;       /* by entity: its newest cell + 1 (spike) or its only one */
    struct pairs pairs;          /* (entity, v) */
    VEC(int64_t) pair_bucket;    /* by pair: the bucket it was last counted in */
    VEC(struct hunt_cell) cells; /* of pairs and changes: by pair */
    struct population_set *populations; /* of the kinds that a run answers event by event, else NULL */
    VEC(struct hunt_wait) waits; /* in the order of time, from waits_from on */
    size_t waits_from;
    uint32_t top;                /* steps and waits beyond so many ranks need not be kept; 0: all are */
    uint64_t n_steps;            /* those too that were not kept */
    int64_t last;                /* time of the newest event of the data */
    struct arena arena;          /* of ids and journeys */
};

/* A new cell, and its number; that of a pair, which is the pair's number; that of an entity
 * in its current bucket, or its only one. */
uint32_t hunt_cell_new(struct hunt_set *set, uint32_t entity, uint32_t v, const struct event *event);
uint32_t hunt_cell_of_pair(struct hunt_set *set, uint32_t entity, uint32_t v, const struct event *event);
uint32_t hunt_cell_of_entity(struct hunt_set *set, uint32_t entity, const struct event *event);

/* hunt_asked.c: an event, for the kinds that a run answers event by event. What still waits is freed. */
void hunt_asked_gather(struct hunt_set *set, struct run *run, const struct event *event);
void hunt_asked_release(struct hunt_set *set);

/* Are most rows beyond the table, so that only the first ones are kept while it is made? */
static inline bool hunt_is_pruned(const struct hunt_set *set)
{
    enum hunt_rows rows = hunt_rows_of(set->prim->kind);
    return rows == HUNT_STEPS || rows == HUNT_WAITS;
}

/* Keep the `n` cells of the highest ranks. */
void hunt_rank_prune(struct hunt_set *set, uint32_t n);

/* How many parts of a cell's v are keys of its row. */
unsigned hunt_v_count(const struct hunt_set *set);

/* Rank the cells and make the table's rows, in memory of `arena`. */
void hunt_rank(const struct hunt_set *set, const struct hunt_options *options, struct hunt_table *table,
               struct arena *arena);

/* The names of the keys as the author wrote them: v…, then k…, in memory of
 * `arena`. */
void hunt_name_columns(const struct hunt_set *set, struct hunt_table *table, struct arena *arena);

#endif
