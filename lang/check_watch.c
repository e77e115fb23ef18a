/* check_watch: seen(p for k) and absent(p for k): a condition on another event, and the keys of both. */
#include "lang/check.h"
#include "lang/fold.h"

/* ---- the condition ---- */

static const struct expr *and_of(struct check *c, const struct expr **args, uint32_t n)
{
    return n == 0 ? expr_bool(c->exprs, true) : n == 1 ? args[0] : fold_and(c->exprs, args, n);
}

/* Apart what looks at one event, by which events can be chosen, and what asks for more of them. */
static void condition_split(struct check *c, const struct expr *e, struct expr_prim *p)
{
    uint32_t n = e->kind == EXPR_AND ? e->n_args : 1, plain = 0, stateful = 0;
    const struct expr **parts = arena_array(c->arena, (size_t)n * 2, sizeof *parts);
    for (uint32_t i = 0; i < n; i++) {
        const struct expr *part = e->kind == EXPR_AND ? e->args[i] : e;
        if (part->stateful) {
            parts[n + stateful++] = part;
        } else {
            parts[plain++] = part;
        }
    }
    p->match = and_of(c, parts, plain);
    p->where = stateful == 0 ? NULL : and_of(c, parts + n, stateful);
}

static bool condition_check(struct check *c, const struct check_env *env, const struct ast_expr *ast,
                            struct expr_prim *p)
{
    c->place = p->kind == PRIMITIVE_SEEN ? CHECK_WATCH : CHECK_INSIDE;
    const struct expr *e = check_condition(c, env, ast);
    c->place = CHECK_INSIDE;
    if (check_is_broken(e)) {
        return false;
    }
    if (e->source != EXPR_NO_SOURCE && e->source != p->watched) {
        diag_add(c->diags, DIAG_E136, ast->span, "this reads fields of \"%.*s\", the event is one of \"%.*s\"",
                 STR_ARG(c->schema->sources[e->source].name), STR_ARG(p->watched_name));
        return false;
    }
    condition_split(c, e, p);
    return true;
}

/* ---- the keys ---- */

static bool is_ip(struct type t) { return t.kind == TYPE_IP; }

/* Keys are equal as texts and numbers are: an address is its text, an ip is not. */
static bool pair_check(struct check *c, const struct ast_expr *ast, const struct expr *a, const struct expr *b)
{
    bool same = is_ip(a->type) == is_ip(b->type) || type_is(a->type, TYPE_NULL) || type_is(b->type, TYPE_NULL);
    if (same && check_equal_types(a->type, b->type)) {
        return true;
    }
    struct diag *d = diag_add(c->diags, DIAG_E180, ast->span, "%s %s and %s %s are never the same key",
                              type_article(a->type), type_name(a->type), type_article(b->type), type_name(b->type));
    if (!same) {
        diag_help(c->diags, d, "declare both fields as address");
    }
    return false;
}

/* `a == b`: a of the event that was seen, b of this one. */
static bool part_check(struct check *c, const struct check_env *env, const struct ast_expr *ast, uint32_t own,
                       struct expr_prim *p)
{
    bool pair = ast->kind == AST_BINARY && ast->op == AST_EQ;
    if (!pair && own != p->watched) {
        struct diag *d = diag_add(c->diags, DIAG_E181, ast->span, "a key of two sources is written with `==`");
        diag_help(c->diags, d, "a field of %.*s == one of this event", STR_ARG(p->watched_name));
        return false;
    }
    const struct ast_expr *left = pair ? ast->a : ast, *right = pair ? ast->b : ast;
    check_source_set(c, p->watched);
    p->v[p->n_v] = check_value(c, env, left);
    check_source_set(c, own);
    p->k[p->n_k] = pair ? check_value(c, env, right) : p->v[p->n_v];
    const struct expr *a = p->v[p->n_v++], *b = p->k[p->n_k++];
    bool good = check_tuple_part(c, left, a);
    good = (right == left || check_tuple_part(c, right, b)) && good;
    return good && pair_check(c, ast, a, b);
}

static bool keys_check(struct check *c, const struct check_env *env, const struct ast_exprs *ast, uint32_t own,
                       struct expr_prim *p)
{
    bool good = true;
    if (!check_key_size(c, ast)) {
        return false;
    }
    p->v = arena_array(c->arena, (size_t)ast->len + 1, sizeof *p->v);
    p->k = arena_array(c->arena, (size_t)ast->len + 1, sizeof *p->k);
    for (uint32_t i = 0; i < ast->len; i++) {
        good = part_check(c, env, ast->items[i], own, p) && good;
    }
    return good;
}

/* ---- the source ---- */

static bool source_find(struct check *c, const struct check_env *env, const struct ast_expr *ast, uint32_t own,
                        struct expr_prim *p)
{
    const struct ast_name *from = &ast->prim->from;
    p->watched = from->text.ptr != NULL ? check_source_named(c, env->scope, from) : check_source_in(c, env->scope);
    if (p->watched == EXPR_NO_SOURCE && from->text.ptr == NULL) {
        struct diag *d = diag_add(c->diags, DIAG_E182, ast->span, "the source of what was seen is not certain");
        diag_help(c->diags, d, "write `from SOURCE` behind the condition");
    }
    if (p->watched == EXPR_NO_SOURCE) {
        return false;
    }
    if (own != EXPR_NO_SOURCE && c->schema->sources[own].internal != c->schema->sources[p->watched].internal) {
        diag_add(c->diags, DIAG_E185, from->text.ptr != NULL ? from->span : ast->span,
                 c->schema->sources[own].internal ? "a rule over alerts looks at nothing but alerts"
                                                  : "only rules over alerts look at alerts");
        return false;
    }
    p->watched_name = c->schema->sources[p->watched].name;
    return true;
}

bool check_watch(struct check *c, const struct check_env *env, const struct ast_expr *ast, struct expr_prim *p)
{
    uint32_t own = check_source_in(c, env->scope);
    if (!source_find(c, env, ast, own, p)) {
        return false;
    }
    uint32_t before = check_source_set(c, p->watched);
    bool good = condition_check(c, env, ast->prim->pred, p);
    good = keys_check(c, env, &ast->prim->k, own, p) && good;
    check_source_set(c, before);
    p->options = primitive_defaults(p->kind);
    good = check_options(c, env, p->kind, ast->prim->options, ast->prim->n_options, &p->options) && good;
    good = good && check_options_required(c, ast, p->options.given);
    return good && check_options_fit(c, ast->span, p->kind, &p->options) && check_join(c, ast->span, p->v, p->n_v) &&
           check_join(c, ast->span, p->k, p->n_k);
}

static bool is_among(const struct expr_prim *p, const struct expr_prim *const *found, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (found[i] == p) {
            return true;
        }
    }
    return false;
}

uint32_t check_absents(const struct expr *e, const struct expr_prim **found, uint32_t max, uint32_t n)
{
    if (!e->stateful) {
        return n;
    }
    if (e->prim != NULL && e->prim->kind == PRIMITIVE_ABSENT && !is_among(e->prim, found, n < max ? n : max)) {
        if (n < max) {
            found[n] = e->prim;
        }
        n++;
    }
    for (uint32_t i = 0; i < e->n_args; i++) {
        n = check_absents(e->args[i], found, max, n);
    }
    return n;
}
