#include "lang/arith.h"

#include <math.h>

static bool is_number(const struct value *v) { return v->kind == VALUE_INT || v->kind == VALUE_FLOAT; }
static double number(const struct value *v) { return v->kind == VALUE_INT ? (double)v->i : v->f; }

static struct value finite_float(double f) { return isfinite(f) ? value_float(f) : value_null(); }

static bool whole(enum program_op op, int64_t a, int64_t b, int64_t *out)
{
    return !(op == OP_ADD   ? __builtin_add_overflow(a, b, out)
             : op == OP_SUB ? __builtin_sub_overflow(a, b, out)
                            : __builtin_mul_overflow(a, b, out));
}

static struct value numbers(enum program_op op, const struct value *a, const struct value *b)
{
    int64_t i;
    if (op == OP_DIV) {
        return number(b) == 0 ? value_null() : finite_float(number(a) / number(b));
    }
    if (a->kind == VALUE_INT && b->kind == VALUE_INT) {
        return whole(op, a->i, b->i, &i) ? value_int(i) : value_null();
    }
    double x = number(a), y = number(b);
    return finite_float(op == OP_ADD ? x + y : op == OP_SUB ? x - y : x * y);
}

/* Sums of times and durations; `kind` is the result's. */
static struct value moments(enum program_op op, const struct value *a, const struct value *b, enum value_kind kind)
{
    int64_t i;
    if (!whole(op, a->i, b->i, &i)) {
        return value_null();
    }
    return (struct value){.kind = (uint8_t)kind, .i = i};
}

static struct value scaled(const struct value *d, const struct value *factor)
{
    int64_t i;
    if (factor->kind == VALUE_INT) {
        return whole(OP_MUL, d->i, factor->i, &i) ? value_duration(i) : value_null();
    }
    double product = trunc((double)d->i * factor->f);
    return product >= -0x1p63 && product < 0x1p63 ? value_duration((int64_t)product) : value_null();
}

struct value arith(enum program_op op, const struct value *a, const struct value *b)
{
    bool a_duration = a->kind == VALUE_DURATION, b_duration = b->kind == VALUE_DURATION;
    bool sum = op == OP_ADD || op == OP_SUB;
    if (is_number(a) && is_number(b)) {
        return numbers(op, a, b);
    }
    if (sum && a_duration && b_duration) {
        return moments(op, a, b, VALUE_DURATION);
    }
    if (sum && a->kind == VALUE_TIME && b_duration) {
        return moments(op, a, b, VALUE_TIME);
    }
    if (op == OP_ADD && a_duration && b->kind == VALUE_TIME) {
        return moments(op, a, b, VALUE_TIME);
    }
    if (op == OP_SUB && a->kind == VALUE_TIME && b->kind == VALUE_TIME) {
        return moments(op, a, b, VALUE_DURATION);
    }
    if (op == OP_MUL && a_duration && is_number(b)) {
        return scaled(a, b);
    }
    if (op == OP_MUL && b_duration && is_number(a)) {
        return scaled(b, a);
    }
    if (op == OP_DIV && a_duration && b_duration) {
        return b->i == 0 ? value_null() : value_float((double)a->i / (double)b->i);
    }
    return value_null();
}

struct value arith_neg(const struct value *a)
{
    if ((a->kind == VALUE_INT || a->kind == VALUE_DURATION) && a->i != INT64_MIN) {
        struct value v = *a;
        v.i = -a->i;
        return v;
    }
    return a->kind == VALUE_FLOAT ? value_float(-a->f) : value_null();
}
