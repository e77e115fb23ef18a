#include "lang/fold.h"

#include <stdlib.h>

#include "base/arith.h"
#include "lang/function.h"

static const struct type bool_type = {TYPE_BOOL, false};

static bool is_bool(const struct expr *e, bool b)
{
    return expr_is_const(e) && e->value.kind == VALUE_BOOL && e->value.b == b;
}

/* ---- and, or, not ---- */

struct operand {
    const struct expr *expr;
    struct str text;
};

static int operand_compare(const void *a, const void *b)
{
    const struct operand *x = a, *y = b;
    int order = str_compare(x->text, y->text);
    return order != 0 ? order : x->expr->id < y->expr->id ? -1 : x->expr->id > y->expr->id;
}

typedef VEC(struct operand) operands;

static void add(struct expr_set *set, operands *list, const struct expr *e)
{
    vec_push(list, ((struct operand){e, e->stateful ? STR("") : expr_text(set, e)}));
}

/* Stateful operands keep their order: evidence is told in the order written. */
static uint32_t run_once(operands *plain, operands *stateful, const struct expr **out)
{
    uint32_t n = 0;
    if (plain->len > 1) {
        qsort(plain->items, plain->len, sizeof *plain->items, operand_compare);
    }
    for (size_t i = 0; i < plain->len; i++) {
        if (n == 0 || out[n - 1] != plain->items[i].expr) {
            out[n++] = plain->items[i].expr;
        }
    }
    for (size_t i = 0; i < stateful->len; i++) {
        bool seen = false;
        for (size_t j = 0; j < i && !seen; j++) {
            seen = stateful->items[j].expr == stateful->items[i].expr;
        }
        if (!seen) {
            out[n++] = stateful->items[i].expr;
        }
    }
    return n;
}

/* `neutral` adds nothing to a run of `kind`; its opposite decides it. */
static const struct expr *fold_run(struct expr_set *set, enum expr_kind kind, bool neutral,
                                   const struct expr **args, uint32_t n)
{
    operands plain = VEC_INIT, stateful = VEC_INIT;
    bool decided = false;
    for (uint32_t i = 0; i < n; i++) {
        const struct expr *one[] = {args[i]};
        const struct expr **items = args[i]->kind == kind ? args[i]->args : one;
        uint32_t count = args[i]->kind == kind ? args[i]->n_args : 1;
        for (uint32_t j = 0; j < count; j++) {
            decided = decided || is_bool(items[j], !neutral);
            if (!is_bool(items[j], neutral)) {
                add(set, items[j]->stateful ? &stateful : &plain, items[j]);
            }
        }
    }
    const struct expr **out = mem_alloc((plain.len + stateful.len + 1) * sizeof *out);
    uint32_t kept = run_once(&plain, &stateful, out);
    const struct expr *e;
    if (decided || kept == 0) {
        e = expr_bool(set, decided ? !neutral : neutral);
    } else if (kept == 1) {
        e = out[0];
    } else {
        e = expr_of(set, &(struct expr){.kind = (uint8_t)kind, .type = bool_type, .args = out, .n_args = kept,
                                        .source = EXPR_NO_SOURCE});
    }
    free(out);
    vec_release(&plain);
    vec_release(&stateful);
    return e;
}

const struct expr *fold_and(struct expr_set *set, const struct expr **args, uint32_t n)
{
    return fold_run(set, EXPR_AND, true, args, n);
}

const struct expr *fold_or(struct expr_set *set, const struct expr **args, uint32_t n)
{
    return fold_run(set, EXPR_OR, false, args, n);
}

const struct expr *fold_not(struct expr_set *set, const struct expr *a)
{
    if (a->kind == EXPR_NOT) {
        return a->args[0];
    }
    if (expr_is_const(a)) {
        return expr_bool(set, !is_bool(a, true));
    }
    return expr_of(set, &(struct expr){.kind = EXPR_NOT, .type = bool_type, .args = &a, .n_args = 1,
                                       .source = EXPR_NO_SOURCE});
}

const struct expr *fold_condition(struct expr_set *set, const struct expr *a)
{
    if (a->kind == EXPR_BROKEN || expr_is_test(a)) {
        return a;
    }
    if (expr_is_const(a)) { /* null, or text of a json value */
        return expr_bool(set, false);
    }
    return expr_node(set, OP_TRUE, bool_type, &a, 1);
}

/* ---- comparisons and arithmetic ---- */

static bool is_comparison(enum program_op op)
{
    return op == OP_EQ || op == OP_LT || op == OP_LE || op == OP_GT || op == OP_GE;
}

static bool compare(enum program_op op, const struct value *a, const struct value *b)
{
    int order;
    if (op == OP_EQ) {
        return value_equal(a, b);
    }
    if (!value_order(a, b, &order)) {
        return false;
    }
    return op == OP_LT ? order < 0 : op == OP_LE ? order <= 0 : op == OP_GT ? order > 0 : order >= 0;
}

static enum program_op mirrored(enum program_op op)
{
    switch (op) {
    case OP_LT:
        return OP_GT;
    case OP_LE:
        return OP_GE;
    case OP_GT:
        return OP_LT;
    case OP_GE:
        return OP_LE;
    default:
        return op;
    }
}

/* Should the operands change places, so that constants stand to the right and
 * a == b and b == a are one? */
static bool is_mirrored(struct expr_set *set, enum program_op op, const struct expr **args)
{
    if (expr_is_const(args[0]) != expr_is_const(args[1])) {
        return expr_is_const(args[0]);
    }
    bool stateful = args[0]->stateful || args[1]->stateful;
    return op == OP_EQ && !stateful && str_compare(expr_text(set, args[0]), expr_text(set, args[1])) > 0;
}

static const struct expr *fold_comparison(struct expr_set *set, enum program_op op, const struct expr **args)
{
    if (expr_is_null(args[0]) || expr_is_null(args[1])) {
        return expr_bool(set, false);
    }
    if (expr_is_const(args[0]) && expr_is_const(args[1])) {
        return expr_bool(set, compare(op, &args[0]->value, &args[1]->value));
    }
    const struct expr *sides[] = {args[0], args[1]};
    if (is_mirrored(set, op, args)) {
        sides[0] = args[1];
        sides[1] = args[0];
        op = mirrored(op);
    }
    if (op == OP_EQ && expr_is_test(sides[0]) && (is_bool(sides[1], true) || is_bool(sides[1], false))) {
        return is_bool(sides[1], true) ? sides[0] : fold_not(set, sides[0]);
    }
    return expr_node(set, op, bool_type, sides, 2);
}

static const struct expr *fold_present(struct expr_set *set, const struct expr *a)
{
    if (expr_is_const(a)) {
        return expr_bool(set, !expr_is_null(a));
    }
    if (expr_is_test(a) || expr_is(a, OP_EVENT_TIME) || expr_is(a, OP_EVENT_ID)) {
        return expr_bool(set, true);
    }
    return expr_node(set, OP_PRESENT, bool_type, &a, 1);
}

static bool all_const(const struct expr **args, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (!expr_is_const(args[i])) {
            return false;
        }
    }
    return true;
}

static bool any_null(const struct expr **args, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (expr_is_null(args[i])) {
            return true;
        }
    }
    return false;
}

/* The type of a computed value: json when it can be of several. */
static struct type type_of(const struct value *v)
{
    static const enum type_kind kinds[] = {
        [VALUE_NULL] = TYPE_NULL,     [VALUE_BOOL] = TYPE_BOOL, [VALUE_INT] = TYPE_INT,
        [VALUE_FLOAT] = TYPE_FLOAT,   [VALUE_STRING] = TYPE_STRING, [VALUE_TIME] = TYPE_TIME,
        [VALUE_DURATION] = TYPE_DURATION, [VALUE_IP] = TYPE_IP, [VALUE_LIST] = TYPE_JSON, [VALUE_JSON] = TYPE_JSON,
    };
    return (struct type){kinds[v->kind], false};
}

static struct value arith(enum program_op op, const struct value *a, const struct value *b)
{
    switch (op) {
    case OP_ADD:
        return arith_add(a, b);
    case OP_SUB:
        return arith_sub(a, b);
    case OP_MUL:
        return arith_mul(a, b);
    case OP_DIV:
        return arith_div(a, b);
    default:
        return arith_negate(a);
    }
}

static const struct expr *fold_arith(struct expr_set *set, enum program_op op, struct type type,
                                     const struct expr **args, uint32_t n)
{
    if (any_null(args, n)) {
        return expr_null(set);
    }
    if (!all_const(args, n)) {
        return expr_node(set, op, type, args, n);
    }
    struct value v = arith(op, &args[0]->value, &args[n - 1]->value);
    return expr_const(set, v, type_of(&v));
}

const struct expr *fold_node(struct expr_set *set, enum program_op op, struct type type,
                             const struct expr **args, uint32_t n)
{
    if (is_comparison(op)) {
        return fold_comparison(set, op, args);
    }
    if (op == OP_PRESENT) {
        return fold_present(set, args[0]);
    }
    if (op == OP_ADD || op == OP_SUB || op == OP_MUL || op == OP_DIV || op == OP_NEG) {
        return fold_arith(set, op, type, args, n);
    }
    return expr_node(set, op, type, args, n);
}

/* ---- forms and calls ---- */

const struct expr *fold_if(struct expr_set *set, struct type type, const struct expr *p,
                           const struct expr *a, const struct expr *b)
{
    if (expr_is_const(p)) {
        return is_bool(p, true) ? a : b;
    }
    if (a == b && !p->stateful) {
        return a;
    }
    if (p->kind == EXPR_NOT) {
        return fold_if(set, type, p->args[0], b, a);
    }
    if (is_bool(a, true) && expr_is_test(b)) {
        return fold_or(set, (const struct expr *[]){p, b}, 2);
    }
    if (is_bool(b, false) && expr_is_test(a)) {
        return fold_and(set, (const struct expr *[]){p, a}, 2);
    }
    return expr_node(set, OP_IF, type, (const struct expr *[]){p, a, b}, 3);
}

/* Nothing behind a value that is never null can be reached. */
static bool is_last(const struct expr *e)
{
    return (expr_is_const(e) && !expr_is_null(e)) || expr_is_test(e);
}

const struct expr *fold_coalesce(struct expr_set *set, struct type type, const struct expr **args, uint32_t n)
{
    VEC(const struct expr *) kept = VEC_INIT;
    bool done = false;
    for (uint32_t i = 0; i < n && !done; i++) {
        const struct expr **items = expr_is(args[i], OP_COALESCE) ? args[i]->args : &args[i];
        uint32_t count = expr_is(args[i], OP_COALESCE) ? args[i]->n_args : 1;
        for (uint32_t j = 0; j < count && !done; j++) {
            done = is_last(items[j]);
            if (!expr_is_null(items[j])) {
                vec_push(&kept, items[j]);
            }
        }
    }
    const struct expr *e = kept.len == 0   ? expr_null(set)
                           : kept.len == 1 ? kept.items[0]
                                           : expr_node(set, OP_COALESCE, type, kept.items, (uint32_t)kept.len);
    vec_release(&kept);
    return e;
}

static bool null_decides(uint32_t function, const struct expr **args, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (expr_is_null(args[i]) && !function_param_optional(function, i)) {
            return true;
        }
    }
    return false;
}

static struct value call_now(const struct function_info *f, const struct expr **args, uint32_t n,
                             struct arena *scratch)
{
    struct value values[FUNCTION_ARGS_MAX];
    for (uint32_t i = 0; i < n; i++) {
        values[i] = args[i]->value;
    }
    return f->call(values, n, scratch);
}

const struct expr *fold_call(struct expr_set *set, uint32_t function, const struct expr **args, uint32_t n)
{
    const struct function_info *f = function_at(function);
    if (null_decides(function, args, n)) {
        return expr_null(set);
    }
    if (all_const(args, n)) {
        struct value v = call_now(f, args, n, set->arena);
        return expr_const(set, v, v.kind == VALUE_LIST ? f->result : type_of(&v));
    }
    return expr_of(set, &(struct expr){.kind = EXPR_NODE, .op = OP_CALL, .type = f->result, .args = args,
                                       .n_args = n, .number = function, .source = EXPR_NO_SOURCE});
}
