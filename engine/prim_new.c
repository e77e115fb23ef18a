/* new(v for k, within W, after L): no earlier event with this k and v at a time
 * ≥ t − W, for a k that is known for L. */
#include "engine/dirty.h"
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
    bool untold;        /* limited: of some pairs `last` is KNOWN_NOTHING */
    VEC(int64_t) last;  /* by pair; only when a `within` ends */
    VEC(struct entity_past) past;
    /* What a row tells and no answer needs: the first event of each pair; without a `within`, which changes the row
     * of a pair no more, only of the pairs that are not saved yet. */
    VEC(int64_t) since;    /* kept: by pair - saved */
    uint32_t saved;        /* limited: 0 */
    struct dirty changed;  /* limited: pairs */
    struct dirty entities;
};

static void *new_make(const struct prim_setup *setup)
{
    struct state *s = mem_zalloc(sizeof *s);
    s->limited = setup->limited;
    s->changed.on = setup->kept && setup->limited;
    s->entities.on = setup->kept;
    return s;
}

static void new_free(void *state)
{
    struct state *s = state;
    pairs_release(&s->pairs);
    vec_release(&s->last);
    vec_release(&s->past);
    vec_release(&s->since);
    dirty_release(&s->changed);
    dirty_release(&s->entities);
    free(s);
}

/* What was learnt without a `within` tells no latest time: take it for seen by now, so that nothing is called new that
 * may have come yesterday. */
static void untold_resolve(struct state *s, int64_t now)
{
    for (uint32_t i = 0; i < s->last.len; i++) {
        if (s->last.items[i] == KNOWN_NOTHING) {
            s->last.items[i] = now;
            dirty_mark(&s->changed, i);
        }
    }
    s->untold = false;
}

static struct value new_answer(void *state, const struct program_prim *prim, uint32_t id, const struct prim_query *q)
{
    struct state *s = state;
    (void)id;
    if (s->untold) {
        untold_resolve(s, q->now);
    }
    if (!q->measured || !prim_known(prim, q)) {
        return value_bool(false);
    }
    uint32_t pair = pairs_find(&s->pairs, q->entity, q->v);
    return value_bool(pair == PAIRS_NONE ||
                      (s->limited && prim_over(s->last.items[pair], q->time, prim->options.within)));
}

static void pair_last(struct state *s, uint32_t pair, bool added, int64_t time)
{
    if (added) {
        vec_push(&s->last, time);
    } else if (time > s->last.items[pair]) {
        s->last.items[pair] = time;
    } else {
        return;
    }
    dirty_mark(&s->changed, pair);
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
    dirty_mark(&s->entities, q->entity);
    if (added && s->entities.on) {
        vec_push(&s->since, q->time);
    }
    if (s->limited) {
        pair_last(s, pair, added, q->time);
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
           s->past.cap * sizeof *s->past.items + s->since.cap * sizeof *s->since.items + dirty_bytes(&s->changed) +
           dirty_bytes(&s->entities);
}

/* ---- rows ---- */

static void pair_save(const struct state *s, uint32_t pair, known_put put, void *context)
{
    struct known row = known_of(pairs_entity(&s->pairs, pair), pairs_value(&s->pairs, pair));
    row.since = s->since.items[pair - s->saved];
    row.last = s->limited ? s->last.items[pair] : KNOWN_NOTHING;
    put(context, &row);
}

static void pairs_save(struct state *s, known_put put, void *context)
{
    for (size_t i = 0; i < s->changed.items.len; i++) {
        pair_save(s, s->changed.items.items[i], put, context);
    }
    dirty_clear(&s->changed);
    if (!s->limited) {
        for (uint32_t pair = s->saved; pair < s->pairs.len; pair++) {
            pair_save(s, pair, put, context);
        }
        s->saved = s->pairs.len;
        vec_release(&s->since);
    }
}

static void new_save(void *state, const struct symbols *symbols, known_put put, void *context)
{
    struct state *s = state;
    (void)symbols;
    pairs_save(s, put, context);
    for (size_t i = 0; i < s->entities.items.len; i++) {
        struct known row = known_of(s->entities.items.items[i], 0);
        row.n = (int64_t)s->past.items[row.entity].events;
        put(context, &row);
    }
    dirty_clear(&s->entities);
}

/* A latest time that is not kept any more would be wrong one day: the row is saved again without it. */
static void since_load(struct state *s, uint32_t pair, const struct known *row)
{
    if (!s->limited && row->last == KNOWN_NOTHING && pair == s->saved) {
        s->saved++;
    } else if (s->entities.on) {
        vec_push(&s->since, row->since);
    }
}

static bool pair_load(struct state *s, const struct known *row)
{
    bool added, told = row->last != KNOWN_NOTHING;
    if (!known_is(row, KNOWN_SINCE | (told ? KNOWN_LAST : 0u))) {
        return false;
    }
    uint32_t pair = pairs_add(&s->pairs, row->entity, row->value, &added);
    if (!added) {
        return false;
    }
    vec_reach(&s->past, row->entity);
    s->past.items[row->entity].distinct++;
    since_load(s, pair, row);
    if (s->limited) {
        vec_push(&s->last, row->last);
        s->untold |= !told;
    }
    return true;
}

static bool new_load(void *state, struct symbols *symbols, const struct known *row)
{
    struct state *s = state;
    (void)symbols;
    if (row->value != 0) {
        return pair_load(s, row);
    }
    if (!known_is(row, KNOWN_N)) {
        return false;
    }
    vec_reach(&s->past, row->entity);
    bool fresh = s->past.items[row->entity].events == 0;
    s->past.items[row->entity].events = (uint64_t)row->n;
    return fresh;
}

const struct prim_ops prim_new = {
    .make = new_make,
    .free = new_free,
    .answer = new_answer,
    .update = new_update,
    .explain = new_explain,
    .bytes = new_bytes,
    .save = new_save,
    .load = new_load,
};
