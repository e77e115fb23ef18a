#include "lang/primitive.h"

#include <inttypes.h>
#include <math.h>
#include <stddef.h>

#include "base/timefmt.h"

static const struct primitive_info infos[] = {
#define PRIMITIVE(id, name, answer, v_min, v_max, options, required, doc) \
    [PRIMITIVE_##id] = {name, answer, v_min, v_max, options, required, doc},
#include "lang/primitive.def"
#undef PRIMITIVE
};

static const struct primitive_option_info options[] = {
#define OPTION(id, name, type, doc) [OPTION_##id] = {name, type, doc},
#include "lang/option.def"
#undef OPTION
};

const struct primitive_info *primitive_info(enum primitive_kind kind)
{
    return &infos[kind];
}

const struct primitive_option_info *primitive_option_info(enum primitive_option option)
{
    return &options[option];
}

struct primitive_options primitive_defaults(enum primitive_kind kind)
{
    struct primitive_options o = {.within = FOREVER, .below = NAN, .under = -1};
    if (kind == PRIMITIVE_NEW) {
        o.after = 7 * TIME_DAY;
    } else if (kind == PRIMITIVE_RARE) {
        o.within = 30 * TIME_DAY;
        o.min = 100;
        o.after = 7 * TIME_DAY;
    } else if (kind == PRIMITIVE_SPIKE) {
        o.per = TIME_HOUR;
        o.within = 14 * TIME_DAY;
        o.sigma = 4;
        o.min = 10;
        o.after = 3 * TIME_DAY;
    }
    return o;
}

void primitive_complete(enum primitive_kind kind, struct primitive_options *o)
{
    if (kind == PRIMITIVE_RARE && !(o->given & 1u << OPTION_BELOW)) {
        o->below = o->given & 1u << OPTION_UNDER ? NAN : 0.01;
    }
}

static void option_take(struct primitive_options *to, const struct primitive_options *from, enum primitive_option o)
{
    switch (o) { /* no default: the compiler asks for a new option */
    case OPTION_WITHIN:
        to->within = from->within;
        break;
    case OPTION_AFTER:
        to->after = from->after;
        break;
    case OPTION_PER:
        to->per = from->per;
        break;
    case OPTION_BELOW:
        to->below = from->below;
        break;
    case OPTION_UNDER:
        to->under = from->under;
        break;
    case OPTION_MIN:
        to->min = from->min;
        break;
    case OPTION_SIGMA:
        to->sigma = from->sigma;
        break;
    case N_OPTIONS:
        break;
    }
}

void primitive_options_take(struct primitive_options *to, const struct primitive_options *from)
{
    for (unsigned i = 0; i < N_OPTIONS; i++) {
        if (from->given & 1u << i) {
            option_take(to, from, (enum primitive_option)i);
        }
    }
    to->given |= from->given;
}

static bool option_equal(const struct primitive_options *a, const struct primitive_options *b,
                         enum primitive_option o)
{
    switch (o) { /* no default: the compiler asks for a new option */
    case OPTION_WITHIN:
        return a->within == b->within;
    case OPTION_AFTER:
        return a->after == b->after;
    case OPTION_PER:
        return a->per == b->per;
    case OPTION_BELOW:
        return a->below == b->below || (isnan(a->below) && isnan(b->below));
    case OPTION_UNDER:
        return a->under == b->under;
    case OPTION_MIN:
        return a->min == b->min;
    case OPTION_SIGMA:
        return a->sigma == b->sigma;
    case N_OPTIONS:
        break;
    }
    return true;
}

bool primitive_options_equal(const struct primitive_options *a, const struct primitive_options *b)
{
    bool equal = true;
    for (unsigned i = 0; equal && i < N_OPTIONS; i++) {
        equal = option_equal(a, b, (enum primitive_option)i);
    }
    return equal;
}

static void duration_print(int64_t d, struct buf *out)
{
    if (d == FOREVER) {
        buf_add_text(out, "forever");
    } else {
        duration_format(d, out);
    }
}

bool primitive_option_print(const struct primitive_options *o, enum primitive_option option, struct buf *out)
{
    switch (option) {
    case OPTION_WITHIN:
        duration_print(o->within, out);
        return true;
    case OPTION_AFTER:
        duration_print(o->after, out);
        return true;
    case OPTION_PER:
        duration_print(o->per, out);
        return true;
    case OPTION_BELOW:
        if (!isnan(o->below)) {
            buf_addf(out, "%.15g%%", o->below * 100);
        }
        return !isnan(o->below);
    case OPTION_UNDER:
        if (o->under >= 0) {
            buf_addf(out, "%" PRId64, o->under);
        }
        return o->under >= 0;
    case OPTION_MIN:
        buf_addf(out, "%" PRId64, o->min);
        return true;
    case OPTION_SIGMA:
        buf_addf(out, "%.15g", o->sigma);
        return true;
    case N_OPTIONS:
        break;
    }
    return false;
}
