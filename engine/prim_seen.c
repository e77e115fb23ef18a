/* seen(p for k, within W): some earlier event of the whole source satisfied p with this k at a
 * time >= t - W. The state's population is those events; its entities are their keys. */
#include "engine/dirty.h"
#include "engine/prim.h"

struct seen {
    int64_t last;    /* the latest time */
    uint64_t events; /* 0: the key was met, but `where` did not hold */
};

struct state {
    VEC(struct seen) seen; /* by entity */
    struct dirty changed; /* entities */
};

static void *seen_make(const struct prim_setup *setup)
{
    struct state *s = mem_zalloc(sizeof *s);
    s->changed.on = setup->kept;
    return s;
}

static void seen_free(void *state)
{
    struct state *s = state;
    vec_release(&s->seen);
    dirty_release(&s->changed);
    free(s);
}

static struct value seen_answer(void *state, const struct program_prim *prim, uint32_t id, const struct prim_query *q)
{
    const struct state *s = state;
    (void)id;
    if (q->entity >= s->seen.len || s->seen.items[q->entity].events == 0) { /* ENTITY_NONE is the largest number */
        return value_bool(false);
    }
    return value_bool(!prim_over(s->seen.items[q->entity].last, q->time, prim->options.within));
}

static void seen_update(void *state, const struct prim_query *q)
{
    struct state *s = state;
    if (!q->inside) {
        return;
    }
    vec_reach(&s->seen, q->entity);
    struct seen *seen = &s->seen.items[q->entity];
    if (seen->events++ == 0 || q->time > seen->last) {
        seen->last = q->time;
    }
    dirty_mark(&s->changed, q->entity);
}

static void seen_explain(void *state, const struct program_prim *prim, const struct prim_query *q,
                         struct evidence *out)
{
    const struct state *s = state;
    const struct seen *seen = &s->seen.items[q->entity];
    (void)prim;
    evidence_fact(out, "age_s", evidence_seconds(prim_age(q, seen->last)));
    evidence_fact(out, "time", value_time(seen->last));
    evidence_fact(out, "events", value_int((int64_t)seen->events));
    buf_add_text(&out->text, "seen ");
    evidence_duration(&out->text, prim_age(q, seen->last));
    buf_add_text(&out->text, " before; ");
    evidence_count(&out->text, seen->events, "such event so far", "such events so far");
}

static size_t seen_bytes(const void *state)
{
    const struct state *s = state;
    return sizeof *s + s->seen.cap * sizeof *s->seen.items + dirty_bytes(&s->changed);
}

static void seen_save(void *state, const struct symbols *symbols, known_put put, void *context)
{
    struct state *s = state;
    (void)symbols;
    for (size_t i = 0; i < s->changed.items.len; i++) {
        struct known row = known_of(s->changed.items.items[i], 0);
        row.last = s->seen.items[row.entity].last;
        row.n = (int64_t)s->seen.items[row.entity].events;
        put(context, &row);
    }
    dirty_clear(&s->changed);
}

static bool seen_load(void *state, struct symbols *symbols, const struct known *row)
{
    struct state *s = state;
    (void)symbols;
    if (row->value != 0 || !known_is(row, KNOWN_LAST | KNOWN_N)) {
        return false;
    }
    vec_reach(&s->seen, row->entity);
    bool fresh = s->seen.items[row->entity].events == 0;
    s->seen.items[row->entity] = (struct seen){row->last, (uint64_t)row->n};
    return fresh;
}

const struct prim_ops prim_seen = {
    .make = seen_make,
    .free = seen_free,
    .answer = seen_answer,
    .update = seen_update,
    .explain = seen_explain,
    .bytes = seen_bytes,
    .save = seen_save,
    .load = seen_load,
    .elsewhere = true,
};
