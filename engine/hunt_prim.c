#include "engine/hunt_prim.h"

#include "base/mem.h"
#include "engine/pairs.h"
#include "engine/rarity.h"

/* ---- nothing ---- */

struct value hunt_prim_silent(void *state, const struct program_prim *prim, uint32_t id, const struct prim_query *q)
{
    (void)state;
    (void)prim;
    (void)id;
    (void)q;
    return value_null();
}

void hunt_prim_idle(void *state, const struct prim_query *q)
{
    (void)state;
    (void)q;
}

void hunt_prim_mute(void *state, const struct program_prim *prim, const struct prim_query *q, struct evidence *out)
{
    (void)state;
    (void)prim;
    (void)q;
    (void)out;
}

static void *nothing_make(const struct prim_setup *setup)
{
    (void)setup;
    return NULL;
}

static void nothing_free(void *state)
{
    (void)state;
}

static size_t nothing_bytes(const void *state)
{
    (void)state;
    return 0;
}

/* ---- new: the second reading alone can tell what comes first, but when the data ends ---- */

struct new_state {
    void *own; /* of prim_new */
    const struct prim_data *data;
};

static void *new_make(const struct prim_setup *setup)
{
    struct new_state *s = mem_zalloc(sizeof *s);
    struct prim_setup whole = {.state = setup->state}; /* `within` is not applied */
    s->own = prim_new.make(&whole);
    s->data = setup->data;
    return s;
}

static void new_free(void *state)
{
    struct new_state *s = state;
    prim_new.free(s->own);
    free(s);
}

static struct value new_answer(void *state, const struct program_prim *prim, uint32_t id, const struct prim_query *q)
{
    const struct new_state *s = state;
    struct program_prim whole = *prim;
    whole.options.after = 0;
    whole.options.within = FOREVER;
    bool recent = q->entity != ENTITY_NONE && q->time >= s->data->border && q->first < s->data->border;
    return recent ? prim_new.answer(s->own, &whole, id, q) : value_bool(false);
}

static void new_update(void *state, const struct prim_query *q)
{
    const struct new_state *s = state;
    prim_new.update(s->own, q);
}

static void new_explain(void *state, const struct program_prim *prim, const struct prim_query *q, struct evidence *out)
{
    const struct new_state *s = state;
    prim_new.explain(s->own, prim, q, out);
}

static size_t new_bytes(const void *state)
{
    const struct new_state *s = state;
    return sizeof *s + prim_new.bytes(s->own);
}

const struct hunt_prim hunt_new = {
    .gather = {
        .make = new_make,
        .free = new_free,
        .answer = hunt_prim_silent,
        .update = hunt_prim_idle,
        .explain = hunt_prim_mute,
        .bytes = new_bytes,
    },
    .answer = {
        .make = new_make,
        .free = new_free,
        .answer = new_answer,
        .update = new_update,
        .explain = new_explain,
        .bytes = new_bytes,
    },
};

/* ---- rare: shares of the whole set ---- */

struct rare_state {
    struct pairs pairs;
    VEC(uint64_t) counts; /* by pair */
    VEC(uint64_t) totals; /* by entity */
};

static void *rare_make(const struct prim_setup *setup)
{
    (void)setup;
    return mem_zalloc(sizeof(struct rare_state));
}

static void rare_free(void *state)
{
    struct rare_state *s = state;
    pairs_release(&s->pairs);
    vec_release(&s->counts);
    vec_release(&s->totals);
    free(s);
}

static void rare_gather(void *state, const struct prim_query *q)
{
    struct rare_state *s = state;
    bool added;
    if (q->measured) {
        uint32_t pair = pairs_add(&s->pairs, q->entity, q->v, &added);
        vec_reach(&s->counts, pair);
        vec_reach(&s->totals, q->entity);
        s->counts.items[pair]++;
        s->totals.items[q->entity]++;
    }
}

/* 0 of 0 for what the first reading did not see. */
static struct rarity rarity_of(const struct rare_state *s, const struct prim_query *q)
{
    uint32_t pair = pairs_find(&s->pairs, q->entity, q->v);
    return pair == PAIRS_NONE ? (struct rarity){0, 0}
                              : (struct rarity){s->counts.items[pair], s->totals.items[q->entity]};
}

static struct value rare_answer(void *state, const struct program_prim *prim, uint32_t id, const struct prim_query *q)
{
    (void)id;
    return value_bool(q->measured && rarity_holds(rarity_of(state, q), &prim->options));
}

static void rare_explain(void *state, const struct program_prim *prim, const struct prim_query *q, struct evidence *out)
{
    struct rarity r = rarity_of(state, q);
    (void)prim;
    rarity_facts(r, q->time - q->first, out);
    evidence_int(&out->text, r.n);
    buf_add_text(&out->text, " of ");
    evidence_count(&out->text, r.total, "event", "events");
    buf_add_text(&out->text, " (");
    evidence_share(&out->text, rarity_share(r));
    buf_add_char(&out->text, ')');
}

static size_t rare_bytes(const void *state)
{
    const struct rare_state *s = state;
    return sizeof *s + pairs_bytes(&s->pairs) + s->counts.cap * sizeof *s->counts.items +
           s->totals.cap * sizeof *s->totals.items;
}

const struct hunt_prim hunt_rare = {
    .gather = {
        .make = rare_make,
        .free = rare_free,
        .answer = hunt_prim_silent,
        .update = rare_gather,
        .explain = hunt_prim_mute,
        .bytes = rare_bytes,
    },
    .answer = {
        .make = rare_make,
        .free = rare_free,
        .answer = rare_answer,
        .update = hunt_prim_idle,
        .explain = rare_explain,
        .bytes = rare_bytes,
    },
};

/* ---- the tables ---- */

/* NULL: the state answers as in a run. There is no first reading of alerts. */
static const struct hunt_prim *hunt_prim_of(const struct program *program, const struct program_state *state)
{
    const struct program_population *p = &program->populations[program->entities[state->entity].population];
    if (program->sources[p->source].internal) {
        return NULL;
    }
    switch (state->kind) {
    case PRIMITIVE_NEW:
        return &hunt_new;
    case PRIMITIVE_RARE:
        return &hunt_rare;
    case PRIMITIVE_SPIKE:
        return &hunt_spike;
    default:
        return NULL;
    }
}

const struct prim_ops *hunt_prim_gather(const struct program *program, const struct program_state *state)
{
#define NOTHING \
    .make = nothing_make, .free = nothing_free, .answer = hunt_prim_silent, .update = hunt_prim_idle, \
    .explain = hunt_prim_mute, .bytes = nothing_bytes
    static const struct prim_ops nothing = {NOTHING}, nothing_elsewhere = {NOTHING, .elsewhere = true};
#undef NOTHING
    const struct hunt_prim *own = hunt_prim_of(program, state);
    const struct prim_ops *idle = prim_ops_of(state->kind)->elsewhere ? &nothing_elsewhere : &nothing;
    return own == NULL ? idle : &own->gather;
}

const struct prim_ops *hunt_prim_answer(const struct program *program, const struct program_state *state)
{
    const struct hunt_prim *own = hunt_prim_of(program, state);
    return own == NULL ? prim_ops_of(state->kind) : &own->answer;
}
