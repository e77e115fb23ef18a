/* window: counts in a window that moves in steps, for many series at once.
 *
 * A window of length W moves in steps of s = max(1 s, ⌈W/30⌉ whole seconds). At
 * time t it holds the buckets from ⌊t/s⌋ − ⌈W/s⌉ on: it never forgets early and
 * over-holds by less than one step. A window without end is one bucket.
 *
 * Only buckets with something in them take memory (16 bytes). What has left the
 * window is dropped when its series is next read or written: O(1) amortised.
 *
 * The times of one series must not run backward. */
#ifndef LURCHER_ENGINE_WINDOW_H
#define LURCHER_ENGINE_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"

struct window_shape {
    int64_t step; /* µs; 0: without end */
    int64_t span; /* how many buckets before the current one are held */
};

/* The shape of a window of `within` µs (≥ 0), or of FOREVER. */
struct window_shape window_shape_of(int64_t within);

/* The bucket of a time, and the oldest that is held then. */
int64_t window_bucket(struct window_shape shape, int64_t time);
int64_t window_oldest(struct window_shape shape, int64_t time);

struct window_node {
    int64_t bucket;
    uint32_t count;
    uint32_t next; /* 0: the last */
};

struct window_ends {
    uint32_t head, tail; /* 0: empty */
};

struct window {
    struct window_shape shape;
    VEC(uint64_t) totals;            /* by series */
    VEC(struct window_ends) ends;    /* by series; empty for a window without end */
    VEC(struct window_node) nodes;   /* [0] is not used */
    uint32_t free;                   /* list of free nodes */
};

void window_init(struct window *w, int64_t within);
void window_release(struct window *w);
size_t window_bytes(const struct window *w);

/* How much is in the window of a series at a time. */
uint64_t window_count(struct window *w, uint32_t series, int64_t time);

/* Count one more. */
void window_add(struct window *w, uint32_t series, int64_t time);

/* Take back one that was counted in `bucket`, if it is still held there. */
void window_take(struct window *w, uint32_t series, int64_t bucket);

#endif
