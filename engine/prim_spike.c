/* spike(m for k, per B, within W, sigma Z, min M, after L): more in this bucket
 * of time than the entity's past explains, and a record among its buckets. */
#include "engine/pairs.h"
#include "engine/prim.h"
#include "engine/series.h"

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

/* Where an event stands: its bucket, x, and the baseline before it. */
struct stand {
    int64_t bucket;
    struct number x;
    struct series_moments base;
    double threshold;
};

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

/* ---- evidence ---- */

/* "hour", "day", "minute" when a bucket is one of them, else NULL. */
static const char *unit_of(int64_t per)
{
    return per == TIME_HOUR ? "hour" : per == TIME_DAY ? "day" : per == TIME_MINUTE ? "minute" : NULL;
}

/* "42 in this hour", "42 different values in these 10 minutes" */
static void explain_now(const struct state *s, const struct stand *a, struct buf *out)
{
    if (s->measure == MEASURE_SUM) {
        buf_add_text(out, "a sum of ");
    }
    evidence_number(out, a->x);
    if (s->measure != MEASURE_SUM) {
        bool one = !a->x.is_float && a->x.i == 1;
        buf_add_text(out, s->measure == MEASURE_COUNT ? (one ? " event" : " events")
                                                      : (one ? " value" : " different values"));
    }
    if (unit_of(s->per) != NULL) {
        buf_addf(out, " in this %s", unit_of(s->per));
    } else {
        buf_add_text(out, " in these ");
        evidence_duration(out, s->per);
    }
}

/* "usual 3.1 ± 1.4 an hour, threshold 10.2, over 336 hours" */
static void explain_base(const struct state *s, const struct stand *a, struct buf *out)
{
    const char *unit = unit_of(s->per);
    buf_add_text(out, "; usual ");
    evidence_float(out, a->base.mean);
    buf_add_text(out, " ± ");
    evidence_float(out, a->base.sd);
    if (unit != NULL) {
        buf_addf(out, " %s %s", s->per == TIME_HOUR ? "an" : "a", unit);
    }
    buf_add_text(out, ", threshold ");
    evidence_float(out, a->threshold);
    buf_add_text(out, ", over ");
    evidence_int(out, (uint64_t)a->base.n);
    if (unit != NULL) {
        buf_addf(out, " %s%s", unit, a->base.n == 1 ? "" : "s");
    } else {
        buf_add_text(out, a->base.n == 1 ? " such span" : " such spans");
    }
}

static void spike_explain(void *state, const struct program_prim *prim, const struct prim_query *q,
                          struct evidence *out)
{
    struct state *s = state;
    struct stand a = stand_of(s, prim, q);
    evidence_fact(out, "x", number_value(a.x));
    evidence_fact(out, "mean", value_float(a.base.mean));
    evidence_fact(out, "sd", value_float(a.base.sd));
    evidence_fact(out, "threshold", value_float(a.threshold));
    evidence_fact(out, "bucket", value_time(a.bucket * s->per));
    evidence_fact(out, "baseline_buckets", value_int(a.base.n));
    evidence_fact(out, "known_for_s", evidence_seconds(q->time - q->first));
    explain_now(s, &a, &out->text);
    explain_base(s, &a, &out->text);
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
