#include "engine/prim.h"

#include <stddef.h>

const struct prim_ops *prim_ops_of(enum primitive_kind kind)
{
    switch (kind) { /* no default: the compiler asks for a new kind */
    case PRIMITIVE_NEW:
        return &prim_new;
    case PRIMITIVE_RARE:
        return &prim_rare;
    case PRIMITIVE_SPIKE:
        return &prim_spike;
    case PRIMITIVE_COUNT:
        return &prim_count;
    case PRIMITIVE_DISTINCT:
        return &prim_distinct;
    case PRIMITIVE_SUM:
        return &prim_sum;
    case PRIMITIVE_PREVIOUS:
        return &prim_previous;
    case PRIMITIVE_ELAPSED:
        return &prim_elapsed;
    case PRIMITIVE_TRAVEL:
        return &prim_travel;
    case PRIMITIVE_SEEN:
        return &prim_seen;
    case PRIMITIVE_ABSENT:
        return &prim_absent;
    case N_PRIMITIVES:
        break;
    }
    return NULL;
}
