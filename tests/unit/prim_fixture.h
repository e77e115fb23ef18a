/* prim_fixture: one primitive over events that a test makes, without a program. */
#ifndef LURCHER_TESTS_UNIT_PRIM_FIXTURE_H
#define LURCHER_TESTS_UNIT_PRIM_FIXTURE_H

#include "base/timefmt.h"
#include "engine/entity.h"
#include "engine/prim.h"

struct fixture {
    struct program_state state;
    struct program_prim prim;
    const struct prim_ops *ops;
    struct entity_table entities;
    void *memory;
    struct evidence evidence; /* of the last event */
};

/* An event as a state meets it. `k` 0: a part of k is null; `v` 0: a part of v is null. */
struct fixture_event {
    int64_t time;
    uint32_t k, v;
    bool outside; /* `where` does not hold */
    struct number amount;
    const struct value *parts; /* of v, where the kind reads them */
    int64_t now;               /* the newest time so far, when it is later; 0: it is not */
};

/* With a program it is kept: the state 0 of the program. */
static inline void fixture_open_of(struct fixture *f, enum primitive_kind kind, enum primitive_measure measure,
                                   struct primitive_options options, const struct program *program)
{
    memset(f, 0, sizeof *f);
    f->state = (struct program_state){.kind = kind, .measure = measure, .within = options.within, .per = options.per};
    f->prim = (struct program_prim){.kind = kind, .options = options, .text = STR("p")};
    f->ops = prim_ops_of(kind);
    f->entities.changed.on = program != NULL;
    struct prim_setup setup = {.state = &f->state, .limited = options.within != FOREVER, .program = program,
                               .kept = program != NULL};
    f->memory = f->ops->make(&setup);
}

static inline void fixture_open(struct fixture *f, enum primitive_kind kind, enum primitive_measure measure,
                                struct primitive_options options)
{
    fixture_open_of(f, kind, measure, options, NULL);
}

static inline struct prim_query fixture_query(struct fixture *f, const struct fixture_event *e)
{
    bool late = e->now != 0 && e->now > e->time;
    struct prim_query q = {.time = e->time, .now = late ? e->now : e->time, .entity = ENTITY_NONE};
    if (e->k != 0) {
        q.entity = entity_meet(&f->entities, e->k, e->time);
        q.first = entity_first(&f->entities, q.entity);
        q.inside = !e->outside;
        q.measured = q.inside && e->v != 0;
        q.v = e->v;
        q.amount = e->amount;
        q.parts = e->parts;
    }
    return q;
}

/* The answer for an event, of which the state then learns. */
static inline struct value fixture_take(struct fixture *f, const struct fixture_event *e)
{
    struct prim_query q = fixture_query(f, e);
    struct value answer = f->ops->answer(f->memory, &f->prim, 0, &q);
    if (answer.kind != VALUE_NULL && (answer.kind != VALUE_BOOL || answer.b)) {
        evidence_reset(&f->evidence);
        f->ops->explain(f->memory, &f->prim, &q, &f->evidence);
    }
    f->ops->update(f->memory, &q);
    return answer;
}

/* The same for a plain event. */
static inline struct value fixture_at(struct fixture *f, int64_t time, uint32_t k, uint32_t v)
{
    struct fixture_event e = {.time = time, .k = k, .v = v, .amount = number_int(1)};
    return fixture_take(f, &e);
}

static inline bool fixture_true(struct fixture *f, int64_t time, uint32_t k, uint32_t v)
{
    struct value answer = fixture_at(f, time, k, v);
    return answer.kind == VALUE_BOOL && answer.b;
}

static inline const struct value *fixture_fact(const struct fixture *f, const char *name)
{
    for (unsigned i = 0; i < f->evidence.n_facts; i++) {
        if (str_equal(f->evidence.facts[i].name, str_from(name))) {
            return &f->evidence.facts[i].value;
        }
    }
    return NULL;
}

static inline void fixture_close(struct fixture *f)
{
    f->ops->free(f->memory);
    entity_release(&f->entities);
    evidence_release(&f->evidence);
}

/* The defaults of the language, written out: the test does not trust the table. */
static inline struct primitive_options fixture_options(int64_t within)
{
    return (struct primitive_options){.within = within, .after = 0, .per = TIME_HOUR, .below = (double)NAN,
                                      .under = -1, .min = 0, .sigma = 4};
}

#endif
