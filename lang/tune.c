#include "lang/tune.h"

#include "base/vec.h"
#include "lang/fold.h"
#include "lang/refute.h"
#include "lang/tune_option.h"

struct tune {
    struct check *c;
    struct scope *scope;
    const struct ast_tune *ast;
    bool is_glob;
    enum severity severity;
    int32_t risk;
    bool has_severity, has_risk;       /* and they are good */
    VEC(struct tune_option) options;   /* those that are good */
    VEC(struct rule *) rules;          /* that it names */
    const struct expr *except;         /* as it is for the source … */
    uint32_t except_source;
    struct rule *passed;               /* a rule that a glob passes over: the exception is of another source */
    bool excepts;                      /* it may hold for an event of a rule … */
    bool except_good;                  /* … of those for which it could be asked */
};

/* ---- the clauses by themselves ---- */

static bool is_empty(const struct ast_tune *t)
{
    return t->severity.text.ptr == NULL && t->risk == NULL && t->except == NULL && t->disable.text.ptr == NULL &&
           t->n_tune_options == 0;
}

static void options_check(struct tune *t, const struct check_env *env)
{
    for (uint32_t i = 0; i < t->ast->n_tune_options; i++) {
        const struct ast_tune_options *ast = &t->ast->tune_options[i];
        struct tune_option o = {.kind = ast->kind, .at = ast->kind_span};
        if (check_options(t->c, env, ast->kind, ast->options, ast->n_options, &o.given)) {
            vec_push(&t->options, o);
        }
    }
}

static void clauses_check(struct tune *t)
{
    struct check_env env = {.scope = t->scope};
    const struct ast_tune *ast = t->ast;
    if (is_empty(ast)) {
        struct diag *d = diag_add(t->c->diags, DIAG_E193, ast->glob.span, "this tune changes nothing");
        diag_help(t->c->diags, d, "it takes severity, risk, except, disable, and options of primitives: new after 14d");
    }
    if (ast->severity.text.ptr != NULL) {
        t->has_severity = rule_severity(t->c, &ast->severity, &t->severity);
    }
    if (ast->risk != NULL) {
        t->has_risk = rule_risk(t->c, &env, ast->risk, &t->risk);
    }
    if (ast->disable.text.ptr != NULL && ast->disable.text.len == 0) {
        diag_add(t->c->diags, DIAG_E194, ast->disable.span, "`disable` does not say why");
    }
    options_check(t, &env);
}

/* ---- the rules ---- */

/* A rule with this last part, when the pack was left out; or NULL. */
static const struct rule *rule_below(struct str name, const struct rule *rules, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        struct str full = rules[i].name;
        if (full.len > name.len && str_ends(full, name) && full.ptr[full.len - name.len - 1] == '.') {
            return &rules[i];
        }
    }
    return NULL;
}

static void unmatched_warn(struct tune *t, const struct rule *rules, uint32_t n)
{
    const struct ast_text *glob = &t->ast->glob;
    struct diag *d = diag_add(t->c->diags, DIAG_W304, glob->span,
                              t->is_glob ? "no rule fits \"%.*s\"" : "there is no rule \"%.*s\"", STR_ARG(glob->text));
    const struct rule *below = t->is_glob ? NULL : rule_below(glob->text, rules, n);
    if (below != NULL) {
        diag_help(t->c->diags, d, "did you mean `%.*s`?", STR_ARG(below->name));
        diag_fix(t->c->diags, d, glob->span, "%.*s", STR_ARG(below->name));
        return;
    }
    struct diag_suggest s;
    diag_suggest_init(&s, glob->text);
    for (uint32_t i = 0; i < n && !t->is_glob; i++) {
        diag_suggest_try(&s, rules[i].name);
    }
    diag_suggest_finish(t->c->diags, d, &s);
    if (d->help.len == 0) {
        diag_help(t->c->diags, d, "a rule is named with its pack: PACK.RULE; give the pack as well");
    }
}

static void rules_find(struct tune *t, struct rule *rules, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        bool fits = t->is_glob ? str_glob(t->ast->glob.text, rules[i].name, false)
                               : str_equal(t->ast->glob.text, rules[i].name);
        if (fits) {
            vec_push(&t->rules, &rules[i]);
        }
    }
    if (t->rules.len == 0) {
        unmatched_warn(t, rules, n);
    }
}

/* ---- except ---- */

static bool except_is_of(struct tune *t, const struct expr *e, const struct rule *r)
{
    if (e->source == EXPR_NO_SOURCE || e->source == r->source) {
        return true;
    }
    const struct schema_source *all = t->c->schema->sources;
    struct diag *d = diag_add(t->c->diags, DIAG_E174, t->ast->except->span, "this reads fields of \"%.*s\"",
                              STR_ARG(all[e->source].name));
    diag_note(t->c->diags, d, "the rule \"%.*s\" looks at events of \"%.*s\"", STR_ARG(r->name),
              STR_ARG(all[r->source].name));
    return false;
}

/* The exception with the fields of a source; broken after a report. */
static const struct expr *except_expr(struct tune *t, uint32_t source)
{
    struct check_env env = {.scope = t->scope};
    uint32_t before = check_source_set(t->c, source);
    t->c->steps = 0;
    t->c->place = CHECK_EXCEPT;
    const struct expr *e = check_condition(t->c, &env, t->ast->except);
    t->c->place = CHECK_FREE;
    check_source_set(t->c, before);
    return e;
}

/* The exception of a rule; broken after a report. */
static const struct expr *except_check(struct tune *t, const struct rule *r)
{
    struct check *c = t->c;
    if (t->except != NULL && t->except_source == r->source) {
        return t->except;
    }
    const struct expr *e = except_expr(t, r->source);
    if (!check_is_broken(e) && !except_is_of(t, e, r)) {
        e = check_broken(c);
    }
    if (expr_is_const(e) && e->value.b) {
        struct diag *d = diag_add(c->diags, DIAG_E192, t->ast->except->span, "this exception always holds");
        diag_help(c->diags, d, "to leave a rule out: disable \"why\"");
        e = check_broken(c);
    }
    t->except = e;
    t->except_source = r->source;
    return e;
}

/* An exception hides alerts; what the primitives of `when` learn depends on `match` alone. */
static void except_apply(struct tune *t, struct rule *r)
{
    if (!scope_has_source(t->scope, r->source)) {
        vec_push(&t->scope->told, r->source); /* the tune need not import it */
    }
    if (t->is_glob && check_source_strays(t->c, t->scope, t->ast->except, r->source)) {
        t->passed = r;
        return;
    }
    const struct expr *e = except_check(t, r);
    if (check_is_broken(e)) {
        return;
    }
    t->except_good = true;
    t->excepts = t->excepts || (!refute((const struct expr *[]){r->match, e}, 2) ||
                                refute(&r->match, 1)); /* what can never match was told */
    const struct expr *both[] = {r->when == NULL ? expr_bool(t->c->exprs, true) : r->when,
                                 fold_not(t->c->exprs, e)};
    if (check_join(t->c, t->ast->except->span, both, 2)) {
        r->when = fold_and(t->c->exprs, both, 2);
    }
}

/* No rule takes it, but it has no right to be wrong. */
static void except_unasked(struct tune *t)
{
    if (t->passed != NULL) {
        except_check(t, t->passed);
    } else if (t->scope->sees.len == 1) {
        except_expr(t, t->scope->sees.items[0]);
    } else {
        t->scope->unasked = true; /* in which source should it be read? */
    }
}

static void except_warn(struct tune *t)
{
    if (!t->except_good || t->excepts) {
        return;
    }
    struct diag *d = diag_add(t->c->diags, DIAG_W305, t->ast->except->span, "this exception can never hold");
    if (!expr_is_const(t->except)) {
        diag_note(t->c->diags, d, t->rules.len == 1 ? "no event that the rule \"%.*s\" looks at fits it"
                                                    : "no event that \"%.*s\" or another of its rules looks at fits it",
                  STR_ARG(t->rules.items[0]->name));
    }
}

/* ---- options ---- */

static void kinds_collect(const struct expr *e, uint32_t *kinds)
{
    if (e == NULL || !e->stateful) {
        return;
    }
    if (e->prim != NULL) {
        *kinds |= 1u << e->prim->kind;
    }
    for (uint32_t i = 0; i < e->n_args; i++) {
        kinds_collect(e->args[i], kinds);
    }
}

static void kinds_note(struct tune *t, struct diag *d, const struct rule *r)
{
    uint32_t kinds = 0;
    struct buf names = BUF_INIT;
    kinds_collect(r->when, &kinds);
    for (unsigned i = 0; i < N_PRIMITIVES; i++) {
        if (kinds & 1u << i) {
            buf_addf(&names, "%s%s", names.len == 0 ? "" : ", ", primitive_info((enum primitive_kind)i)->name);
        }
    }
    if (names.len > 0) {
        diag_note(t->c->diags, d, "its `when` uses %.*s", STR_ARG(buf_str(&names)));
    }
    buf_release(&names);
}

/* What no rule uses cannot be changed: an error where one rule is meant. */
static void option_unmet(struct tune *t, const struct tune_option *o)
{
    const char *kind = primitive_info(o->kind)->name;
    struct str name = t->ast->glob.text;
    if (t->is_glob) {
        diag_add(t->c->diags, DIAG_W304, o->at, "no rule that fits \"%.*s\" uses `%s`", STR_ARG(name), kind);
        return;
    }
    struct diag *d = diag_add(t->c->diags, DIAG_E190, o->at, "the rule \"%.*s\" does not use `%s`", STR_ARG(name),
                              kind);
    kinds_note(t, d, t->rules.items[0]);
}

/* ---- all of it ---- */

/* A rule that was found wrong takes part in nothing further. */
static bool is_good(const struct rule *r)
{
    bool good = r->source != EXPR_NO_SOURCE && r->match != NULL && !check_is_broken(r->match) &&
                (r->when == NULL || !check_is_broken(r->when));
    for (uint32_t i = 0; good && i < r->n_title; i++) {
        good = r->title[i].expr == NULL || !check_is_broken(r->title[i].expr);
    }
    for (uint32_t i = 0; good && i < r->n_show; i++) {
        good = !check_is_broken(r->show[i].expr);
    }
    return good;
}

static void rule_tune(struct tune *t, struct rule *r)
{
    r->severity = t->has_severity ? t->severity : r->severity;
    r->risk = t->has_risk ? t->risk : r->risk;
    if (t->ast->disable.text.ptr != NULL) {
        r->disabled = t->ast;
    }
    for (size_t i = 0; i < t->options.len; i++) {
        tune_option_apply(t->c, &t->options.items[i], r);
    }
    if (t->ast->except != NULL) {
        except_apply(t, r);
    }
    *(const struct ast_tune **)seq_add(t->c->arena, &r->tunes, sizeof t->ast) = t->ast;
}

void tune_apply(struct check *c, struct scope *scope, const struct ast_tune *ast, struct rule *rules, uint32_t n)
{
    struct tune t = {.c = c, .scope = scope, .ast = ast};
    bool all_good = true;
    t.is_glob = memchr(ast->glob.text.ptr, '*', ast->glob.text.len) != NULL;
    clauses_check(&t);
    rules_find(&t, rules, n);
    for (size_t i = 0; i < t.rules.len; i++) {
        bool good = is_good(t.rules.items[i]);
        all_good = all_good && good;
        if (good) {
            rule_tune(&t, t.rules.items[i]);
        }
    }
    for (size_t i = 0; i < t.options.len && t.rules.len > 0 && all_good; i++) {
        if (!t.options.items[i].met) {
            option_unmet(&t, &t.options.items[i]);
        }
    }
    if (ast->except != NULL && t.except == NULL) {
        except_unasked(&t);
    }
    except_warn(&t);
    for (size_t i = 0; i < t.options.len; i++) {
        vec_release(&t.options.items[i].texts);
    }
    vec_release(&t.options);
    vec_release(&t.rules);
}
