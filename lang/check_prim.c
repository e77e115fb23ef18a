/* check_prim: the stateful primitives: tuples, where, options. */
#include <math.h>

#include "base/timefmt.h"
#include "lang/check.h"
#include "lang/fold.h"
#include "lang/function.h"
#include "lang/oneline.h"


/* ---- tuples ---- */

bool check_tuple_part(struct check *c, const struct ast_expr *ast, const struct expr *e)
{
    if (check_is_broken(e)) {
        return false;
    }
    if (e->group != NULL || e->type.list) {
        struct diag *d = diag_add(c->diags, DIAG_E130, ast->span, "a list cannot be measured or be a key");
        diag_help(c->diags, d, e->group != NULL ? "take one element by its number: [0]" : "take one item: [0]");
        return false;
    }
    return true;
}

/* False after a report; the good parts are checked all the same. */
static bool tuple_check(struct check *c, const struct check_env *env, const struct ast_exprs *ast,
                        const struct expr ***out)
{
    bool good = true;
    *out = arena_array(c->arena, (size_t)ast->len + 1, sizeof **out);
    for (uint32_t i = 0; i < ast->len; i++) {
        (*out)[i] = check_value(c, env, ast->items[i]);
        good = check_tuple_part(c, ast->items[i], (*out)[i]) && good;
    }
    return good;
}

static bool too_many(struct check *c, struct span at, enum primitive_kind kind, uint32_t max, bool for_all)
{
    const char *name = primitive_info(kind)->name;
    if (max > 0) {
        diag_add(c->diags, DIAG_E127, at, "%s measures at most %u value%s", name, max, max == 1 ? "" : "s");
        return false;
    }
    if (kind == PRIMITIVE_ELAPSED) {
        struct diag *d = diag_add(c->diags, DIAG_E127, at, "elapsed measures the time between events and no value");
        diag_help(c->diags, d, "%sfor a condition: where", for_all ? "for each of them: elapsed(for …); " : "");
        return false;
    }
    struct diag *d = diag_add(c->diags, DIAG_E127, at, "%s counts events and measures no value", name);
    diag_help(c->diags, d, "%sfor different values: distinct; for a condition: where",
              for_all ? "for each of them: count(for …); " : "");
    return false;
}

bool check_key_size(struct check *c, const struct ast_exprs *key)
{
    if (key->len > CHECK_KEY_MAX) {
        diag_add(c->diags, DIAG_E127, key->items[CHECK_KEY_MAX]->span, "a key has at most %d parts", CHECK_KEY_MAX);
        return false;
    }
    return true;
}

static bool tuple_sizes(struct check *c, const struct ast_expr *ast)
{
    const struct ast_primitive *p = ast->prim;
    const struct primitive_info *info = primitive_info(p->kind);
    uint32_t min = info->v_min, max = info->v_max;
    if (p->kind == PRIMITIVE_SPIKE) {
        min = p->measure == MEASURE_COUNT ? 0 : 1;
        max = p->measure == MEASURE_COUNT ? 0 : p->measure == MEASURE_SUM ? 1 : max;
    }
    struct span at = p->v.len > 0 ? p->v.items[0]->span : p->kind_span;
    if (p->v.len < min) {
        diag_add(c->diags, DIAG_E127, at, "%s does not say what it measures", info->name);
        return false;
    }
    if (p->v.len > max) {
        return too_many(c, at, p->kind, max, p->k.len == 0);
    }
    return check_key_size(c, &p->k);
}

static bool is_sum(const struct ast_primitive *p)
{
    return p->kind == PRIMITIVE_SUM || p->measure == MEASURE_SUM;
}

static bool sum_check(struct check *c, const struct ast_expr *ast, const struct expr *x)
{
    enum type_kind k = x->type.kind;
    if (k == TYPE_INT || k == TYPE_FLOAT || k == TYPE_JSON || k == TYPE_NULL) {
        return true;
    }
    diag_add(c->diags, DIAG_E128, ast->span, "%s %s cannot be added", type_article(x->type), type_name(x->type));
    return false;
}

/* ---- travel ---- */

/* The text of an address, for evidence. */
static const struct expr *address_text(struct check *c, const struct expr *x)
{
    return type_is(x->type, TYPE_IP) ? fold_call(c->exprs, function_find(STR("to_string")), &x, 1) : x;
}

static const struct expr *place_part(struct check *c, const struct expr *x, enum program_geo part,
                                     enum type_kind kind)
{
    return expr_of(c->exprs, &(struct expr){.kind = EXPR_NODE, .op = OP_GEO, .type = {kind, false}, .args = &x,
                                            .n_args = 1, .number = part, .source = EXPR_NO_SOURCE});
}

/* What travel takes is what geo() takes; what it reads of an event is put behind it. */
static bool travel_check(struct check *c, const struct ast_expr *ast, struct expr_prim *p)
{
    const struct expr *x = p->v[0];
    if (!function_param_fits(function_find(STR("geo")), 0, x->type)) {
        struct diag *d = diag_add(c->diags, DIAG_E177, ast->span, "%s %s is at no place", type_article(x->type),
                                  type_name(x->type));
        diag_help(c->diags, d, "give the address from which the event came: travel(source_ip for actor)");
        return false;
    }
    p->v = arena_array(c->arena, TRAVEL_PARTS, sizeof *p->v);
    p->v[TRAVEL_IP] = address_text(c, x);
    p->v[TRAVEL_LATITUDE] = place_part(c, x, GEO_LATITUDE, TYPE_FLOAT);
    p->v[TRAVEL_LONGITUDE] = place_part(c, x, GEO_LONGITUDE, TYPE_FLOAT);
    p->v[TRAVEL_CITY] = place_part(c, x, GEO_CITY, TYPE_STRING);
    p->v[TRAVEL_COUNTRY] = place_part(c, x, GEO_COUNTRY, TYPE_STRING);
    p->n_more = TRAVEL_PARTS - 1;
    return true;
}

/* ---- options ---- */

bool check_options_required(struct check *c, const struct ast_expr *ast, uint32_t given)
{
    const struct primitive_info *info = primitive_info(ast->prim->kind);
    bool whole = c->is_hunt && ast->prim->kind != PRIMITIVE_ABSENT;
    uint32_t missing = whole ? 0 : info->required & ~given;
    for (unsigned i = 0; i < N_OPTIONS; i++) {
        if (missing & 1u << i) {
            struct diag *d = diag_add(c->diags, DIAG_E124, ast->span, "%s needs the option `%s`", info->name,
                                      primitive_option_info((enum primitive_option)i)->name);
            diag_help(c->diags, d, "for example: , within 1h");
            diag_fix(c->diags, d, (struct span){ast->span.file, ast->span.end - 1, ast->span.end - 1}, ", within 1h");
            return false;
        }
    }
    return true;
}

static bool options_check(struct check *c, const struct check_env *env, const struct ast_expr *ast,
                          struct primitive_options *out)
{
    const struct ast_primitive *p = ast->prim;
    *out = primitive_defaults(p->kind);
    return check_options(c, env, p->kind, p->options, p->n_options, out) &&
           check_options_required(c, ast, out->given) && check_options_fit(c, ast->span, p->kind, out);
}

/* ---- the primitive ---- */

static struct type answer_type(const struct ast_primitive *p, const struct expr *const *v)
{
    switch (primitive_info(p->kind)->answer) {
    case ANSWER_BOOL:
        return (struct type){TYPE_BOOL, false};
    case ANSWER_INT:
        return (struct type){TYPE_INT, false};
    case ANSWER_DURATION:
        return (struct type){TYPE_DURATION, false};
    case ANSWER_VALUE:
        return v[0]->type;
    default:
        return (struct type){v[0]->type.kind == TYPE_INT ? TYPE_INT : TYPE_FLOAT, false};
    }
}

/* All that is inside is looked at, so that one mistake does not hide another. */
static bool parts_check(struct check *c, const struct check_env *env, const struct ast_expr *ast, struct expr_prim *p)
{
    const struct ast_primitive *prim = ast->prim;
    bool good = tuple_sizes(c, ast);
    good = tuple_check(c, env, &prim->v, &p->v) && good;
    good = tuple_check(c, env, &prim->k, &p->k) && good;
    p->n_v = prim->v.len;
    p->n_k = prim->k.len;
    if (good && is_sum(prim)) {
        good = sum_check(c, prim->v.items[0], p->v[0]);
    } else if (good && prim->kind == PRIMITIVE_TRAVEL) {
        good = travel_check(c, prim->v.items[0], p);
    }
    if (prim->where != NULL) {
        p->where = check_condition(c, env, prim->where);
        good = !check_is_broken(p->where) && good;
        if (good && expr_is_const(p->where) && p->where->value.b) {
            p->where = NULL;
        }
    }
    return options_check(c, env, ast, &p->options) && good;
}

static bool parts_join(struct check *c, const struct ast_expr *ast, const struct expr_prim *p)
{
    const struct expr *all[2 * CHECK_KEY_MAX + 1];
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->n_v; i++) {
        all[n++] = p->v[i];
    }
    for (uint32_t i = 0; i < p->n_k; i++) {
        all[n++] = p->k[i];
    }
    if (p->where != NULL) {
        all[n++] = p->where;
    }
    return check_join(c, ast->span, all, n);
}

/* What is written before the options, without the comma. */
static struct str head_text(struct check *c, const struct ast_expr *ast)
{
    const struct ast_primitive *p = ast->prim;
    uint32_t end = p->n_options > 0 ? p->options[0].span.start : ast->span.end - 1;
    struct str text = oneline(source_text(c->sources, (struct span){ast->span.file, ast->span.start, end}), c->arena);
    while (text.len > 0 && (text.ptr[text.len - 1] == ' ' || text.ptr[text.len - 1] == ',')) {
        text.len--;
    }
    return text;
}

const struct expr *check_primitive(struct check *c, const struct check_env *env, const struct ast_expr *ast)
{
    struct expr_prim p = {.kind = ast->prim->kind, .measure = ast->prim->measure};
    const struct expr stateful = {.kind = EXPR_NODE, .stateful = true, .prim = &p};
    if (check_is_broken(check_placed(c, ast->span, &stateful))) {
        return check_broken(c);
    }
    enum check_place place = c->place;
    bool around = c->in_each;
    c->place = CHECK_INSIDE;
    c->in_each = false;
    bool good = ast->prim->pred != NULL ? check_watch(c, env, ast, &p)
                                        : parts_check(c, env, ast, &p) && parts_join(c, ast, &p);
    c->place = place;
    c->in_each = around;
    if (!good) {
        return check_broken(c);
    }
    p.text = oneline(source_text(c->sources, ast->span), c->arena);
    p.head = head_text(c, ast);
    return expr_prim(c->exprs, &p, answer_type(ast->prim, p.v));
}
