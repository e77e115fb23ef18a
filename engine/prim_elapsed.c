/* elapsed(for k): the time since the latest earlier event of P_F with this k. */
#include "engine/dirty.h"
#include "engine/prim.h"

struct latest {
    int64_t time;
    bool known;
};

struct state {
    VEC(struct latest) latest; /* by entity */
    struct dirty changed; /* entities */
};

static void *elapsed_make(const struct prim_setup *setup)
{
    struct state *s = mem_zalloc(sizeof *s);
    s->changed.on = setup->kept;
    return s;
}

static void elapsed_free(void *state)
{
    struct state *s = state;
    vec_release(&s->latest);
    dirty_release(&s->changed);
    free(s);
}

static struct value elapsed_answer(void *state, const struct program_prim *prim, uint32_t id,
                                   const struct prim_query *q)
{
    const struct state *s = state;
    (void)prim;
    (void)id;
    if (q->entity >= s->latest.len || !s->latest.items[q->entity].known) { /* ENTITY_NONE is the largest number */
        return value_null();
    }
    return value_duration(prim_age(q, s->latest.items[q->entity].time));
}

static void elapsed_update(void *state, const struct prim_query *q)
{
    struct state *s = state;
    if (!q->inside) {
        return;
    }
    vec_reach(&s->latest, q->entity);
    struct latest *latest = &s->latest.items[q->entity];
    if (!latest->known || prim_replaces(q, latest->time)) {
        *latest = (struct latest){q->time, true};
        dirty_mark(&s->changed, q->entity);
    }
}

static void elapsed_explain(void *state, const struct program_prim *prim, const struct prim_query *q,
                            struct evidence *out)
{
    const struct state *s = state;
    int64_t then = s->latest.items[q->entity].time;
    (void)prim;
    evidence_fact(out, "value_s", evidence_seconds(prim_age(q, then)));
    evidence_fact(out, "time", value_time(then));
    evidence_duration(&out->text, prim_age(q, then));
    buf_add_text(&out->text, " after the event before");
}

static size_t elapsed_bytes(const void *state)
{
    const struct state *s = state;
    return sizeof *s + s->latest.cap * sizeof *s->latest.items + dirty_bytes(&s->changed);
}

static void elapsed_save(void *state, const struct symbols *symbols, known_put put, void *context)
{
    struct state *s = state;
    (void)symbols;
    for (size_t i = 0; i < s->changed.items.len; i++) {
        struct known row = known_of(s->changed.items.items[i], 0);
        row.last = s->latest.items[row.entity].time;
        put(context, &row);
    }
    dirty_clear(&s->changed);
}

static bool elapsed_load(void *state, struct symbols *symbols, const struct known *row)
{
    struct state *s = state;
    (void)symbols;
    if (row->value != 0 || !known_is(row, KNOWN_LAST)) {
        return false;
    }
    vec_reach(&s->latest, row->entity);
    bool fresh = !s->latest.items[row->entity].known;
    s->latest.items[row->entity] = (struct latest){row->last, true};
    return fresh;
}

const struct prim_ops prim_elapsed = {
    .make = elapsed_make,
    .free = elapsed_free,
    .answer = elapsed_answer,
    .update = elapsed_update,
    .explain = elapsed_explain,
    .bytes = elapsed_bytes,
    .save = elapsed_save,
    .load = elapsed_load,
};
