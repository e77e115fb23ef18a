/* series: sums per bucket of time, for many entities at once, with their first
 * two moments kept as they change.
 *
 * Only buckets with something in them are held, in order; the last one is the
 * current one while its number is the current bucket's. Sums of integers are
 * exact, so that mean and deviation do not drift however long a run is. */
#ifndef LURCHER_ENGINE_SERIES_H
#define LURCHER_ENGINE_SERIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"
#include "base/buf.h"
#include "engine/known_data.h"
#include "engine/number.h"

__extension__ typedef __int128 series_wide;

struct series_node {
    int64_t bucket;
    struct number x;
    uint32_t next; /* 0: the last */
};

struct series {
    series_wide sum;     /* of the integers */
    series_wide squares; /* of the integers that are small enough */
    uint32_t head, tail; /* 0: empty */
    uint32_t len;
    uint32_t floats;     /* buckets that hold a float */
    uint32_t large;      /* buckets whose integer is too large to square exactly */
};

struct series_set {
    VEC(struct series) series;
    VEC(struct series_node) nodes; /* [0] is not used */
    uint32_t free;
};

/* What a run of buckets looks like. Empty ones count as 0. */
struct series_moments {
    int64_t n;      /* buckets */
    double mean, sd; /* of the population; 0 when n is 0 */
};

void series_set_release(struct series_set *s);
size_t series_set_bytes(const struct series_set *s);

/* Add x to a bucket. The buckets of an entity must not run backward. */
void series_add(struct series_set *s, uint32_t entity, int64_t bucket, struct number x);

/* Forget the buckets before `oldest`. */
void series_expire(struct series_set *s, uint32_t entity, int64_t oldest);

/* The sum of all that is held and of x, which would come in `bucket`: integers
 * saturate, floats are added in the order of buckets. */
struct number series_total(const struct series_set *s, uint32_t entity, int64_t bucket, struct number x);

/* The sum in one bucket, which is the newest or newer. */
struct number series_current(const struct series_set *s, uint32_t entity, int64_t bucket);

/* Over the `n` buckets before `bucket`, which is the newest or newer; what is
 * older must have been expired. */
struct series_moments series_moments_before(const struct series_set *s, uint32_t entity, int64_t bucket, int64_t n);

/* The largest of the same buckets. `n` > 0. */
struct number series_max_before(const struct series_set *s, uint32_t entity, int64_t bucket, int64_t n);

/* Tell the buckets of an entity as a row's data does, for buckets of `step` µs; and take them for an entity that has
 * nothing yet. */
void series_save(const struct series_set *s, uint32_t entity, int64_t step, struct buf *out);
bool series_load(struct series_set *s, uint32_t entity, int64_t step, struct known_data *data);

/* Is nothing held? */
bool series_empty(const struct series_set *s, uint32_t entity);

/* Visit the buckets in order: start with series_first; 0 is the end. */
uint32_t series_first(const struct series_set *s, uint32_t entity);
static inline const struct series_node *series_node_at(const struct series_set *s, uint32_t n)
{
    return &s->nodes.items[n];
}

#endif
