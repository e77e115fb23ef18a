/* sum(x for k, within W): the sum of a number over the events of k in the window. */
#include "engine/prim.h"
#include "engine/series.h"
#include "engine/window.h"

struct state {
    struct window_shape shape;
    struct series_set sums;
};

static void *sum_make(const struct prim_setup *setup)
{
    struct state *s = mem_zalloc(sizeof *s);
    s->shape = window_shape_of(setup->state->within);
    return s;
}

static void sum_free(void *state)
{
    struct state *s = state;
    series_set_release(&s->sums);
    free(s);
}

/* False: null. */
static bool sum_of(struct state *s, const struct prim_query *q, struct number *out)
{
    if (q->entity == ENTITY_NONE || (q->inside && !q->measured)) {
        return false;
    }
    series_expire(&s->sums, q->entity, window_oldest(s->shape, q->now));
    *out = series_total(&s->sums, q->entity, window_bucket(s->shape, q->now), q->measured ? q->amount : number_int(0));
    return true;
}

static struct value sum_answer(void *state, const struct program_prim *prim, uint32_t id, const struct prim_query *q)
{
    struct number total;
    (void)prim;
    (void)id;
    return sum_of(state, q, &total) ? number_value(total) : value_null();
}

static void sum_update(void *state, const struct prim_query *q)
{
    struct state *s = state;
    if (q->measured) {
        series_expire(&s->sums, q->entity, window_oldest(s->shape, q->now));
        series_add(&s->sums, q->entity, window_bucket(s->shape, q->now), q->amount);
    }
}

static void sum_explain(void *state, const struct program_prim *prim, const struct prim_query *q, struct evidence *out)
{
    struct number total = number_int(0);
    bool known = sum_of(state, q, &total);
    evidence_fact(out, "value", known ? number_value(total) : value_null());
    evidence_fact(out, "within_s", evidence_seconds(prim->options.within));
    buf_add_text(&out->text, "a sum of ");
    evidence_number(&out->text, total);
    evidence_within(&out->text, prim->options.within);
}

static size_t sum_bytes(const void *state)
{
    const struct state *s = state;
    return sizeof *s + series_set_bytes(&s->sums);
}

const struct prim_ops prim_sum = {
    .make = sum_make,
    .free = sum_free,
    .answer = sum_answer,
    .update = sum_update,
    .explain = sum_explain,
    .bytes = sum_bytes,
};
