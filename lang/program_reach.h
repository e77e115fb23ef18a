/* program_reach: the nodes, tests and primitives that a rule is made of. */
#ifndef LURCHER_LANG_PROGRAM_REACH_H
#define LURCHER_LANG_PROGRAM_REACH_H

#include "base/vec.h"
#include "lang/program.h"

struct program_reach {
    const struct program *program;
    uint32_t *nodes, *tests, *met; /* by node, first test, primitive: the walk that came to it last */
    uint32_t walk;
    VEC(uint32_t) prims;           /* those of the last walk, in the order of `when`, title, show */
};

/* The caller releases it; the program must outlive it. */
void program_reach_init(struct program_reach *r, const struct program *program);
void program_reach_release(struct program_reach *r);

/* Walk over all of a rule: what was reached before is forgotten. */
void program_reach_rule(struct program_reach *r, const struct program_rule *rule);

/* Did the last walk come to the node, or to the predicate with this first test? */
bool program_reach_node(const struct program_reach *r, uint32_t node);
bool program_reach_predicate(const struct program_reach *r, uint32_t first);

/* The same for what a let's name stands for. */
bool program_reach_name(const struct program_reach *r, const struct program_name *name);

#endif
