/* primitive: what the checker, the lowering, the engine and the documents need
 * to know of each stateful primitive, from one table (primitive.def). */
#ifndef LURCHER_LANG_PRIMITIVE_H
#define LURCHER_LANG_PRIMITIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

enum primitive_kind {
#define PRIMITIVE(id, name, answer, v_min, v_max, options, required, doc) PRIMITIVE_##id,
#include "lang/primitive.def"
#undef PRIMITIVE
    N_PRIMITIVES
};

enum primitive_measure { MEASURE_NONE, MEASURE_COUNT, MEASURE_DISTINCT, MEASURE_SUM };

enum primitive_option {
#define OPTION(id, name, type, doc) OPTION_##id,
#include "lang/option.def"
#undef OPTION
    N_OPTIONS
};

enum primitive_option_type {
    OPTION_TYPE_DURATION, OPTION_TYPE_WINDOW, OPTION_TYPE_SHARE, OPTION_TYPE_INT, OPTION_TYPE_NUMBER
};

enum primitive_answer {
    ANSWER_BOOL,
    ANSWER_INT,
    ANSWER_NUMBER,   /* of the kind that v has; a float when v is no number */
    ANSWER_DURATION,
    ANSWER_VALUE,    /* of the type that v has */
};

struct primitive_info {
    const char *name;
    enum primitive_answer answer;
    uint8_t v_min, v_max;  /* how many expressions before `for` */
    uint32_t options;      /* bits 1 << OPTION_…: those that it takes */
    uint32_t required;     /* those without a default that must be given */
    const char *doc;       /* one line */
};
struct primitive_option_info {
    const char *name;
    enum primitive_option_type type;
    const char *doc;
};

const struct primitive_info *primitive_info(enum primitive_kind kind);
const struct primitive_option_info *primitive_option_info(enum primitive_option option);

/* What a state of travel reads of an event: the expressions of its v, in this order. */
enum primitive_travel_part { TRAVEL_IP, TRAVEL_LATITUDE, TRAVEL_LONGITUDE, TRAVEL_CITY, TRAVEL_COUNTRY, TRAVEL_PARTS };

#define PRIMITIVE_ABSENTS_MAX 4 /* `absent` in one rule */

#define FOREVER INT64_MAX /* `within forever` */

/* The options of one primitive with the defaults of docs/language.md filled in. */
struct primitive_options {
    int64_t within;  /* µs, or FOREVER */
    int64_t after;   /* µs */
    int64_t per;     /* µs: the bucket of spike */
    double below;    /* share 0…1; NAN: not given */
    int64_t under;   /* -1: not given */
    int64_t min;
    double sigma;
    uint32_t given;  /* bits of the options that the author wrote */
};
struct primitive_options primitive_defaults(enum primitive_kind kind);

/* The default that depends on what is given: rare is `below 1%` when neither `below` nor `under` is. */
void primitive_complete(enum primitive_kind kind, struct primitive_options *o);

/* Give `to` what `from` has been given, in the place of its own. */
void primitive_options_take(struct primitive_options *to, const struct primitive_options *from);

/* Are all options in force the same, whether they were given or not? */
bool primitive_options_equal(const struct primitive_options *a, const struct primitive_options *b);

/* Add an option's value as it is written; false, and nothing, when it is not in force. */
bool primitive_option_print(const struct primitive_options *o, enum primitive_option option, struct buf *out);

#endif
