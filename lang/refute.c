#include "lang/refute.h"

#include "base/ip.h"
#include "lang/pattern.h"

#define STEPS_MAX 20000u /* comparisons of two facts: an answer that takes longer is not worth it */
#define CHOICES_MAX 32u  /* or within or, on one way */

/* A test that holds, or does not hold, on the way that is looked at. */
struct fact {
    const struct expr *test;
    bool holds;
};

struct refutation {
    VEC(struct fact) facts;
    VEC(struct fact) choices; /* an or that holds, an and that does not */
    uint32_t steps, depth;
};

enum truth { TRUTH_NO, TRUTH_YES, TRUTH_MAYBE };

static enum truth truth_of(bool b) { return b ? TRUTH_YES : TRUTH_NO; }

/* ---- one value and one test ---- */

static bool block_holds(struct str block, const struct ip *ip)
{
    struct cidr cidr;
    return cidr_parse(block, &cidr) && cidr_holds(&cidr, ip);
}

static enum truth in_net(const struct expr_list *list, const struct value *v)
{
    struct ip ip;
    if (v->kind != VALUE_STRING && v->kind != VALUE_IP) {
        return TRUTH_MAYBE;
    }
    struct str text = v->kind == VALUE_STRING ? value_text(v) : STR("");
    bool is_ip = v->kind == VALUE_IP || ip_parse(text, &ip), found = false;
    ip = v->kind == VALUE_IP ? *v->ip : ip;
    for (uint32_t i = 0; i < list->len && !found; i++) {
        if (list->items[i].kind != VALUE_STRING) {
            return TRUTH_MAYBE;
        }
        struct str item = value_text(&list->items[i]);
        found = (text.len > 0 && str_equal(item, text)) || (is_ip && block_holds(item, &ip));
    }
    return truth_of(found);
}

static enum truth in_list(const struct expr_list *list, const struct value *v)
{
    bool found = false;
    for (uint32_t i = 0; i < list->len && !found; i++) {
        found = value_equal(&list->items[i], v);
    }
    return truth_of(found);
}

static enum truth fits_glob(const struct expr *test, const struct value *v)
{
    const struct expr_list *list = test->list;
    bool found = false;
    if (v->kind != VALUE_STRING) {
        return TRUTH_MAYBE;
    }
    for (uint32_t i = 0; i < list->len && !found; i++) {
        found = str_glob(value_text(&list->items[i]), value_text(v), test->op == OP_ILIKE);
    }
    return truth_of(found);
}

static enum truth compares(enum program_op op, const struct value *v, const struct value *with)
{
    int order;
    if (op == OP_EQ) {
        return truth_of(value_equal(v, with));
    }
    if (!value_order(v, with, &order)) {
        return TRUTH_NO;
    }
    return truth_of(op == OP_LT ? order < 0 : op == OP_LE ? order <= 0 : op == OP_GT ? order > 0 : order >= 0);
}

/* The test's operand has the value `v`, a constant that is not null. */
static enum truth test_of(const struct expr *test, const struct value *v)
{
    switch ((enum program_op)test->op) {
    case OP_PRESENT:
        return TRUTH_YES;
    case OP_TRUE:
        return truth_of(v->kind == VALUE_BOOL && v->b);
    case OP_EQ:
    case OP_LT:
    case OP_LE:
    case OP_GT:
    case OP_GE:
        return expr_is_const(test->args[1]) ? compares((enum program_op)test->op, v, &test->args[1]->value)
                                            : TRUTH_MAYBE;
    case OP_IN:
        return in_list(test->list, v);
    case OP_IN_NET:
        return in_net(test->list, v);
    case OP_LIKE:
    case OP_ILIKE:
        return fits_glob(test, v);
    default:
        return TRUTH_MAYBE;
    }
}

/* ---- the values that a fact leaves ---- */

static bool has_blocks(const struct expr_list *list)
{
    for (uint32_t i = 0; i < list->len; i++) {
        if (list->items[i].kind != VALUE_STRING || pattern_block(value_text(&list->items[i])) != PATTERN_TEXT) {
            return true;
        }
    }
    return false;
}

/* The values of which the operand must be one; false: they are not a few constants. */
static bool values_of(const struct fact *f, const struct value **values, uint32_t *n)
{
    const struct expr *t = f->test;
    if (!f->holds || t->kind != EXPR_NODE) {
        return false;
    }
    if (t->op == OP_EQ && expr_is_const(t->args[1])) {
        *values = &t->args[1]->value;
        *n = 1;
        return true;
    }
    if (t->op == OP_IN || (t->op == OP_IN_NET && !has_blocks(t->list))) {
        *values = t->list->items;
        *n = t->list->len;
        return true;
    }
    return false;
}

/* What the fact is about; NULL: nothing that another fact can be about. */
static const struct expr *operand_of(const struct fact *f)
{
    return f->test->kind == EXPR_NODE && f->test->n_args > 0 && f->test->binds == NULL ? f->test->args[0] : NULL;
}

/* A comparison holds only of what is there. */
static bool needs_value(const struct fact *f)
{
    switch ((enum program_op)f->test->op) {
    case OP_PRESENT: case OP_TRUE: case OP_EQ: case OP_LT: case OP_LE: case OP_GT: case OP_GE:
    case OP_IN: case OP_IN_NET: case OP_IN_VALUE: case OP_LIKE: case OP_ILIKE: case OP_MATCHES: case OP_CONTAINS:
        return f->holds;
    default:
        return false;
    }
}

/* ---- two facts of one operand ---- */

/* Is every value that `a` leaves one that `b` excludes? */
static bool values_exclude(struct refutation *r, const struct fact *a, const struct fact *b)
{
    const struct value *values;
    uint32_t n;
    if (!values_of(a, &values, &n)) {
        return false;
    }
    for (uint32_t i = 0; i < n; i++) {
        enum truth is = r->steps++ > STEPS_MAX ? TRUTH_MAYBE : test_of(b->test, &values[i]);
        if (is == TRUTH_MAYBE || (is == TRUTH_YES) == b->holds) {
            return false;
        }
    }
    return true;
}

/* How much of a pattern is plain from its beginning, or from its end. */
static struct str plain_head(struct str p)
{
    size_t n = 0;
    while (n < p.len && p.ptr[n] != '*' && p.ptr[n] != '?' && p.ptr[n] != '\\') {
        n++;
    }
    return str_slice(p.ptr, n);
}

static struct str plain_tail(struct str p)
{
    size_t n = 0;
    if (memchr(p.ptr, '\\', p.len) != NULL) {
        return str_slice(p.ptr, 0);
    }
    while (n < p.len && p.ptr[p.len - 1 - n] != '*' && p.ptr[p.len - 1 - n] != '?') {
        n++;
    }
    return str_slice(p.ptr + p.len - n, n);
}

static bool texts_differ(const char *a, const char *b, size_t n, bool nocase)
{
    struct str x = str_slice(a, n), y = str_slice(b, n);
    return nocase ? !str_equal_nocase(x, y) : !str_equal(x, y);
}

/* Do two patterns begin or end with different texts? */
static bool globs_apart(struct str a, struct str b, bool nocase)
{
    struct str x = plain_head(a), y = plain_head(b);
    size_t n = x.len < y.len ? x.len : y.len;
    if (texts_differ(x.ptr, y.ptr, n, nocase)) {
        return true;
    }
    x = plain_tail(a);
    y = plain_tail(b);
    n = x.len < y.len ? x.len : y.len;
    return texts_differ(x.ptr + x.len - n, y.ptr + y.len - n, n, nocase);
}

static bool is_glob(const struct fact *f) { return f->test->op == OP_LIKE || f->test->op == OP_ILIKE; }

static bool globs_exclude(struct refutation *r, const struct fact *a, const struct fact *b)
{
    if (!is_glob(a) || !is_glob(b) || !a->holds || !b->holds) {
        return false;
    }
    bool nocase = a->test->op == OP_ILIKE || b->test->op == OP_ILIKE;
    for (uint32_t i = 0; i < a->test->list->len; i++) {
        for (uint32_t j = 0; j < b->test->list->len; j++) {
            struct str x = value_text(&a->test->list->items[i]), y = value_text(&b->test->list->items[j]);
            if (r->steps++ > STEPS_MAX || !globs_apart(x, y, nocase)) {
                return false;
            }
        }
    }
    return true;
}

static bool regex_same(const struct program_regex *a, const struct program_regex *b)
{
    return a->nocase == b->nocase && str_equal(a->pattern, b->pattern);
}

/* Is an item of one list in the other? */
static bool item_in(const struct expr_list *list, const struct expr_list *from, uint32_t item)
{
    for (uint32_t i = 0; i < list->len; i++) {
        if (list->regexes != NULL ? regex_same(&list->regexes[i], &from->regexes[item])
                                  : value_equal(&list->items[i], &from->items[item])) {
            return true;
        }
    }
    return false;
}

/* Does `a` want one of some patterns or blocks, and `b` none of more? */
static bool lists_exclude(struct refutation *r, const struct fact *a, const struct fact *b)
{
    if (!a->holds || b->holds || a->test->op != b->test->op || a->test->list == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < a->test->list->len; i++) {
        r->steps += b->test->list->len;
        if (r->steps > STEPS_MAX || !item_in(b->test->list, a->test->list, i)) {
            return false;
        }
    }
    return true;
}

/* Two bounds with nothing between them. */
static bool bounds_exclude(const struct fact *a, const struct fact *b)
{
    enum program_op low = (enum program_op)a->test->op, high = (enum program_op)b->test->op;
    int order;
    bool bounds = (low == OP_GT || low == OP_GE) && (high == OP_LT || high == OP_LE) && a->holds && b->holds;
    if (!bounds || !expr_is_const(a->test->args[1]) || !expr_is_const(b->test->args[1])) {
        return false;
    }
    if (!value_order(&a->test->args[1]->value, &b->test->args[1]->value, &order)) {
        return false;
    }
    return order > 0 || (order == 0 && (low == OP_GT || high == OP_LT));
}

static bool excludes(struct refutation *r, const struct fact *a, const struct fact *b)
{
    bool missing = b->test->op == OP_PRESENT && !b->holds && needs_value(a);
    return missing || values_exclude(r, a, b) || globs_exclude(r, a, b) || lists_exclude(r, a, b) ||
           bounds_exclude(a, b);
}

static bool contradict(struct refutation *r, const struct fact *a, const struct fact *b)
{
    if (a->test == b->test) {
        return a->holds != b->holds;
    }
    const struct expr *x = operand_of(a);
    return x != NULL && x == operand_of(b) && (excludes(r, a, b) || excludes(r, b, a));
}

/* ---- ways through and, or ---- */

static bool assume(struct refutation *r, const struct expr *e, bool holds);

/* Add what an expression says; true: it cannot be. */
static bool assume_all(struct refutation *r, const struct expr *e, bool holds)
{
    for (uint32_t i = 0; i < e->n_args; i++) {
        if (assume(r, e->args[i], holds)) {
            return true;
        }
    }
    return false;
}

static bool assume(struct refutation *r, const struct expr *e, bool holds)
{
    struct fact fact = {e, holds};
    if (e->kind == EXPR_NOT) {
        return assume(r, e->args[0], !holds);
    }
    if (expr_is_const(e)) {
        return (e->value.kind == VALUE_BOOL && e->value.b) != holds;
    }
    if (e->kind == (holds ? EXPR_AND : EXPR_OR)) {
        return assume_all(r, e, holds);
    }
    if (e->kind == EXPR_AND || e->kind == EXPR_OR) {
        vec_push(&r->choices, fact);
        return false;
    }
    for (size_t i = 0; i < r->facts.len; i++) {
        if (r->steps++ > STEPS_MAX) {
            return false;
        }
        if (contradict(r, &r->facts.items[i], &fact)) {
            return true;
        }
    }
    vec_push(&r->facts, fact);
    return false;
}

/* The choices from `next` on: is there none that can be made? */
static bool refute_choices(struct refutation *r, size_t next)
{
    if (next == r->choices.len || r->depth >= CHOICES_MAX) {
        return false;
    }
    const struct fact choice = r->choices.items[next];
    size_t facts = r->facts.len, choices = r->choices.len;
    bool refuted = true;
    r->depth++;
    for (uint32_t i = 0; i < choice.test->n_args && refuted; i++) {
        refuted = r->steps <= STEPS_MAX &&
                  (assume(r, choice.test->args[i], choice.holds) || refute_choices(r, next + 1));
        r->facts.len = facts;
        r->choices.len = choices;
    }
    r->depth--;
    return refuted;
}

bool refute(const struct expr *const *conditions, uint32_t n)
{
    struct refutation r = {.facts = VEC_INIT};
    bool refuted = false;
    for (uint32_t i = 0; i < n && !refuted; i++) {
        refuted = assume(&r, conditions[i], true);
    }
    refuted = refuted || refute_choices(&r, 0);
    vec_release(&r.facts);
    vec_release(&r.choices);
    return refuted;
}
