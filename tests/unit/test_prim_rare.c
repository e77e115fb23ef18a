#include "tests/unit/prim_fixture.h"
#include "tests/unit/unit.h"

TEST(rare_by_share_and_number)
{
    struct fixture f;
    struct primitive_options o = fixture_options(30 * TIME_DAY);
    o.below = 0.01;
    o.under = 3;
    o.min = 100;
    fixture_open(&f, PRIMITIVE_RARE, MEASURE_NONE, o);
    for (int64_t i = 0; i < 98; i++) {
        CHECK(!fixture_true(&f, i * TIME_SECOND, 1, 1));
    }
    CHECK(!fixture_true(&f, 100 * TIME_SECOND, 1, 2));  /* T is 99 */
    CHECK(!fixture_true(&f, 101 * TIME_SECOND, 1, 3));  /* T is 100: the share is not below 1 % */
    CHECK(fixture_true(&f, 102 * TIME_SECOND, 1, 4));   /* 1 of 101 */
    CHECK_INT(fixture_fact(&f, "n")->i, 1);
    CHECK_INT(fixture_fact(&f, "total")->i, 101);
    CHECK(fixture_fact(&f, "share")->f == 1.0 / 101.0);
    CHECK_STR(buf_str(&f.evidence.text), STR("1 of 101 events in 30 days (0.99 %); known for 1 minute 42 seconds"));
    for (int64_t i = 0; i < 400; i++) {
        fixture_at(&f, (103 + i) * TIME_SECOND, 1, 1);
    }
    CHECK(fixture_true(&f, 600 * TIME_SECOND, 1, 4));   /* 2 of 502 */
    CHECK(!fixture_true(&f, 601 * TIME_SECOND, 1, 4));  /* 3: not under 3 */
    fixture_close(&f);
}

TEST(rare_forgets_what_has_left_the_window)
{
    struct fixture f;
    struct primitive_options o = fixture_options(TIME_DAY); /* step 48 min */
    o.under = 2;
    fixture_open(&f, PRIMITIVE_RARE, MEASURE_NONE, o);
    CHECK(fixture_true(&f, 0, 1, 1));
    CHECK(!fixture_true(&f, TIME_DAY, 1, 1)); /* the first is still held */
    CHECK(fixture_true(&f, 3 * TIME_DAY, 1, 1));
    CHECK_INT(fixture_fact(&f, "total")->i, 1);
    fixture_close(&f);
}

TEST(rare_needs_k_and_v_and_a_known_entity)
{
    struct fixture f;
    struct primitive_options o = fixture_options(FOREVER);
    o.under = 10;
    o.after = TIME_DAY;
    fixture_open(&f, PRIMITIVE_RARE, MEASURE_NONE, o);
    CHECK(!fixture_true(&f, 0, 1, 1));
    CHECK(!fixture_true(&f, TIME_DAY, 1, 0));
    CHECK(!fixture_true(&f, TIME_DAY, 0, 1));
    struct fixture_event outside = {.time = TIME_DAY, .k = 1, .v = 1, .outside = true};
    CHECK(!fixture_take(&f, &outside).b);
    CHECK(fixture_true(&f, TIME_DAY, 1, 1));
    CHECK_INT(fixture_fact(&f, "total")->i, 2);
    CHECK_STR(buf_str(&f.evidence.text), STR("2 of 2 events so far (100.0 %); known for 1 day"));
    fixture_close(&f);
}
