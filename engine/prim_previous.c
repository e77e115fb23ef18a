/* previous(x for k): the x of the latest earlier event of P_F with this k and an x. */
#include "engine/prim.h"

struct latest {
    struct value x; /* null: none yet */
    int64_t time;
};

struct state {
    VEC(struct latest) latest; /* by entity */
};

static void *previous_make(const struct prim_setup *setup)
{
    (void)setup;
    return mem_zalloc(sizeof(struct state));
}

static void previous_free(void *state)
{
    struct state *s = state;
    vec_release(&s->latest);
    free(s);
}

static struct value previous_answer(void *state, const struct program_prim *prim, uint32_t id,
                                    const struct prim_query *q)
{
    const struct state *s = state;
    (void)prim;
    (void)id;
    bool unmeasured = q->inside && !q->measured;
    if (q->entity >= s->latest.len || unmeasured) { /* no part of k is ENTITY_NONE, the largest number */
        return value_null();
    }
    return s->latest.items[q->entity].x;
}

static void previous_update(void *state, const struct prim_query *q)
{
    struct state *s = state;
    if (!q->measured) {
        return;
    }
    vec_reach(&s->latest, q->entity);
    struct latest *latest = &s->latest.items[q->entity];
    if (latest->x.kind == VALUE_NULL || prim_replaces(q, latest->time)) {
        *latest = (struct latest){q->parts[0], q->time};
    }
}

static void previous_explain(void *state, const struct program_prim *prim, const struct prim_query *q,
                             struct evidence *out)
{
    const struct state *s = state;
    const struct latest *latest = &s->latest.items[q->entity];
    (void)prim;
    evidence_fact(out, "value", latest->x);
    evidence_fact(out, "age_s", evidence_seconds(prim_age(q, latest->time)));
    evidence_fact(out, "time", value_time(latest->time));
    value_print(&latest->x, &out->text);
    buf_add_text(&out->text, ", ");
    evidence_duration(&out->text, prim_age(q, latest->time));
    buf_add_text(&out->text, " before");
}

static size_t previous_bytes(const void *state)
{
    const struct state *s = state;
    return sizeof *s + s->latest.cap * sizeof *s->latest.items;
}

const struct prim_ops prim_previous = {
    .make = previous_make,
    .free = previous_free,
    .answer = previous_answer,
    .update = previous_update,
    .explain = previous_explain,
    .bytes = previous_bytes,
    .parts = 1,
};
