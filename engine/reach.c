#include "engine/reach.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void reach_init(struct reach *r, const struct program *program)
{
    *r = (struct reach){program, mem_zalloc((program->n_tests + 1) * sizeof(uint32_t)), 0};
}

void reach_release(struct reach *r)
{
    free(r->stamps);
    r->stamps = NULL;
}

/* Come to a target; `*last` is the last test that has been reached. */
static void target_mark(struct reach *r, uint32_t target, uint32_t *last, bool *holds)
{
    if (target >= PROGRAM_FALSE) {
        *holds = *holds || target == PROGRAM_TRUE;
        return;
    }
    r->stamps[target] = r->stamp;
    *last = target > *last ? target : *last;
}

bool reach_true(struct reach *r, uint32_t predicate, reach_choose choose, void *context)
{
    bool holds = false;
    uint32_t last = 0;
    if (++r->stamp == 0) {
        memset(r->stamps, 0, r->program->n_tests * sizeof *r->stamps);
        r->stamp = 1;
    }
    target_mark(r, predicate, &last, &holds);
    /* Targets are always later tests, so one pass meets all. */
    for (uint32_t t = predicate; t < PROGRAM_FALSE && t <= last; t++) {
        if (r->stamps[t] != r->stamp) {
            continue;
        }
        enum reach_way way = choose(context, r->program->tests[t].node);
        if (way & REACH_YES) {
            target_mark(r, r->program->tests[t].yes, &last, &holds);
        }
        if (way & REACH_NO) {
            target_mark(r, r->program->tests[t].no, &last, &holds);
        }
    }
    return holds;
}
