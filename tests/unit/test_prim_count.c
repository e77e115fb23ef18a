#include "tests/unit/prim_fixture.h"
#include "tests/unit/unit.h"

TEST(count_includes_the_event)
{
    struct fixture f;
    fixture_open(&f, PRIMITIVE_COUNT, MEASURE_NONE, fixture_options(10 * TIME_SECOND));
    CHECK_INT(fixture_at(&f, 0, 1, 1).i, 1);
    CHECK_INT(fixture_at(&f, 0, 1, 1).i, 2);
    CHECK_INT(fixture_at(&f, 0, 2, 1).i, 1);
    CHECK_INT(fixture_at(&f, 11 * TIME_SECOND - 1, 1, 1).i, 3);
    CHECK_INT(fixture_at(&f, 11 * TIME_SECOND, 1, 1).i, 2);
    CHECK_STR(buf_str(&f.evidence.text), STR("2 events in 10 seconds"));
    CHECK_INT(fixture_fact(&f, "within_s")->i, 10);
    CHECK_INT(fixture_at(&f, 0, 0, 1).kind, VALUE_NULL);
    struct fixture_event outside = {.time = 11 * TIME_SECOND, .k = 1, .v = 1, .outside = true};
    CHECK_INT(fixture_take(&f, &outside).i, 2); /* its value without e */
    CHECK_INT(fixture_take(&f, &outside).i, 2);
    fixture_close(&f);
}

TEST(count_forever)
{
    struct fixture f;
    fixture_open(&f, PRIMITIVE_COUNT, MEASURE_NONE, fixture_options(FOREVER));
    fixture_at(&f, 0, 1, 1);
    CHECK_INT(fixture_at(&f, 9000 * TIME_DAY, 1, 1).i, 2);
    CHECK_INT(fixture_fact(&f, "within_s")->kind, VALUE_NULL);
    CHECK_STR(buf_str(&f.evidence.text), STR("2 events so far"));
    fixture_close(&f);
}

TEST(distinct_counts_values_by_their_last_event)
{
    struct fixture f;
    fixture_open(&f, PRIMITIVE_DISTINCT, MEASURE_NONE, fixture_options(10 * TIME_SECOND));
    CHECK_INT(fixture_at(&f, 0, 1, 1).i, 1);
    CHECK_INT(fixture_at(&f, 5 * TIME_SECOND, 1, 2).i, 2);
    CHECK_INT(fixture_at(&f, 9 * TIME_SECOND, 1, 1).i, 2);
    CHECK_INT(fixture_at(&f, 14 * TIME_SECOND, 1, 3).i, 3); /* 1 was seen again */
    CHECK_INT(fixture_at(&f, 16 * TIME_SECOND, 1, 3).i, 2); /* 2 has left */
    CHECK_INT(fixture_at(&f, 17 * TIME_SECOND, 1, 2).i, 3);
    CHECK_INT(fixture_at(&f, 17 * TIME_SECOND, 1, 0).kind, VALUE_NULL);
    struct fixture_event outside = {.time = 17 * TIME_SECOND, .k = 1, .outside = true};
    CHECK_INT(fixture_take(&f, &outside).i, 3); /* v is not looked at */
    CHECK_STR(buf_str(&f.evidence.text), STR("3 different values in 10 seconds"));
    fixture_close(&f);
}

TEST(distinct_forever)
{
    struct fixture f;
    fixture_open(&f, PRIMITIVE_DISTINCT, MEASURE_NONE, fixture_options(FOREVER));
    CHECK_INT(fixture_at(&f, 0, 1, 1).i, 1);
    CHECK_INT(fixture_at(&f, 1, 1, 1).i, 1);
    CHECK_INT(fixture_at(&f, TIME_DAY * 900, 1, 2).i, 2);
    CHECK_INT(fixture_at(&f, TIME_DAY * 900, 1, 1).i, 2);
    fixture_close(&f);
}

static struct value sum_take(struct fixture *f, int64_t time, struct number x, bool is_null, bool outside)
{
    struct fixture_event e = {.time = time, .k = 1, .v = is_null ? 0 : 1, .outside = outside, .amount = x};
    return fixture_take(f, &e);
}

TEST(sum_is_whole_until_a_float_comes)
{
    struct fixture f;
    fixture_open(&f, PRIMITIVE_SUM, MEASURE_SUM, fixture_options(10 * TIME_SECOND));
    CHECK_INT(sum_take(&f, 0, number_int(0), false, true).i, 0); /* over nothing */
    CHECK_INT(sum_take(&f, 0, number_int(5), false, false).i, 5);
    CHECK_INT(sum_take(&f, 1, number_int(-7), false, false).i, -2);
    CHECK_STR(buf_str(&f.evidence.text), STR("a sum of -2 in 10 seconds"));
    CHECK_INT(sum_take(&f, 2, number_int(9), true, false).kind, VALUE_NULL);
    CHECK_INT(sum_take(&f, 3, number_int(9), false, true).i, -2);
    struct value v = sum_take(&f, 4, number_float(0.5), false, false);
    CHECK(v.kind == VALUE_FLOAT && v.f == -1.5);
    v = sum_take(&f, 11 * TIME_SECOND, number_int(3), false, false);
    CHECK(v.kind == VALUE_INT && v.i == 3);
    fixture_close(&f);
}
