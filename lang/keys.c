#include "lang/keys.h"

#include <stdlib.h>

#include "lang/pattern.h"

static const struct keys everything = {true, NULL, 0};
static const struct keys nothing = {false, NULL, 0};

/* ---- sets ---- */

enum merge { MERGE_BOTH, MERGE_EITHER, MERGE_FIRST };

/* Items of a and b that are in both, in either, or in a alone. */
static struct keys merge(const struct keys *a, const struct keys *b, enum merge how, bool all_but, struct arena *arena)
{
    struct keys out = {all_but, arena_array(arena, (size_t)a->len + b->len + 1, sizeof *out.items), 0};
    uint32_t i = 0, j = 0;
    while (i < a->len || j < b->len) {
        int order = i == a->len ? 1 : j == b->len ? -1 : str_compare(a->items[i], b->items[j]);
        bool keep = how == MERGE_EITHER || (how == MERGE_BOTH ? order == 0 : order < 0);
        if (keep) {
            out.items[out.len++] = order <= 0 ? a->items[i] : b->items[j];
        }
        i += order <= 0;
        j += order >= 0;
    }
    return out.len > KEYS_MAX ? everything : out;
}

static struct keys both(const struct keys *a, const struct keys *b, struct arena *arena)
{
    if (keys_is_all(a) || keys_is_all(b)) {
        return keys_is_all(a) ? *b : *a;
    }
    if (a->all_but && b->all_but) {
        return merge(a, b, MERGE_EITHER, true, arena);
    }
    if (a->all_but) {
        return merge(b, a, MERGE_FIRST, false, arena);
    }
    return merge(a, b, b->all_but ? MERGE_FIRST : MERGE_BOTH, false, arena);
}

static struct keys either(const struct keys *a, const struct keys *b, struct arena *arena)
{
    if (keys_is_all(a) || keys_is_all(b)) {
        return everything;
    }
    if (!a->all_but && !b->all_but) {
        return merge(a, b, MERGE_EITHER, false, arena);
    }
    if (a->all_but && b->all_but) {
        return merge(a, b, MERGE_BOTH, true, arena);
    }
    return a->all_but ? merge(a, b, MERGE_FIRST, true, arena) : merge(b, a, MERGE_FIRST, true, arena);
}

/* ---- tests ---- */

static int text_compare(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* The texts that a run of constants stands for; false when they are not all plain. */
static bool constants_keys(const struct program *p, struct program_run run, bool patterns, struct arena *arena,
                           struct keys *out)
{
    if (run.count > KEYS_MAX) {
        return false;
    }
    *out = (struct keys){false, arena_array(arena, (size_t)run.count + 1, sizeof *out->items), 0};
    for (uint32_t i = 0; i < run.count; i++) {
        const struct value *v = &p->constants[run.first + i];
        if (v->kind != VALUE_STRING || (patterns && pattern_has_wildcard(value_text(v)))) {
            return false;
        }
        out->items[out->len++] = value_text(v);
    }
    if (out->len > 1) {
        qsort(out->items, out->len, sizeof *out->items, text_compare);
    }
    return true;
}

static bool is_slot(const struct program *p, uint32_t node, uint32_t slot)
{
    return p->nodes[node].op == OP_FIELD && p->nodes[node].a == slot;
}

/* The texts for which a test is true, when it says exactly that of the field. */
static bool test_keys(const struct program *p, const struct program_node *n, uint32_t slot, struct arena *arena,
                      struct keys *out)
{
    if (program_op_operands((enum program_op)n->op)[0] != 'n' || !is_slot(p, n->a, slot)) {
        return false;
    }
    if (n->op == OP_EQ && p->nodes[n->b].op == OP_CONST) {
        return constants_keys(p, (struct program_run){p->nodes[n->b].a, 1}, false, arena, out);
    }
    if (n->op == OP_IN || n->op == OP_LIKE) {
        return constants_keys(p, p->lists[n->b].items, n->op == OP_LIKE, arena, out);
    }
    return false;
}

static struct keys target_keys(const struct keys *sets, uint32_t first, uint32_t target)
{
    return target == PROGRAM_TRUE ? everything : target == PROGRAM_FALSE ? nothing : sets[target - first];
}

static uint32_t predicate_size(const struct program *p, uint32_t predicate)
{
    for (uint32_t i = 0; i < p->n_predicates; i++) {
        if (p->predicates[i].first == predicate) {
            return p->predicates[i].count;
        }
    }
    return 0;
}

struct keys keys_of(const struct program *p, uint32_t predicate, uint32_t slot, struct arena *arena)
{
    if (predicate == PROGRAM_TRUE || predicate == PROGRAM_FALSE) {
        return predicate == PROGRAM_TRUE ? everything : nothing;
    }
    uint32_t n = predicate_size(p, predicate);
    struct keys *sets = arena_array(arena, (size_t)n + 1, sizeof *sets);
    for (uint32_t i = n; i > 0; i--) { /* targets are later tests, so their sets are there */
        const struct program_test *t = &p->tests[predicate + i - 1];
        struct keys yes = target_keys(sets, predicate, t->yes), no = target_keys(sets, predicate, t->no);
        struct keys is;
        if (test_keys(p, &p->nodes[t->node], slot, arena, &is)) {
            struct keys is_not = {true, is.items, is.len};
            yes = both(&yes, &is, arena);
            no = both(&no, &is_not, arena);
        }
        sets[i - 1] = either(&yes, &no, arena);
    }
    return n == 0 ? everything : sets[0];
}
