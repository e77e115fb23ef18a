#include "base/arith.h"

#include "tests/unit/unit.h"

typedef struct value (*arith_op)(const struct value *a, const struct value *b);

static struct value of(arith_op op, struct value a, struct value b) { return op(&a, &b); }

static bool is_float(struct value v, double want) { return v.kind == VALUE_FLOAT && v.f >= want && v.f <= want; }
static bool is_int(struct value v, int64_t want) { return v.kind == VALUE_INT && v.i == want; }
static bool is_null(struct value v) { return v.kind == VALUE_NULL; }

TEST(arith_ints)
{
    CHECK(is_int(of(arith_add, value_int(2), value_int(3)), 5));
    CHECK(is_int(of(arith_sub, value_int(2), value_int(3)), -1));
    CHECK(is_int(of(arith_mul, value_int(2), value_int(3)), 6));
    CHECK(is_float(of(arith_div, value_int(6), value_int(3)), 2));
    CHECK(is_null(of(arith_add, value_int(INT64_MAX), value_int(1))));
    CHECK(is_null(of(arith_sub, value_int(INT64_MIN), value_int(1))));
    CHECK(is_null(of(arith_mul, value_int(INT64_MIN), value_int(-1))));
}

TEST(arith_floats)
{
    CHECK(is_float(of(arith_add, value_int(2), value_float(0.5)), 2.5));
    CHECK(is_float(of(arith_mul, value_float(2), value_float(3)), 6));
    CHECK(is_null(of(arith_mul, value_float(1e308), value_float(10))));
    CHECK(is_null(of(arith_div, value_float(1), value_float(0))));
    CHECK(is_null(of(arith_div, value_int(1), value_int(0))));
}

TEST(arith_times)
{
    struct value v = of(arith_sub, value_time(100), value_time(30));
    CHECK(v.kind == VALUE_DURATION && v.i == 70);
    v = of(arith_add, value_time(100), value_duration(30));
    CHECK(v.kind == VALUE_TIME && v.i == 130);
    v = of(arith_add, value_duration(30), value_time(100));
    CHECK(v.kind == VALUE_TIME && v.i == 130);
    v = of(arith_sub, value_time(100), value_duration(30));
    CHECK(v.kind == VALUE_TIME && v.i == 70);
    CHECK(is_null(of(arith_sub, value_duration(30), value_time(100))));
    CHECK(is_null(of(arith_add, value_time(1), value_time(1))));
    CHECK(is_null(of(arith_add, value_time(1), value_int(1))));
}

TEST(arith_durations)
{
    struct value v = of(arith_add, value_duration(30), value_duration(5));
    CHECK(v.kind == VALUE_DURATION && v.i == 35);
    v = of(arith_mul, value_duration(3), value_float(1.5));
    CHECK(v.kind == VALUE_DURATION && v.i == 4);
    v = of(arith_mul, value_float(1.5), value_duration(-3));
    CHECK(v.kind == VALUE_DURATION && v.i == -4);
    v = of(arith_mul, value_int(2), value_duration(3));
    CHECK(v.kind == VALUE_DURATION && v.i == 6);
    CHECK(is_null(of(arith_mul, value_duration(INT64_MAX), value_float(1.5))));
    CHECK(is_float(of(arith_div, value_duration(3), value_duration(2)), 1.5));
    CHECK(is_null(of(arith_div, value_duration(3), value_duration(0))));
    CHECK(is_null(of(arith_div, value_duration(3), value_int(2))));
}

TEST(arith_negate_turns_the_sign)
{
    struct value v = value_int(5);
    CHECK(is_int(arith_negate(&v), -5));
    v = value_int(INT64_MIN);
    CHECK(is_null(arith_negate(&v)));
    v = value_float(1.5);
    CHECK(is_float(arith_negate(&v), -1.5));
    v = value_duration(9);
    v = arith_negate(&v);
    CHECK(v.kind == VALUE_DURATION && v.i == -9);
    v = value_str(STR("5"));
    CHECK(is_null(arith_negate(&v)));
}

TEST(arith_what_is_no_number_gives_null)
{
    CHECK(is_null(of(arith_add, value_str(STR("1")), value_int(1))));
    CHECK(is_null(of(arith_add, value_null(), value_int(1))));
    CHECK(is_null(of(arith_mul, value_bool(true), value_int(1))));
    CHECK(is_null(of(arith_div, value_int(1), value_null())));
}
