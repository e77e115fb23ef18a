/* value: what an expression yields for an event.
 *
 * A value owns nothing: strings, lists and addresses live in the program, the
 * event, the symbol table or the evaluator's scratch arena. */
#ifndef LURCHER_BASE_VALUE_H
#define LURCHER_BASE_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/ip.h"
#include "base/str.h"

enum value_kind {
    VALUE_NULL,
    VALUE_BOOL,
    VALUE_INT,
    VALUE_FLOAT,
    VALUE_STRING,   /* also an address: text that may be an ip */
    VALUE_TIME,     /* i: microseconds since the epoch */
    VALUE_DURATION, /* i: microseconds */
    VALUE_IP,
    VALUE_LIST,     /* len items */
    VALUE_JSON,     /* an object, as compact JSON text */
};

struct value {
    uint8_t kind;
    uint32_t len;    /* STRING, JSON: bytes; LIST: items */
    uint32_t symbol; /* STRING: its symbol when it has one, else 0 */
    union {
        bool b;
        int64_t i;
        double f;
        const char *s;
        const struct value *items;
        const struct ip *ip;
    };
};

static inline struct value value_null(void) { return (struct value){.kind = VALUE_NULL}; }
static inline struct value value_bool(bool b) { return (struct value){.kind = VALUE_BOOL, .b = b}; }
static inline struct value value_int(int64_t i) { return (struct value){.kind = VALUE_INT, .i = i}; }
static inline struct value value_float(double f) { return (struct value){.kind = VALUE_FLOAT, .f = f}; }
static inline struct value value_time(int64_t t) { return (struct value){.kind = VALUE_TIME, .i = t}; }
static inline struct value value_duration(int64_t d) { return (struct value){.kind = VALUE_DURATION, .i = d}; }
static inline struct value value_str(struct str s)
{
    return (struct value){.kind = VALUE_STRING, .len = (uint32_t)s.len, .s = s.ptr};
}
static inline struct str value_text(const struct value *v) { return (struct str){v->s, v->len}; }

/* Equality as `==` means it (docs/language.md, "Comparisons"): null equals
 * nothing (not null either); int and float by number; other kinds only to their
 * own kind; lists and objects by their text. */
bool value_equal(const struct value *a, const struct value *b);

/* Order for < <= > >=: numbers, times, durations. False when the two have no
 * order (the comparison is then false); else *order is <0, 0, >0. */
bool value_order(const struct value *a, const struct value *b, int *order);

/* As JSON. Times as RFC 3339, durations as seconds, addresses as text, floats
 * with the fewest digits that read back the same (17 at most); a float that is
 * not finite is null. */
void value_json(const struct value *v, struct buf *out);

/* A copy whose parts live in the arena. */
struct arena;
struct value value_keep(struct arena *arena, const struct value *v);

/* As text for a title: strings, times and addresses without quotes, the rest as value_json. */
void value_print(const struct value *v, struct buf *out);

#endif
