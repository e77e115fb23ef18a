#include "tests/unit/prim_fixture.h"
#include "tests/unit/unit.h"

static void open_new(struct fixture *f, int64_t within, int64_t after)
{
    struct primitive_options o = fixture_options(within);
    o.after = after;
    fixture_open(f, PRIMITIVE_NEW, MEASURE_NONE, o);
}

TEST(new_is_true_once_for_a_pair)
{
    struct fixture f;
    open_new(&f, FOREVER, 0);
    CHECK(fixture_true(&f, 0, 1, 1)); /* after 0s: known from its first event on */
    CHECK(!fixture_true(&f, 1, 1, 1));
    CHECK(fixture_true(&f, 2, 1, 2));
    CHECK(fixture_true(&f, 3, 2, 1));
    CHECK(!fixture_true(&f, 4000 * TIME_DAY, 1, 2));
    fixture_close(&f);
}

TEST(new_waits_until_the_entity_is_known)
{
    struct fixture f;
    open_new(&f, FOREVER, 7 * TIME_DAY);
    CHECK(!fixture_true(&f, 0, 1, 1));
    CHECK(!fixture_true(&f, 7 * TIME_DAY - 1, 1, 2));
    CHECK(fixture_true(&f, 7 * TIME_DAY, 1, 3)); /* exactly L */
    CHECK(!fixture_true(&f, 8 * TIME_DAY, 1, 2)); /* learnt while it was not known */
    fixture_close(&f);
}

TEST(new_within_is_exact)
{
    struct fixture f;
    open_new(&f, TIME_DAY, 0);
    CHECK(fixture_true(&f, 5, 1, 1));
    CHECK(!fixture_true(&f, 5 + TIME_DAY, 1, 1)); /* a time ≥ t − W */
    CHECK(fixture_true(&f, 5 + 2 * TIME_DAY + 1, 1, 1));
    CHECK_STR(buf_str(&f.evidence.text),
              STR("first time for 1 day; 2 earlier events over 2 days with 1 value"));
    fixture_close(&f);
}

TEST(new_ignores_what_is_outside_or_null_but_knows_the_entity)
{
    struct fixture f;
    open_new(&f, FOREVER, TIME_DAY);
    struct fixture_event outside = {.time = 0, .k = 1, .v = 1, .outside = true};
    CHECK(!fixture_take(&f, &outside).b);
    CHECK(!fixture_true(&f, TIME_HOUR, 1, 0));
    CHECK(!fixture_true(&f, TIME_HOUR, 0, 1));
    CHECK(fixture_true(&f, TIME_DAY, 1, 1)); /* the one outside was not measured */
    CHECK_INT(fixture_fact(&f, "known_for_s")->i, 86400);
    CHECK_INT(fixture_fact(&f, "events")->i, 0);
    CHECK_INT(fixture_fact(&f, "distinct")->i, 0);
    CHECK_STR(buf_str(&f.evidence.text), STR("the first event of this kind; known for 1 day"));
    fixture_close(&f);
}

TEST(new_tells_what_was_before)
{
    struct fixture f;
    open_new(&f, FOREVER, 0);
    for (int64_t i = 0; i < 1200; i++) {
        fixture_at(&f, i * TIME_HOUR, 1, 1 + (uint32_t)(i % 2));
    }
    CHECK(fixture_true(&f, 1200 * TIME_HOUR, 1, 9));
    CHECK_INT(fixture_fact(&f, "events")->i, 1200);
    CHECK_INT(fixture_fact(&f, "distinct")->i, 2);
    CHECK_STR(buf_str(&f.evidence.text), STR("first time in 1,201 events over 50 days; 2 other values seen before"));
    fixture_close(&f);
}
