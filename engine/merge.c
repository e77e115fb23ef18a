#include "engine/merge.h"

#include <stdlib.h>

#include "base/mem.h"

static void sift(struct merge *m, size_t at)
{
    for (;;) {
        size_t child = at * 2 + 1;
        if (child >= m->n) {
            return;
        }
        if (child + 1 < m->n && m->before(m->context, m->runs[child + 1], m->runs[child])) {
            child++;
        }
        if (!m->before(m->context, m->runs[child], m->runs[at])) {
            return;
        }
        uint32_t run = m->runs[at];
        m->runs[at] = m->runs[child];
        m->runs[child] = run;
        at = child;
    }
}

void merge_init(struct merge *m, size_t n, bool (*before)(void *context, uint32_t a, uint32_t b), void *context)
{
    *m = (struct merge){.runs = mem_alloc((n + 1) * sizeof *m->runs), .n = n, .before = before, .context = context};
    for (size_t i = 0; i < n; i++) {
        m->runs[i] = (uint32_t)i;
    }
    for (size_t i = n / 2; i > 0; i--) {
        sift(m, i - 1);
    }
}

void merge_release(struct merge *m)
{
    free(m->runs);
    m->runs = NULL;
    m->n = 0;
}

void merge_advanced(struct merge *m) { sift(m, 0); }

void merge_ended(struct merge *m)
{
    m->runs[0] = m->runs[--m->n];
    sift(m, 0);
}
