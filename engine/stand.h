/* stand: where a bucket stands among the buckets that it is compared with: what spike
 * judges by, in a run and in a hunt, and how it is told. */
#ifndef LURCHER_ENGINE_STAND_H
#define LURCHER_ENGINE_STAND_H

#include "engine/evidence.h"
#include "engine/series.h"

struct stand {
    int64_t bucket;             /* its number: its start is bucket · per */
    struct number x;            /* what it measures */
    struct series_moments base; /* of the buckets that it is compared with */
    double threshold;           /* μ + Z·σ' */
};

/* The evidence: facts and sentence. `known` is since first(k), in µs. */
void stand_explain(const struct stand *s, enum primitive_measure measure, int64_t per, int64_t known,
                   struct evidence *out);

#endif
