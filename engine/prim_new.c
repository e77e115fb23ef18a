/* new(v for k, within W, after L): no earlier event with this k and v at a time
 * ≥ t − W, for a k that is known for L. */
#include "engine/pairs.h"
#include "engine/prim.h"

/* What is known of an entity. */
struct entity_past {
    uint64_t events; /* of P_F */
    uint32_t distinct;
};

struct state {
    struct pairs pairs;
    bool limited;
    VEC(int64_t) last; /* by pair; only when a `within` ends */
    VEC(struct entity_past) past;
};

static void *new_make(const struct prim_setup *setup)
{
    struct state *s = mem_zalloc(sizeof *s);
    s->limited = setup->limited;
    return s;
}

static void new_free(void *state)
{
    struct state *s = state;
    pairs_release(&s->pairs);
    vec_release(&s->last);
    vec_release(&s->past);
    free(s);
}

static struct value new_answer(void *state, const struct program_prim *prim, uint32_t id, const struct prim_query *q)
{
    const struct state *s = state;
    (void)id;
    if (!q->measured || !prim_known(prim, q)) {
        return value_bool(false);
    }
    uint32_t pair = pairs_find(&s->pairs, q->entity, q->v);
    return value_bool(pair == PAIRS_NONE ||
                      (s->limited && prim_over(s->last.items[pair], q->time, prim->options.within)));
}

static void new_update(void *state, const struct prim_query *q)
{
    struct state *s = state;
    if (!q->measured) {
        return;
    }
    bool added;
    uint32_t pair = pairs_add(&s->pairs, q->entity, q->v, &added);
    vec_reach(&s->past, q->entity);
    s->past.items[q->entity].events++;
    s->past.items[q->entity].distinct += added;
    if (!s->limited) {
        return;
    }
    if (added) {
        vec_push(&s->last, q->time);
    } else if (q->time > s->last.items[pair]) {
        s->last.items[pair] = q->time;
    }
}

static void explain_first(const struct entity_past *past, int64_t known, struct buf *out)
{
    if (past->events == 0) {
        buf_add_text(out, "the first event of this kind; known for ");
        evidence_duration(out, known);
        return;
    }
    buf_add_text(out, "first time in ");
    evidence_count(out, past->events + 1, "event", "events");
    buf_add_text(out, " over ");
    evidence_duration(out, known);
    buf_add_text(out, "; ");
    evidence_count(out, past->distinct, "other value seen before", "other values seen before");
}

static void explain_again(const struct entity_past *past, int64_t age, int64_t known, struct buf *out)
{
    buf_add_text(out, "first time for ");
    evidence_duration(out, age);
    buf_add_text(out, "; ");
    evidence_count(out, past->events, "earlier event", "earlier events");
    buf_add_text(out, " over ");
    evidence_duration(out, known);
    buf_add_text(out, " with ");
    evidence_count(out, past->distinct, "value", "values");
}

static void new_explain(void *state, const struct program_prim *prim, const struct prim_query *q, struct evidence *out)
{
    const struct state *s = state;
    struct entity_past none = {0, 0};
    const struct entity_past *past = q->entity < s->past.len ? &s->past.items[q->entity] : &none;
    uint32_t pair = pairs_find(&s->pairs, q->entity, q->v);
    int64_t known = q->time - q->first;
    (void)prim;
    evidence_fact(out, "known_for_s", evidence_seconds(known));
    evidence_fact(out, "events", value_int((int64_t)past->events));
    evidence_fact(out, "distinct", value_int((int64_t)past->distinct));
    if (pair == PAIRS_NONE || !s->limited) {
        explain_first(past, known, &out->text);
    } else {
        explain_again(past, q->time - s->last.items[pair], known, &out->text);
    }
}

static size_t new_bytes(const void *state)
{
    const struct state *s = state;
    return sizeof *s + pairs_bytes(&s->pairs) + s->last.cap * sizeof *s->last.items +
           s->past.cap * sizeof *s->past.items;
}

const struct prim_ops prim_new = {
    .make = new_make,
    .free = new_free,
    .answer = new_answer,
    .update = new_update,
    .explain = new_explain,
    .bytes = new_bytes,
};
