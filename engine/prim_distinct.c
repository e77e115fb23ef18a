/* distinct(v for k, within W): how many different v the events of k in the
 * window have. A pair counts in the bucket in which it was last seen. */
#include "engine/dirty.h"
#include "engine/pairs.h"
#include "engine/prim.h"
#include "engine/window.h"

struct state {
    struct pairs pairs;
    VEC(int64_t) last;     /* by pair: its bucket; empty for a window without end */
    struct window values;  /* by entity; follows from the pairs and their buckets */
    struct dirty changed;  /* pairs */
};

static void *distinct_make(const struct prim_setup *setup)
{
    struct state *s = mem_zalloc(sizeof *s);
    window_init(&s->values, setup->state->within);
    s->changed.on = setup->kept;
    return s;
}

static void distinct_free(void *state)
{
    struct state *s = state;
    pairs_release(&s->pairs);
    vec_release(&s->last);
    window_release(&s->values);
    dirty_release(&s->changed);
    free(s);
}

/* Is the pair among those that are counted at this time? */
static bool is_held(const struct state *s, uint32_t pair, int64_t time)
{
    if (pair == PAIRS_NONE || s->values.shape.step == 0) {
        return pair != PAIRS_NONE;
    }
    return s->last.items[pair] >= window_oldest(s->values.shape, time);
}

static struct value distinct_answer(void *state, const struct program_prim *prim, uint32_t id,
                                    const struct prim_query *q)
{
    struct state *s = state;
    (void)prim;
    (void)id;
    if (q->entity == ENTITY_NONE || (q->inside && !q->measured)) {
        return value_null();
    }
    uint64_t n = window_count(&s->values, q->entity, q->now);
    if (q->measured && !is_held(s, pairs_find(&s->pairs, q->entity, q->v), q->now)) {
        n++;
    }
    return value_int((int64_t)n);
}

static void distinct_update(void *state, const struct prim_query *q)
{
    struct state *s = state;
    bool added;
    if (!q->measured) {
        return;
    }
    uint32_t pair = pairs_add(&s->pairs, q->entity, q->v, &added);
    if (s->values.shape.step == 0) {
        if (added) {
            window_add(&s->values, q->entity, q->now);
            dirty_mark(&s->changed, pair);
        }
        return;
    }
    int64_t bucket = window_bucket(s->values.shape, q->now);
    if (!added && s->last.items[pair] == bucket) {
        return; /* the common case: it is counted where it belongs */
    }
    /* Drop what has left the window first: then a pair that is held by its
     * bucket is one that is still counted there. */
    window_count(&s->values, q->entity, q->now);
    if (!added && is_held(s, pair, q->now)) {
        window_take(&s->values, q->entity, s->last.items[pair]);
    }
    window_add(&s->values, q->entity, q->now);
    dirty_mark(&s->changed, pair);
    if (added) {
        vec_push(&s->last, bucket);
    } else {
        s->last.items[pair] = bucket;
    }
}

static void distinct_explain(void *state, const struct program_prim *prim, const struct prim_query *q,
                             struct evidence *out)
{
    struct value value = distinct_answer(state, prim, 0, q);
    evidence_fact(out, "value", value);
    evidence_fact(out, "within_s", evidence_seconds(prim->options.within));
    evidence_count(&out->text, (uint64_t)value.i, "different value", "different values");
    evidence_within(&out->text, prim->options.within);
}

static size_t distinct_bytes(const void *state)
{
    const struct state *s = state;
    return sizeof *s + pairs_bytes(&s->pairs) + s->last.cap * sizeof *s->last.items + window_bytes(&s->values) +
           dirty_bytes(&s->changed);
}

static void distinct_save(void *state, const struct symbols *symbols, known_put put, void *context)
{
    struct state *s = state;
    (void)symbols;
    for (size_t i = 0; i < s->changed.items.len; i++) {
        uint32_t pair = s->changed.items.items[i];
        struct known row = known_of(pairs_entity(&s->pairs, pair), pairs_value(&s->pairs, pair));
        if (s->values.shape.step > 0) {
            row.last = s->last.items[pair] * s->values.shape.step;
        }
        put(context, &row);
    }
    dirty_clear(&s->changed);
}

static bool distinct_load(void *state, struct symbols *symbols, const struct known *row)
{
    struct state *s = state;
    int64_t step = s->values.shape.step;
    bool added;
    (void)symbols;
    if (row->value == 0 || !known_is(row, step == 0 ? 0 : KNOWN_LAST) || (step > 0 && row->last % step != 0)) {
        return false;
    }
    int64_t bucket = step == 0 ? 0 : row->last / step;
    pairs_add(&s->pairs, row->entity, row->value, &added);
    if (step > 0) {
        vec_push(&s->last, bucket);
    }
    return added && window_put(&s->values, row->entity, bucket, 1);
}

const struct prim_ops prim_distinct = {
    .make = distinct_make,
    .free = distinct_free,
    .answer = distinct_answer,
    .update = distinct_update,
    .explain = distinct_explain,
    .bytes = distinct_bytes,
    .save = distinct_save,
    .load = distinct_load,
};
