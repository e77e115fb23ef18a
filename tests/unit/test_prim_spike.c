#include "tests/unit/prim_fixture.h"
#include "tests/unit/unit.h"

static void open_spike(struct fixture *f, enum primitive_measure measure, double sigma, int64_t min, int64_t within)
{
    struct primitive_options o = fixture_options(within);
    o.sigma = sigma;
    o.min = min;
    fixture_open(f, PRIMITIVE_SPIKE, measure, o);
}

/* n events in the hour; how many of them answer true. */
static int hour_of(struct fixture *f, int64_t hour, int n)
{
    int yes = 0;
    for (int i = 0; i < n; i++) {
        yes += fixture_true(f, hour * TIME_HOUR + i * TIME_SECOND, 1, 1);
    }
    return yes;
}

TEST(spike_is_true_once_in_a_bucket)
{
    struct fixture f;
    open_spike(&f, MEASURE_COUNT, 4, 10, 14 * TIME_DAY);
    CHECK_INT(hour_of(&f, 0, 50), 0); /* no baseline */
    for (int64_t h = 1; h < 10; h++) {
        CHECK_INT(hour_of(&f, h, 3), 0);
    }
    CHECK_INT(hour_of(&f, 10, 50), 0); /* not more than every bucket before */
    CHECK_INT(hour_of(&f, 11, 90), 1);
    CHECK_INT(hour_of(&f, 12, 200), 1);
    fixture_close(&f);
}

TEST(spike_threshold_and_evidence)
{
    struct fixture f;
    open_spike(&f, MEASURE_COUNT, 2, 1, 14 * TIME_DAY);
    hour_of(&f, 0, 4);
    hour_of(&f, 2, 8); /* 4, 0, 8, 0: mean 3, sd sqrt(11) */
    int at = 0;
    for (int i = 1; i <= 12 && at == 0; i++) {
        at = fixture_true(&f, 4 * TIME_HOUR + i, 1, 1) ? i : 0;
    }
    CHECK_INT(at, 10); /* 3 + 2 * 3.317 = 9.63 */
    CHECK(fixture_fact(&f, "mean")->f == 3.0);
    CHECK(fabs(fixture_fact(&f, "sd")->f - sqrt(11.0)) < 1e-12);
    CHECK(fabs(fixture_fact(&f, "threshold")->f - (3 + 2 * sqrt(11.0))) < 1e-12);
    CHECK_INT(fixture_fact(&f, "bucket")->i, 4 * TIME_HOUR);
    CHECK_INT(fixture_fact(&f, "baseline_buckets")->i, 4);
    CHECK_INT(fixture_fact(&f, "known_for_s")->i, 4 * 3600);
    CHECK_STR(buf_str(&f.evidence.text),
              STR("10 events in this hour; usual 3 ± 3.3 an hour, threshold 9.6, over 4 hours"));
    fixture_close(&f);
}

TEST(spike_floor_of_the_deviation)
{
    struct fixture f;
    open_spike(&f, MEASURE_COUNT, 1, 1, 14 * TIME_DAY);
    for (int64_t h = 0; h < 4; h++) {
        hour_of(&f, h, 9); /* mean 9, sd 0: floored to sqrt(9) */
    }
    CHECK_INT(hour_of(&f, 4, 12), 0);
    CHECK_INT(hour_of(&f, 5, 13), 1); /* (9 * 4 + 12) / 5 = 9.6, + 3.098 = 12.7 */
    fixture_close(&f);
}

TEST(spike_baseline_begins_with_the_entity_and_ends_with_the_window)
{
    struct fixture f;
    open_spike(&f, MEASURE_COUNT, 4, 1, 10 * TIME_HOUR);
    struct fixture_event outside = {.time = 0, .k = 1, .v = 1, .outside = true};
    fixture_take(&f, &outside); /* known from hour 0 on, with nothing measured */
    hour_of(&f, 3, 5);
    CHECK_INT(fixture_fact(&f, "baseline_buckets")->i, 3);
    hour_of(&f, 40, 6);
    CHECK_INT(fixture_fact(&f, "baseline_buckets")->i, 10);
    CHECK(fixture_fact(&f, "mean")->f == 0.0);
    fixture_close(&f);
}

TEST(spike_of_distinct_values)
{
    struct fixture f;
    open_spike(&f, MEASURE_DISTINCT, 1, 3, 14 * TIME_DAY);
    for (int64_t h = 0; h < 5; h++) {
        CHECK(!fixture_true(&f, h * TIME_HOUR, 1, 1));
        CHECK(!fixture_true(&f, h * TIME_HOUR + 1, 1, 1));
    }
    CHECK(!fixture_true(&f, 5 * TIME_HOUR, 1, 1));
    CHECK(!fixture_true(&f, 5 * TIME_HOUR, 1, 2));
    CHECK(!fixture_true(&f, 5 * TIME_HOUR, 1, 2));
    CHECK(fixture_true(&f, 5 * TIME_HOUR, 1, 3)); /* x = 3 > 1 + 1 */
    CHECK_STR(buf_str(&f.evidence.text),
              STR("3 different values in this hour; usual 1 ± 0 an hour, threshold 2, over 5 hours"));
    fixture_close(&f);
}

TEST(spike_of_a_sum)
{
    struct fixture f;
    open_spike(&f, MEASURE_SUM, 1, 1, 14 * TIME_DAY);
    for (int64_t h = 0; h < 3; h++) {
        struct fixture_event e = {.time = h * TIME_HOUR, .k = 1, .v = 1, .amount = number_float(2.5)};
        fixture_take(&f, &e);
    }
    struct fixture_event e = {.time = 3 * TIME_HOUR, .k = 1, .v = 1, .amount = number_int(4)};
    CHECK(!fixture_take(&f, &e).b); /* 4 < 2.5 + sqrt(2.5) = 4.08 */
    e.amount = number_float(0.1);
    CHECK(fixture_take(&f, &e).b);
    CHECK(fixture_fact(&f, "x")->f == 4.1);
    fixture_close(&f);
}

TEST(spike_marks_belong_to_the_primitive)
{
    struct fixture f;
    open_spike(&f, MEASURE_COUNT, 1, 1, 14 * TIME_DAY);
    hour_of(&f, 0, 1);
    struct fixture_event e = {.time = TIME_HOUR, .k = 1, .v = 1};
    for (int i = 0; i < 5; i++) {
        fixture_take(&f, &e);
    }
    struct prim_query q = fixture_query(&f, &e);
    CHECK(!f.ops->answer(f.memory, &f.prim, 0, &q).b); /* was true before */
    CHECK(f.ops->answer(f.memory, &f.prim, 1, &q).b);  /* another primitive over the same state */
    fixture_close(&f);
}

/* Known since earlier, it has had empty buckets: they are larger than sums below 0. */
TEST(spike_record_when_a_straggler_comes_first)
{
    struct fixture f;
    open_spike(&f, MEASURE_SUM, 0.1, -100, 14 * TIME_DAY);
    for (int64_t h = 1; h <= 3; h++) {
        struct fixture_event e = {.time = h * TIME_HOUR, .k = 1, .v = 1, .amount = number_int(h < 3 ? -5 : -3)};
        CHECK(fixture_take(&f, &e).b == (h == 3)); /* -3 > -5 + 0.1 */
    }
    struct fixture_event late = {.time = -TIME_HOUR, .k = 1, .v = 1, .outside = true, .now = 3 * TIME_HOUR};
    fixture_take(&f, &late);
    struct fixture_event e = {.time = 3 * TIME_HOUR, .k = 1, .v = 1, .amount = number_int(1)};
    struct prim_query q = fixture_query(&f, &e);
    CHECK(!f.ops->answer(f.memory, &f.prim, 1, &q).b); /* -2 > -2.5 + 0.25, but not more than 0 */
    fixture_close(&f);
}
