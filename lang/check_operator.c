/* check_operator: and, or, not, comparisons, arithmetic. */
#include "lang/check.h"
#include "lang/fold.h"

static const struct type bool_type = {TYPE_BOOL, false};

/* ---- and, or, not ---- */

typedef VEC(const struct expr *) exprs;

struct run {
    exprs exprs;
    VEC(const struct ast_expr *) asts; /* where each was written */
};

/* All operands of a run of `op`, whatever its parentheses. False: one is broken. */
static bool operands_collect(struct check *c, const struct check_env *env, enum ast_op op,
                             const struct ast_expr *ast, struct run *out)
{
    if (ast->kind == AST_BINARY && ast->op == op) {
        bool a = operands_collect(c, env, op, ast->a, out);
        bool b = operands_collect(c, env, op, ast->b, out);
        return a && b;
    }
    const struct expr *e = check_condition(c, env, ast);
    vec_push(&out->exprs, e);
    vec_push(&out->asts, ast);
    return !check_is_broken(e);
}

/* Which operand decides a run that came out as the constant `value`. */
static const struct ast_expr *decider_of(const struct run *run, bool value)
{
    for (size_t i = 0; i < run->exprs.len; i++) {
        const struct expr *e = run->exprs.items[i];
        if (expr_is_const(e) && e->value.b == value) {
            return run->asts.items[i];
        }
    }
    return NULL;
}

/* Primitives beside an operand that decides alone are gone from the rule. */
static void warn_idle(struct check *c, enum ast_op op, const struct run *run, const struct expr *result)
{
    const struct ast_expr *decider = expr_is_const(result) ? decider_of(run, result->value.b) : NULL;
    for (size_t i = 0; decider != NULL && i < run->exprs.len; i++) {
        if (!run->exprs.items[i]->stateful) {
            continue;
        }
        struct diag *d = diag_add(c->diags, DIAG_W303, run->asts.items[i]->span,
                                  "this primitive can decide nothing: it is left out of the rule");
        diag_label(c->diags, d, decider->span, "`%s` with what is always %s", ast_op_text(op),
                   result->value.b ? "true" : "false");
        c->idle++;
    }
}

static const struct expr *check_run(struct check *c, const struct check_env *env, const struct ast_expr *ast)
{
    struct run run = {VEC_INIT, VEC_INIT};
    const struct expr *e = check_broken(c);
    bool whole = operands_collect(c, env, ast->op, ast, &run);
    if (whole && check_join(c, ast->span, run.exprs.items, (uint32_t)run.exprs.len)) {
        e = ast->op == AST_AND ? fold_and(c->exprs, run.exprs.items, (uint32_t)run.exprs.len)
                               : fold_or(c->exprs, run.exprs.items, (uint32_t)run.exprs.len);
        warn_idle(c, ast->op, &run, e);
    }
    vec_release(&run.exprs);
    vec_release(&run.asts);
    return e;
}

static const struct expr *check_negative(struct check *c, const struct check_env *env, const struct ast_expr *ast)
{
    const struct expr *a = check_value(c, env, ast->a);
    if (!check_join(c, ast->span, &a, 1)) {
        return check_broken(c);
    }
    enum type_kind k = a->type.kind;
    bool fits = k == TYPE_INT || k == TYPE_FLOAT || k == TYPE_DURATION || k == TYPE_JSON || k == TYPE_NULL;
    return fits && !a->type.list ? fold_node(c->exprs, OP_NEG, a->type, &a, 1) : check_operands(c, ast, a, NULL);
}

const struct expr *check_unary(struct check *c, const struct check_env *env, const struct ast_expr *ast)
{
    if (ast->op == AST_NEG) {
        return check_negative(c, env, ast);
    }
    const struct expr *a = check_condition(c, env, ast->a);
    return check_join(c, ast->span, &a, 1) ? fold_not(c->exprs, a) : check_broken(c);
}

/* ---- what goes with what ---- */

static bool is_scalar(struct type t)
{
    return !t.list && t.kind != TYPE_RECORD && t.kind != TYPE_LOCATION;
}

bool check_equal_types(struct type a, struct type b)
{
    if (!is_scalar(a) || !is_scalar(b)) {
        return false;
    }
    if (a.kind == TYPE_JSON || b.kind == TYPE_JSON || a.kind == b.kind || (type_is_number(a) && type_is_number(b)) ||
        (type_is_text(a) && type_is_text(b))) {
        return true;
    }
    return (a.kind == TYPE_ADDRESS && b.kind == TYPE_IP) || (a.kind == TYPE_IP && b.kind == TYPE_ADDRESS);
}

static bool is_ordered(struct type t)
{
    return type_is_number(t) || type_is(t, TYPE_TIME) || type_is(t, TYPE_DURATION) || type_is(t, TYPE_JSON);
}

static bool order_types(struct type a, struct type b)
{
    return is_ordered(a) && is_ordered(b) && check_equal_types(a, b);
}

/* A truth compared with "true". */
static bool is_truth_text(const struct expr *a, const struct expr *b)
{
    return type_is(a->type, TYPE_BOOL) && expr_is_const(b) && b->value.kind == VALUE_STRING &&
           (str_equal_nocase(value_text(&b->value), STR("true")) ||
            str_equal_nocase(value_text(&b->value), STR("false")));
}

/* A way out, for operands that an operator does not take; or NULL. */
static const char *operand_hint(const struct ast_expr *ast, const struct expr *a, const struct expr *b)
{
    switch (ast->op) {
    case AST_ADD:
        return type_is_text(a->type) || type_is_text(b->type) ? "texts are joined by concat()" : NULL;
    case AST_LT: case AST_LE: case AST_GT: case AST_GE:
        return type_is_text(a->type) && type_is_number(b->type) ? "to_int() makes a number of a text" : NULL;
    case AST_EQ: case AST_NE:
        if (is_truth_text(a, b) || is_truth_text(b, a)) {
            return "`true` and `false` are written without quotes";
        }
        return a->type.list || b->type.list ? "`contains` and `in` ask for an item of a list; [*] for any element"
                                            : NULL;
    case AST_LIKE: case AST_ILIKE: case AST_MATCHES:
        return is_scalar(a->type) ? "to_string() makes a text of it" : NULL;
    default:
        return NULL;
    }
}

const struct expr *check_operands(struct check *c, const struct ast_expr *ast, const struct expr *a,
                                  const struct expr *b)
{
    struct diag *d;
    if (b == NULL) {
        d = diag_add(c->diags, DIAG_E112, ast->op_span, "`%s` has no meaning for %s", ast_op_text(ast->op),
                     type_name(a->type));
        return check_broken(c);
    }
    const char *left = type_name(a->type), *right = b->kind == EXPR_LIST ? "list" : type_name(b->type);
    d = diag_add(c->diags, DIAG_E112, ast->op_span, "`%s` has no meaning for %s and %s", ast_op_text(ast->op), left,
                 right);
    diag_label(c->diags, d, ast->a->span, "%s", left);
    diag_label(c->diags, d, ast->b->span, "%s", right);
    const char *hint = operand_hint(ast, a, b);
    if (hint != NULL) {
        diag_help(c->diags, d, "%s", hint);
    }
    return check_broken(c);
}

/* ---- comparisons ---- */

/* `x == null`: is it missing? */
static const struct expr *check_missing(struct check *c, const struct expr *x)
{
    struct type type = bool_type;
    return check_atom(c, fold_not(c->exprs, fold_node(c->exprs, OP_PRESENT, type, &x, 1)));
}

static const struct expr *check_comparison(struct check *c, const struct check_env *env, const struct ast_expr *ast)
{
    static const enum program_op ops[] = {[AST_EQ] = OP_EQ, [AST_NE] = OP_EQ, [AST_LT] = OP_LT,
                                          [AST_LE] = OP_LE, [AST_GT] = OP_GT, [AST_GE] = OP_GE};
    const struct expr *args[] = {check_value(c, env, ast->a), check_value(c, env, ast->b)};
    bool equality = ast->op == AST_EQ || ast->op == AST_NE;
    const struct expr *e;
    if (!check_join(c, ast->span, args, 2)) {
        return check_broken(c);
    }
    if (equality && (expr_is_null(args[0]) || expr_is_null(args[1]))) {
        e = check_missing(c, expr_is_null(args[0]) ? args[1] : args[0]);
    } else {
        args[0] = check_literal_as(c, ast->a, args[0], args[1]->type);
        args[1] = check_literal_as(c, ast->b, args[1], args[0]->type);
        if (check_is_broken(args[0]) || check_is_broken(args[1]) || !check_block(c, ast->a, args[0], args[1]->type) ||
            !check_block(c, ast->b, args[1], args[0]->type)) {
            return check_broken(c);
        }
        if (!(equality ? check_equal_types : order_types)(args[0]->type, args[1]->type)) {
            return check_operands(c, ast, args[0], args[1]);
        }
        e = check_atom(c, fold_node(c->exprs, ops[ast->op], bool_type, args, 2));
    }
    return ast->op == AST_NE ? fold_not(c->exprs, e) : e;
}

static const struct expr *check_contains(struct check *c, const struct check_env *env, const struct ast_expr *ast)
{
    const struct expr *args[] = {check_value(c, env, ast->a), check_value(c, env, ast->b)};
    if (!check_join(c, ast->span, args, 2)) {
        return check_broken(c);
    }
    if (expr_is_null(args[0]) || expr_is_null(args[1])) {
        return expr_bool(c->exprs, false);
    }
    struct type a = args[0]->type, b = args[1]->type, item = {a.kind, false};
    bool text_like = type_is_text(b) || type_is(b, TYPE_JSON);
    bool fits = a.list ? check_equal_types(item, b)
                       : type_is_text(a) ? text_like : type_is(a, TYPE_JSON) && is_scalar(b);
    if (!fits) {
        return check_operands(c, ast, args[0], args[1]);
    }
    return check_atom(c, fold_node(c->exprs, OP_CONTAINS, bool_type, args, 2));
}

/* ---- arithmetic ---- */

/* What times, durations and numbers (here: TYPE_FLOAT) give together. */
static const struct {
    enum ast_op op;
    enum type_kind a, b, result;
} time_arith[] = {
    {AST_ADD, TYPE_TIME, TYPE_DURATION, TYPE_TIME},
    {AST_ADD, TYPE_DURATION, TYPE_TIME, TYPE_TIME},
    {AST_ADD, TYPE_DURATION, TYPE_DURATION, TYPE_DURATION},
    {AST_SUB, TYPE_TIME, TYPE_TIME, TYPE_DURATION},
    {AST_SUB, TYPE_TIME, TYPE_DURATION, TYPE_TIME},
    {AST_SUB, TYPE_DURATION, TYPE_DURATION, TYPE_DURATION},
    {AST_MUL, TYPE_DURATION, TYPE_FLOAT, TYPE_DURATION},
    {AST_MUL, TYPE_FLOAT, TYPE_DURATION, TYPE_DURATION},
    {AST_DIV, TYPE_DURATION, TYPE_DURATION, TYPE_FLOAT},
};

static bool time_arith_type(enum ast_op op, struct type a, struct type b, struct type *out)
{
    enum type_kind left = type_is_number(a) ? TYPE_FLOAT : a.kind, right = type_is_number(b) ? TYPE_FLOAT : b.kind;
    for (size_t i = 0; i < sizeof time_arith / sizeof time_arith[0]; i++) {
        if (op == time_arith[i].op && left == time_arith[i].a && right == time_arith[i].b) {
            out->kind = time_arith[i].result;
            return true;
        }
    }
    return false;
}

/* A type that is only known when it runs. */
static bool is_open(struct type t) { return type_is(t, TYPE_JSON) || type_is(t, TYPE_NULL); }

static bool arith_type(enum ast_op op, struct type a, struct type b, struct type *out)
{
    *out = (struct type){TYPE_JSON, false};
    if (a.list || b.list) {
        return false;
    }
    if (type_is_number(a) && type_is_number(b)) {
        bool whole = op != AST_DIV && a.kind == TYPE_INT && b.kind == TYPE_INT;
        out->kind = whole ? TYPE_INT : TYPE_FLOAT;
        return true;
    }
    if (is_open(a) || is_open(b)) {
        struct type other = is_open(a) ? b : a;
        return is_ordered(other) || type_is(other, TYPE_NULL);
    }
    return time_arith_type(op, a, b, out);
}

static const struct expr *check_arith(struct check *c, const struct check_env *env, const struct ast_expr *ast)
{
    static const enum program_op ops[] = {[AST_ADD] = OP_ADD, [AST_SUB] = OP_SUB, [AST_MUL] = OP_MUL,
                                          [AST_DIV] = OP_DIV};
    const struct expr *args[] = {check_value(c, env, ast->a), check_value(c, env, ast->b)};
    struct type type;
    if (!check_join(c, ast->span, args, 2)) {
        return check_broken(c);
    }
    if (ast->op == AST_ADD || ast->op == AST_SUB) { /* a time written as text, minus a time */
        args[0] = type_is(args[1]->type, TYPE_TIME) ? check_literal_as(c, ast->a, args[0], args[1]->type) : args[0];
        args[1] = type_is(args[0]->type, TYPE_TIME) ? check_literal_as(c, ast->b, args[1], args[0]->type) : args[1];
    }
    if (check_is_broken(args[0]) || check_is_broken(args[1])) {
        return check_broken(c);
    }
    if (!arith_type(ast->op, args[0]->type, args[1]->type, &type)) {
        return check_operands(c, ast, args[0], args[1]);
    }
    return fold_node(c->exprs, ops[ast->op], type, args, 2);
}

const struct expr *check_binary(struct check *c, const struct check_env *env, const struct ast_expr *ast)
{
    switch (ast->op) {
    case AST_OR:
    case AST_AND:
        return check_run(c, env, ast);
    case AST_IN:
    case AST_LIKE:
    case AST_ILIKE:
    case AST_MATCHES:
        return check_listed(c, env, ast);
    case AST_CONTAINS:
        return check_contains(c, env, ast);
    case AST_ADD:
    case AST_SUB:
    case AST_MUL:
    case AST_DIV:
        return check_arith(c, env, ast);
    default:
        return check_comparison(c, env, ast);
    }
}
