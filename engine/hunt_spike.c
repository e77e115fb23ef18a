/* spike in a hunt with a pack: the first event of a bucket that is a record among all
 * buckets of its entity, before and after. */
#include "base/timefmt.h"
#include "engine/hunt_prim.h"
#include "engine/pairs.h"
#include "engine/spread.h"
#include "engine/stand.h"

/* An entity's buckets as a whole. */
struct whole {
    struct spread_sums sums;
    struct number max;
    uint32_t at_max; /* how many buckets measure that */
    uint32_t len;    /* buckets with something in them */
    uint32_t node;   /* second reading: of the bucket that was met last, or 0 */
};

struct state {
    enum primitive_measure measure;
    int64_t per;
    const struct prim_data *data;
    struct series_set series; /* every bucket, for ever */
    struct pairs pairs;       /* of distinct */
    VEC(int64_t) last;        /* by pair: the bucket it was last counted in */
    VEC(struct whole) wholes; /* by entity; made when it is first asked for */
};

static void *spike_make(const struct prim_setup *setup)
{
    struct state *s = mem_zalloc(sizeof *s);
    s->measure = setup->state->measure;
    s->per = setup->state->per;
    s->data = setup->data;
    return s;
}

static void spike_free(void *state)
{
    struct state *s = state;
    series_set_release(&s->series);
    pairs_release(&s->pairs);
    vec_release(&s->last);
    vec_release(&s->wholes);
    free(s);
}

/* ---- the first reading ---- */

/* 1 when the entity has not had this value in this bucket. */
static struct number distinct_step(struct state *s, const struct prim_query *q, int64_t bucket)
{
    bool added;
    uint32_t pair = pairs_add(&s->pairs, q->entity, q->v, &added);
    vec_reach(&s->last, pair);
    bool again = !added && s->last.items[pair] == bucket;
    s->last.items[pair] = bucket;
    return number_int(!again);
}

static void spike_gather(void *state, const struct prim_query *q)
{
    struct state *s = state;
    if (!q->measured) {
        return;
    }
    int64_t bucket = floor_div(q->time, s->per);
    struct number step = s->measure == MEASURE_SUM        ? q->amount
                         : s->measure == MEASURE_DISTINCT ? distinct_step(s, q, bucket)
                                                          : number_int(1);
    series_add(&s->series, q->entity, bucket, step);
}

/* ---- the second reading ---- */

static void whole_make(const struct state *s, uint32_t entity, struct whole *w)
{
    for (uint32_t n = series_first(&s->series, entity); n != 0; n = series_node_at(&s->series, n)->next) {
        struct number x = series_node_at(&s->series, n)->x;
        bool more = w->len == 0 || number_less(w->max, x);
        bool same = !more && !number_less(x, w->max);
        w->max = more ? x : w->max;
        w->at_max = more ? 1 : w->at_max + same;
        w->len++;
        spread_add(&w->sums, x);
    }
}

static struct whole *whole_of(struct state *s, uint32_t entity)
{
    vec_reach(&s->wholes, entity);
    struct whole *w = &s->wholes.items[entity];
    if (w->len == 0) {
        whole_make(s, entity, w);
    }
    return w;
}

/* The node of the event's bucket, or 0 for one that the first reading did not see. */
static uint32_t node_of(const struct state *s, const struct whole *w, const struct prim_query *q)
{
    int64_t bucket = floor_div(q->time, s->per);
    uint32_t n = w->node != 0 ? w->node : series_first(&s->series, q->entity);
    while (n != 0 && series_node_at(&s->series, n)->bucket < bucket) {
        n = series_node_at(&s->series, n)->next;
    }
    return n != 0 && series_node_at(&s->series, n)->bucket == bucket ? n : 0;
}

/* How many buckets the entity has, empty ones too. */
static int64_t bucket_count(const struct state *s, const struct prim_query *q)
{
    return floor_div(s->data->last, s->per) - floor_div(q->first, s->per) + 1;
}

static struct stand stand_of(const struct state *s, const struct whole *w, uint32_t node,
                             const struct program_prim *prim, const struct prim_query *q)
{
    const struct series_node *at = series_node_at(&s->series, node);
    int64_t n = bucket_count(s, q);
    struct spread spread = spread_of(&w->sums, n, at->x);
    double margin = prim->options.sigma * spread.margin;
    return (struct stand){at->bucket, at->x, {n - 1, spread.mean, spread.sd}, spread.mean + margin};
}

/* Larger than every other bucket? Those without events measure 0. */
static bool is_record(const struct whole *w, struct number x, int64_t n)
{
    return w->at_max == 1 && !number_less(x, w->max) && (w->len == n || number_less(number_int(0), x));
}

static struct value spike_answer(void *state, const struct program_prim *prim, uint32_t id, const struct prim_query *q)
{
    struct state *s = state;
    (void)id;
    if (!q->measured) {
        return value_bool(false);
    }
    struct whole *w = whole_of(s, q->entity);
    uint32_t node = node_of(s, w, q);
    if (node == 0 || node == w->node || bucket_count(s, q) < 2) {
        return value_bool(false);
    }
    struct stand a = stand_of(s, w, node, prim, q);
    return value_bool(!number_less(a.x, number_int(prim->options.min)) && number_double(a.x) > a.threshold &&
                      is_record(w, a.x, bucket_count(s, q)));
}

static void spike_follow(void *state, const struct prim_query *q)
{
    struct state *s = state;
    if (q->measured) {
        struct whole *w = whole_of(s, q->entity);
        uint32_t node = node_of(s, w, q);
        w->node = node != 0 ? node : w->node;
    }
}

static void spike_explain(void *state, const struct program_prim *prim, const struct prim_query *q,
                          struct evidence *out)
{
    struct state *s = state;
    struct whole *w = whole_of(s, q->entity);
    struct stand a = stand_of(s, w, node_of(s, w, q), prim, q);
    stand_explain(&a, s->measure, s->per, q->time - q->first, out);
}

static size_t spike_bytes(const void *state)
{
    const struct state *s = state;
    return sizeof *s + series_set_bytes(&s->series) + pairs_bytes(&s->pairs) + s->last.cap * sizeof *s->last.items +
           s->wholes.cap * sizeof *s->wholes.items;
}

const struct hunt_prim hunt_spike = {
    .gather = {
        .make = spike_make,
        .free = spike_free,
        .answer = hunt_prim_silent,
        .update = spike_gather,
        .explain = hunt_prim_mute,
        .bytes = spike_bytes,
    },
    .answer = {
        .make = spike_make,
        .free = spike_free,
        .answer = spike_answer,
        .update = spike_follow,
        .explain = spike_explain,
        .bytes = spike_bytes,
    },
};
