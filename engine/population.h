/* population: how events meet what is learnt.
 *
 * Every event is shown once to every population whose match it fits, and there
 * once to every state, whatever the rules say of it. First all primitives
 * answer, later all states learn: no rule sees half of an event. */
#ifndef LURCHER_ENGINE_POPULATION_H
#define LURCHER_ENGINE_POPULATION_H

#include <stddef.h>
#include <stdint.h>

#include "engine/eval.h"
#include "engine/evidence.h"
#include "lang/program.h"

struct population_set;
struct prim_data;

/* For all populations of a program. `ev` and the program must outlive it. `kept`: for a state folder
 * (population_keep.h). */
struct population_set *population_set_new(const struct program *program, struct eval *ev, bool kept);
void population_set_free(struct population_set *set);

/* What a state can do, where it is not what prim.h says of its kind. */
typedef const struct prim_ops *(*population_ops)(const struct program *program, const struct program_state *state);

/* One reading of a set that is read twice, as a hunt does. `before` is that of the reading
 * before this one, or NULL: its entities are taken over, so that they keep their numbers, and
 * so are those of its states whose tables make the same here. It is then good for nothing
 * but to be freed. `data` outlives both. */
struct population_set *population_set_again(const struct program *program, struct eval *ev, population_ops ops,
                                            const struct prim_data *data, struct population_set *before);

/* The event that `ev` has begun: which populations it belongs to (indexes,
 * ascending; they hold until the next call). The answers of their primitives are
 * given to `ev`. */
const uint32_t *population_answer(struct population_set *set, const struct event *event, uint32_t *count);

/* The same for an alert as an event: of the populations of one level, which look at alerts of
 * lower levels. */
struct population_alert {
    uint32_t level;      /* of the populations that are asked */
    uint32_t rule, of;   /* the rule that gave the alert, and its level */
};
const uint32_t *population_answer_alert(struct population_set *set, const struct event *event,
                                        const struct population_alert *alert, uint32_t *count);

/* The answer of a primitive of one of these populations. */
struct value population_answer_of(const struct population_set *set, uint32_t prim);

/* Let `absent` primitives of these populations answer as the bits of the mask say, until the next call. */
void population_assume(struct population_set *set, const uint32_t *prims, unsigned n, unsigned mask);

/* What an `absent` waits for since the current event. */
struct population_wait {
    uint32_t prim, key;
    int64_t time, until; /* of the event; of the decision: when time has passed it */
    uint64_t turn;
};
struct population_wait population_wait_of(const struct population_set *set, uint32_t prim);

/* Did nothing come? Asked before an event is taken whose time is over `until`. */
bool population_absent(const struct population_set *set, const struct population_wait *w);

/* Why a primitive of one of these populations answered so. */
void population_explain(struct population_set *set, uint32_t prim, struct evidence *out);

/* Learn of the event; after the last of its alerts. */
void population_learn(struct population_set *set);

size_t population_set_bytes(const struct population_set *set); /* of all states */

#endif
