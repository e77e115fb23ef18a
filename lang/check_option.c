/* check_option: the options of a primitive. */
#include <math.h>

#include "base/timefmt.h"
#include "lang/check.h"

static const char *option_wants(enum primitive_option_type type)
{
    static const char *const wants[] = {
        [OPTION_TYPE_DURATION] = "a duration such as 7d", [OPTION_TYPE_WINDOW] = "a duration such as 30d, or `forever`",
        [OPTION_TYPE_SHARE] = "a share such as 1%",       [OPTION_TYPE_INT] = "a whole number",
        [OPTION_TYPE_NUMBER] = "a number",
    };
    return wants[type];
}

static bool option_fits(enum primitive_option_type type, const struct value *v)
{
    switch (type) {
    case OPTION_TYPE_DURATION:
    case OPTION_TYPE_WINDOW:
        return v->kind == VALUE_DURATION;
    case OPTION_TYPE_SHARE:
        return v->kind == VALUE_FLOAT;
    case OPTION_TYPE_INT:
        return v->kind == VALUE_INT;
    default:
        return v->kind == VALUE_INT || v->kind == VALUE_FLOAT;
    }
}

static bool option_range(struct check *c, const struct ast_option *o, const char *why)
{
    diag_add(c->diags, DIAG_E126, o->value->span, "`%s` must be %s", primitive_option_info(o->option)->name, why);
    return false;
}

static bool option_set(struct check *c, const struct ast_option *o, const struct value *v,
                       struct primitive_options *out)
{
    switch (o->option) { /* no default: the compiler asks for a new option */
    case OPTION_WITHIN:
        out->within = v->i;
        return v->i >= TIME_SECOND || option_range(c, o, "at least 1s");
    case OPTION_PER:
        out->per = v->i;
        return v->i >= TIME_SECOND || option_range(c, o, "at least 1s");
    case OPTION_AFTER:
        out->after = v->i;
        return v->i >= 0 || option_range(c, o, "0s or more");
    case OPTION_BELOW:
        out->below = v->f;
        return (v->f > 0 && v->f <= 1) || option_range(c, o, "more than 0% and at most 100%");
    case OPTION_UNDER:
        out->under = v->i;
        return v->i >= 1 || option_range(c, o, "at least 1");
    case OPTION_MIN:
        out->min = v->i;
        return v->i >= 0 || option_range(c, o, "0 or more");
    case OPTION_SIGMA:
        out->sigma = v->kind == VALUE_INT ? (double)v->i : v->f;
        return (out->sigma >= 0 && isfinite(out->sigma)) || option_range(c, o, "0 or more");
    case N_OPTIONS:
        break;
    }
    return false;
}

static bool option_value(struct check *c, const struct check_env *env, const struct ast_option *o,
                         struct primitive_options *out)
{
    const struct primitive_option_info *info = primitive_option_info(o->option);
    if (o->value == NULL && info->type == OPTION_TYPE_WINDOW) {
        out->within = FOREVER;
        return true;
    }
    struct span at = o->value == NULL ? o->span : o->value->span;
    const struct expr *e = o->value == NULL ? expr_null(c->exprs) : check_value(c, env, o->value);
    if (check_is_broken(e)) {
        return false;
    }
    if (!expr_is_const(e) || !option_fits(info->type, &e->value)) {
        struct diag *d = diag_add(c->diags, DIAG_E125, at, "`%s` takes %s", info->name, option_wants(info->type));
        if (!expr_is_const(e)) {
            diag_help(c->diags, d, "it must be a constant");
        }
        return false;
    }
    return option_set(c, o, &e->value, out);
}

static bool option_taken(struct check *c, enum primitive_kind kind, const struct ast_option *o)
{
    const struct primitive_info *info = primitive_info(kind);
    if (info->options & 1u << o->option) {
        return true;
    }
    struct diag *d = diag_add(c->diags, DIAG_E122, o->span, "%s does not take `%s`", info->name,
                              primitive_option_info(o->option)->name);
    struct buf takes = BUF_INIT;
    for (unsigned i = 0; i < N_OPTIONS; i++) {
        if (info->options & 1u << i) {
            buf_addf(&takes, "%s%s", takes.len == 0 ? "" : ", ",
                     primitive_option_info((enum primitive_option)i)->name);
        }
    }
    diag_help(c->diags, d, takes.len == 0 ? "it takes no options" : "it takes: %.*s", STR_ARG(buf_str(&takes)));
    buf_release(&takes);
    return false;
}

/* The first of the options before `upto` that is the same. */
static const struct ast_option *option_before(const struct ast_option *options, uint32_t upto)
{
    for (uint32_t i = 0; i < upto; i++) {
        if (options[i].option == options[upto].option) {
            return &options[i];
        }
    }
    return NULL;
}

static bool option_repeated(struct check *c, const struct ast_option *o, const struct ast_option *first)
{
    if (first == NULL) {
        return false;
    }
    struct diag *d = diag_add(c->diags, DIAG_E123, o->span, "`%s` is given twice",
                              primitive_option_info(o->option)->name);
    diag_label(c->diags, d, first->span, "first given here");
    return true;
}

bool check_options(struct check *c, const struct check_env *env, enum primitive_kind kind,
                   const struct ast_option *options, uint32_t n, struct primitive_options *out)
{
    bool good = true;
    for (uint32_t i = 0; i < n; i++) {
        if (!option_taken(c, kind, &options[i]) || option_repeated(c, &options[i], option_before(options, i))) {
            good = false;
            continue;
        }
        out->given |= 1u << options[i].option;
        good = option_value(c, env, &options[i], out) && good;
    }
    return good;
}

bool check_options_fit(struct check *c, struct span at, enum primitive_kind kind, struct primitive_options *o)
{
    primitive_complete(kind, o);
    if (kind == PRIMITIVE_SPIKE && o->within < o->per) {
        struct buf within = BUF_INIT;
        duration_format(o->within, &within);
        diag_add(c->diags, DIAG_E126, at, "`within` (%.*s) is shorter than one bucket (`per`)",
                 STR_ARG(buf_str(&within)));
        buf_release(&within);
        return false;
    }
    return true;
}
