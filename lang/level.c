#include "lang/level.h"

#include "lang/pattern.h"

#define LEVEL_OPEN UINT32_MAX /* its level is being looked for */

struct levels {
    struct check *c;
    struct rule *rules;
    uint32_t n;
    VEC(uint32_t) open; /* rules, each named by the one before it */
    bool reported;
};

/* ---- which names a match can hold for ---- */

enum could { COULD_NOT = 1, COULD = 2, COULD_BOTH = 3 };

static enum could could_of(bool holds) { return holds ? COULD : COULD_NOT; }

bool level_is_name(const struct expr *e)
{
    return expr_is(e, OP_FIELD) && str_equal(e->field->path, STR("rule"));
}

static enum could in_list(const struct expr_list *list, const struct str *name)
{
    bool found = false;
    for (uint32_t i = 0; name != NULL && i < list->len && !found; i++) {
        found = list->items[i].kind == VALUE_STRING && str_equal(value_text(&list->items[i]), *name);
    }
    return could_of(found);
}

/* A pattern with a wildcard names nothing. */
static enum could fits_glob(const struct expr *test, const struct str *name)
{
    const struct expr_list *list = test->list;
    bool found = false, wild = false;
    for (uint32_t i = 0; i < list->len && !found; i++) {
        struct str glob = value_text(&list->items[i]);
        wild = wild || pattern_has_wildcard(glob);
        found = name != NULL && str_glob(glob, *name, test->op == OP_ILIKE);
    }
    return name == NULL && wild ? COULD_BOTH : could_of(found);
}

static enum could test_could(const struct expr *e, const struct str *name)
{
    if (e->kind != EXPR_NODE || e->n_args == 0 || !level_is_name(e->args[0])) {
        return COULD_BOTH;
    }
    switch ((enum program_op)e->op) {
    case OP_PRESENT:
        return COULD;
    case OP_EQ:
        if (!expr_is_const(e->args[1]) || e->args[1]->value.kind != VALUE_STRING) {
            return COULD_BOTH;
        }
        return could_of(name != NULL && str_equal(value_text(&e->args[1]->value), *name));
    case OP_IN:
        return in_list(e->list, name);
    case OP_LIKE:
    case OP_ILIKE:
        return fits_glob(e, name);
    default:
        return COULD_BOTH;
    }
}

/* What a condition can say of an alert of the rule with this name, or (NULL) of one that nothing
 * names. Recursion: EXPR_DEPTH_MAX. */
static enum could could(const struct expr *e, const struct str *name)
{
    if (expr_is_const(e)) {
        return could_of(e->value.kind == VALUE_BOOL && e->value.b);
    }
    if (e->kind == EXPR_NOT) {
        enum could c = could(e->args[0], name);
        return c == COULD_BOTH ? c : c == COULD ? COULD_NOT : COULD;
    }
    if (e->kind != EXPR_AND && e->kind != EXPR_OR) {
        return test_could(e, name);
    }
    enum could decides = e->kind == EXPR_OR ? COULD : COULD_NOT;
    unsigned can = 0; /* decide; leave it open */
    bool sure = false;
    for (uint32_t i = 0; i < e->n_args && !sure; i++) {
        enum could c = could(e->args[i], name);
        can |= c & decides;
        sure = c == decides;
    }
    return sure ? decides : can != 0 ? COULD_BOTH : (enum could)(COULD_BOTH & ~decides);
}

/* ---- levels ---- */

static bool is_over_alerts(const struct levels *l, const struct rule *r)
{
    return r->disabled == NULL && r->source != EXPR_NO_SOURCE && l->c->schema->sources[r->source].internal;
}

static bool is_alone(const struct levels *l, uint32_t from) { return from + 1 == l->open.len; }

static void circle_report(struct levels *l, uint32_t rule)
{
    const struct rule *r = &l->rules[l->open.items[l->open.len - 1]];
    uint32_t from = 0;
    while (l->open.items[from] != rule) {
        from++;
    }
    struct diag *d = diag_add(l->c->diags, DIAG_E186, r->ast->match->span,
                              is_alone(l, from) ? "the rule \"%.*s\" would see its own alerts"
                                                : "the rule \"%.*s\" stands in a circle of rules over alerts",
                              STR_ARG(r->name));
    for (size_t i = from; i + 1 < l->open.len; i++) {
        const struct rule *other = &l->rules[l->open.items[i]], *next = &l->rules[l->open.items[i + 1]];
        diag_label(l->c->diags, d, other->ast->match->span, "\"%.*s\" sees the alerts of \"%.*s\"",
                   STR_ARG(other->name), STR_ARG(next->name));
    }
    if (!is_alone(l, from)) {
        diag_note(l->c->diags, d, "\"%.*s\" sees those of \"%.*s\"", STR_ARG(r->name), STR_ARG(l->rules[rule].name));
    }
    diag_help(l->c->diags, d, "`match` can name only rules that do not need this one's alerts");
    l->reported = true;
}

static void depth_report(struct levels *l, uint32_t rule)
{
    const struct rule *r = &l->rules[rule];
    diag_add(l->c->diags, DIAG_E187, r->span,
             "the rule \"%.*s\" stands on more than %u rules over alerts, each on the next", STR_ARG(r->name),
             LEVELS_MAX - 1);
    l->reported = true;
}

static uint32_t level_of(struct levels *l, uint32_t rule);

static void named_find(struct levels *l, uint32_t rule)
{
    struct rule *r = &l->rules[rule];
    uint32_t level = 1;
    r->named = arena_array(l->c->arena, (size_t)l->n + 1, sizeof *r->named);
    for (uint32_t i = 0; i < l->n && !l->reported; i++) {
        if (is_over_alerts(l, &l->rules[i]) && could(r->match, &l->rules[i].name) & COULD) {
            uint32_t below = level_of(l, i);
            level = below >= level ? below + 1 : level;
            r->named[r->n_named++] = l->rules[i].name;
        }
    }
    r->level = level;
}

/* Recursion: LEVELS_MAX. */
static uint32_t level_of(struct levels *l, uint32_t rule)
{
    struct rule *r = &l->rules[rule];
    if (r->level == LEVEL_OPEN) {
        circle_report(l, rule);
        return 0;
    }
    if (r->level > 0) {
        return r->level;
    }
    if (could(r->match, NULL) & COULD) { /* it names none */
        return r->level = 1;
    }
    if (l->open.len >= LEVELS_MAX) {
        depth_report(l, l->open.items[0]);
        return 0;
    }
    r->level = LEVEL_OPEN;
    vec_push(&l->open, rule);
    named_find(l, rule);
    l->open.len--;
    if (r->level > LEVELS_MAX && !l->reported) {
        depth_report(l, rule);
    }
    return r->level;
}

void levels_find(struct check *c, struct rule *rules, uint32_t n)
{
    struct levels l = {.c = c, .rules = rules, .n = n};
    for (uint32_t i = 0; i < n && !l.reported; i++) {
        if (is_over_alerts(&l, &rules[i])) {
            level_of(&l, i);
        }
    }
    vec_release(&l.open);
}
