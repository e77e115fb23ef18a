/* lower_predicate: conditions to runs of tests.
 *
 * The tests of a predicate are made from its end: what a test leads to is there
 * before the test. Turned around, every target is a later test. */
#include "lang/lowering.h"

struct draft {
    uint32_t node, yes, no; /* targets: numbers in the draft, PROGRAM_TRUE or PROGRAM_FALSE */
};

typedef VEC(struct draft) drafts;

/* How dear it is to decide, for the order of operands: each kind costs more. */
enum cost { COST_INDEX, COST_FIELD, COST_MUCH, COST_EACH, COST_STATE, N_COSTS };

static bool is_index(const struct lowering *l, uint32_t slot)
{
    const struct expr_field *f = l->slot_fields.items[slot];
    const struct ast_source *source = l->schema->sources[f->source].ast;
    for (uint32_t i = 0; i < source->index.len; i++) {
        const struct ast_expr *path = source->index.items[i];
        if (f->n_segments == 1 && path->kind == AST_NAME && str_equal(path->name.text, f->path)) {
            return true;
        }
    }
    return false;
}

static enum cost cost_of(struct lowering *l, const struct expr *e)
{
    enum cost most = COST_INDEX;
    if (e->kind != EXPR_NODE) {
        for (uint32_t i = 0; i < e->n_args && most < COST_STATE; i++) {
            enum cost cost = cost_of(l, e->args[i]);
            most = cost > most ? cost : most;
        }
        return most;
    }
    uint32_t node = lower_node(l, e); /* first: it may move the table */
    const struct program_node *n = &l->nodes.items[node];
    if (n->flags & NODE_STATEFUL) {
        return COST_STATE;
    }
    if (n->op == OP_ANY || n->op == OP_ALL) {
        return COST_EACH;
    }
    if (n->depends == DEPENDS_MUCH) {
        return COST_MUCH;
    }
    return n->depends == DEPENDS_NOTHING || is_index(l, n->depends) ? COST_INDEX : COST_FIELD;
}

static uint32_t emit(struct lowering *l, drafts *out, const struct expr *e, uint32_t yes, uint32_t no);

/* Operands from the dearest to the cheapest, since the last emitted is tested first. */
static uint32_t emit_run(struct lowering *l, drafts *out, const struct expr *e, uint32_t yes, uint32_t no)
{
    uint8_t *costs = mem_alloc(e->n_args);
    uint32_t entry = e->kind == EXPR_AND ? yes : no;
    for (uint32_t i = 0; i < e->n_args; i++) {
        costs[i] = (uint8_t)cost_of(l, e->args[i]);
    }
    for (int cost = N_COSTS - 1; cost >= 0; cost--) {
        for (uint32_t i = e->n_args; i > 0; i--) {
            if (costs[i - 1] == cost) {
                entry = e->kind == EXPR_AND ? emit(l, out, e->args[i - 1], entry, no)
                                            : emit(l, out, e->args[i - 1], yes, entry);
            }
        }
    }
    free(costs);
    return entry;
}

static uint32_t emit_test(struct lowering *l, drafts *out, const struct expr *e, uint32_t yes, uint32_t no)
{
    struct draft d = {lower_node(l, e), yes, no};
    vec_push(out, d);
    return (uint32_t)out->len - 1;
}

static uint32_t emit(struct lowering *l, drafts *out, const struct expr *e, uint32_t yes, uint32_t no)
{
    if (e->kind == EXPR_AND || e->kind == EXPR_OR) {
        return emit_run(l, out, e, yes, no);
    }
    if (e->kind == EXPR_NOT) {
        return emit(l, out, e->args[0], no, yes);
    }
    if (expr_is_const(e)) {
        return e->value.kind == VALUE_BOOL && e->value.b ? yes : no;
    }
    return emit_test(l, out, e, yes, no);
}

static uint32_t target(const drafts *d, uint32_t first, uint32_t t)
{
    bool end = t == PROGRAM_TRUE || t == PROGRAM_FALSE;
    return end ? t : first + (uint32_t)d->len - 1 - t;
}

/* Turn the draft around into the table; the entry was emitted last and comes first. */
static uint32_t place(struct lowering *l, const drafts *d, struct str text)
{
    uint32_t first = (uint32_t)l->tests.len;
    for (size_t i = d->len; i > 0; i--) {
        const struct draft *t = &d->items[i - 1];
        struct program_test test = {t->node, target(d, first, t->yes), target(d, first, t->no)};
        vec_push(&l->tests, test);
    }
    struct program_predicate p = {first, (uint32_t)d->len, lower_str(l, text)};
    vec_push(&l->predicates, p);
    return first;
}

/* Predicates are placed one behind the other, so the table is sorted. */
const struct program_predicate *lower_predicate_at(const struct lowering *l, uint32_t first)
{
    size_t low = 0, high = l->predicates.len;
    while (low + 1 < high) {
        size_t middle = (low + high) / 2;
        if (l->predicates.items[middle].first <= first) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return &l->predicates.items[low];
}

uint32_t lower_predicate(struct lowering *l, const struct expr *e)
{
    if (lowered_of(l, e)->predicate != LOWER_NO_PREDICATE) {
        return lowered_of(l, e)->predicate;
    }
    drafts d = VEC_INIT;
    uint32_t predicate = emit(l, &d, e, PROGRAM_TRUE, PROGRAM_FALSE);
    if (d.len > 0) {
        predicate = place(l, &d, e->name.len > 0 ? e->name : expr_brief(l->exprs, e));
        lower_name(l, e, PROGRAM_NONE, predicate);
    }
    vec_release(&d);
    return lowered_of(l, e)->predicate = predicate;
}
