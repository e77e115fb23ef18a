#include "engine/prim.h"

const struct prim_ops *prim_ops_of(enum primitive_kind kind)
{
    static const struct prim_ops *const table[N_PRIMITIVES] = {
        [PRIMITIVE_NEW] = &prim_new,           [PRIMITIVE_RARE] = &prim_rare,
        [PRIMITIVE_SPIKE] = &prim_spike,       [PRIMITIVE_COUNT] = &prim_count,
        [PRIMITIVE_DISTINCT] = &prim_distinct, [PRIMITIVE_SUM] = &prim_sum,
    };
    return table[kind];
}
