/* hunt_prim: what the primitives of a pack learn and answer in a hunt. The set is read
 * twice: the first reading gathers the set as a whole, the second one answers by it. The
 * meanings are in docs/language.md, "Hunt with a pack". */
#ifndef LURCHER_ENGINE_HUNT_PRIM_H
#define LURCHER_ENGINE_HUNT_PRIM_H

#include "engine/prim.h"

/* A kind that a hunt answers in its own way: the states of both tables are the same, which
 * the first reading updates and the second one asks. */
struct hunt_prim {
    struct prim_ops gather, answer;
};

extern const struct hunt_prim hunt_new, hunt_rare, hunt_spike;

/* The tables of a state in the first and in the second reading (population_ops). What is
 * answered as in a run learns nothing in the first one. */
const struct prim_ops *hunt_prim_gather(const struct program *program, const struct program_state *state);
const struct prim_ops *hunt_prim_answer(const struct program *program, const struct program_state *state);

/* For the tables: nothing to answer, to learn, to explain. */
struct value hunt_prim_silent(void *state, const struct program_prim *prim, uint32_t id, const struct prim_query *q);
void hunt_prim_idle(void *state, const struct prim_query *q);
void hunt_prim_mute(void *state, const struct program_prim *prim, const struct prim_query *q, struct evidence *out);

#endif
