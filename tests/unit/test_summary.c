#include "cli/summary.h"

#include "tests/unit/unit.h"

static struct stats stats;
static struct buf text;

static const struct program program;

static void start(void)
{
    stats = (struct stats){.first_time = INT64_MIN, .last_time = INT64_MIN};
    buf_reset(&text);
}

static struct str summary(void)
{
    buf_reset(&text);
    summary_text(&stats, &program, STR("done"), &text);
    return buf_str(&text);
}

static bool holds(struct str part) { return str_find(buf_str(&text), part) != SIZE_MAX; }

TEST(what_is_nothing_is_not_told)
{
    start();
    stats.files_seen = stats.files_read = 1;
    CHECK_STR(summary(), STR("1 file = 1 read\n0 records = 0 events\ndone in 0.00 s\n"));
}

TEST(all_kinds_of_files_and_records_add_up)
{
    start();
    stats.files_seen = 2010;
    stats.files_read = 1003;
    stats.files_known = 1000;
    stats.files_skipped = 5;
    stats.files_failed = 2;
    stats.records = 31;
    stats.events = 1;
    stats.first_time = stats.last_time = 0;
    stats.duplicates = 2;
    stats.rejected = 4;
    stats.outside = 8;
    stats.resumed = 16;
    stats.damaged = stats.repaired = stats.late = 1;
    CHECK_STR(summary(), STR("2,010 files = 1,003 read + 1,000 read before + 5 skipped + 2 failed\n"
                             "31 records = 1 event + 2 duplicates + 4 rejected + 8 outside --since/--until"
                             " + 16 taken before; 1 damaged place; 1 record repaired; 1 event came late\n"
                             "from 1970-01-01T00:00:00Z to 1970-01-01T00:00:00Z\ndone in 0.00 s\n"));
}

TEST(a_state_with_nothing_new_says_so)
{
    start();
    stats.files_seen = stats.files_known = 3;
    CHECK_STR(summary(), STR("3 files = 0 read + 3 read before\n0 records = 0 events\ndone in 0.00 s\n"));
}

TEST(json_has_all_numbers_that_add_up)
{
    start();
    stats.files_seen = 3;
    stats.files_known = 3;
    stats.resumed = 7;
    summary_json(&stats, &program, &text);
    CHECK(holds(STR("\"files\":{\"seen\":3,\"read\":0,\"known\":3,\"skipped\":0,\"failed\":0},")));
    CHECK(holds(STR("\"resumed\":7,")));
    buf_release(&text);
}
