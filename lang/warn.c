#include "lang/warn.h"

#include "lang/ast_walk.h"
#include "lang/level.h"
#include "lang/pattern.h"

static void warn_constant(struct check *c, const struct ast_expr *ast, const struct expr *e, const char *clause)
{
    if (e == NULL || !expr_is_const(e)) {
        return;
    }
    bool meant = ast->kind == AST_LITERAL && e->value.b; /* `match true` says it openly */
    if (!meant) {
        struct diag *d = diag_add(c->diags, DIAG_W300, ast->span, "`%s` is always %s", clause,
                                  e->value.b ? "true" : "false");
        if (ast->kind == AST_BINARY && ast->a->kind == AST_LITERAL && ast->a->value.kind == VALUE_STRING) {
            diag_help(c->diags, d, "a field stands without quotes");
        }
    }
}

/* ---- names of rules in rules over alerts ---- */

struct names {
    struct check *c;
    const struct rule *rules;
    uint32_t n;
    const struct rule *rule; /* that is looked at */
};

static bool is_last_part(struct str full, struct str name)
{
    bool longer = full.len > name.len && full.ptr[full.len - name.len - 1] == '.';
    return longer && str_equal(str_slice(full.ptr + full.len - name.len, name.len), name);
}

struct place {
    struct str text;
    struct span at;
};

static void place_find(void *context, const struct ast_expr *e)
{
    struct place *p = context;
    if (e->kind == AST_LITERAL && e->value.kind == VALUE_STRING && str_equal(value_text(&e->value), p->text)) {
        p->at = e->span;
    }
    ast_walk_expr(e, place_find, p);
}

/* Where the text stands in a condition; all of it when it comes from a let or a list. */
static struct span place_of(const struct ast_expr *condition, struct str text)
{
    struct place p = {text, condition->span};
    place_find(&p, condition);
    return p.at;
}

static void warn_name(const struct names *w, struct str name)
{
    struct diag_suggest s;
    struct str meant = {NULL, 0};
    diag_suggest_init(&s, name);
    for (uint32_t i = 0; i < w->n; i++) {
        if (str_equal(w->rules[i].name, name)) {
            return;
        }
        meant = is_last_part(w->rules[i].name, name) ? w->rules[i].name : meant;
        diag_suggest_try(&s, w->rules[i].name);
    }
    struct span at = place_of(w->rule->ast->match, name);
    struct diag *d = diag_add(w->c->diags, DIAG_W306, at, "no rule has the name \"%.*s\"", STR_ARG(name));
    meant = meant.ptr != NULL ? meant : s.best;
    if (meant.len > 0) {
        diag_help(w->c->diags, d, "did you mean \"%.*s\"?", STR_ARG(meant));
    }
}

/* A test that compares the name of a rule. Recursion: EXPR_DEPTH_MAX. */
static void warn_names(const struct names *w, const struct expr *e)
{
    for (uint32_t i = 0; i < e->n_args; i++) {
        warn_names(w, e->args[i]);
    }
    if (e->kind != EXPR_NODE || e->n_args == 0 || !level_is_name(e->args[0])) {
        return;
    }
    if (e->op == OP_EQ && expr_is_const(e->args[1]) && e->args[1]->value.kind == VALUE_STRING) {
        warn_name(w, value_text(&e->args[1]->value));
    }
    for (uint32_t i = 0; (e->op == OP_IN || e->op == OP_LIKE) && i < e->list->len; i++) {
        const struct value *v = &e->list->items[i];
        if (v->kind == VALUE_STRING && (e->op == OP_IN || !pattern_has_wildcard(value_text(v)))) {
            warn_name(w, value_text(v));
        }
    }
}

/* Of one file by itself nobody can tell which rules it will stand beside. */
static bool has_events(const struct rule *rules, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (rules[i].level == 0 && rules[i].disabled == NULL) {
            return true;
        }
    }
    return false;
}

static void warn_alerts(struct check *c, const struct rule *rules, uint32_t n)
{
    struct names w = {c, rules, n, NULL};
    bool told = has_events(rules, n);
    for (uint32_t i = 0; told && i < n; i++) {
        if (rules[i].level > 0) {
            w.rule = &rules[i];
            warn_names(&w, rules[i].match);
        }
    }
}

/* ---- rules ---- */

void warn_rules(struct check *c, const struct rule *rules, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const struct ast_rule *ast = rules[i].ast;
        warn_constant(c, ast->match, rules[i].match, "match");
        if (!rules[i].is_idle) { /* else it was told what decides it */
            warn_constant(c, ast->when, rules[i].when, "when");
        }
        if (ast->title.n_parts == 0) {
            diag_add(c->diags, DIAG_W301, ast->name.span, "the rule \"%.*s\" has no title", STR_ARG(ast->name.text));
        }
    }
    warn_alerts(c, rules, n);
}

/* Is there anything that could use a name? */
static bool has_uses(const struct module *m)
{
    for (uint32_t f = 0; f < m->n_files; f++) {
        for (uint32_t i = 0; i < m->files[f]->n_items; i++) {
            enum ast_item_kind kind = m->files[f]->items[i].kind;
            if (kind == AST_ITEM_RULE || kind == AST_ITEM_TUNE) {
                return true;
            }
        }
    }
    return false;
}

void warn_unused(struct check *c, const struct scope *scope)
{
    if (scope->module->library || scope->unasked || !has_uses(scope->module)) {
        return;
    }
    for (size_t i = 0; i < scope->names.len; i++) {
        const struct scope_name *n = scope->names.items[i];
        if (!n->used) {
            diag_add(c->diags, DIAG_W302, n->name.span, "the %s \"%.*s\" is not used", scope_kind(n),
                     STR_ARG(n->name.text));
        }
    }
}
