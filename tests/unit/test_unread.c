/* Which sources a program knows and does not read, and what the feed makes of their records. */
#include "engine/feed.h"
#include "lang/compile.h"
#include "tests/unit/files_fixture.h"
#include "tests/unit/unit.h"

#define CLOUDTRAIL "rule r { title \"t\" from cloudtrail match true }\n"
#define FLOWS "rule r { title \"t\" from vpc_flow match true }\n"
#define DOORS "source doors { doc \"d\" time at id id envelope detail fields { at time \"x\" id string \"x\" } }\n"

#define CALL(id) "{\"eventTime\":\"2023-04-01T12:00:00Z\",\"eventID\":\"" id "\"}"
#define FLOW "{\"start\":1418530010,\"srcaddr\":\"10.0.0.1\",\"dstaddr\":\"10.0.0.2\"}"
#define QUERY "{\"query_timestamp\":\"2023-04-01T12:00:00Z\",\"query_name\":\"a.\"}"
#define CONNECTION "{\"time\":\"2023-04-01T12:00:00Z\",\"dst_ip\":\"10.0.0.2\"}"
#define NAMES "version account-id interface-id srcaddr dstaddr start end\n"
#define SHORT_LINE "2 1 eni-1 10.0.0.1 10.0.0.2 1418530010 1418530070\n"
#define LINE "2 1 eni-1 10.0.0.1 10.0.0.2 1 22 6 1 40 1418530010 1418530070 ACCEPT OK"

static struct program *compiled(const char *rules, bool know)
{
    struct err err = {""};
    struct buf said = BUF_INIT;
    struct compile *c = compile_new();
    CHECK(compile_add_text(c, "test.lur", str_from(rules), &err));
    if (know) {
        compile_know_unread(c);
    }
    struct program *p = compile_finish(c);
    diag_print(compile_diags(c), DIAG_GCC, false, &said);
    if (!CHECK(p != NULL)) {
        printf("# %s\n", said.ptr == NULL ? "no message" : said.ptr);
    }
    buf_release(&said);
    compile_free(c);
    return p;
}

/* ---- which ---- */

/* The names of the sources that nothing reads, and those of the program behind a bar. */
static struct str names(const char *rules)
{
    static struct buf out;
    struct program *p = compiled(rules, true);
    buf_reset(&out);
    for (uint32_t i = 0; p->unread != NULL && i < p->unread->n_sources; i++) {
        buf_addf(&out, "%.*s ", STR_ARG(p->unread->sources[i].name));
    }
    for (uint32_t i = 0; i < p->n_sources; i++) {
        buf_addf(&out, "| %.*s ", STR_ARG(p->sources[i].name));
    }
    program_free(p);
    return str_slice(out.ptr, out.len - 1);
}

TEST(what_the_library_has_and_no_rule_reads)
{
    CHECK_STR(names(CLOUDTRAIL), STR("network resolver vpc_flow | cloudtrail"));
    CHECK_STR(names(FLOWS), STR("cloudtrail network resolver | vpc_flow"));
    CHECK_STR(names(CLOUDTRAIL "rule s { title \"t\" from network match true }\n"
                               "rule t { title \"t\" from resolver match true }\n"
                               "rule u { title \"t\" from vpc_flow match true }\n"),
              STR("| cloudtrail | network | resolver | vpc_flow"));
    CHECK_STR(names(CLOUDTRAIL "rule s { title \"t\" from alerts match true }\n"),
              STR("network resolver vpc_flow | cloudtrail | alerts"));
}

TEST(what_is_declared_or_imported_and_no_rule_reads)
{
    CHECK_STR(names("import vpc_flow\n" CLOUDTRAIL), STR("vpc_flow network resolver | cloudtrail"));
    CHECK_STR(names(DOORS CLOUDTRAIL), STR("doors network resolver vpc_flow | cloudtrail"));
    CHECK_STR(names(DOORS "rule r { title \"t\" from doors match true }\n"),
              STR("cloudtrail network resolver vpc_flow | doors"));
}

TEST(a_declared_source_stands_for_the_one_of_the_library)
{
    static const char rules[] =
        "source vpc_flow { doc \"d\" time at id id fields { at time \"x\" id string \"x\" } }\n" CLOUDTRAIL;
    struct program *p = compiled(rules, true);
    CHECK_STR(names(rules), STR("vpc_flow network resolver | cloudtrail"));
    CHECK_STR(p->unread->segments[p->unread->sources[0].time.first].key, STR("at"));
    program_free(p);
    CHECK_STR(names("source vpc_flow { doc \"d\" time at id id fields { at time \"x\" id string \"x\" } }\n" FLOWS),
              STR("cloudtrail network resolver | vpc_flow"));
}

TEST(nobody_asked)
{
    struct program *p = compiled(CLOUDTRAIL, false);
    CHECK(p->unread == NULL);
    program_free(p);
}

/* ---- their records ---- */

static struct stats stats;
static struct buf seen, told;
static struct feed_options options;

static void on_told(void *context, enum report_kind kind, const char *file, uint64_t offset, const char *text)
{
    (void)context;
    CHECK(file != NULL);
    buf_addf(&told, "%d@%lld %s\n", (int)kind, offset == REPORT_NOWHERE ? -1 : (long long)offset, text);
}

/* What a feed over the test's folder gives: the events by their source and id, then the
 * unread records by theirs, then what is rejected, as "cloudtrail:a vpc_flow=2 !1". */
static struct str read_by(const struct program *p)
{
    static const char *path = files_folder;
    uint64_t counts[8] = {0};
    struct err err = {""};
    const struct event *e;
    struct symbols *symbols = symbols_new();
    stats = (struct stats){.first_time = INT64_MIN, .last_time = INT64_MIN, .unread_by = counts};
    buf_reset(&seen);
    buf_reset(&told);
    struct feed *feed = feed_new(p, symbols, &path, 1, &options, (struct report){on_told, NULL}, &stats, &err);
    CHECK(feed != NULL);
    while ((e = feed_next(feed, &err)) != NULL) {
        buf_addf(&seen, "%.*s:%.*s ", STR_ARG(p->sources[e->source].name), STR_ARG(event_id(e)));
    }
    for (uint32_t i = 0; p->unread != NULL && i < p->unread->n_sources; i++) {
        if (counts[i] > 0) {
            buf_addf(&seen, "%.*s=%llu ", STR_ARG(p->unread->sources[i].name), (unsigned long long)counts[i]);
        }
    }
    if (stats.rejected + stats.damaged > 0) {
        buf_addf(&seen, "!%llu ", (unsigned long long)(stats.rejected + stats.damaged));
    }
    CHECK_INT(stats.records, stats.events + stats.duplicates + stats.rejected + stats.outside + stats.unread);
    feed_free(feed);
    symbols_free(symbols);
    return str_slice(seen.ptr, seen.len > 0 ? seen.len - 1 : 0);
}

/* The same of one file, by both decoders where there are two. */
static struct str read_file(const char *rules, const char *name, struct str content)
{
    struct program *p = compiled(rules, true);
    struct buf first = BUF_INIT;
    files_start();
    files_write(name, content);
    options = (struct feed_options){.since = INT64_MIN, .until = INT64_MAX, .decoder = FEED_DECODER_JANSSON};
    buf_add_str(&first, read_by(p));
    options.decoder = FEED_DECODER_DEFAULT;
    struct str second = read_by(p);
    CHECK_STR(second, buf_str(&first));
    files_stop();
    program_free(p);
    buf_release(&first);
    return second;
}

TEST(unread_records_are_counted_by_their_source)
{
    CHECK_STR(read_file(CLOUDTRAIL, "f", STR(CALL("a") FLOW QUERY "\n" FLOW CONNECTION CALL("b"))),
              STR("cloudtrail:a cloudtrail:b network=1 resolver=1 vpc_flow=2"));
    CHECK_INT(told.len, 0);
    CHECK_STR(read_file(FLOWS, "f", STR("{\"Records\":[" CALL("a") "," CALL("b") "]}")), STR("cloudtrail=2"));
    CHECK_STR(read_file(FLOWS, "f", STR("{\"detail\":" CALL("a") "}")), STR("cloudtrail=1"));
    CHECK_STR(read_file(FLOWS, "f", STR("[{\"Records\":[{\"detail\":" CALL("a") "}]}," QUERY "]")),
              STR("cloudtrail=1 resolver=1"));
    CHECK_STR(read_file(CLOUDTRAIL, "f", STR("{\"logEvents\":[{\"id\":\"1\",\"message\":\"" LINE "\"},"
                                             "{\"message\":\"" LINE "\"},{\"message\":\"no line\"}]}")),
              STR("vpc_flow=2 !1"));
    CHECK_INT(told.len > 0, 1);
}

TEST(unread_text_logs_are_counted_by_their_source)
{
    CHECK_STR(read_file(CLOUDTRAIL, "f.log", STR(NAMES SHORT_LINE SHORT_LINE)), STR("vpc_flow=2"));
    CHECK_STR(read_file(CLOUDTRAIL, "f.log", STR("\n" LINE "\r\n" LINE "\n" NAMES SHORT_LINE)), STR("vpc_flow=3"));
    CHECK_INT(stats.files_read, 1);
    CHECK_STR(read_file(CLOUDTRAIL, "f.log", STR(NAMES SHORT_LINE "2 1 eni-1\n" SHORT_LINE)), STR("vpc_flow=2 !1"));
}

TEST(a_text_that_shows_a_line_is_no_text_log)
{
    CHECK_STR(read_file(CLOUDTRAIL, "README", STR("A line of a flow log:\n" NAMES SHORT_LINE)), STR(""));
    CHECK_INT(stats.files_skipped, 1);
    CHECK_STR(read_file(CLOUDTRAIL, "README", STR("It begins with \"eventTime\"")), STR("!1"));
    CHECK_STR(read_file(FLOWS, "README", STR("It begins with \"eventTime\"")), STR(""));
    CHECK_INT(stats.files_skipped, 1);
}

TEST(what_is_nothing_known_is_rejected)
{
    CHECK_STR(read_file(CLOUDTRAIL, "f", STR("{\"x\":1}" FLOW)), STR("vpc_flow=1 !1"));
    CHECK_STR(read_file(FLOWS, "f", STR("{\"eventTime\":\"soon\",\"eventID\":\"a\"}{\"eventTime\":1}")), STR("!2"));
    CHECK(str_find(buf_str(&told), STR("it is no record of vpc_flow, and no envelope of records")) != SIZE_MAX);
    CHECK_STR(read_file(CLOUDTRAIL, "f", STR("{\"eventTime\":\"soon\",\"time\":1,\"dst_ip\":\"::\"}")), STR("!1"));
}

/* Whatever else it looks like, a record of a source that is read is one. */
TEST(an_unread_source_takes_nothing_from_others)
{
    static const char doors[] = DOORS "rule r { title \"t\" from doors match true }\n";
    CHECK_STR(read_file(doors, "f", STR("{\"time\":\"2023-04-01T12:00:00Z\",\"dst_ip\":\"::\",\"at\":1,\"id\":\"a\"}"
                                        "{\"Records\":[" CALL("x") "],\"at\":2,\"id\":\"b\"}" CALL("x"))),
              STR("doors:a doors:b cloudtrail=1"));
    CHECK_STR(read_file(doors, "f", STR("{\"Records\":[{\"at\":1,\"id\":\"a\"}," CALL("x") "]}")),
              STR("doors:a cloudtrail=1"));
    CHECK_STR(read_file(doors, "f", STR("{\"time\":1,\"dst_ip\":\"1.1.1.1\",\"detail\":{\"at\":1,\"id\":\"a\"}}")),
              STR("doors:a"));
}

/* Behind damage: records settle where one is, and a part of a damaged record is no envelope. */
TEST(unread_records_behind_damage)
{
    CHECK_STR(read_file(FLOWS, "f", STR("{\"Records\":[" CALL("a") "," CALL("b") ",{\"cut")), STR("cloudtrail=2 !2"));
    struct str got = read_file(FLOWS, "f", STR("{\"x\":[1,{\"Records\":[{\"y\":1}]}],\"z\":\"cut}\n" FLOW));
    CHECK(str_starts(got, STR("vpc_flow:")));
    CHECK_INT(stats.records, 2);
    CHECK_INT(stats.rejected, 1);
    CHECK(str_starts(buf_str(&told), STR("0@0 ")));
}

/* CloudTrail's files have no limit, although a record has one. */
TEST(unread_envelopes_of_any_size)
{
    struct buf text = BUF_INIT;
    buf_add_text(&text, "{\"Records\":[");
    unsigned n = 0;
    for (; text.len < (UINT32_C(17) << 20); n++) {
        buf_addf(&text, "%s" CALL("%u") ",{\"detail\":" CALL("%u") ",\"pad\":\"%0900d\"}", n == 0 ? "" : ",", n, n, 0);
    }
    buf_add_text(&text, "]}" FLOW);
    struct str got = read_file(FLOWS, "f", buf_str(&text));
    CHECK(str_starts(got, STR("vpc_flow:")) && str_find(got, STR(" cloudtrail=")) != SIZE_MAX);
    CHECK_INT(stats.unread, 2 * n);
    CHECK_INT(told.len, 0);
    buf_release(&text);
}

TEST(unread_records_have_no_time_that_matters)
{
    struct program *p = compiled(CLOUDTRAIL, true);
    files_start();
    files_write("f", STR(CALL("a") FLOW));
    options = (struct feed_options){.since = 0, .until = 1};
    CHECK_STR(read_by(p), STR("vpc_flow=1"));
    CHECK_INT(stats.outside, 1);
    files_stop();
    program_free(p);
    buf_release(&seen);
    buf_release(&told);
}
