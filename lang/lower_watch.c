/* lower_watch: what looks at all events of a source (seen): a population of its own with one
 * state, whose entities are the keys of the events that were seen. */
#include "lang/lowering.h"

/* Everything that what is learnt depends on, and nothing else: not the key of who asks. */
static struct str watch_text(struct lowering *l, const struct expr_prim *p)
{
    struct buf text = BUF_INIT;
    buf_addf(&text, "%s(", primitive_info(p->kind)->name);
    buf_add_str(&text, expr_text(l->exprs, p->match));
    if (p->where != NULL) {
        buf_add_text(&text, " where ");
        buf_add_str(&text, expr_text(l->exprs, p->where));
    }
    for (uint32_t i = 0; i < p->n_v; i++) {
        buf_add_text(&text, i == 0 ? " for " : ", ");
        buf_add_str(&text, expr_text(l->exprs, p->v[i]));
    }
    buf_addf(&text, ") over %.*s", STR_ARG(p->watched_name));
    if (l->level > 1) { /* what a level has seen of a time, the ones below it have seen before */
        buf_addf(&text, ", level %u", l->level);
    }
    struct str s = lower_str(l, buf_str(&text));
    buf_release(&text);
    return s;
}

void lower_watch_ask(struct lowering *l, const struct expr_prim *p, uint32_t prim)
{
    bool added;
    struct str text = watch_text(l, p);
    uint32_t *slot = strmap_put(&l->watch_texts, text, &added);
    if (added) {
        *slot = (uint32_t)l->watches.len;
        vec_push(&l->watches, ((struct lower_watch){p, text, l->level, PROGRAM_NONE}));
    }
    vec_push(&l->asks, ((struct lower_ask){prim, *slot}));
}

static void state_add(struct lowering *l, const struct expr_prim *p, struct str text)
{
    struct program_state state = {.kind = p->kind, .text = text, .signature = hash_name(text)};
    state.entity = lower_entity(l, p->v, p->n_v);
    state.where = p->where == NULL ? PROGRAM_TRUE : lower_predicate(l, p->where); /* adds the prims in it */
    vec_push(&l->program_states, state);
}

static void watch_make(struct lowering *l, uint32_t watch)
{
    const struct expr_prim *p = l->watches.items[watch].prim;
    uint32_t entities = (uint32_t)l->program_entities.len, prims = (uint32_t)l->program_prims.len;
    l->population = (uint32_t)l->populations.len;
    l->match_source = p->watched;
    l->level = l->watches.items[watch].level;
    l->match_text = expr_text(l->exprs, p->match);
    l->watches.items[watch].state = (uint32_t)l->program_states.len;
    struct program_population out = {.text = lower_str(l, l->match_text), .level = l->level};
    out.source = lower_source(l, p->watched);
    out.states = (struct program_run){(uint32_t)l->program_states.len, 1};
    out.rules = (struct program_run){(uint32_t)l->rules.len, 0};
    out.match = lower_predicate(l, p->match);
    state_add(l, p, l->watches.items[watch].text);
    out.entities = (struct program_run){entities, (uint32_t)l->program_entities.len - entities};
    out.prims = (struct program_run){prims, (uint32_t)l->program_prims.len - prims};
    vec_push(&l->populations, out);
    strmap_release(&l->entities);
    map64_release(&l->prims);
}

void lower_watches(struct lowering *l)
{
    for (uint32_t i = 0; i < l->watches.len; i++) { /* one may ask for another */
        watch_make(l, i);
    }
    for (size_t i = 0; i < l->asks.len; i++) {
        const struct lower_ask *ask = &l->asks.items[i];
        l->program_prims.items[ask->prim].state = l->watches.items[ask->watch].state;
    }
}
