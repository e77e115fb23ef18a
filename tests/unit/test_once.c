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

/* ---- rows ---- */

static struct once_entry put_entries[4];
static unsigned put_len;

static void put(void *context, const struct once_entry *entry)
{
    (void)context;
    put_entries[put_len++ % 4] = *entry;
}

static unsigned saved(struct once *o)
{
    put_len = 0;
    once_save(o, put, NULL);
    return put_len;
}

TEST(once_saves_what_changed_and_loads)
{
    struct once a, b;
    uint64_t held;
    memset(&a, 0, sizeof a);
    memset(&b, 0, sizeof b);
    a.changed.on = b.changed.on = true;
    once_pass(&a, 1, 5, 100, 10, &held);
    once_pass(&a, 2, 5, 100, 10, &held);
    once_pass(&a, 2, 5, 101, 10, &held);
    CHECK_INT(saved(&a), 2);
    CHECK(put_entries[0].rule == 1 && put_entries[0].key == 5 && put_entries[0].last == 100);
    CHECK(put_entries[1].rule == 2 && put_entries[1].held == 1);
    CHECK_INT(saved(&a), 0);
    CHECK(once_load(&b, &put_entries[1]));
    CHECK(!once_load(&b, &put_entries[1]));
    CHECK_INT(saved(&b), 0);
    CHECK(!once_pass(&b, 2, 5, 109, 10, &held)); /* held back, which changes it */
    CHECK_INT(saved(&b), 1);
    CHECK_INT(put_entries[0].held, 2);
    CHECK(once_pass(&b, 2, 5, 110, 10, &held));
    CHECK_INT(held, 2);
    CHECK_INT(saved(&b), 1);
    CHECK(put_entries[0].last == 110 && put_entries[0].held == 0);
    once_release(&a);
    once_release(&b);
}

TEST(once_refuses_what_cannot_be)
{
    struct once o;
    memset(&o, 0, sizeof o);
    CHECK(!once_load(&o, &(struct once_entry){1, 5, INT64_MIN, 0}));
    CHECK(!once_load(&o, &(struct once_entry){2, 5, 100, UINT64_MAX}));
    once_release(&o);
}
