/* previous(x for k): the x of the latest earlier event of P_F with this k and an x. */
#include "engine/dirty.h"
#include "engine/prim.h"

struct latest {
    struct value x; /* null: none yet */
    int64_t time;
};

struct state {
    VEC(struct latest) latest; /* by entity */
    struct dirty changed; /* entities */
};

static void *previous_make(const struct prim_setup *setup)
{
    struct state *s = mem_zalloc(sizeof *s);
    s->changed.on = setup->kept;
    return s;
}

static void previous_free(void *state)
{
    struct state *s = state;
    vec_release(&s->latest);
    dirty_release(&s->changed);
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
        dirty_mark(&s->changed, q->entity);
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
    return sizeof *s + s->latest.cap * sizeof *s->latest.items + dirty_bytes(&s->changed);
}

static void previous_save(void *state, const struct symbols *symbols, known_put put, void *context)
{
    struct state *s = state;
    struct buf text = BUF_INIT;
    (void)symbols;
    for (size_t i = 0; i < s->changed.items.len; i++) {
        struct known row = known_of(s->changed.items.items[i], 0);
        const struct latest *latest = &s->latest.items[row.entity];
        buf_reset(&text);
        known_value_print(&latest->x, &text);
        row.last = latest->time;
        row.data = buf_str(&text);
        put(context, &row);
    }
    dirty_clear(&s->changed);
    buf_release(&text);
}

static bool previous_load(void *state, struct symbols *symbols, const struct known *row)
{
    struct state *s = state;
    struct value x;
    if (row->value != 0 || !known_is(row, KNOWN_LAST | KNOWN_DATA) || !known_value_parse(row->data, symbols, &x)) {
        return false;
    }
    vec_reach(&s->latest, row->entity);
    bool fresh = s->latest.items[row->entity].x.kind == VALUE_NULL;
    s->latest.items[row->entity] = (struct latest){x, row->last};
    return fresh;
}

const struct prim_ops prim_previous = {
    .make = previous_make,
    .free = previous_free,
    .answer = previous_answer,
    .update = previous_update,
    .explain = previous_explain,
    .bytes = previous_bytes,
    .save = previous_save,
    .load = previous_load,
    .parts = 1,
};
