#include "engine/rarity.h"

#include <math.h>

double rarity_share(struct rarity r)
{
    return (double)r.n / (double)r.total;
}

bool rarity_holds(struct rarity r, const struct primitive_options *o)
{
    bool enough = r.total > 0 && (o->min <= 0 || r.total >= (uint64_t)o->min);
    bool below = isnan(o->below) || rarity_share(r) < o->below;
    bool under = o->under < 0 || r.n < (uint64_t)o->under;
    return enough && below && under;
}

void rarity_facts(struct rarity r, int64_t known, struct evidence *out)
{
    evidence_fact(out, "n", value_int((int64_t)r.n));
    evidence_fact(out, "total", value_int((int64_t)r.total));
    evidence_fact(out, "share", value_float(rarity_share(r)));
    evidence_fact(out, "known_for_s", evidence_seconds(known));
}
