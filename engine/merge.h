/* merge: which of several sorted runs is next: a heap of their numbers. */
#ifndef LURCHER_ENGINE_MERGE_H
#define LURCHER_ENGINE_MERGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct merge {
    uint32_t *runs; /* a heap, the next one first */
    size_t n;
    bool (*before)(void *context, uint32_t a, uint32_t b); /* the head of run a comes before that of b */
    void *context;
};

/* Begin with the runs 0 … n-1, all of which have a head. */
void merge_init(struct merge *m, size_t n, bool (*before)(void *context, uint32_t a, uint32_t b), void *context);
void merge_release(struct merge *m);

/* m->runs[0] is next (m->n > 0). After its head was taken: it has another one, or
 * it is at its end. */
void merge_advanced(struct merge *m);
void merge_ended(struct merge *m);

#endif
