/* prim: what a stateful primitive can do, one table of functions for each kind.
 *
 * To add one: a line in lang/primitive.def, a file prim_NAME.c with its table,
 * and its line in prim.c. The exact meanings are in docs/language.md. */
#ifndef LURCHER_ENGINE_PRIM_H
#define LURCHER_ENGINE_PRIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/value.h"
#include "engine/entity.h"
#include "engine/evidence.h"
#include "engine/known.h"
#include "engine/number.h"
#include "lang/program.h"

/* How an event meets a state. */
struct prim_query {
    int64_t time;
    int64_t now;          /* the newest time so far: = time, but for a straggler of a stream;
                             windows and buckets move by it, so that they never run backward */
    uint64_t turn;        /* counts events in the order in which they are taken, from 1 */
    int64_t first;        /* first(k), this event included */
    uint32_t entity;      /* its number; ENTITY_NONE: a part of k is null */
    bool inside;          /* k is not null and `where` holds: the event is of P_F */
    bool measured;        /* inside, and no part of v is null */
    uint32_t v;           /* measured: the tuple v; 0 when there is none */
    struct number amount; /* measured: what `sum` adds */
    const struct value *parts; /* measured, and the kind reads parts: the values of v, in memory that lasts */
};

/* What is known of a finite set of events as a whole, once it was read. */
struct prim_data {
    int64_t last;   /* the time of the newest event */
    int64_t border; /* where its last --recent begins */
};

/* What a state is made for. */
struct prim_setup {
    const struct program_state *state;
    const struct program *program; /* kept: the program that it is of, which outlives it … */
    uint32_t number;               /* … and its number there: it tells which primitives read it */
    bool limited; /* a primitive that reads it has a `within` that ends */
    bool kept;    /* it will be saved: take note of what changes */
    const struct prim_data *data; /* of a hunt, which outlives the state; else NULL */
};

struct prim_ops {
    /* The state: the caller frees it by `free`. */
    void *(*make)(const struct prim_setup *setup);
    void (*free)(void *state);

    /* The answer for an event, before the state has learnt of it. `id` tells the
     * primitives that share a state apart. Called once per event and primitive. */
    struct value (*answer)(void *state, const struct program_prim *prim, uint32_t id, const struct prim_query *q);

    /* Learn of the event; after all answers, once per event and state. */
    void (*update)(void *state, const struct prim_query *q);

    /* Why it answered so: between answer and update. */
    void (*explain)(void *state, const struct program_prim *prim, const struct prim_query *q, struct evidence *out);

    size_t (*bytes)(const void *state);

    /* Give out each row that changed since the last call; all, the first time. Of a state that was made to be kept.
     * A row tells all that is known: it takes the place of the one before it. */
    void (*save)(void *state, const struct symbols *symbols, known_put put, void *context);

    /* Take a row that was saved, before any event: it is not changed then. Rows come in any order, each once. False: no
     * state of this kind has such a row; the state is then good for nothing. */
    bool (*load)(void *state, struct symbols *symbols, const struct known *row);

    /* Not 0: the values of v are read (parts of the query), not its tuple, and
     * this many of them must not be null for an event to be measured. */
    uint32_t parts;

    /* The state learns from a population of its own; who asks is not of it. What it measures is
     * looked at after all answers, since `where` may read them. */
    bool elsewhere;
};

const struct prim_ops *prim_ops_of(enum primitive_kind kind);

/* Is the entity known for as long as `after` asks? */
static inline bool prim_known(const struct program_prim *prim, const struct prim_query *q)
{
    return q->time - q->first >= prim->options.after;
}

/* How long ago a time is; a straggler of a stream may be before it. */
static inline int64_t prim_age(const struct prim_query *q, int64_t time)
{
    return q->time > time ? q->time - time : 0;
}

/* Is a time more than `within` before `now`? */
static inline bool prim_over(int64_t time, int64_t now, int64_t within)
{
    int64_t age;
    return within != FOREVER && !__builtin_sub_overflow(now, time, &age) && age > within;
}

/* Does the event take the place of the latest one so far? Events come in the order of
 * time and id, but for stragglers: those do not take the place of what has a later time. */
static inline bool prim_replaces(const struct prim_query *q, int64_t latest)
{
    return q->time >= latest;
}

/* The end of an `absent` that began at a time; times do not overflow. */
static inline int64_t prim_absent_until(const struct program_prim *prim, int64_t time)
{
    int64_t until;
    return __builtin_add_overflow(time, prim->options.within, &until) ? INT64_MAX : until;
}

/* Of prim_absent: has nothing come for the entity behind the event of `time` and `turn`, up to `until`? */
bool prim_absent_holds(const void *state, uint32_t entity, int64_t time, uint64_t turn, int64_t until);

extern const struct prim_ops prim_new, prim_rare, prim_spike, prim_count, prim_distinct, prim_sum, prim_previous,
    prim_elapsed, prim_travel, prim_seen, prim_absent;

#endif
