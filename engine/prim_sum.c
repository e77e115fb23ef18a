/* sum(x for k, within W): the sum of a number over the events of k in the window. */
#include "base/timefmt.h"
#include "engine/dirty.h"
#include "engine/prim.h"
#include "engine/series.h"
#include "engine/window.h"

struct state {
    struct window_shape shape;
    struct series_set sums;
    struct dirty changed; /* entities */
};

static void *sum_make(const struct prim_setup *setup)
{
    struct state *s = mem_zalloc(sizeof *s);
    s->shape = window_shape_of(setup->state->within);
    s->changed.on = setup->kept;
    return s;
}

static void sum_free(void *state)
{
    struct state *s = state;
    series_set_release(&s->sums);
    dirty_release(&s->changed);
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
        dirty_mark(&s->changed, q->entity);
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
    return sizeof *s + series_set_bytes(&s->sums) + dirty_bytes(&s->changed);
}

/* Of a bucket, in rows: the only one of a window without end begins at 0. */
static int64_t step_of(const struct state *s)
{
    return s->shape.step == 0 ? TIME_SECOND : s->shape.step;
}

static void sum_save(void *state, const struct symbols *symbols, known_put put, void *context)
{
    struct state *s = state;
    struct buf text = BUF_INIT;
    (void)symbols;
    for (size_t i = 0; i < s->changed.items.len; i++) {
        struct known row = known_of(s->changed.items.items[i], 0);
        buf_reset(&text);
        row.gone = series_empty(&s->sums, row.entity);
        if (!row.gone) {
            series_save(&s->sums, row.entity, step_of(s), &text);
            row.data = buf_str(&text);
        }
        put(context, &row);
    }
    dirty_clear(&s->changed);
    buf_release(&text);
}

static bool sum_load(void *state, struct symbols *symbols, const struct known *row)
{
    struct state *s = state;
    struct known_data data = known_data_of(row->data);
    (void)symbols;
    return row->value == 0 && known_is(row, KNOWN_DATA) && series_load(&s->sums, row->entity, step_of(s), &data) &&
           known_data_end(&data) && !series_empty(&s->sums, row->entity);
}

const struct prim_ops prim_sum = {
    .make = sum_make,
    .free = sum_free,
    .answer = sum_answer,
    .update = sum_update,
    .explain = sum_explain,
    .bytes = sum_bytes,
    .save = sum_save,
    .load = sum_load,
};
