/* outbox: alerts that cannot go out at once: those that wait for the verdict of an `absent`, those
 * that rules over alerts have to see, and those beside them, so that all go out in the order of
 * (time, level, event id, rule name). */
#ifndef LURCHER_ENGINE_OUTBOX_H
#define LURCHER_ENGINE_OUTBOX_H

#include "engine/alert.h"
#include "engine/population.h"

struct outbox_item {
    struct alert alert;   /* its memory is the arena's */
    struct arena arena;
    uint32_t rule;
    uint32_t level;       /* of the rule: 0, or how deep it stands over alerts */
    bool once;            /* `once` is still to be asked, in the order of alerts: that of their events may be another */
    uint16_t table;       /* bit m: `when` holds when the waits come out as the bits of m */
    unsigned n_waits;
    struct population_wait waits[PRIMITIVE_ABSENTS_MAX];
    unsigned decided, absent; /* bits by wait */
    int64_t next;         /* µs: when the next wait is decided */
};

struct outbox;

struct outbox *outbox_new(void);
void outbox_free(struct outbox *o);

struct outbox_item *outbox_item_new(void);
void outbox_item_free(struct outbox_item *item);

/* Put in what waits until `next`, or what is ready at its alert's time. The item is taken over. */
void outbox_wait(struct outbox *o, struct outbox_item *item);
void outbox_ready(struct outbox *o, struct outbox_item *item);

/* The first time until which something waits, or at which something is ready; INT64_MAX: none. */
int64_t outbox_waits_until(const struct outbox *o);
int64_t outbox_ready_at(const struct outbox *o);

/* Take out the first that waits until a time <= `time` at this level or a lower one, or that is ready
 * with such a time; NULL: none. The caller's. */
struct outbox_item *outbox_due(struct outbox *o, int64_t time, uint32_t level);
struct outbox_item *outbox_out(struct outbox *o, int64_t time);

/* The order of alerts: (time, level, event id, rule name). */
int outbox_compare(const struct outbox_item *a, const struct outbox_item *b);

/* Decide what is to be decided at `next`. False: something else is still waited for, and `next` is set to that. */
bool outbox_decide(struct outbox_item *item, const struct population_set *set);

/* When all is decided: does the alert go out? Then its time is that of the last verdict, and what did
 * not hold is no evidence. */
bool outbox_verdict(struct outbox_item *item);

/* Every item in it, in no order. */
void outbox_each(const struct outbox *o, void (*take)(void *context, const struct outbox_item *item), void *context);

size_t outbox_bytes(const struct outbox *o); /* of what is in it; texts of alerts not counted */

#endif
