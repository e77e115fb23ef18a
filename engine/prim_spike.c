/* spike(m for k, per B, within W, sigma Z, min M, after L): more in this bucket
 * of time than the entity's past explains, and a record among its buckets. */
#include "engine/pairs.h"
#include "engine/prim.h"
#include "engine/series.h"
#include "engine/stand.h"

#include "base/timefmt.h"

/* The largest bucket of a baseline, which does not change within a bucket. */
struct record {
    int64_t bucket;
    struct number max;
    bool known;
};

struct state {
    enum primitive_measure measure;
    int64_t per;
    int64_t span;             /* W/B: buckets of the baseline at most */
    struct series_set series;
    struct pairs pairs;       /* of distinct */
    VEC(int64_t) last;        /* by pair: the bucket it was last counted in */
    VEC(struct record) records;
    struct map64 marks;       /* (primitive, entity) -> index into marked */
    VEC(int64_t) marked;      /* the last bucket that answered true */
};

static void *spike_make(const struct prim_setup *setup)
{
    struct state *s = mem_zalloc(sizeof *s);
    s->measure = setup->state->measure;
    s->per = setup->state->per;
    s->span = setup->state->within == FOREVER ? FOREVER : setup->state->within / setup->state->per;
    return s;
}

static void spike_free(void *state)
{
    struct state *s = state;
    series_set_release(&s->series);
    pairs_release(&s->pairs);
    vec_release(&s->last);
    vec_release(&s->records);
    map64_release(&s->marks);
    vec_release(&s->marked);
    free(s);
}

/* What the event adds to its bucket. */
static struct number step_of(const struct state *s, const struct prim_query *q, int64_t bucket)
{
    if (s->measure == MEASURE_SUM) {
        return q->amount;
    }
    if (s->measure == MEASURE_DISTINCT) {
        uint32_t pair = pairs_find(&s->pairs, q->entity, q->v);
        return number_int(pair == PAIRS_NONE || s->last.items[pair] != bucket);
    }
    return number_int(1);
}

static struct stand stand_of(struct state *s, const struct program_prim *prim, const struct prim_query *q)
{
    struct stand a = {.bucket = floor_div(q->now, s->per)};
    int64_t from = floor_div(q->first, s->per);
    if (s->span < a.bucket - from) {
        from = a.bucket - s->span;
    }
    series_expire(&s->series, q->entity, from);
    a.x = number_add(series_current(&s->series, q->entity, a.bucket), step_of(s, q, a.bucket));
    a.base = series_moments_before(&s->series, q->entity, a.bucket, a.bucket - from);
    double floor = sqrt(a.base.mean > 0 ? a.base.mean : 0);
    floor = floor > a.base.sd ? floor : a.base.sd;
    double margin = prim->options.sigma * (floor > 1 ? floor : 1);
    a.threshold = a.base.mean + margin;
    return a;
}

static bool is_record(struct state *s, const struct prim_query *q, const struct stand *a)
{
    vec_reach(&s->records, q->entity);
    struct record *r = &s->records.items[q->entity];
    if (!r->known || r->bucket != a->bucket) {
        *r = (struct record){a->bucket, series_max_before(&s->series, q->entity, a->bucket, a->base.n), true};
    }
    return number_less(r->max, a->x);
}

/* True the first time for (primitive, entity, bucket). */
static bool mark_take(struct state *s, uint32_t id, uint32_t entity, int64_t bucket)
{
    bool added;
    uint32_t *at = map64_put(&s->marks, (uint64_t)id << 32 | entity, &added);
    if (added) {
        *at = (uint32_t)s->marked.len;
        vec_push(&s->marked, bucket);
        return true;
    }
    bool first = s->marked.items[*at] != bucket;
    s->marked.items[*at] = bucket;
    return first;
}

static struct value spike_answer(void *state, const struct program_prim *prim, uint32_t id, const struct prim_query *q)
{
    struct state *s = state;
    if (!q->measured || !prim_known(prim, q)) {
        return value_bool(false);
    }
    struct stand a = stand_of(s, prim, q);
    bool high = a.base.n > 0 && !number_less(a.x, number_int(prim->options.min)) &&
                number_double(a.x) > a.threshold && is_record(s, q, &a);
    return value_bool(high && mark_take(s, id, q->entity, a.bucket));
}

static void pair_count(struct state *s, const struct prim_query *q, int64_t bucket)
{
    bool added;
    uint32_t pair = pairs_add(&s->pairs, q->entity, q->v, &added);
    if (added) {
        vec_push(&s->last, bucket);
    } else {
        s->last.items[pair] = bucket;
    }
}

static void spike_update(void *state, const struct prim_query *q)
{
    struct state *s = state;
    if (!q->measured) {
        return;
    }
    int64_t bucket = floor_div(q->now, s->per);
    series_add(&s->series, q->entity, bucket, step_of(s, q, bucket));
    if (s->measure == MEASURE_DISTINCT) {
        pair_count(s, q, bucket);
    }
    if (s->span != FOREVER) {
        series_expire(&s->series, q->entity, bucket - s->span);
    }
}

static void spike_explain(void *state, const struct program_prim *prim, const struct prim_query *q,
                          struct evidence *out)
{
    struct state *s = state;
    struct stand a = stand_of(s, prim, q);
    stand_explain(&a, s->measure, s->per, q->time - q->first, out);
}

static size_t spike_bytes(const void *state)
{
    const struct state *s = state;
    return sizeof *s + series_set_bytes(&s->series) + pairs_bytes(&s->pairs) + s->last.cap * sizeof *s->last.items +
           s->records.cap * sizeof *s->records.items + map64_bytes(&s->marks) +
           s->marked.cap * sizeof *s->marked.items;
}

const struct prim_ops prim_spike = {
    .make = spike_make,
    .free = spike_free,
    .answer = spike_answer,
    .update = spike_update,
    .explain = spike_explain,
    .bytes = spike_bytes,
};
