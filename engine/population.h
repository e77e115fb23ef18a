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

/* For all populations of a program. `ev` and the program must outlive it. */
struct population_set *population_set_new(const struct program *program, struct eval *ev);
void population_set_free(struct population_set *set);

/* The event that `ev` has begun: which populations it belongs to (indexes,
 * ascending; they hold until the next call). The answers of their primitives are
 * given to `ev`. */
const uint32_t *population_answer(struct population_set *set, const struct event *event, uint32_t *count);

/* The answer of a primitive of one of these populations. */
struct value population_answer_of(const struct population_set *set, uint32_t prim);

/* Why a primitive of one of these populations answered so. */
void population_explain(struct population_set *set, uint32_t prim, struct evidence *out);

/* Learn of the event; after the last of its alerts. */
void population_learn(struct population_set *set);

size_t population_set_bytes(const struct population_set *set); /* of all states */

#endif
