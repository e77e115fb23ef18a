/* heap: what comes first of what was put in: a binary heap of pointers. The caller owns what they
 * point to. Of those that are equal in the order, any may come first. */
#ifndef LURCHER_BASE_HEAP_H
#define LURCHER_BASE_HEAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/vec.h"

struct heap {
    VEC(void *) items;
    bool (*before)(const void *context, const void *a, const void *b); /* does a come before b? */
    const void *context;
};

void heap_push(struct heap *h, void *item);

/* The first one, which stays in; NULL when there is none. */
void *heap_first(const struct heap *h);

/* Take out the first one; NULL when there is none. */
void *heap_pop(struct heap *h);

/* The pointers only. */
void heap_release(struct heap *h);

#endif
