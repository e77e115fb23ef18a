/* absent(p for k, within W): no later event of the whole source with a time <= t + W satisfies p
 * with this k. When an event asks, nothing is known yet: the answer is "true unless something
 * comes", and the engine asks again (prim_absent_holds) when time has passed t + W. */
#include "engine/dirty.h"
#include "engine/prim.h"

struct latest {
    int64_t time;
    uint64_t turn; /* 0: none */
};

struct state {
    VEC(struct latest) latest; /* by entity */
    struct dirty changed; /* entities */
};

static void *absent_make(const struct prim_setup *setup)
{
    struct state *s = mem_zalloc(sizeof *s);
    s->changed.on = setup->kept;
    return s;
}

static void absent_free(void *state)
{
    struct state *s = state;
    vec_release(&s->latest);
    dirty_release(&s->changed);
    free(s);
}

/* False when a part of the key is null. */
static struct value absent_answer(void *state, const struct program_prim *prim, uint32_t id,
                                  const struct prim_query *q)
{
    (void)state;
    (void)prim;
    (void)id;
    return value_bool(q->inside);
}

static void absent_update(void *state, const struct prim_query *q)
{
    struct state *s = state;
    if (!q->inside) {
        return;
    }
    vec_reach(&s->latest, q->entity);
    struct latest *latest = &s->latest.items[q->entity];
    if (latest->turn == 0 || prim_replaces(q, latest->time)) {
        *latest = (struct latest){q->time, q->turn};
        dirty_mark(&s->changed, q->entity);
    }
}

bool prim_absent_holds(const void *state, uint32_t entity, int64_t time, uint64_t turn, int64_t until)
{
    const struct state *s = state;
    if (entity >= s->latest.len || s->latest.items[entity].turn == 0) { /* ENTITY_NONE is the largest number */
        return true;
    }
    const struct latest *latest = &s->latest.items[entity];
    bool later = latest->turn > turn || latest->time > time;
    return !later || latest->time > until;
}

static void absent_explain(void *state, const struct program_prim *prim, const struct prim_query *q,
                           struct evidence *out)
{
    (void)state;
    evidence_fact(out, "within_s", evidence_seconds(prim->options.within));
    evidence_fact(out, "until", value_time(prim_absent_until(prim, q->time)));
    buf_add_text(&out->text, "nothing came");
    evidence_within(&out->text, prim->options.within);
}

static size_t absent_bytes(const void *state)
{
    const struct state *s = state;
    return sizeof *s + s->latest.cap * sizeof *s->latest.items + dirty_bytes(&s->changed);
}

static void absent_save(void *state, const struct symbols *symbols, known_put put, void *context)
{
    struct state *s = state;
    (void)symbols;
    for (size_t i = 0; i < s->changed.items.len; i++) {
        struct known row = known_of(s->changed.items.items[i], 0);
        row.last = s->latest.items[row.entity].time;
        row.n = (int64_t)s->latest.items[row.entity].turn;
        put(context, &row);
    }
    dirty_clear(&s->changed);
}

static bool absent_load(void *state, struct symbols *symbols, const struct known *row)
{
    struct state *s = state;
    (void)symbols;
    if (row->value != 0 || !known_is(row, KNOWN_LAST | KNOWN_N)) {
        return false;
    }
    vec_reach(&s->latest, row->entity);
    bool fresh = s->latest.items[row->entity].turn == 0;
    s->latest.items[row->entity] = (struct latest){row->last, (uint64_t)row->n};
    return fresh;
}

const struct prim_ops prim_absent = {
    .make = absent_make,
    .free = absent_free,
    .answer = absent_answer,
    .update = absent_update,
    .explain = absent_explain,
    .bytes = absent_bytes,
    .save = absent_save,
    .load = absent_load,
    .elsewhere = true,
};
