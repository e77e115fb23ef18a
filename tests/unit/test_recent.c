#include "engine/recent.h"

#include "base/hash.h"
#include "base/timefmt.h"
#include "tests/unit/unit.h"

#define T (INT64_C(1680350400) * TIME_SECOND) /* 2023-04-01T12:00:00Z, a full hour */
#define MANY 200000u

/* What was saved: one row for each blob. */
static struct row {
    int64_t hour;
    struct buf hashes;
} rows[64];
static unsigned n_rows, rows_most;

static bool put(void *context, int64_t hour, struct str hashes)
{
    (void)context;
    if (n_rows == rows_most) {
        return false;
    }
    rows[n_rows].hour = hour;
    rows[n_rows].hashes = (struct buf)BUF_INIT;
    buf_add_str(&rows[n_rows++].hashes, hashes);
    return true;
}

static bool save(struct recent *r)
{
    n_rows = 0;
    rows_most = sizeof rows / sizeof *rows;
    return recent_save(r, put, NULL);
}

static void rows_release(void)
{
    for (unsigned i = 0; i < n_rows; i++) {
        buf_release(&rows[i].hashes);
    }
    n_rows = 0;
}

static struct str number(unsigned n)
{
    static char text[16];
    return str_slice(text, (size_t)snprintf(text, sizeof text, "id-%u", n));
}

TEST(an_id_is_met_with_any_time)
{
    struct recent *r = recent_new(7);
    CHECK(!recent_met(r, T, STR("a")));
    recent_add(r, T, STR("a"));
    CHECK(recent_met(r, T, STR("a")));
    CHECK(recent_met(r, T + 5 * TIME_HOUR, STR("a")));
    CHECK(recent_met(r, T - 500 * TIME_HOUR, STR("a")));
    CHECK(!recent_met(r, T, STR("b")));
    recent_add(r, T - 3 * TIME_HOUR, STR("b"));
    CHECK(recent_met(r, T, STR("b")));
    recent_add(r, T, STR(""));
    CHECK(recent_met(r, T, STR("")));
    recent_free(r);
    recent_free(NULL);
}

TEST(a_day_is_remembered_and_no_more)
{
    struct recent *r = recent_new(7);
    CHECK_INT(recent_first(r), INT64_MIN);
    recent_add(r, T, STR("a"));
    recent_add(r, T + TIME_HOUR - 1, STR("b"));
    recent_add(r, T + TIME_HOUR, STR("c"));
    CHECK_INT(recent_first(r), T / TIME_HOUR - 23);
    recent_add(r, T + TIME_DAY + TIME_HOUR - 1, STR("d"));
    CHECK(recent_met(r, T, STR("a")) && recent_met(r, T, STR("b")));
    CHECK_INT(recent_first(r), T / TIME_HOUR);
    recent_add(r, T + TIME_DAY + TIME_HOUR, STR("e"));
    CHECK(!recent_met(r, T, STR("a")) && !recent_met(r, T, STR("b")));
    CHECK(recent_met(r, T, STR("c")) && recent_met(r, T, STR("d")));
    recent_add(r, T + TIME_HOUR - 1, STR("b")); /* too old by now */
    CHECK(!recent_met(r, T, STR("b")));
    recent_add(r, T + 1000 * TIME_DAY, STR("f"));
    CHECK(!recent_met(r, T, STR("c")) && !recent_met(r, T, STR("d")) && !recent_met(r, T, STR("e")));
    CHECK(recent_met(r, T, STR("f")));
    recent_free(r);
}

TEST(times_before_1970_and_at_the_ends_have_hours)
{
    struct recent *r = recent_new(7);
    recent_add(r, INT64_MIN, STR("a"));
    CHECK(recent_met(r, INT64_MIN, STR("a")));
    recent_add(r, -1, STR("b"));
    CHECK_INT(recent_first(r), -25);
    recent_add(r, 0, STR("c"));
    CHECK_INT(recent_first(r), -24);
    CHECK(recent_met(r, 0, STR("b")));
    recent_add(r, INT64_MAX, STR("d"));
    CHECK(recent_met(r, INT64_MIN, STR("d")));
    recent_free(r);
}

TEST(many_ids_are_told_apart)
{
    unsigned wrong = 0;
    struct recent *r = recent_new(7);
    for (unsigned i = 0; i < MANY; i++) { /* asked in between, so that the index of an hour grows as well */
        recent_add(r, T + i % 20 * TIME_HOUR, number(i));
        wrong += i % 1000 == 0 && !recent_met(r, T, number(i / 2));
    }
    for (unsigned i = 0; i < 2 * MANY; i++) {
        wrong += recent_met(r, T + i % 20 * TIME_HOUR, number(i)) != (i < MANY);
    }
    CHECK_INT(wrong, 0);
    CHECK(recent_bytes(r) < 30 * MANY);
    recent_free(r);
}

TEST(ids_that_nobody_asks_for_cost_little)
{
    struct recent *r = recent_new(7);
    for (unsigned i = 0; i < MANY; i++) {
        recent_add(r, T + i / (MANY / 24) * TIME_HOUR, number(i));
    }
    CHECK(recent_bytes(r) < 9 * MANY);
    recent_free(r);
}

TEST(a_save_gives_what_was_added_since)
{
    static const char *const texts[] = {"a", "b", "c"};
    struct recent *r = recent_new(7);
    for (unsigned i = 0; i < 3; i++) {
        recent_add(r, T + i / 2 * TIME_HOUR, str_from(texts[i]));
    }
    CHECK(save(r));
    CHECK_INT(n_rows, 2);
    bool first = rows[0].hour == T / TIME_HOUR;
    const struct row *both = &rows[first ? 0 : 1], *one = &rows[first ? 1 : 0];
    CHECK_INT(both->hashes.len, 16);
    CHECK_INT(one->hashes.len, 8);
    CHECK_INT(one->hour, T / TIME_HOUR + 1);
    uint64_t hash = hash_salted(STR("c"), 7);
    for (unsigned i = 0; i < 8 && one->hashes.len == 8; i++) {
        CHECK_INT((unsigned char)one->hashes.ptr[i], hash >> 8 * i & 0xff);
    }
    rows_release();
    CHECK(save(r));
    CHECK_INT(n_rows, 0);
    recent_add(r, T, STR("d"));
    CHECK(save(r));
    CHECK_INT(n_rows, 1);
    CHECK_INT(rows[0].hashes.len, 8);
    rows_release();
    recent_free(r);
}

TEST(what_could_not_be_saved_is_given_again)
{
    struct recent *r = recent_new(7);
    recent_add(r, T, STR("a"));
    recent_add(r, T + TIME_HOUR, STR("b"));
    rows_most = 1;
    CHECK(!recent_save(r, put, NULL));
    CHECK_INT(n_rows, 1);
    rows_release();
    CHECK(save(r));
    CHECK_INT(n_rows, 1);
    rows_release();
    recent_free(r);
}

TEST(what_was_saved_is_loaded)
{
    unsigned wrong = 0;
    struct recent *r = recent_new(7), *again = recent_new(7);
    for (unsigned i = 0; i < 1000; i++) {
        recent_add(r, T + i / 100 * TIME_HOUR, number(i));
    }
    CHECK(save(r));
    for (unsigned i = 0; i < n_rows; i++) { /* in any order */
        CHECK(recent_load(again, rows[(i * 7) % n_rows].hour, buf_str(&rows[(i * 7) % n_rows].hashes)));
    }
    rows_release();
    CHECK_INT(recent_first(again), recent_first(r));
    for (unsigned i = 0; i < 2000; i++) {
        wrong += recent_met(again, T, number(i)) != (i < 1000);
    }
    CHECK_INT(wrong, 0);
    CHECK(save(again));
    CHECK_INT(n_rows, 0);
    recent_add(again, T, STR("a"));
    CHECK(recent_met(again, T, STR("a")));
    CHECK(save(again));
    CHECK_INT(n_rows, 1);
    rows_release();
    recent_free(again);
    recent_free(r);
}

TEST(rows_that_no_save_gave_are_refused)
{
    struct recent *r = recent_new(7);
    CHECK(!recent_load(r, 1, STR("1234567")));
    CHECK(!recent_load(r, INT64_MAX, STR("12345678")));
    CHECK(!recent_load(r, INT64_MIN, STR("12345678")));
    CHECK(recent_load(r, 100, STR("12345678")));
    CHECK(recent_load(r, 10, STR("12345678"))); /* forgotten */
    CHECK_INT(recent_first(r), 76);
    recent_add(r, 100 * TIME_HOUR, STR("a"));
    CHECK(!recent_load(r, 100, STR("12345678"))); /* not before all adding */
    recent_free(r);
}
