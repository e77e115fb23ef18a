#include "lang/check.h"

#include "base/timefmt.h"
#include "lang/fold.h"
#include "lang/pattern.h"

/* ---- what may be joined ---- */

static bool join_groups(struct check *c, struct span at, const struct expr *const *args, uint32_t n)
{
    const struct expr_group *group = NULL;
    for (uint32_t i = 0; i < n; i++) {
        if (args[i]->group == NULL || args[i]->group == group) {
            continue;
        }
        if (group != NULL) {
            struct diag *d = diag_add(c->diags, DIAG_E131, at, "elements of \"%.*s\" and of \"%.*s\" in one condition",
                                      STR_ARG(group->path), STR_ARG(args[i]->group->path));
            diag_help(c->diags, d, "give each list an any(…) of its own");
            return false;
        }
        group = args[i]->group;
    }
    return true;
}

static bool join_sources(struct check *c, struct span at, const struct expr *const *args, uint32_t n)
{
    uint32_t source = EXPR_NO_SOURCE;
    for (uint32_t i = 0; i < n; i++) {
        if (args[i]->source == EXPR_NO_SOURCE || args[i]->source == source) {
            continue;
        }
        if (source != EXPR_NO_SOURCE) {
            diag_add(c->diags, DIAG_E136, at, "fields of \"%.*s\" and of \"%.*s\" in one expression",
                     STR_ARG(c->schema->sources[source].name), STR_ARG(c->schema->sources[args[i]->source].name));
            return false;
        }
        source = args[i]->source;
    }
    return true;
}

/* Once: what is too large is mostly too large in many places. */
const struct expr *check_too_large(struct check *c, struct span at, const char *what)
{
    if (!c->too_large) {
        diag_add(c->diags, DIAG_E135, at, "%s", what);
    }
    c->too_large = true;
    return check_broken(c);
}

static bool join_sizes(struct check *c, struct span at, const struct expr *const *args, uint32_t n)
{
    uint64_t size = 1;
    for (uint32_t i = 0; i < n; i++) {
        size += args[i]->size;
        if (size > EXPR_SIZE_MAX || args[i]->depth >= EXPR_DEPTH_MAX) {
            check_too_large(c, at, size > EXPR_SIZE_MAX ? "this is too large when all lets are put in"
                                                        : "this is too deep when all lets are put in");
            return false;
        }
    }
    return true;
}

bool check_join(struct check *c, struct span at, const struct expr *const *args, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (check_is_broken(args[i])) {
            return false;
        }
    }
    return join_sizes(c, at, args, n) && join_sources(c, at, args, n) && join_groups(c, at, args, n);
}

const struct expr *check_atom(struct check *c, const struct expr *e)
{
    if (c->in_each || e->group == NULL) {
        return e;
    }
    return expr_of(c->exprs, &(struct expr){.kind = EXPR_NODE, .op = OP_ANY, .type = {TYPE_BOOL, false}, .args = &e,
                                            .n_args = 1, .binds = e->group, .source = EXPR_NO_SOURCE});
}

static bool is_seen_only(const struct expr *e)
{
    bool only = !e->stateful || e->prim == NULL || e->prim->kind == PRIMITIVE_SEEN;
    for (uint32_t i = 0; only && e->stateful && i < e->n_args; i++) {
        only = is_seen_only(e->args[i]);
    }
    return only;
}

const struct expr *check_in_chain(struct check *c, struct span at, const char *what)
{
    struct diag *d = diag_add(c->diags, DIAG_E214, at, "a %s cannot stand in a chain", what);
    diag_help(c->diags, d, "what is handed on is read from the event alone");
    return check_broken(c);
}

const struct expr *check_placed(struct check *c, struct span at, const struct expr *e)
{
    const struct expr_prim *absent;
    if (c->place == CHECK_CHAIN && (e->stateful || e->chained)) {
        return check_in_chain(c, at, e->stateful ? "primitive" : "chain");
    }
    if (!e->stateful || c->place == CHECK_FREE || (c->place == CHECK_WATCH && is_seen_only(e)) ||
        (c->place == CHECK_SHOWN && check_absents(e, &absent, 1, 0) == 0)) {
        return e;
    }
    if (c->place == CHECK_SHOWN) {
        struct diag *d = diag_add(c->diags, DIAG_E183, at, "`absent` is not known yet when the alert is made");
        diag_help(c->diags, d, "it stands in `when` only");
        return check_broken(c);
    }
    if (c->place == CHECK_INSIDE || c->place == CHECK_WATCH) {
        struct diag *d = diag_add(c->diags, DIAG_E121, at, "a primitive inside a primitive");
        diag_help(c->diags, d, c->place == CHECK_WATCH ? "in the condition of `seen`, only `seen` may stand"
                                                       : "join their answers in `when` by `and` or `or`");
        return check_broken(c);
    }
    if (c->place == CHECK_EXCEPT) {
        struct diag *d = diag_add(c->diags, DIAG_E191, at, "a primitive cannot stand in `except`");
        diag_help(c->diags, d, "an exception knows one event, as `match` does");
        return check_broken(c);
    }
    struct diag *d = diag_add(c->diags, DIAG_E120, at, "a primitive cannot stand in `%s`",
                              c->place == CHECK_MATCH ? "match" : "once");
    if (c->place == CHECK_MATCH) {
        diag_help(c->diags, d, "move it to `when`");
    }
    return check_broken(c);
}

/* ---- literals ---- */

static struct type literal_type(const struct value *v)
{
    switch (v->kind) {
    case VALUE_BOOL:
        return (struct type){TYPE_BOOL, false};
    case VALUE_INT:
        return (struct type){TYPE_INT, false};
    case VALUE_FLOAT:
        return (struct type){TYPE_FLOAT, false};
    case VALUE_STRING:
        return (struct type){TYPE_STRING, false};
    case VALUE_DURATION:
        return (struct type){TYPE_DURATION, false};
    default:
        return (struct type){TYPE_NULL, false};
    }
}

static bool is_block(const struct value *v)
{
    struct str text = value_text(v);
    return memchr(text.ptr, '/', text.len) != NULL && pattern_block(text) == PATTERN_BLOCK;
}

bool check_block(struct check *c, const struct ast_expr *ast, const struct expr *e, struct type as)
{
    if (as.kind != TYPE_ADDRESS || !expr_is_const(e) || e->value.kind != VALUE_STRING || !is_block(&e->value)) {
        return true;
    }
    struct diag *d = diag_add(c->diags, DIAG_E156, ast->span, "this text is a block, and no address is equal to one");
    diag_help(c->diags, d, "whether an address is in a block is asked by `in`");
    return false;
}

const struct expr *check_literal_as(struct check *c, const struct ast_expr *ast, const struct expr *e, struct type as)
{
    bool text = expr_is_const(e) && e->value.kind == VALUE_STRING;
    struct ip ip;
    int64_t time;
    if (!text || (as.kind != TYPE_TIME && as.kind != TYPE_IP)) {
        return e;
    }
    if (as.kind == TYPE_TIME && time_parse(value_text(&e->value), &time)) {
        return expr_const(c->exprs, value_time(time), as);
    }
    if (as.kind == TYPE_IP && ip_parse(value_text(&e->value), &ip)) {
        return expr_const(c->exprs, (struct value){.kind = VALUE_IP, .ip = &ip}, as);
    }
    struct diag *d = diag_add(c->diags, DIAG_E156, ast->span, "this text is no %s",
                              as.kind == TYPE_TIME ? "time" : "address");
    if (as.kind == TYPE_TIME) {
        diag_help(c->diags, d, "write it as \"2026-10-29T02:10:00Z\" or \"2026-10-29\"");
    } else if (is_block(&e->value)) {
        diag_help(c->diags, d, "whether an address is in a block is asked by `in`");
    }
    return check_broken(c);
}

/* ---- expressions ---- */

static const struct expr *check_kind(struct check *c, const struct check_env *env, const struct ast_expr *ast)
{
    switch (ast->kind) {
    case AST_LITERAL:
        return expr_const(c->exprs, ast->value, literal_type(&ast->value));
    case AST_REGEX:
    case AST_LIST:
        return check_list(c, env, ast);
    case AST_NAME:
        return check_name(c, env, ast);
    case AST_MEMBER:
    case AST_INDEX:
    case AST_EACH:
        return check_path(c, env, ast);
    case AST_CALL:
        return check_call(c, env, ast);
    case AST_UNARY:
        return check_unary(c, env, ast);
    case AST_BINARY:
        return check_binary(c, env, ast);
    case AST_PRIMITIVE:
        return check_primitive(c, env, ast);
    case AST_BROKEN:
        break;
    }
    return check_broken(c);
}

const struct expr *check_expr(struct check *c, const struct check_env *env, const struct ast_expr *ast)
{
    if (++c->steps > CHECK_STEPS_MAX) {
        return check_too_large(c, ast->span, "this is too large when all lets are put in");
    }
    if (c->depth >= CHECK_DEPTH_MAX) {
        return check_too_large(c, ast->span, "this is too deep when all lets are put in");
    }
    c->depth++;
    const struct expr *e = check_kind(c, env, ast);
    c->depth--;
    return e;
}

const struct expr *check_value(struct check *c, const struct check_env *env, const struct ast_expr *ast)
{
    const struct expr *e = check_expr(c, env, ast);
    if (e->kind == EXPR_LIST) {
        struct diag *d = diag_add(c->diags, DIAG_E108, ast->span, "%s",
                                  ast->kind == AST_REGEX
                                      ? "a regular expression stands only right of `matches`"
                                      : "a list stands only right of `in`, `like`, `ilike` and `matches`");
        if (ast->kind != AST_REGEX) {
            diag_help(c->diags, d,
                      "for one of several values: x in (…); for parts of a text: x like (\"*a*\", \"*b*\")");
        }
        return check_broken(c);
    }
    if (e->kind == EXPR_LOCATION) {
        struct diag *d = diag_add(c->diags, DIAG_E118, ast->span, "geo() needs a part");
        diag_help(c->diags, d, "for the country: geo(…).country");
        return check_broken(c);
    }
    return e;
}

const struct expr *check_condition(struct check *c, const struct check_env *env, const struct ast_expr *ast)
{
    const struct expr *e = check_value(c, env, ast);
    if (check_is_broken(e)) {
        return e;
    }
    if (e->type.list || (e->type.kind != TYPE_BOOL && e->type.kind != TYPE_JSON)) {
        struct diag *d = diag_add(c->diags, DIAG_E113, ast->span, "this is no condition but a value of type %s",
                                  type_name(e->type));
        if (!expr_is_const(e)) {
            diag_help(c->diags, d, "compare it, or ask whether it is there by `!= null`");
        } else if (type_is_text(e->type)) {
            diag_help(c->diags, d, "each comparison is written out: x == \"a\" or x == \"b\"");
        }
        return check_broken(c);
    }
    return check_atom(c, fold_condition(c->exprs, e));
}
