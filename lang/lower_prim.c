/* lower_prim: primitives to states and entities, which equal ones share. */
#include "base/timefmt.h"
#include "lang/lowering.h"

static struct str key_text(struct lowering *l, const struct expr *const *k, uint32_t n)
{
    struct buf text = BUF_INIT;
    for (uint32_t i = 0; i < n; i++) {
        buf_add_text(&text, i == 0 ? "" : ", ");
        buf_add_str(&text, expr_text(l->exprs, k[i]));
    }
    struct str s = arena_str(l->arena, buf_str(&text));
    buf_release(&text);
    return s;
}

uint32_t lower_entity(struct lowering *l, const struct expr *const *k, uint32_t n)
{
    bool added;
    struct str text = key_text(l, k, n);
    uint32_t *slot = strmap_put(&l->entities, text, &added);
    if (!added) {
        return *slot;
    }
    uint32_t id = *slot = (uint32_t)l->program_entities.len;
    struct program_entity entity = {l->population, lower_args(l, k, n), text};
    vec_push(&l->program_entities, entity);
    return id;
}

/* The options that change what is learnt; 0 for the others. */
static void learning_options(const struct expr_prim *p, int64_t *within, int64_t *per)
{
    bool windowed = primitive_info(p->kind)->options & 1u << OPTION_WITHIN;
    *within = windowed && p->kind != PRIMITIVE_NEW ? p->options.within : 0;
    *per = p->kind == PRIMITIVE_SPIKE ? p->options.per : 0;
}

static void add_duration(struct buf *out, const char *name, int64_t d)
{
    buf_addf(out, ", %s ", name);
    if (d == FOREVER) {
        buf_add_text(out, "forever");
    } else {
        duration_format(d, out);
        if (d % TIME_SECOND != 0) {
            buf_addf(out, " %lldus", (long long)(d % TIME_SECOND));
        }
    }
}

/* Everything that what is learnt depends on, and nothing else. */
static struct str state_text(struct lowering *l, const struct expr *e, int64_t within, int64_t per)
{
    struct buf text = BUF_INIT;
    struct str learns = expr_text(l->exprs, e); /* kind(v for k where F) */
    buf_add(&text, learns.ptr, learns.len - 1);
    if (per != 0) {
        add_duration(&text, "per", per);
    }
    if (within != 0) {
        add_duration(&text, "within", within);
    }
    buf_add_text(&text, ") over ");
    buf_add_str(&text, l->schema->sources[l->match_source].name);
    buf_add_text(&text, ": ");
    buf_add_str(&text, l->match_text);
    struct str s = arena_str(l->arena, buf_str(&text));
    buf_release(&text);
    return s;
}

static uint32_t lower_state(struct lowering *l, const struct expr *e)
{
    bool added;
    const struct expr_prim *p = e->prim;
    enum primitive_measure measure = p->kind == PRIMITIVE_SUM ? MEASURE_SUM : p->measure;
    struct program_state state = {.kind = p->kind, .measure = measure, .where = PROGRAM_TRUE};
    learning_options(p, &state.within, &state.per);
    state.text = state_text(l, e, state.within, state.per);
    uint32_t *slot = strmap_put(&l->states, state.text, &added);
    if (!added) {
        return *slot;
    }
    uint32_t id = *slot = (uint32_t)l->program_states.len;
    state.signature = hash_name(state.text);
    state.entity = lower_entity(l, p->k, p->n_k);
    state.v = lower_args(l, p->v, p->n_v + p->n_more);
    state.where = p->where == NULL ? PROGRAM_TRUE : lower_predicate(l, p->where);
    vec_push(&l->program_states, state);
    return id;
}

uint32_t lower_prim(struct lowering *l, const struct expr *e)
{
    bool added;
    uint32_t *slot = map64_put(&l->prims, (uintptr_t)e->prim, &added);
    if (!added) {
        return *slot;
    }
    uint32_t id = *slot = (uint32_t)l->program_prims.len;
    struct program_prim prim = {.kind = e->prim->kind, .options = e->prim->options};
    if (e->prim->match != NULL) {
        prim.key = lower_args(l, e->prim->k, e->prim->n_k);
        lower_watch_ask(l, e->prim, id);
    } else {
        prim.state = lower_state(l, e);
    }
    prim.text = lower_str(l, e->prim->text);
    vec_push(&l->program_prims, prim);
    return id;
}
