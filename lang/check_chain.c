/* check_chain: the clauses of a chain. */
#include "lang/check.h"
#include "lang/fold.h"

enum { PART_VALUE, PART_KEY, PART_ISSUED, PART_UNTIL, PART_MATCH, PARTS };

struct chain {
    struct check *c;
    const struct check_env *env;
    const struct ast_chain *ast;
    const struct expr *parts[PARTS];
};

static bool is_complete(const struct chain *k)
{
    const struct ast_chain *ast = k->ast;
    const char *lacks = ast->value == NULL ? "value" : ast->key == NULL ? "key" : ast->issued == NULL ? "issued" : NULL;
    if (lacks != NULL) {
        diag_add(k->c->diags, DIAG_E210, ast->name.span, "the chain \"%.*s\" does not say its `%s`",
                 STR_ARG(ast->name.text), lacks);
    }
    return lacks == NULL;
}

static bool value_check(struct chain *k)
{
    const struct expr *e = k->parts[PART_VALUE] = check_value(k->c, k->env, k->ast->value);
    if (check_is_broken(e)) {
        return false;
    }
    if (e->group != NULL || e->type.list) {
        struct diag *d = diag_add(k->c->diags, DIAG_E211, k->ast->value->span, "a list cannot be handed on");
        diag_help(k->c->diags, d, "take one element by its number: [0]");
        return false;
    }
    return true;
}

static bool key_check(struct chain *k, int part, const struct ast_expr *ast)
{
    const struct expr *e = k->parts[part] = check_value(k->c, k->env, ast);
    return check_tuple_part(k->c, ast, e);
}

/* Keys are equal as texts and numbers are: an address is its text, an ip is not. */
static bool keys_fit(const struct chain *k)
{
    struct type key = k->parts[PART_KEY]->type, issued = k->parts[PART_ISSUED]->type;
    if ((key.kind == TYPE_IP) == (issued.kind == TYPE_IP) && check_equal_types(key, issued)) {
        return true;
    }
    diag_add(k->c->diags, DIAG_E212, k->ast->issued->span, "%s %s that is issued is never %s %s that is a key",
             type_article(issued), type_name(issued), type_article(key), type_name(key));
    return false;
}

static bool until_check(struct chain *k)
{
    const struct ast_expr *ast = k->ast->until;
    k->parts[PART_UNTIL] = expr_null(k->c->exprs);
    if (ast == NULL) {
        return true;
    }
    const struct expr *e = check_value(k->c, k->env, ast);
    if (check_is_broken(e)) {
        return false;
    }
    bool time = type_is(e->type, TYPE_TIME) || type_is(e->type, TYPE_JSON) || type_is(e->type, TYPE_STRING);
    if ((!time && !expr_is_null(e)) || e->group != NULL) {
        diag_add(k->c->diags, DIAG_E213, ast->span, "`until` is a time, not %s %s",
                 e->group != NULL ? "a" : type_article(e->type), e->group != NULL ? "list" : type_name(e->type));
        return false;
    }
    k->parts[PART_UNTIL] = e;
    return true;
}

static bool match_check(struct chain *k)
{
    const struct ast_expr *ast = k->ast->match;
    const struct expr *e = ast == NULL ? expr_bool(k->c->exprs, true) : check_condition(k->c, k->env, ast);
    k->parts[PART_MATCH] = e;
    return !check_is_broken(e);
}

/* All clauses are looked at, so that one mistake does not hide another. */
static const struct expr *clauses_check(struct chain *k, uint32_t source)
{
    bool good = value_check(k);
    good = key_check(k, PART_KEY, k->ast->key) && good;
    good = key_check(k, PART_ISSUED, k->ast->issued) && good;
    good = until_check(k) && good;
    good = match_check(k) && good;
    if (!good || !keys_fit(k) || !check_join(k->c, k->ast->name.span, k->parts, PARTS)) {
        return check_broken(k->c);
    }
    for (int i = 0; i < PARTS; i++) {
        if (k->parts[i]->source != EXPR_NO_SOURCE && k->parts[i]->source != source) {
            diag_add(k->c->diags, DIAG_E215, k->ast->name.span, "the chain \"%.*s\" reads fields of \"%.*s\"",
                     STR_ARG(k->ast->name.text), STR_ARG(k->c->schema->sources[k->parts[i]->source].name));
            return check_broken(k->c);
        }
    }
    return expr_of(k->c->exprs,
                   &(struct expr){.kind = EXPR_NODE, .op = OP_CHAIN, .type = k->parts[PART_VALUE]->type,
                                  .args = k->parts, .n_args = PARTS, .source = source});
}

/* A chain means the same wherever its name stands, so it is looked at once. */
static const struct expr *chain_check(struct check *c, struct scope_name *name)
{
    struct check_env env = {.scope = name->home};
    struct chain k = {.c = c, .env = &env, .ast = name->chain};
    uint32_t source = is_complete(&k) ? check_source_of_chain(c, name) : EXPR_NO_SOURCE;
    if (source == EXPR_NO_SOURCE) {
        return check_broken(c);
    }
    enum check_place place = c->place;
    bool around = c->in_each;
    uint32_t before = check_source_set(c, source);
    c->place = CHECK_CHAIN;
    c->in_each = false;
    const struct expr *e = clauses_check(&k, source);
    c->place = place;
    c->in_each = around;
    check_source_set(c, before);
    expr_set_name(e, name->name.text);
    return e;
}

const struct expr *check_chain(struct check *c, struct scope_name *name, struct span use)
{
    if (name->open) { /* it stands in itself */
        return check_in_chain(c, use, "chain");
    }
    if (name->memo == NULL) {
        name->open = true;
        name->memo = chain_check(c, name);
        name->open = false;
    }
    return name->memo;
}
