#include "engine/window.h"

#include "base/timefmt.h"
#include "lang/primitive.h"
#include "tests/unit/unit.h"

TEST(window_steps_are_whole_seconds)
{
    CHECK_INT(window_shape_of(30 * TIME_DAY).step, TIME_DAY);
    CHECK_INT(window_shape_of(30 * TIME_DAY).span, 30);
    CHECK_INT(window_shape_of(TIME_HOUR).step, 120 * TIME_SECOND);
    CHECK_INT(window_shape_of(TIME_HOUR).span, 30);
    CHECK_INT(window_shape_of(10 * TIME_SECOND).step, TIME_SECOND);
    CHECK_INT(window_shape_of(10 * TIME_SECOND).span, 10);
    CHECK_INT(window_shape_of(31 * TIME_SECOND).step, 2 * TIME_SECOND);
    CHECK_INT(window_shape_of(31 * TIME_SECOND).span, 16);
    CHECK_INT(window_shape_of(0).step, TIME_SECOND);
    CHECK_INT(window_shape_of(0).span, 0);
    CHECK_INT(window_shape_of(FOREVER).step, 0);
    CHECK(window_shape_of(FOREVER - 1).span <= 31);
}

TEST(window_buckets_of_negative_times)
{
    struct window_shape s = window_shape_of(10 * TIME_SECOND);
    CHECK_INT(window_bucket(s, -1), -1);
    CHECK_INT(window_bucket(s, -TIME_SECOND), -1);
    CHECK_INT(window_bucket(s, -TIME_SECOND - 1), -2);
    CHECK_INT(window_oldest(s, -1), -11);
}

TEST(window_never_forgets_early_and_holds_less_than_a_step_more)
{
    struct window w;
    window_init(&w, 60 * TIME_SECOND); /* step 2 s, span 30 */
    window_add(&w, 0, 1 * TIME_SECOND);
    CHECK_INT(window_count(&w, 0, 1 * TIME_SECOND), 1);
    CHECK_INT(window_count(&w, 0, 61 * TIME_SECOND), 1);     /* exactly W ago */
    CHECK_INT(window_count(&w, 0, 62 * TIME_SECOND - 1), 1); /* over-held */
    CHECK_INT(window_count(&w, 0, 62 * TIME_SECOND), 0);
    window_release(&w);
}

TEST(window_without_end_keeps_all)
{
    struct window w;
    window_init(&w, FOREVER);
    window_add(&w, 3, 0);
    window_add(&w, 3, 5000 * TIME_DAY);
    CHECK_INT(window_count(&w, 3, 100000 * TIME_DAY), 2);
    CHECK_INT(window_count(&w, 2, 0), 0);
    CHECK_INT(window_count(&w, 99, 0), 0);
    window_release(&w);
}

TEST(window_take_moves_a_count)
{
    struct window w;
    window_init(&w, 10 * TIME_SECOND);
    window_add(&w, 0, 0);
    window_add(&w, 0, 5 * TIME_SECOND);
    window_take(&w, 0, 0);
    window_take(&w, 0, 0); /* nothing is left there */
    CHECK_INT(window_count(&w, 0, 5 * TIME_SECOND), 1);
    CHECK_INT(window_count(&w, 0, 15 * TIME_SECOND), 1);
    CHECK_INT(window_count(&w, 0, 16 * TIME_SECOND), 0);
    window_release(&w);
}

static uint64_t window_naive(const int64_t *times, int n, int64_t now, int64_t within)
{
    struct window_shape s = window_shape_of(within);
    uint64_t count = 0;
    for (int i = 0; i < n; i++) {
        count += floor_div(times[i], s.step) >= floor_div(now, s.step) - s.span;
    }
    return count;
}

TEST(window_counts_as_a_naive_one)
{
    enum { SERIES = 3, EVENTS = 600 };
    static int64_t times[SERIES][EVENTS];
    int n[SERIES] = {0};
    uint32_t random = 12345;
    int wrong = 0;
    int64_t now = -200 * TIME_SECOND, within = 45 * TIME_SECOND;
    struct window w;
    window_init(&w, within);
    for (int i = 0; i < EVENTS; i++) {
        random = random * 1664525u + 1013904223u;
        now += (int64_t)(random >> 8) % (i % 50 == 0 ? 100 * TIME_SECOND : 3 * TIME_SECOND);
        unsigned series = (random >> 4) % SERIES;
        times[series][n[series]++] = now;
        window_add(&w, series, now);
        for (unsigned s = 0; s < SERIES; s++) {
            wrong += window_count(&w, s, now) != window_naive(times[s], n[s], now, within);
        }
    }
    CHECK_INT(wrong, 0);
    CHECK(w.nodes.len < 200); /* nodes are used again */
    window_release(&w);
}

/* What is put in any order of buckets is what adding in the order of time would have held. */
TEST(window_put_in_any_order)
{
    struct window w;
    window_init(&w, 10 * TIME_SECOND);
    for (int64_t i = 0; i < 1000; i++) {
        CHECK(window_put(&w, 0, i * 37 % 1000, (uint64_t)i % 3 + 1)); /* each bucket once */
    }
    CHECK(w.nodes.len < 20); /* what has left the window takes no memory */
    uint64_t want = 0;
    for (int64_t i = 0; i < 1000; i++) {
        want += i * 37 % 1000 >= 989 ? (uint64_t)i % 3 + 1 : 0;
    }
    CHECK_INT(window_count(&w, 0, 999 * TIME_SECOND), want);
    CHECK_INT(window_count(&w, 0, 1008 * TIME_SECOND) > 0, true);
    CHECK_INT(window_count(&w, 0, 1010 * TIME_SECOND), 0);
    window_release(&w);
}

TEST(window_put_joins_a_bucket)
{
    struct window w;
    window_init(&w, 10 * TIME_SECOND);
    CHECK(window_put(&w, 0, 5, 2) && window_put(&w, 0, 3, 1) && window_put(&w, 0, 5, 4));
    window_add(&w, 0, 5 * TIME_SECOND);
    CHECK_INT(w.nodes.len, 3);
    struct buf text = BUF_INIT;
    struct known row = known_of(0, 0);
    window_save(&w, 0, &row, &text);
    CHECK_STR(row.data, STR("[[3,1],[5,7]]"));
    CHECK_INT(row.n, 8);
    CHECK(!row.gone);
    buf_release(&text);
    window_release(&w);
}

/* More than a node counts, in one bucket. */
TEST(window_of_very_many)
{
    struct window w, back;
    struct buf text = BUF_INIT;
    struct known row = known_of(0, 0);
    window_init(&w, 10 * TIME_SECOND);
    window_init(&back, 10 * TIME_SECOND);
    CHECK(window_put(&w, 0, 5, UINT32_MAX));
    window_add(&w, 0, 5 * TIME_SECOND);
    CHECK(window_put(&w, 0, 5, UINT64_C(1) << 34));
    CHECK(!window_put(&w, 0, 5, UINT64_C(1) << 48));
    window_save(&w, 0, &row, &text);
    CHECK_STR(row.data, STR("[[5,21474836480]]"));
    CHECK(window_load(&back, 0, &row));
    CHECK(!window_load(&back, 0, &row));
    CHECK_INT(window_count(&back, 0, 5 * TIME_SECOND), 21474836480);
    buf_release(&text);
    window_release(&w);
    window_release(&back);
}

TEST(window_save_tells_no_empty_bucket)
{
    struct window w;
    struct buf text = BUF_INIT;
    struct known row = known_of(0, 0);
    window_init(&w, 10 * TIME_SECOND);
    window_add(&w, 0, 0);
    window_add(&w, 0, TIME_SECOND);
    window_take(&w, 0, 0);
    window_save(&w, 0, &row, &text);
    CHECK_STR(row.data, STR("[[1,1]]"));
    window_take(&w, 0, 1);
    window_save(&w, 0, &row, &text);
    CHECK(row.gone);
    window_save(&w, 9, &row, &text);
    CHECK(row.gone);
    buf_release(&text);
    window_release(&w);
}
