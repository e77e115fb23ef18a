#include "engine/series.h"

#include <math.h>

#include "tests/unit/unit.h"

static struct series_set set_new(void)
{
    struct series_set s;
    memset(&s, 0, sizeof s);
    return s;
}

TEST(series_moments_count_empty_buckets_as_zero)
{
    struct series_set s = set_new();
    series_add(&s, 0, 10, number_int(4));
    series_add(&s, 0, 10, number_int(2));
    series_add(&s, 0, 12, number_int(3));
    series_add(&s, 0, 13, number_int(100)); /* the current one is left out */
    struct series_moments m = series_moments_before(&s, 0, 13, 3);
    CHECK(m.n == 3 && m.mean == 3.0);
    CHECK(fabs(m.sd - sqrt(6.0)) < 1e-12); /* 6, 0, 3 */
    CHECK_INT(series_current(&s, 0, 13).i, 100);
    CHECK_INT(series_current(&s, 0, 14).i, 0);
    CHECK_INT(series_max_before(&s, 0, 13, 3).i, 6);
    series_set_release(&s);
}

TEST(series_of_equal_values_have_no_deviation)
{
    struct series_set s = set_new();
    for (int64_t b = 0; b < 1000; b++) {
        series_add(&s, 0, b, number_int(123456789));
    }
    struct series_moments m = series_moments_before(&s, 0, 1000, 1000);
    CHECK(m.mean == 123456789.0 && m.sd == 0.0);
    series_set_release(&s);
}

TEST(series_do_not_drift)
{
    struct series_set s = set_new();
    for (int64_t b = 0; b < 20000; b++) {
        series_add(&s, 0, b, number_int(b % 7 == 0 ? 1000000007 : b % 5));
        series_expire(&s, 0, b - 9);
    }
    series_expire(&s, 0, 30000);
    CHECK_INT(s.series.items[0].len, 0);
    CHECK(s.series.items[0].sum == 0 && s.series.items[0].squares == 0);
    CHECK(s.nodes.len < 20);
    series_set_release(&s);
}

TEST(series_of_floats_and_large_numbers)
{
    struct series_set s = set_new();
    series_add(&s, 0, 0, number_float(0.5));
    series_add(&s, 0, 1, number_int(2));
    struct series_moments m = series_moments_before(&s, 0, 2, 2);
    CHECK(m.mean == 1.25 && fabs(m.sd - 0.75) < 1e-12);
    series_add(&s, 1, 0, number_int(INT64_C(1) << 60));
    series_add(&s, 1, 1, number_int(-(INT64_C(1) << 60)));
    m = series_moments_before(&s, 1, 2, 2);
    CHECK(m.mean == 0.0 && m.sd == (double)(INT64_C(1) << 60));
    series_set_release(&s);
}

TEST(series_max_knows_the_empty_buckets)
{
    struct series_set s = set_new();
    series_add(&s, 0, 5, number_int(-4));
    CHECK_INT(series_max_before(&s, 0, 6, 1).i, -4);
    CHECK_INT(series_max_before(&s, 0, 6, 2).i, 0);
    CHECK_INT(series_max_before(&s, 3, 6, 2).i, 0);
    series_set_release(&s);
}

TEST(series_total_saturates_and_turns_to_float)
{
    struct series_set s = set_new();
    series_add(&s, 0, 0, number_int(INT64_MAX));
    CHECK_INT(series_total(&s, 0, 0, number_int(5)).i, INT64_MAX);
    series_add(&s, 0, 1, number_int(-10));
    CHECK_INT(series_total(&s, 0, 1, number_int(0)).i, INT64_MAX - 10);
    CHECK(series_total(&s, 0, 1, number_float(0.5)).is_float);
    CHECK_INT(series_total(&s, 9, 1, number_int(0)).i, 0); /* over nothing */
    series_add(&s, 1, 0, number_float(0.25));
    series_add(&s, 1, 1, number_int(1));
    CHECK(series_total(&s, 1, 1, number_int(1)).f == 2.25);
    CHECK(series_total(&s, 1, 2, number_int(1)).f == 2.25);
    series_expire(&s, 1, 1);
    CHECK(!series_total(&s, 1, 2, number_int(0)).is_float); /* the float has left */
    series_set_release(&s);
}
