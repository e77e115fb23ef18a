/* check_call: functions, forms (if, coalesce, any, all, geo) and lets with parameters. */
#include "lang/check.h"
#include "lang/fold.h"
#include "lang/function.h"

static bool argument_count(struct check *c, const struct ast_expr *ast, unsigned min, unsigned max)
{
    unsigned n = ast->items.len;
    if (n >= min && n <= max) {
        return true;
    }
    if (min == max) {
        diag_add(c->diags, DIAG_E110, ast->span, "%.*s() takes %u argument%s, not %u", STR_ARG(ast->name.text), min,
                 min == 1 ? "" : "s", n);
    } else {
        diag_add(c->diags, DIAG_E110, ast->span, "%.*s() takes %u to %u arguments, not %u", STR_ARG(ast->name.text),
                 min, max, n);
    }
    return false;
}

/* ---- forms ---- */

/* The type of "one of the two". */
static bool branch_type(struct type a, struct type b, struct type *out)
{
    *out = a;
    if (type_same(a, b) || type_is(b, TYPE_NULL)) {
        return true;
    }
    if (type_is(a, TYPE_NULL)) {
        *out = b;
        return true;
    }
    if (type_is(a, TYPE_JSON) || type_is(b, TYPE_JSON)) {
        *out = (struct type){TYPE_JSON, false};
        return true;
    }
    bool numbers = type_is_number(a) && type_is_number(b);
    out->kind = numbers ? TYPE_FLOAT : TYPE_STRING;
    return numbers || (type_is_text(a) && type_is_text(b));
}

static bool branches_join(struct check *c, const struct ast_expr *ast, const struct expr *const *args, uint32_t first,
                          struct type *type)
{
    *type = args[first]->type;
    for (uint32_t i = first + 1; i < ast->items.len; i++) {
        struct type before = *type;
        if (!branch_type(before, args[i]->type, type)) {
            struct diag *d = diag_add(c->diags, DIAG_E119, ast->items.items[i]->span,
                                      "%.*s() would give %s %s or %s %s", STR_ARG(ast->name.text),
                                      type_article(before), type_name(before), type_article(args[i]->type),
                                      type_name(args[i]->type));
            diag_label(c->diags, d, ast->items.items[first]->span, "%s", type_name(args[first]->type));
            diag_help(c->diags, d, "to_string() makes a text of it");
            return false;
        }
    }
    return true;
}

static const struct expr *check_if(struct check *c, const struct check_env *env, const struct ast_expr *ast)
{
    const struct expr *args[] = {check_condition(c, env, ast->items.items[0]),
                                 check_value(c, env, ast->items.items[1]),
                                 check_value(c, env, ast->items.items[2])};
    struct type type;
    if (!check_join(c, ast->span, args, 3) || !branches_join(c, ast, args, 1, &type)) {
        return check_broken(c);
    }
    return fold_if(c->exprs, type, args[0], args[1], args[2]);
}

static const struct expr *check_coalesce(struct check *c, const struct check_env *env, const struct ast_expr *ast)
{
    const struct expr *args[FUNCTION_ARGS_MAX];
    struct type type;
    for (uint32_t i = 0; i < ast->items.len; i++) {
        args[i] = check_value(c, env, ast->items.items[i]);
    }
    if (!check_join(c, ast->span, args, ast->items.len) || !branches_join(c, ast, args, 0, &type)) {
        return check_broken(c);
    }
    return fold_coalesce(c->exprs, type, args, ast->items.len);
}

static const struct expr *check_each(struct check *c, const struct check_env *env, const struct ast_expr *ast,
                                     enum program_op op)
{
    bool around = c->in_each;
    c->in_each = true;
    const struct expr *p = check_condition(c, env, ast->items.items[0]);
    c->in_each = around;
    if (check_is_broken(p)) {
        return p;
    }
    if (p->group == NULL) {
        diag_add(c->diags, DIAG_E133, ast->items.items[0]->span, "%.*s() needs a path with [*]",
                 STR_ARG(ast->name.text));
        return check_broken(c);
    }
    return expr_of(c->exprs, &(struct expr){.kind = EXPR_NODE, .op = (uint8_t)op, .type = {TYPE_BOOL, false},
                                            .args = &p, .n_args = 1, .binds = p->group, .source = EXPR_NO_SOURCE});
}

static bool argument_fits(struct check *c, const struct ast_expr *ast, uint32_t id, uint32_t i, const struct expr *e)
{
    if (function_param_fits(id, i, e->type)) {
        return true;
    }
    struct diag *d = diag_add(c->diags, DIAG_E111, ast->items.items[i]->span, "%.*s() does not take %s %s here",
                              STR_ARG(ast->name.text), type_article(e->type), type_name(e->type));
    diag_label(c->diags, d, ast->items.items[i]->span, "expected: %s", function_param_type(id, i));
    diag_note(c->diags, d, "%s(%s)", function_at(id)->name, function_at(id)->params);
    return false;
}

static const struct expr *check_geo(struct check *c, const struct check_env *env, const struct ast_expr *ast,
                                    uint32_t id)
{
    const struct expr *x = check_value(c, env, ast->items.items[0]);
    if (!check_join(c, ast->span, &x, 1) || !argument_fits(c, ast, id, 0, x)) {
        return check_broken(c);
    }
    return expr_of(c->exprs, &(struct expr){.kind = EXPR_LOCATION, .type = {TYPE_LOCATION, false}, .args = &x,
                                            .n_args = 1, .source = EXPR_NO_SOURCE});
}

/* ---- functions ---- */

static bool zones_good(struct check *c, const struct ast_expr *ast, uint32_t id, const struct expr *const *args)
{
    bool good = true;
    for (uint32_t i = 0; i < ast->items.len; i++) {
        if (str_equal(str_from(function_param_type(id, i)), STR("zone"))) {
            good = check_zone(c, ast->items.items[i], args[i]) && good;
        }
    }
    return good;
}

/* length(LIST), for a list of constants; else NULL. */
static const struct expr *length_of_list(struct check *c, const struct check_env *env, const struct ast_expr *arg)
{
    if (arg->kind != AST_NAME && arg->kind != AST_LIST) {
        return NULL;
    }
    const struct expr *e = check_expr(c, env, arg);
    return check_is_broken(e) ? e : e->kind == EXPR_LIST ? check_list_length(c, e->list) : NULL;
}

static const struct expr *check_function(struct check *c, const struct check_env *env, const struct ast_expr *ast,
                                         uint32_t id)
{
    const struct expr *args[FUNCTION_ARGS_MAX];
    bool fits = true, length = str_equal(ast->name.text, STR("length"));
    const struct expr *of_list = length ? length_of_list(c, env, ast->items.items[0]) : NULL;
    if (of_list != NULL) {
        return of_list;
    }
    for (uint32_t i = 0; i < ast->items.len; i++) {
        args[i] = check_value(c, env, ast->items.items[i]);
        if (length) {
            args[i] = expr_whole(c->exprs, args[i]);
        }
        fits = !check_is_broken(args[i]) && fits && argument_fits(c, ast, id, i, args[i]);
    }
    if (!fits || !zones_good(c, ast, id, args) || !check_join(c, ast->span, args, ast->items.len)) {
        return check_broken(c);
    }
    return fold_call(c->exprs, id, args, ast->items.len);
}

static const struct expr *check_form(struct check *c, const struct check_env *env, const struct ast_expr *ast,
                                     uint32_t id)
{
    struct str name = ast->name.text;
    if (str_equal(name, STR("if"))) {
        return check_if(c, env, ast);
    }
    if (str_equal(name, STR("coalesce"))) {
        return check_coalesce(c, env, ast);
    }
    if (str_equal(name, STR("geo"))) {
        return check_geo(c, env, ast, id);
    }
    if (str_equal(name, STR("lookup"))) {
        return check_lookup(c, env, ast);
    }
    return check_each(c, env, ast, str_equal(name, STR("any")) ? OP_ANY : OP_ALL);
}

static const struct expr *unknown_function(struct check *c, const struct check_env *env, const struct ast_expr *ast)
{
    struct diag *d = diag_add(c->diags, DIAG_E103, ast->name.span, "unknown function \"%.*s\"",
                              STR_ARG(ast->name.text));
    check_suggest(c, env, d, ast->name.text, true);
    return check_broken(c);
}

static const struct expr *not_callable(struct check *c, const struct ast_expr *ast, const char *what)
{
    struct diag *d = diag_add(c->diags, DIAG_E109, ast->name.span, "\"%.*s\" is a %s and takes no arguments",
                              STR_ARG(ast->name.text), what);
    diag_help(c->diags, d, "write it without the parentheses");
    return check_broken(c);
}

static bool is_param(const struct check_env *env, struct str name)
{
    for (uint32_t i = 0; env->let != NULL && env->let->let != NULL && i < env->let->let->n_params; i++) {
        if (str_equal(env->let->let->params[i].text, name)) {
            return true;
        }
    }
    return false;
}

static bool is_field(const struct check *c, const struct check_env *env, struct str name)
{
    uint32_t source, other;
    return check_source_field(c, env->scope, name, &source, &other) != NULL;
}

const struct expr *check_call(struct check *c, const struct check_env *env, const struct ast_expr *ast)
{
    const struct scope_name *other;
    struct scope_name *name = check_find(c, env->scope, ast->name.text, &other);
    if (is_param(env, ast->name.text)) {
        return not_callable(c, ast, "parameter");
    }
    if (other != NULL) {
        return check_ambiguous(c, ast, name, other);
    }
    if (name != NULL) {
        name->used = true;
        if (name->let == NULL || !name->let->has_params) {
            return not_callable(c, ast, name->let == NULL ? scope_kind(name) : "let without parameters");
        }
        return argument_count(c, ast, name->let->n_params, name->let->n_params) ? check_let(c, env, name, ast)
                                                                                : check_broken(c);
    }
    uint32_t id = function_find(ast->name.text);
    if (id == UINT32_MAX) {
        return is_field(c, env, ast->name.text) ? not_callable(c, ast, "field") : unknown_function(c, env, ast);
    }
    if (!argument_count(c, ast, function_at(id)->min_args, function_at(id)->max_args)) {
        return check_broken(c);
    }
    return function_at(id)->call == NULL ? check_form(c, env, ast, id) : check_function(c, env, ast, id);
}
