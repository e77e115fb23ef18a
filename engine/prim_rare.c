/* rare(v for k, within W, below P%, under N, min M, after L): of the T events of
 * k in the window, few have this v. */
#include "engine/dirty.h"
#include "engine/pairs.h"
#include "engine/prim.h"
#include "engine/rarity.h"
#include "engine/window.h"

struct state {
    struct pairs pairs;
    struct window by_pair;
    struct window by_entity; /* what all pairs of an entity have: rows do not tell it again */
    struct dirty changed;    /* pairs */
};

static void *rare_make(const struct prim_setup *setup)
{
    struct state *s = mem_zalloc(sizeof *s);
    window_init(&s->by_pair, setup->state->within);
    window_init(&s->by_entity, setup->state->within);
    s->changed.on = setup->kept;
    return s;
}

static void rare_free(void *state)
{
    struct state *s = state;
    pairs_release(&s->pairs);
    window_release(&s->by_pair);
    window_release(&s->by_entity);
    dirty_release(&s->changed);
    free(s);
}

/* Events in the window, this one included. */
static struct rarity rarity_of(struct state *s, const struct prim_query *q)
{
    uint32_t pair = pairs_find(&s->pairs, q->entity, q->v);
    struct rarity r = {1, 1 + window_count(&s->by_entity, q->entity, q->now)};
    if (pair != PAIRS_NONE) {
        r.n += window_count(&s->by_pair, pair, q->now);
    }
    return r;
}

static struct value rare_answer(void *state, const struct program_prim *prim, uint32_t id, const struct prim_query *q)
{
    (void)id;
    if (!q->measured || !prim_known(prim, q)) {
        return value_bool(false);
    }
    return value_bool(rarity_holds(rarity_of(state, q), &prim->options));
}

static void rare_update(void *state, const struct prim_query *q)
{
    struct state *s = state;
    bool added;
    if (q->measured) {
        uint32_t pair = pairs_add(&s->pairs, q->entity, q->v, &added);
        window_add(&s->by_pair, pair, q->now);
        window_add(&s->by_entity, q->entity, q->now);
        dirty_mark(&s->changed, pair);
    }
}

static void rare_explain(void *state, const struct program_prim *prim, const struct prim_query *q, struct evidence *out)
{
    struct rarity r = rarity_of(state, q);
    rarity_facts(r, q->time - q->first, out);
    evidence_int(&out->text, r.n);
    buf_add_text(&out->text, " of ");
    evidence_count(&out->text, r.total, "event", "events");
    evidence_within(&out->text, prim->options.within);
    buf_add_text(&out->text, " (");
    evidence_share(&out->text, rarity_share(r));
    buf_add_text(&out->text, "); known for ");
    evidence_duration(&out->text, q->time - q->first);
}

static size_t rare_bytes(const void *state)
{
    const struct state *s = state;
    return sizeof *s + pairs_bytes(&s->pairs) + window_bytes(&s->by_pair) + window_bytes(&s->by_entity) +
           dirty_bytes(&s->changed);
}

static void rare_save(void *state, const struct symbols *symbols, known_put put, void *context)
{
    struct state *s = state;
    struct buf text = BUF_INIT;
    (void)symbols;
    for (size_t i = 0; i < s->changed.items.len; i++) {
        uint32_t pair = s->changed.items.items[i];
        struct known row = known_of(pairs_entity(&s->pairs, pair), pairs_value(&s->pairs, pair));
        buf_reset(&text);
        window_save(&s->by_pair, pair, &row, &text);
        put(context, &row);
    }
    dirty_clear(&s->changed);
    buf_release(&text);
}

static bool rare_load(void *state, struct symbols *symbols, const struct known *row)
{
    struct state *s = state;
    bool added = false;
    (void)symbols;
    uint32_t pair = row->value == 0 ? PAIRS_NONE : pairs_add(&s->pairs, row->entity, row->value, &added);
    return added && window_load(&s->by_pair, pair, row) &&
           window_put_all(&s->by_entity, row->entity, &s->by_pair, pair);
}

const struct prim_ops prim_rare = {
    .make = rare_make,
    .free = rare_free,
    .answer = rare_answer,
    .update = rare_update,
    .explain = rare_explain,
    .bytes = rare_bytes,
    .save = rare_save,
    .load = rare_load,
};
