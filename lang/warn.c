#include "lang/warn.h"

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
