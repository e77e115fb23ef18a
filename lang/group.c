#include "lang/group.h"

#include "lang/hunt.h"

/* The value that groups alerts of rules over a source, null when it reads another source; EXPR_BROKEN
 * after a report. */
static const struct expr *group_check(struct check *c, struct scope *scope, uint32_t source)
{
    struct scope_name *let = scope->names.items[strmap_get(&scope->index, STR(HUNT_BY))];
    struct check_env env = {.scope = scope};
    if (check_source_foreign(c, let, source)) {
        return expr_null(c->exprs);
    }
    struct ast_expr use = {.kind = AST_NAME, .span = let->let->span, .name = let->name, .height = 1};
    c->steps = 0;
    uint32_t before = check_source_set(c, source);
    const struct expr *e = check_value(c, &env, &use);
    check_source_set(c, before);
    if (check_is_broken(e)) {
        return e;
    }
    if (!e->stateful && e->group == NULL && !e->type.list) {
        return e->source == EXPR_NO_SOURCE || e->source == source ? e : expr_null(c->exprs);
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
    const struct expr **by = arena_array(c->arena, (size_t)c->schema->n_sources + 1, sizeof *by);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t source = rules[i].source;
        if (source == EXPR_NO_SOURCE) {
            continue; /* it was reported */
        }
        by[source] = by[source] == NULL ? group_check(c, scope, source) : by[source];
        if (!check_is_broken(by[source])) {
            rule_show_last(c, &rules[i], by[source]);
        }
    }
}
