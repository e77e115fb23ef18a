/* number: a sum that is exact while all that goes into it are integers.
 *
 * Integers saturate at the ends of int64; one float makes the sum a double. */
#ifndef LURCHER_ENGINE_NUMBER_H
#define LURCHER_ENGINE_NUMBER_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/value.h"

struct number {
    bool is_float;
    union {
        int64_t i;
        double f;
    };
};

static inline struct number number_int(int64_t i) { return (struct number){.is_float = false, .i = i}; }
static inline struct number number_float(double f) { return (struct number){.is_float = true, .f = f}; }

static inline double number_double(struct number n)
{
    return n.is_float ? n.f : (double)n.i;
}

static inline struct number number_add(struct number a, struct number b)
{
    int64_t sum;
    if (a.is_float || b.is_float) {
        return number_float(number_double(a) + number_double(b));
    }
    if (__builtin_add_overflow(a.i, b.i, &sum)) {
        sum = a.i < 0 ? INT64_MIN : INT64_MAX;
    }
    return number_int(sum);
}

static inline bool number_less(struct number a, struct number b)
{
    return a.is_float || b.is_float ? number_double(a) < number_double(b) : a.i < b.i;
}

/* The number that a value is. False for anything else, and for what is not finite. */
static inline bool number_of(const struct value *v, struct number *out)
{
    if (v->kind == VALUE_INT) {
        *out = number_int(v->i);
        return true;
    }
    *out = number_float(v->kind == VALUE_FLOAT ? v->f : 0.0);
    return v->kind == VALUE_FLOAT && isfinite(v->f);
}

static inline struct value number_value(struct number n)
{
    return n.is_float ? value_float(n.f) : value_int(n.i);
}

#endif
