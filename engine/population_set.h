/* population_set: what is learnt, inside: for the files of population alone. */
#ifndef LURCHER_ENGINE_POPULATION_SET_H
#define LURCHER_ENGINE_POPULATION_SET_H

#include "engine/population.h"
#include "engine/prim.h"

/* A run of nodes whose tuple is a key or a value: equal runs, wherever in the
 * program, are one, and are computed at most once per event. */
struct key_slot {
    struct program_run run;
    uint64_t turn; /* of the event that it was computed for */
    uint32_t key;
    bool whole;    /* no part is null */
};

struct state_slot {
    const struct program_state *decl;
    const struct prim_ops *ops;
    void *state;
    uint32_t value_key;      /* of v: index into keys */
    struct value *parts;     /* of v, where the kind reads them */
    struct prim_query query; /* of the current event */
    int64_t born;            /* µs: the first event that it met; INT64_MAX: none yet */
};

struct population_set {
    const struct program *program;
    struct eval *ev;
    population_ops ops_of;
    struct entity_table *entities;  /* by entity of the program */
    uint32_t *entity_keys;          /* by entity: index into keys */
    struct prim_query *met;         /* by entity: as the current event met it */
    struct state_slot *states;      /* by state of the program */
    struct value *answers;          /* by primitive of the program */
    uint32_t *ask_keys;             /* by primitive: of the key by which it asks elsewhere; index into keys */
    struct prim_query *asks;        /* by primitive: how the current event asks elsewhere */
    VEC(struct key_slot) keys;
    VEC(uint32_t) matched;
    uint64_t turn;                  /* how many events were taken */
    int64_t now;                    /* the newest time so far */
    bool kept;                      /* for a state folder: take note of what changes */
};

#endif
