/* reach: which tests of a predicate can be come to, and whether TRUE can. */
#ifndef LURCHER_ENGINE_REACH_H
#define LURCHER_ENGINE_REACH_H

#include <stdbool.h>
#include <stdint.h>

#include "lang/program.h"

enum reach_way { REACH_NO = 1, REACH_YES = 2, REACH_BOTH = 3 };

/* The ways that a test of this node can go. Called once for each test that is
 * reached, in ascending order; it may start no walk of the same reach. */
typedef enum reach_way (*reach_choose)(void *context, uint32_t node);

struct reach {
    const struct program *program;
    uint32_t *stamps; /* by test: the walk that came to it last */
    uint32_t stamp;
};

void reach_init(struct reach *r, const struct program *program);
void reach_release(struct reach *r);

/* Can the predicate come to TRUE? */
bool reach_true(struct reach *r, uint32_t predicate, reach_choose choose, void *context);

#endif
