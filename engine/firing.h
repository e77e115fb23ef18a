/* firing: from an event to alerts: which rules hold, what `once` holds back, and whether an
 * alert goes to the sink at once or into the outbox. */
#ifndef LURCHER_ENGINE_FIRING_H
#define LURCHER_ENGINE_FIRING_H

#include "base/vec.h"
#include "engine/once.h"
#include "engine/outbox.h"
#include "engine/population.h"
#include "engine/run.h"

struct firing {
    struct run *run;
    struct population_set *populations;
    struct sink *sink;
    struct outbox *outbox;  /* NULL: alerts go out at once */
    bool every_alert;       /* `once` holds nothing back */
    struct once once;
    struct arena arena;     /* of the current event */
    uint32_t *ranks;        /* by rule: its place in the order of names */
    uint32_t *by_rank;      /* rules in the order of names */
    VEC(uint32_t) rules;    /* ranks of the rules that fire for the current event */
    bool drowned;           /* the limit was reported */
};

/* All that is given must outlive it. */
void firing_init(struct firing *f, struct run *run, struct population_set *populations, bool every_alert,
                 struct sink *sink, struct outbox *outbox);
void firing_release(struct firing *f);

/* The alerts of the event that the evaluator has begun and these populations have answered for. False
 * with *err when the sink fails. */
bool firing_event(struct firing *f, const struct event *event, const uint32_t *populations, uint32_t n,
                  struct err *err);

/* Does `once` let an alert that waited out? Then how many it held back stands in the alert. */
bool firing_lets(struct firing *f, struct outbox_item *item);

/* Give an alert to the sink. */
bool firing_out(struct firing *f, uint32_t rule, const struct alert *alert, struct err *err);

#endif
