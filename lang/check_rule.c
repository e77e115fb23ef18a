/* check_rule: the clauses of a rule. */
#include "base/timefmt.h"
#include "lang/fold.h"
#include "lang/oneline.h"
#include "lang/rule.h"

struct clause {
    struct check *c;
    const struct check_env *env;
    const struct ast_rule *ast;
    struct rule *rule;
};

/* A value that is put into an alert: a bare [*] path is the whole list. */
static const struct expr *shown(const struct clause *k, const struct ast_expr *ast)
{
    k->c->place = CHECK_SHOWN;
    const struct expr *e = check_value(k->c, k->env, ast);
    k->c->place = CHECK_FREE;
    e = expr_whole(k->c->exprs, e);
    if (e->group != NULL) {
        struct diag *d = diag_add(k->c->diags, DIAG_E132, ast->span,
                                  "each element of %.*s would give a value of its own", STR_ARG(e->group->path));
        diag_help(k->c->diags, d, "a path with [*] stands alone here, or in length()");
        return check_broken(k->c);
    }
    return check_join(k->c, ast->span, &e, 1) ? e : check_broken(k->c);
}

/* ---- match and when ---- */

static void match_check(const struct clause *k)
{
    if (k->ast->match == NULL) {
        struct diag *d = diag_add(k->c->diags, DIAG_E145, k->ast->name.span, "the rule \"%.*s\" has no `match`",
                                  STR_ARG(k->ast->name.text));
        diag_help(k->c->diags, d, "for all events: match true");
        k->rule->match = check_broken(k->c);
        return;
    }
    k->c->place = CHECK_MATCH;
    k->rule->match = check_condition(k->c, k->env, k->ast->match);
    k->c->place = CHECK_FREE;
}

static void absents_check(const struct clause *k)
{
    const struct expr_prim *found[PRIMITIVE_ABSENTS_MAX];
    if (check_absents(k->rule->when, found, PRIMITIVE_ABSENTS_MAX, 0) > PRIMITIVE_ABSENTS_MAX) {
        diag_add(k->c->diags, DIAG_E184, k->ast->when->span, "a rule has at most %d `absent`", PRIMITIVE_ABSENTS_MAX);
    }
}

static void when_check(const struct clause *k)
{
    if (k->ast->when != NULL) {
        uint32_t idle = k->c->idle;
        k->rule->when = check_condition(k->c, k->env, k->ast->when);
        k->rule->is_idle = k->c->idle > idle;
        absents_check(k);
    }
}

/* ---- the alert ---- */

static void title_check(const struct clause *k)
{
    const struct ast_template *t = &k->ast->title;
    struct rule_part *parts = arena_array(k->c->arena, (size_t)t->n_parts + 1, sizeof *parts);
    for (uint32_t i = 0; i < t->n_parts; i++) {
        parts[i].text = t->parts[i].text;
        parts[i].expr = t->parts[i].expr == NULL ? NULL : shown(k, t->parts[i].expr);
    }
    k->rule->title = parts;
    k->rule->n_title = t->n_parts;
}

static void show_check(const struct clause *k)
{
    struct rule_show *show = arena_array(k->c->arena, (size_t)k->ast->n_show + 1, sizeof *show);
    struct strmap seen = STRMAP_INIT;
    for (uint32_t i = 0; i < k->ast->n_show; i++) {
        bool added;
        const struct ast_show *ast = &k->ast->show[i];
        show[i].name = oneline(ast->name.text, k->c->arena);
        show[i].expr = shown(k, ast->expr);
        uint32_t *slot = strmap_put(&seen, show[i].name, &added);
        if (!added) {
            struct diag *d = diag_add(k->c->diags, DIAG_E143, ast->name.span, "two shown fields are named \"%.*s\"",
                                      STR_ARG(show[i].name));
            diag_label(k->c->diags, d, k->ast->show[*slot].name.span, "the first");
            diag_help(k->c->diags, d, "give one another name: … as NAME");
        } else {
            *slot = i;
        }
    }
    strmap_release(&seen);
    k->rule->show = show;
    k->rule->n_show = k->ast->n_show;
}

static const struct expr *once_part(const struct clause *k, const struct ast_expr *ast)
{
    const struct expr *e = check_value(k->c, k->env, ast);
    if (check_is_broken(e) || (e->group == NULL && !e->type.list)) {
        return e;
    }
    diag_add(k->c->diags, DIAG_E130, ast->span, "a list cannot be a key");
    return check_broken(k->c);
}

static void once_check(const struct clause *k)
{
    const struct ast_rule *ast = k->ast;
    if (ast->once_every == NULL) {
        return;
    }
    k->c->place = CHECK_ONCE;
    k->rule->n_once_per = ast->once_per.len;
    k->rule->once_per = arena_array(k->c->arena, (size_t)ast->once_per.len + 1, sizeof *k->rule->once_per);
    for (uint32_t i = 0; i < ast->once_per.len; i++) {
        k->rule->once_per[i] = once_part(k, ast->once_per.items[i]);
    }
    const struct expr *every = check_value(k->c, k->env, ast->once_every);
    k->c->place = CHECK_FREE;
    if (check_is_broken(every)) {
        return;
    }
    if (!expr_is_const(every) || every->value.kind != VALUE_DURATION || every->value.i <= 0) {
        struct diag *d = diag_add(k->c->diags, DIAG_E171, ast->once_every->span,
                                  "`every` takes a constant duration over 0s");
        diag_help(k->c->diags, d, "for example: every 1d");
        return;
    }
    k->rule->once_every = every->value.i;
}

/* ---- what is told about the rule ---- */

bool rule_severity(struct check *c, const struct ast_text *word, enum severity *out)
{
    if (severity_find(word->text, out)) {
        return true;
    }
    struct diag *d = diag_add(c->diags, DIAG_E104, word->span, "unknown severity \"%.*s\"", STR_ARG(word->text));
    struct diag_suggest s;
    diag_suggest_init(&s, word->text);
    for (int i = 0; i < SEVERITY_COUNT; i++) {
        diag_suggest_try(&s, str_from(severity_name((enum severity)i)));
    }
    diag_suggest_finish(c->diags, d, &s);
    if (d->help.len == 0) {
        diag_help(c->diags, d, "a severity is info, low, medium, high or critical");
    }
    return false;
}

static void severity_check(const struct clause *k)
{
    k->rule->severity = SEVERITY_MEDIUM;
    if (k->ast->severity.text.ptr != NULL) {
        rule_severity(k->c, &k->ast->severity, &k->rule->severity);
    }
}

static void status_check(const struct clause *k)
{
    static const char *const statuses[] = {"experimental", "test", "stable", "deprecated"};
    const struct ast_text *word = &k->ast->status;
    struct diag_suggest s;
    diag_suggest_init(&s, word->text);
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        if (word->text.ptr == NULL || str_equal(word->text, str_from(statuses[i]))) {
            return;
        }
        diag_suggest_try(&s, str_from(statuses[i]));
    }
    struct diag *d = diag_add(k->c->diags, DIAG_E105, word->span, "unknown status \"%.*s\"", STR_ARG(word->text));
    diag_suggest_finish(k->c->diags, d, &s);
    if (d->help.len == 0) {
        diag_help(k->c->diags, d, "a status is experimental, test, stable or deprecated");
    }
}

bool rule_risk(struct check *c, const struct check_env *env, const struct ast_expr *ast, int32_t *out)
{
    const struct expr *e = check_value(c, env, ast);
    if (check_is_broken(e)) {
        return false;
    }
    if (!expr_is_const(e) || e->value.kind != VALUE_INT || e->value.i < 0 || e->value.i > 100) {
        diag_add(c->diags, DIAG_E170, ast->span, "a risk is a whole number from 0 to 100");
        return false;
    }
    *out = (int32_t)e->value.i;
    return true;
}

static void risk_check(const struct clause *k)
{
    k->rule->risk = -1;
    if (k->ast->risk != NULL) {
        rule_risk(k->c, k->env, k->ast->risk, &k->rule->risk);
    }
}

/* ---- the rule ---- */

/* A clause that reads another source than the rule looks at. */
static void source_clause(const struct clause *k, const struct expr *e, struct span at)
{
    uint32_t source = k->rule->source;
    if (e == NULL || check_is_broken(e) || e->source == EXPR_NO_SOURCE || e->source == source) {
        return;
    }
    const struct schema_source *all = k->c->schema->sources;
    struct diag *d = diag_add(k->c->diags, DIAG_E174, at, "this reads fields of \"%.*s\"",
                              STR_ARG(all[e->source].name));
    diag_note(k->c->diags, d, "the rule \"%.*s\" looks at events of \"%.*s\"", STR_ARG(k->ast->name.text),
              STR_ARG(all[source].name));
}

static void source_clauses(const struct clause *k)
{
    const struct ast_rule *ast = k->ast;
    const struct rule *r = k->rule;
    if (ast->match != NULL) {
        source_clause(k, r->match, ast->match->span);
    }
    if (ast->when != NULL) {
        source_clause(k, r->when, ast->when->span);
    }
    for (uint32_t i = 0; i < r->n_title; i++) {
        if (r->title[i].expr != NULL) {
            source_clause(k, r->title[i].expr, ast->title.parts[i].expr->span);
        }
    }
    for (uint32_t i = 0; i < r->n_show; i++) {
        source_clause(k, r->show[i].expr, ast->show[i].expr->span);
    }
    for (uint32_t i = 0; i < r->n_once_per; i++) {
        source_clause(k, r->once_per[i], ast->once_per.items[i]->span);
    }
}

/* The file sees two sources, and nothing says which of them the rule means. */
static void source_unsaid(const struct clause *k)
{
    const struct schema_source *all = k->c->schema->sources;
    struct str a = all[k->rule->scope->sees.items[0]].name, b = all[k->rule->scope->sees.items[1]].name;
    struct diag *d = diag_add(k->c->diags, DIAG_E107, k->rule->span,
                              "the rule \"%.*s\" does not say whose events it looks at", STR_ARG(k->ast->name.text));
    diag_help(k->c->diags, d, "write `from %.*s` or `from %.*s` in it", STR_ARG(a), STR_ARG(b));
}

/* Events of which source? All clauses agree, or it was reported. */
static void source_check(const struct clause *k)
{
    struct rule *r = k->rule;
    if (r->source != EXPR_NO_SOURCE) {
        source_clauses(k);
        return;
    }
    if (k->ast->from.text.ptr != NULL || check_is_broken(r->match)) {
        return; /* it was reported */
    }
    if (r->scope->sees.len > 1) {
        source_unsaid(k);
    } else if (!r->scope->source_missed) {
        struct diag *d = diag_add(k->c->diags, DIAG_E106, r->span, "the rule \"%.*s\" has no source of events",
                                  STR_ARG(k->ast->name.text));
        diag_help(k->c->diags, d, "begin the file with `import cloudtrail`");
        diag_fix(k->c->diags, d, (struct span){r->span.file, 0, 0}, "import cloudtrail\n\n");
        r->scope->source_missed = true;
    }
}

static struct str full_name(struct check *c, const struct scope *scope, const struct ast_rule *ast)
{
    struct str pack = scope->module->name;
    return pack.len == 0 ? ast->name.text : arena_printf(c->arena, "%.*s.%.*s", STR_ARG(pack), STR_ARG(ast->name.text));
}

void rule_check(struct check *c, struct scope *scope, const struct ast_rule *ast, struct rule *out)
{
    struct check_env env = {.scope = scope};
    struct clause k = {c, &env, ast, out};
    c->steps = 0;
    *out = (struct rule){.ast = ast, .scope = scope, .name = full_name(c, scope, ast), .span = ast->name.span};
    out->source = check_source_of(c, scope, ast);
    if (out->source == EXPR_NO_SOURCE && ast->from.text.ptr != NULL) {
        return; /* its names are those of a source that is nowhere */
    }
    uint32_t before = check_source_set(c, out->source);
    match_check(&k);
    when_check(&k);
    title_check(&k);
    show_check(&k);
    once_check(&k);
    severity_check(&k);
    status_check(&k);
    risk_check(&k);
    source_check(&k);
    check_source_set(c, before);
}
