/* program_equal: do parts of two programs mean the same? Names of lets are no part of
 * the meaning, numbers of nodes neither. */
#ifndef LURCHER_LANG_PROGRAM_EQUAL_H
#define LURCHER_LANG_PROGRAM_EQUAL_H

#include "base/hash.h"
#include "lang/program.h"

struct program_pair {
    const struct program *a, *b;
    struct map64 nodes; /* (node of a, node of b) -> are they equal? */
};

/* The caller releases it; both programs must outlive it. */
void program_pair_init(struct program_pair *pair, const struct program *a, const struct program *b);
void program_pair_release(struct program_pair *pair);

/* Nodes; predicates; runs of args[]; shown fields, with their names; titles. Of `x` in a and `y` in b. */
bool program_equal_node(struct program_pair *pair, uint32_t x, uint32_t y);
bool program_equal_predicate(struct program_pair *pair, uint32_t x, uint32_t y);
bool program_equal_args(struct program_pair *pair, struct program_run x, struct program_run y);
bool program_equal_show(struct program_pair *pair, struct program_run x, struct program_run y);
bool program_equal_title(struct program_pair *pair, struct program_run x, struct program_run y);

#endif
