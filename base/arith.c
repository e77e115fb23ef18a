#include "base/arith.h"

#include <math.h>

typedef bool (*int_op)(int64_t a, int64_t b, int64_t *out); /* true: too large */

static bool int_add(int64_t a, int64_t b, int64_t *out) { return __builtin_add_overflow(a, b, out); }
static bool int_sub(int64_t a, int64_t b, int64_t *out) { return __builtin_sub_overflow(a, b, out); }
static bool int_mul(int64_t a, int64_t b, int64_t *out) { return __builtin_mul_overflow(a, b, out); }

/* A value of a kind that holds an int64. */
static struct value whole(enum value_kind kind, int_op op, int64_t a, int64_t b)
{
    int64_t result;
    if (op(a, b, &result)) {
        return value_null();
    }
    return (struct value){.kind = (uint8_t)kind, .i = result};
}

static bool is_number(const struct value *v) { return v->kind == VALUE_INT || v->kind == VALUE_FLOAT; }

static double number(const struct value *v) { return v->kind == VALUE_INT ? (double)v->i : v->f; }

static struct value finite_float(double f) { return isfinite(f) ? value_float(f) : value_null(); }

static bool both(const struct value *a, const struct value *b, enum value_kind kind)
{
    return a->kind == kind && b->kind == kind;
}

struct value arith_add(const struct value *a, const struct value *b)
{
    if (both(a, b, VALUE_INT) || both(a, b, VALUE_DURATION)) {
        return whole(a->kind, int_add, a->i, b->i);
    }
    if (is_number(a) && is_number(b)) {
        return finite_float(number(a) + number(b));
    }
    if ((a->kind == VALUE_TIME && b->kind == VALUE_DURATION) || (a->kind == VALUE_DURATION && b->kind == VALUE_TIME)) {
        return whole(VALUE_TIME, int_add, a->i, b->i);
    }
    return value_null();
}

struct value arith_sub(const struct value *a, const struct value *b)
{
    if (both(a, b, VALUE_INT) || both(a, b, VALUE_DURATION)) {
        return whole(a->kind, int_sub, a->i, b->i);
    }
    if (is_number(a) && is_number(b)) {
        return finite_float(number(a) - number(b));
    }
    if (both(a, b, VALUE_TIME)) {
        return whole(VALUE_DURATION, int_sub, a->i, b->i);
    }
    if (a->kind == VALUE_TIME && b->kind == VALUE_DURATION) {
        return whole(VALUE_TIME, int_sub, a->i, b->i);
    }
    return value_null();
}

static struct value duration_times(int64_t duration, const struct value *n)
{
    if (n->kind == VALUE_INT) {
        return whole(VALUE_DURATION, int_mul, duration, n->i);
    }
    double result = trunc((double)duration * n->f);
    return result >= -0x1p63 && result < 0x1p63 ? value_duration((int64_t)result) : value_null();
}

struct value arith_mul(const struct value *a, const struct value *b)
{
    if (both(a, b, VALUE_INT)) {
        return whole(VALUE_INT, int_mul, a->i, b->i);
    }
    if (is_number(a) && is_number(b)) {
        return finite_float(number(a) * number(b));
    }
    if (a->kind == VALUE_DURATION && is_number(b)) {
        return duration_times(a->i, b);
    }
    if (b->kind == VALUE_DURATION && is_number(a)) {
        return duration_times(b->i, a);
    }
    return value_null();
}

struct value arith_div(const struct value *a, const struct value *b)
{
    if (both(a, b, VALUE_DURATION)) {
        return b->i == 0 ? value_null() : value_float((double)a->i / (double)b->i);
    }
    if (!is_number(a) || !is_number(b) || number(b) == 0) {
        return value_null();
    }
    return finite_float(number(a) / number(b));
}

struct value arith_negate(const struct value *a)
{
    if (a->kind == VALUE_FLOAT) {
        return value_float(-a->f);
    }
    if (a->kind == VALUE_INT || a->kind == VALUE_DURATION) {
        return whole(a->kind, int_sub, 0, a->i);
    }
    return value_null();
}
