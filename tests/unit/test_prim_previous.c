#include "tests/unit/prim_fixture.h"
#include "tests/unit/unit.h"

static struct value at(struct fixture *f, struct fixture_event e, int64_t x)
{
    struct value part = value_int(x);
    e.k = 1;
    e.v = x != 0;
    e.parts = &part;
    return fixture_take(f, &e);
}

#define AT(seconds, x, ...) at(&f, (struct fixture_event){.time = (seconds) * TIME_SECOND, __VA_ARGS__}, x)

TEST(previous_is_the_latest_value)
{
    struct fixture f;
    fixture_open(&f, PRIMITIVE_PREVIOUS, MEASURE_NONE, fixture_options(FOREVER));
    CHECK_INT(AT(0, 5, .now = 0).kind, VALUE_NULL);
    CHECK_INT(AT(10, 6, .now = 0).i, 5);
    CHECK_INT(AT(10, 7, .now = 0).i, 6); /* at an equal time the later one */
    CHECK_INT(AT(20, 0, .now = 0).kind, VALUE_NULL); /* its own x is null … */
    CHECK_INT(AT(90, 8, .now = 0).i, 7); /* … and none to remember */
    CHECK_INT(fixture_fact(&f, "value")->i, 7);
    CHECK_INT(fixture_fact(&f, "age_s")->i, 80);
    CHECK_INT(fixture_fact(&f, "time")->i, 10 * TIME_SECOND);
    CHECK_STR(buf_str(&f.evidence.text), STR("7, 1 minute 20 seconds before"));
    fixture_close(&f);
}

TEST(previous_outside_of_where)
{
    struct fixture f;
    fixture_open(&f, PRIMITIVE_PREVIOUS, MEASURE_NONE, fixture_options(FOREVER));
    CHECK_INT(AT(0, 5, .outside = true).kind, VALUE_NULL);
    CHECK_INT(AT(1, 6, .now = 0).kind, VALUE_NULL);
    CHECK_INT(AT(2, 0, .outside = true).i, 6); /* x is not looked at */
    CHECK_INT(AT(3, 9, .outside = true).i, 6);
    struct fixture_event nobody = {.time = 4 * TIME_SECOND, .v = 1};
    CHECK_INT(fixture_take(&f, &nobody).kind, VALUE_NULL);
    fixture_close(&f);
}

TEST(previous_of_a_straggler)
{
    struct fixture f;
    fixture_open(&f, PRIMITIVE_PREVIOUS, MEASURE_NONE, fixture_options(FOREVER));
    AT(100, 5, .now = 0);
    CHECK_INT(AT(40, 6, .now = 100 * TIME_SECOND).i, 5); /* it comes after it, whatever its time */
    CHECK_INT(fixture_fact(&f, "age_s")->i, 0);
    CHECK_INT(AT(100, 7, .now = 200 * TIME_SECOND).i, 5);
    CHECK_INT(AT(101, 8, .now = 200 * TIME_SECOND).i, 7); /* the first of the two took nobody's place */
    CHECK_INT(AT(102, 9, .now = 200 * TIME_SECOND).i, 8);
    fixture_close(&f);
}

TEST(elapsed_is_the_time_since_the_latest)
{
    struct fixture f;
    fixture_open(&f, PRIMITIVE_ELAPSED, MEASURE_NONE, fixture_options(FOREVER));
    CHECK_INT(AT(0, 1, .now = 0).kind, VALUE_NULL);
    CHECK_INT(AT(0, 1, .now = 0).i, 0);
    struct value v = AT(90, 0, .now = 0); /* it measures no value */
    CHECK(v.kind == VALUE_DURATION && v.i == 90 * TIME_SECOND);
    CHECK_INT(fixture_fact(&f, "value_s")->i, 90);
    CHECK_INT(fixture_fact(&f, "time")->i, 0);
    CHECK_STR(buf_str(&f.evidence.text), STR("1 minute 30 seconds after the event before"));
    CHECK_INT(AT(100, 1, .outside = true).i, 10 * TIME_SECOND);
    CHECK_INT(AT(101, 1, .now = 0).i, 11 * TIME_SECOND);
    CHECK_INT(AT(50, 1, .now = 101 * TIME_SECOND).i, 0); /* late: never negative */
    CHECK_INT(AT(102, 1, .now = 0).i, TIME_SECOND);
    fixture_close(&f);
}
