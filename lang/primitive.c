#include "lang/primitive.h"

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

/* The defaults of docs/language.md. `below` is 1 % only when `under` is not given
 * either: the lowering knows that. */
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
