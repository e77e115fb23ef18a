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
#include "engine/dirty.h"
#include "engine/known.h"

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

/* Tell a series in a row: how much is in it, and by bucket, which is added to `text`. The row is gone when there is
 * nothing. */
void window_save(const struct window *w, uint32_t series, struct known *row, struct buf *text);

/* Give out the rows of the entities that changed, of which the series are. */
void window_save_changed(const struct window *w, struct dirty *changed, known_put put, void *context);

/* Take a row so told for a series that has nothing yet. False: it is no such row. */
bool window_load(struct window *w, uint32_t series, const struct known *row);

/* Count `count` more in a bucket, in any order of buckets: what the newest one has left behind is not held. False: it
 * is more than there can be. */
bool window_put(struct window *w, uint32_t series, int64_t bucket, uint64_t count);

/* Put all that is in a series of `from` into a series of another window of the same shape. */
bool window_put_all(struct window *w, uint32_t series, const struct window *from, uint32_t from_series);

#endif
