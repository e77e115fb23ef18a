#include "engine/once.h"

#include "tests/unit/unit.h"

TEST(once_holds_back_until_the_time_is_over)
{
    struct once o;
    uint64_t held;
    memset(&o, 0, sizeof o);
    CHECK(once_pass(&o, 1, 5, 100, 10, &held));
    CHECK_INT(held, 0);
    CHECK(!once_pass(&o, 1, 5, 100, 10, &held));
    CHECK(!once_pass(&o, 1, 5, 109, 10, &held)); /* does not prolong it */
    CHECK(once_pass(&o, 1, 5, 110, 10, &held));
    CHECK_INT(held, 2);
    CHECK(once_pass(&o, 1, 5, 120, 10, &held));
    CHECK_INT(held, 0);
    once_release(&o);
}

TEST(once_keeps_rules_and_keys_apart)
{
    struct once o;
    uint64_t held;
    memset(&o, 0, sizeof o);
    CHECK(once_pass(&o, 1, 5, 100, 10, &held));
    CHECK(once_pass(&o, 2, 5, 100, 10, &held));
    CHECK(once_pass(&o, 1, 6, 100, 10, &held));
    CHECK(once_pass(&o, 1, 0, 100, 10, &held)); /* null is a key of its own */
    CHECK(!once_pass(&o, 1, 0, 101, 10, &held));
    once_release(&o);
}

TEST(once_with_far_times)
{
    struct once o;
    uint64_t held;
    memset(&o, 0, sizeof o);
    CHECK(once_pass(&o, 1, 1, INT64_MIN, 10, &held));
    CHECK(once_pass(&o, 1, 1, INT64_MAX, 10, &held));
    CHECK(!once_pass(&o, 1, 1, INT64_MIN, 10, &held)); /* a straggler is held back */
    once_release(&o);
}
