#include "lang/group.h"

#include "lang/hunt.h"

/* The value that groups; EXPR_BROKEN after a report. */
static const struct expr *group_check(struct check *c, struct scope *scope)
{
    struct scope_name *let = scope->names.items[strmap_get(&scope->index, STR(HUNT_BY))];
    struct check_env env = {.scope = scope};
    struct ast_expr use = {.kind = AST_NAME, .span = let->let->span, .name = let->name, .height = 1};
    c->steps = 0;
    const struct expr *e = check_value(c, &env, &use);
    if (check_is_broken(e) || (!e->stateful && e->group == NULL && !e->type.list)) {
        return e;
    }
    struct diag *d = e->stateful ? diag_add(c->diags, DIAG_E120, let->let->span, "a primitive cannot stand in `--by`")
                                 : diag_add(c->diags, DIAG_E130, let->let->span, "a list cannot be a key");
    diag_help(c->diags, d, e->stateful ? "for example: --by actor" : "take one item: [0]");
    return check_broken(c);
}

static void rule_show_last(struct check *c, struct rule *rule, const struct expr *e)
{
    struct rule_show *show = arena_array(c->arena, (size_t)rule->n_show + 1, sizeof *show);
    if (rule->n_show > 0) {
        memcpy(show, rule->show, rule->n_show * sizeof *show);
    }
    show[rule->n_show++] = (struct rule_show){STR(HUNT_BY), e};
    rule->show = show;
}

void group_rules(struct check *c, struct scope *scope, struct rule *rules, uint32_t n)
{
    const struct expr *by = group_check(c, scope), *null = expr_null(c->exprs);
    for (uint32_t i = 0; i < n && !check_is_broken(by); i++) {
        bool reads = by->source == EXPR_NO_SOURCE || by->source == rules[i].source;
        rule_show_last(c, &rules[i], reads ? by : null);
    }
}
