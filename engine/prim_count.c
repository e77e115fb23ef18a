/* count(for k, within W): how many events of k are in the window. */
#include "engine/dirty.h"
#include "engine/prim.h"
#include "engine/window.h"

struct state {
    struct window events;
    struct dirty changed; /* entities */
};

static void *count_make(const struct prim_setup *setup)
{
    struct state *s = mem_zalloc(sizeof *s);
    window_init(&s->events, setup->state->within);
    s->changed.on = setup->kept;
    return s;
}

static void count_free(void *state)
{
    struct state *s = state;
    window_release(&s->events);
    dirty_release(&s->changed);
    free(s);
}

static struct value count_answer(void *state, const struct program_prim *prim, uint32_t id, const struct prim_query *q)
{
    struct state *s = state;
    (void)prim;
    (void)id;
    if (q->entity == ENTITY_NONE) {
        return value_null();
    }
    return value_int((int64_t)window_count(&s->events, q->entity, q->now) + q->inside);
}

static void count_update(void *state, const struct prim_query *q)
{
    struct state *s = state;
    if (q->inside) {
        window_add(&s->events, q->entity, q->now);
        dirty_mark(&s->changed, q->entity);
    }
}

static void count_explain(void *state, const struct program_prim *prim, const struct prim_query *q,
                          struct evidence *out)
{
    struct value value = count_answer(state, prim, 0, q);
    evidence_fact(out, "value", value);
    evidence_fact(out, "within_s", evidence_seconds(prim->options.within));
    evidence_count(&out->text, (uint64_t)value.i, "event", "events");
    evidence_within(&out->text, prim->options.within);
}

static size_t count_bytes(const void *state)
{
    const struct state *s = state;
    return sizeof *s + window_bytes(&s->events) + dirty_bytes(&s->changed);
}

static void count_save(void *state, const struct symbols *symbols, known_put put, void *context)
{
    struct state *s = state;
    (void)symbols;
    window_save_changed(&s->events, &s->changed, put, context);
}

static bool count_load(void *state, struct symbols *symbols, const struct known *row)
{
    struct state *s = state;
    (void)symbols;
    return row->value == 0 && window_load(&s->events, row->entity, row);
}

const struct prim_ops prim_count = {
    .make = count_make,
    .free = count_free,
    .answer = count_answer,
    .update = count_update,
    .explain = count_explain,
    .bytes = count_bytes,
    .save = count_save,
    .load = count_load,
};
