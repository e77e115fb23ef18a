#include "engine/feed.h"

#include "base/timefmt.h"
#include "tests/unit/fields_fixture.h"
#include "tests/unit/files_fixture.h"
#include "tests/unit/unit.h"

#define E(id, second) "{\"eventTime\":\"2023-04-01T12:00:" second "Z\",\"eventID\":\"" id "\",\"a\":\"x\"}"

static struct stats stats;
static struct buf seen, told;
static struct feed_options options;
static unsigned progressed;

static void on_told(void *context, enum report_kind kind, const char *file, uint64_t offset, const char *text)
{
    static const char kinds[] = "rdfsw";
    (void)context;
    CHECK(file != NULL && *text != '\0');
    buf_addf(&told, "%c", kinds[kind]);
    if (offset != REPORT_NOWHERE) {
        buf_addf(&told, "%llu", (unsigned long long)offset);
    }
    buf_add_char(&told, ' ');
}

static void on_progress(void *context, const struct stats *s)
{
    (void)context;
    CHECK(s == &stats);
    progressed++;
}

static void start(void)
{
    files_start();
    options = (struct feed_options){.since = INT64_MIN, .until = INT64_MAX};
}

/* The ids of the events of all files in the test's folder, in order. */
static struct str run(void)
{
    static const char *path = files_folder;
    struct fields_fixture f;
    struct err err = {""};
    const struct event *e;
    fixture_start(&f);
    fixture_field(&f, "a", "!string");
    struct symbols *symbols = symbols_new();
    stats = (struct stats){.first_time = INT64_MIN, .last_time = INT64_MIN};
    buf_reset(&seen);
    buf_reset(&told);
    struct feed *feed = feed_new(fixture_finish(&f), symbols, &path, 1, &options,
                                 (struct report){on_told, NULL}, &stats, &err);
    CHECK(feed != NULL);
    while ((e = feed_next(feed, &err)) != NULL) {
        buf_add_str(&seen, event_id(e));
        buf_add_char(&seen, ' ');
    }
    CHECK_STR(str_from(err.text), STR(""));
    CHECK(feed_next(feed, &err) == NULL);
    CHECK_INT(stats.files_seen, stats.files_read + stats.files_skipped + stats.files_failed + stats.files_known);
    CHECK_INT(stats.records, stats.events + stats.duplicates + stats.rejected + stats.outside + stats.resumed);
    feed_free(feed);
    symbols_free(symbols);
    fixture_release(&f);
    return str_slice(seen.ptr, seen.len > 0 ? seen.len - 1 : 0);
}

TEST(events_of_all_files_come_in_one_order)
{
    struct buf gz = BUF_INIT;
    start();
    files_write("1.json", STR("{\"Records\":[" E("d", "04") "," E("b", "02") "]}"));
    files_gzip(STR(E("c", "03") "\n" E("a", "01") "\n"), &gz);
    files_write("sub/2", buf_str(&gz));
    files_write("empty", STR(""));
    CHECK_STR(run(), STR("a b c d"));
    CHECK_INT(stats.files_read, 3);
    CHECK_INT(stats.last_time - stats.first_time, 3 * TIME_SECOND);
    CHECK(stats.bytes > gz.len);
    CHECK_INT(told.len, 0);
    buf_release(&gz);
    files_stop();
}

TEST(every_envelope_is_opened)
{
    start();
    files_write("bridge", STR("{\"detail-type\":\"x\",\"time\":\"x\",\"detail\":" E("a", "01") "}"));
    files_write("lookup", STR("{\"Events\":[{\"EventId\":\"b\",\"CloudTrailEvent\":\"{\\\"eventTime\\\":"
                              "\\\"2023-04-01T12:00:02Z\\\",\\\"eventID\\\":\\\"b\\\"}\"}],\"NextToken\":\"x\"}"));
    files_write("deep", STR("[{\"Records\":[{\"detail\":" E("c", "03") "}]}]"));
    CHECK_STR(run(), STR("a b c"));
    files_stop();
}

TEST(losses_are_told_with_their_place)
{
    start();
    files_write("f", STR(E("a", "01") "\n{\"eventTime\":\"x\",\"eventID\":\"y\"}\n{\"no\":\"record\"}\n"
                                      "{\"eventTime\":\"2023-04-01T12:00:02Z\"}\n???\n" E("b", "02") "\n{\"cut"));
    CHECK_STR(run(), STR("a b"));
    CHECK_INT(stats.rejected, 4);
    CHECK_INT(stats.damaged, 1);
    CHECK_STR(buf_str(&told), STR("r59 r91 r107 d144 r207 "));
    files_stop();
}

TEST(damage_costs_what_is_damaged_alone)
{
    start();
    files_write("f", STR("{\"Records\":[" E("a", "01") ",{\"eventTime\":\"2023-04-01T12:00:02Z\",\"eventID\":\"lost\","
                         "\"r\":[{\"k\":1},{\"k\":2}],\"s\":\"no quote}," E("c", "03") "," E("d", "04") "]}"));
    CHECK_STR(run(), STR("a c d"));
    CHECK_INT(stats.rejected, 1);
    CHECK_INT(stats.damaged, 0);
    files_stop();
}

TEST(duplicates_count_once)
{
    start();
    files_write("1", STR(E("a", "01") E("b", "02")));
    files_write("2", STR(E("b", "02") E("a", "09") E("c", "03")));
    CHECK_STR(run(), STR("a b c"));
    CHECK_INT(stats.duplicates, 2);
    files_stop();
}

TEST(since_and_until_bound_the_events)
{
    start();
    files_write("1", STR(E("a", "01") E("b", "02") E("c", "03")));
    time_parse(STR("2023-04-01T12:00:02Z"), &options.since);
    time_parse(STR("2023-04-01T12:00:03Z"), &options.until);
    CHECK_STR(run(), STR("b"));
    CHECK_INT(stats.outside, 2);
    files_stop();
}

TEST(what_is_no_json_is_passed_over_or_failed)
{
    struct err err = {""};
    struct fields_fixture f;
    start();
    files_write("README.md", STR("# Logs\nThese are logs.\n"));
    files_write("a.json", STR(E("a", "01")));
    files_write("b.zst", STR("\x28\xb5\x2f\xfd rest of a zstd frame"));
    files_write("c.json.zst", STR("\x28\xb5\x2f\xfd rest of a zstd frame"));
    files_write("d.json.gz", STR("\x1f\x8c no gzip any more"));
    CHECK_STR(run(), STR("a"));
    CHECK_INT(stats.files_skipped, 2);
    CHECK_INT(stats.files_failed, 2);
    CHECK_INT(stats.damaged, 0);
    fixture_start(&f);
    struct symbols *symbols = symbols_new();
    const char *path = files_path("README.md");
    stats = (struct stats){0};
    struct feed *feed = feed_new(fixture_finish(&f), symbols, &path, 1, &options,
                                 (struct report){on_told, NULL}, &stats, &err);
    CHECK(feed_next(feed, &err) == NULL);
    CHECK_INT(stats.files_failed, 1);
    feed_free(feed);
    symbols_free(symbols);
    fixture_release(&f);
    files_stop();
}

TEST(a_file_that_begins_with_damage_is_json)
{
    start();
    files_write("f", STR("ken\":\"x\"}\n" E("a", "01") "\n"));
    CHECK_STR(run(), STR("a"));
    CHECK_STR(buf_str(&told), STR("d0 "));
    files_stop();
}

TEST(bytes_that_are_not_utf8_are_repaired)
{
    start();
    files_write("f", STR("{\"eventTime\":\"2023-04-01T12:00:01Z\",\"eventID\":\"\xff\"}\n"
                         "{\"eventTime\":\"2023-04-01T12:00:02Z\",\"eventID\":\"b\",\"a\":\"\xc3\"}\n"));
    CHECK_STR(run(), STR("\xef\xbf\xbd b"));
    CHECK_INT(stats.repaired, 2);
    CHECK_STR(buf_str(&told), STR("w0 "));
    files_stop();
}

TEST(a_file_of_losses_does_not_flood)
{
    struct buf text = BUF_INIT;
    unsigned messages = 0;
    start();
    for (int i = 0; i < 5000; i++) {
        buf_add_text(&text, "{\"x\":1}\n");
    }
    files_write("f", buf_str(&text));
    CHECK_STR(run(), STR(""));
    CHECK_INT(stats.rejected, 5000);
    for (size_t i = 0; i < told.len; i++) {
        messages += told.ptr[i] == ' ';
    }
    CHECK_INT(messages, 1001);
    buf_release(&text);
    files_stop();
}

TEST(a_stream_gives_events_in_the_same_order)
{
    start();
    options.stream = true;
    options.lateness = 2 * TIME_SECOND;
    files_write("f", STR(E("b", "02") E("a", "01") E("c", "03") E("c", "03") E("f", "09") E("d", "04")));
    CHECK_STR(run(), STR("a b c d f"));
    CHECK_INT(stats.late, 1);
    CHECK_INT(stats.duplicates, 1);
    files_stop();
}

TEST(progress_is_told_while_reading)
{
    start();
    options.progress = on_progress;
    files_write("f", STR(E("a", "01")));
    progressed = 0;
    CHECK_STR(run(), STR("a"));
    CHECK(progressed >= 1);
    files_stop();
}

TEST(an_unreadable_file_is_counted)
{
    if (geteuid() == 0) { /* root can read everything: a vanished file does as well */
        start();
        CHECK(symlink("/nonexistent", files_path("gone")) == 0);
    } else {
        start();
        chmod(files_write("secret", STR("{}")), 0);
    }
    files_write("a", STR(E("a", "01")));
    CHECK_STR(run(), STR("a"));
    CHECK_INT(stats.files_failed, 1);
    files_stop();
    buf_release(&seen);
    buf_release(&told);
}
