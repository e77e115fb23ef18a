/* spread: one bucket of an entity against all its others: mean, deviation, z.
 *
 * Sums are exact while all measures are integers that can be squared; else they are
 * doubles, added in the order in which the buckets were. Zeroed memory is no bucket. */
#ifndef LURCHER_ENGINE_SPREAD_H
#define LURCHER_ENGINE_SPREAD_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/number.h"
#include "engine/series.h"

struct spread_sums {
    series_wide sum, squares;
    double f_sum, f_squares;
    bool rough; /* the doubles count */
};

struct spread {
    double mean, sd; /* of the other buckets */
    double margin;   /* max(sd, √mean, 1): what a deviation of one is */
    double z;        /* (x − mean)/margin */
};

/* A bucket with something in it. */
void spread_add(struct spread_sums *s, struct number x);

/* The bucket that measures x, which was added, among `n` > 1 buckets in all. Those that
 * were not added are 0. */
struct spread spread_of(const struct spread_sums *s, int64_t n, struct number x);

#endif
