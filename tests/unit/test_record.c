#include "engine/record.h"

#include "tests/unit/fields_fixture.h"
#include "tests/unit/unit.h"

/* What a cutter does with a text, as one line: each record by its text, each loss
 * as !rejected@offset or ?damaged@offset. A record that has no `t` in it is none of
 * ours, as the feed would find: it is left out when it is doubtful. */
static struct buf seen;

static void lost(void *context, enum report_kind kind, uint64_t offset, const char *text)
{
    (void)context;
    CHECK(strlen(text) > 10);
    buf_addf(&seen, "%c%llu ", kind == REPORT_REJECTED ? '!' : '?', (unsigned long long)offset);
}

static void take(struct record_cutter *c, struct str whole, const struct record *r)
{
    bool ours = str_find(r->text, STR("t")) != SIZE_MAX;
    CHECK(whole.ptr == NULL || memcmp(whole.ptr + r->offset, r->text.ptr, r->text.len) == 0);
    if (ours) {
        record_settle(c);
    }
    if (ours || !r->doubtful) {
        buf_add_str(&seen, r->text);
        buf_add_char(&seen, ' ');
    }
}

static struct str cut(struct str text, size_t step)
{
    struct fields_fixture f;
    struct record r;
    fixture_start(&f);
    struct record_cutter *c = record_cutter_new(fixture_finish(&f), lost, NULL);
    buf_reset(&seen);
    record_start(c);
    for (size_t at = 0; at < text.len; at += step) {
        struct buf *window = record_window(c);
        buf_add(window, text.ptr + at, text.len - at < step ? text.len - at : step);
        buf_reserve(window, RECORD_PADDING);
        while (record_next(c, false, &r)) {
            take(c, text, &r);
        }
    }
    buf_reserve(record_window(c), RECORD_PADDING);
    while (record_next(c, true, &r)) {
        take(c, text, &r);
    }
    record_cutter_free(c);
    fixture_release(&f);
    return str_slice(seen.ptr, seen.len > 0 ? seen.len - 1 : 0);
}

/* The answer must not depend on how the bytes arrive. */
static void expect(struct str text, struct str want)
{
    static const size_t steps[] = {100000, 1, 2, 3, 5, 64, 100};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (!CHECK_STR(cut(text, steps[i]), want)) {
            printf("#   steps of %zu: %.*s\n", steps[i], STR_ARG(text));
            return;
        }
    }
}

#define EXPECT(text, want) expect(STR(text), STR(want))

TEST(every_form_gives_its_records)
{
    EXPECT("{\"t\":1}", "{\"t\":1}");
    EXPECT("{\"t\":1}\n{\"t\":2}\n", "{\"t\":1} {\"t\":2}");
    EXPECT("{\"t\":1}\r\n\r\n{\"t\":2}", "{\"t\":1} {\"t\":2}");
    EXPECT("{\"t\":1}{\"t\":2}", "{\"t\":1} {\"t\":2}");
    EXPECT("[{\"t\":1},{\"t\":2}]", "{\"t\":1} {\"t\":2}");
    EXPECT("[\n  {\n    \"t\": [\n      1\n    ]\n  },\n  {\n    \"t\": {}\n  }\n]\n",
           "{\n    \"t\": [\n      1\n    ]\n  } {\n    \"t\": {}\n  }");
    EXPECT("{\"Records\":[{\"t\":1},{\"t\":2}]}", "{\"t\":1} {\"t\":2}");
    EXPECT("{ \"Records\" : [ {\"t\":1} , {\"t\":2} ] }", "{\"t\":1} {\"t\":2}");
    EXPECT("{\"Records\":[{\"t\":1}]}\n{\"Records\":[{\"t\":2}]}\n", "{\"t\":1} {\"t\":2}");
    EXPECT("[{\"Records\":[{\"t\":1}]},{\"Records\":[{\"t\":2}]}]", "{\"t\":1} {\"t\":2}");
    EXPECT("[[{\"t\":1}],[{\"t\":2}]]", "{\"t\":1} {\"t\":2}");
    EXPECT("{\"Events\":[{\"t\":1}],\"NextToken\":\"]}\"}", "{\"t\":1}");
}

TEST(an_envelope_may_have_other_keys)
{
    EXPECT("{\"a\":{\"b\":[{}]},\"Records\":[{\"t\":1}],\"z\":[{\"y\":{}}]}{\"t\":2}", "{\"t\":1} {\"t\":2}");
    EXPECT("{\"a\":\"x\",\"Records\":[],\"Records\":[{\"t\":1}]}", "{\"t\":1}");
    EXPECT("{\"eventTime\":\"t\",\"Records\":[{\"t\":1}]}", "{\"eventTime\":\"t\",\"Records\":[{\"t\":1}]}");
    EXPECT("{\"r\":{\"Records\":[{\"t\":1}]}}", "{\"r\":{\"Records\":[{\"t\":1}]}}");
}

TEST(nothing_is_no_loss)
{
    EXPECT("", "");
    EXPECT(" \n\r\n\t", "");
    EXPECT("\xef\xbb\xbf", "");
    EXPECT("{\"Records\":[]}", "");
    EXPECT("[]", "");
    EXPECT("\0\0\0\0", "");
    EXPECT("\xef\xbb\xbf{\"t\":1}\n\0\0\0{\"t\":2}\xef\xbb\xbf{\"t\":3}", "{\"t\":1} {\"t\":2} {\"t\":3}");
}

TEST(garbage_between_records_costs_itself)
{
    EXPECT("x{\"t\":1}", "?0 {\"t\":1}");
    EXPECT("{\"t\":1}\nnonsense here\n{\"t\":2}\n", "{\"t\":1} ?8 {\"t\":2}");
    EXPECT("{\"t\":1}\n<<<< {\"t\":2}\n>>>> {\"t\":3}\n", "{\"t\":1} ?8 {\"t\":2} ?21 {\"t\":3}");
    EXPECT("[{\"t\":1},null,{\"t\":2}]", "{\"t\":1} ?9 {\"t\":2}");
    EXPECT("{\"t\":1}}{\"t\":2}", "{\"t\":1} ?7 {\"t\":2}");
    EXPECT("[1,2,3]", "?1");
    EXPECT("{\"t\":1}\n\"{\\\"t\\\":2}\"\n", "{\"t\":1} ?8");
}

TEST(a_record_without_its_brace_costs_itself)
{
    EXPECT("{\"t\":{\"b\":1}\n{\"t\":2}\n{\"t\":3}\n", "!0 {\"t\":2} {\"t\":3}");
    EXPECT("{\"Records\":[{\"t\":{\"b\":1},{\"t\":2},{\"t\":3}]}", "!12 {\"t\":2} {\"t\":3}");
    EXPECT("{\"Records\":[{\"u\":{\"v\":[1,{\"w\":2}},{\"t\":3}]}\n{\"t\":4}", "!12 {\"t\":3} {\"t\":4}");
    EXPECT("{\"t\":1}\n{\"t\":\n{\"t\":3}\n{\"t\":4}\n", "{\"t\":1} !8 {\"t\":3} {\"t\":4}");
}

TEST(a_record_with_a_brace_too_many_costs_itself)
{
    EXPECT("{\"t\":{}},\"x\":1}\n{\"t\":2}\n", "{\"t\":{}} ?9 {\"t\":2}");
    EXPECT("{\"Records\":[{\"t\":1}},{\"t\":2}]}", "{\"t\":1} ?19 {\"t\":2}");
}

TEST(a_lost_quote_costs_one_record)
{
    EXPECT("{\"t\":\"b}\n{\"t\":2}\n", "!0 {\"t\":2}");
    EXPECT("{\"Records\":[{\"t\":\"b,\"c\":\"d\"},{\"t\":2},{\"t\":3}]}", "!12 {\"t\":2} {\"t\":3}");
    EXPECT("{\"t\":\"raw\nline\"}\n{\"t\":2}\n", "!0 {\"t\":2}");
}

TEST(parts_of_a_damaged_record_are_no_records)
{
    EXPECT("{\"a\":[{\"x\":1},{\"y\":2}],\"b\":\"c}\n{\"t\":2}\n", "!0 {\"t\":2}");
    EXPECT("{\"a\":{\"t\":1},\"b\":\"c}\n{\"t\":2}\n", "!0 {\"t\":2}");
}

TEST(a_cut_end_is_told)
{
    EXPECT("{\"t\":1}\n{\"t\":\"x", "{\"t\":1} !8");
    EXPECT("{\"Records\":[{\"t\":1},{\"t\":2", "{\"t\":1} !20");
    EXPECT("{\"Records\":[{\"t\":1},", "{\"t\":1} ?20");
    EXPECT("{\"Records\":[{\"t\":1}]", "{\"t\":1} ?20");
    EXPECT("[{\"t\":1}", "{\"t\":1} ?8");
    EXPECT("{\"Records\":[{\"t\":1}]\n{\"Records\":[{\"t\":2}]}", "{\"t\":1} ?21 {\"t\":2}");
    EXPECT("{\"Records\":[{\"t\":1},{\"t\":2\n{\"Records\":[{\"t\":3}]}", "{\"t\":1} !20 {\"t\":3} ?48");
}

TEST(deep_nesting_costs_one_record)
{
    char text[2000];
    size_t n = 0;
    n += (size_t)snprintf(text + n, sizeof text - n, "{\"t\":0}\n{\"t\":");
    memset(text + n, '[', 200);
    memset(text + n + 200, ']', 200);
    n += 400;
    n += (size_t)snprintf(text + n, sizeof text - n, "}\n{\"t\":2}");
    expect(str_slice(text, n), STR("{\"t\":0} !8 {\"t\":2}"));
}

TEST(a_record_over_16_mib_costs_itself)
{
    size_t big = RECORD_SIZE_MAX + 100;
    struct buf text = BUF_INIT;
    buf_add_text(&text, "{\"t\":1}\n{\"t\":\"");
    memset(buf_reserve(&text, big), 'x', big);
    text.len += big;
    buf_add_text(&text, "\"}\n{\"t\":3}\n");
    CHECK_STR(cut(buf_str(&text), 1 << 20), STR("{\"t\":1} !8 {\"t\":3}"));
    buf_release(&text);
}

TEST(an_envelope_has_no_size_limit)
{
    struct buf text = BUF_INIT;
    size_t records = 0;
    buf_add_text(&text, "{\"Records\":[");
    for (unsigned i = 0; i < 1200000; i++) {
        buf_add_text(&text, i == 0 ? "{\"t\":12345678}" : ",{\"t\":12345678}");
    }
    buf_add_text(&text, "],\"more\":\"");
    memset(buf_reserve(&text, RECORD_SIZE_MAX), 'x', RECORD_SIZE_MAX);
    text.len += RECORD_SIZE_MAX;
    buf_add_text(&text, "\"}");
    struct str out = cut(buf_str(&text), 1 << 20);
    for (size_t i = 0; i < out.len; i++) {
        records += out.ptr[i] == '{';
    }
    CHECK_INT(records, 1200000);
    CHECK(memchr(out.ptr, '!', out.len) == NULL && memchr(out.ptr, '?', out.len) == NULL);
    buf_release(&text);
    buf_release(&seen);
}

/* Damage at every place of a text: what comes before and after is whole. */
TEST(damage_anywhere_costs_little)
{
    static const char text[] = "{\"Records\":["
                               "{\"t\":1,\"u\":{\"a\":[\"x\",{\"y\":\"z\"}]}},{\"t\":2,\"u\":{\"a\":[\"x\"]}},{\"t\":3}"
                               ",{\"t\":4,\"v\":\"\\\"\"},{\"t\":5},{\"t\":6},{\"t\":7}]}";
    static const char bad[] = {'"', '{', '}', '[', ']', '\n', 'x', '\\', ',', '\0'};
    for (size_t at = 12; at + 30 < sizeof text; at++) {
        for (size_t b = 0; b < sizeof bad; b++) {
            char damaged[sizeof text];
            memcpy(damaged, text, sizeof text);
            damaged[at] = bad[b];
            struct str out = cut(str_slice(damaged, sizeof text - 1), 7);
            if (!CHECK(str_find(out, STR("{\"t\":6}")) != SIZE_MAX && str_find(out, STR("{\"t\":7}")) != SIZE_MAX)) {
                printf("#   '%c' at %zu: %.*s\n", bad[b], at, STR_ARG(out));
                return;
            }
        }
    }
}

/* An object that only an unread source has as an envelope may be a record of another source: it is taken apart
 * when it is too large to be one. */
TEST(an_envelope_of_an_unread_source_is_whole_until_it_is_too_large)
{
    struct fields_fixture f, other;
    struct record r;
    struct buf text = BUF_INIT;
    fixture_start(&f);
    fixture_start_flows(&other);
    (void)fixture_finish(&f);
    (void)fixture_finish(&other);
    f.program.unread = &other.program;
    struct record_cutter *c = record_cutter_new(&f.program, lost, NULL);
    buf_reset(&seen);
    buf_add_text(&text, "{\"logEvents\":[{\"message\":\"a\"}]}\n{\"logEvents\":[{\"message\":\"b\"},{\"message\":\"");
    memset(buf_reserve(&text, RECORD_SIZE_MAX - 20), 'x', RECORD_SIZE_MAX - 20);
    text.len += RECORD_SIZE_MAX - 20;
    buf_add_text(&text, "\"}],\"x\":[1]}\n{\"logEvents\":[]}");
    record_start(c);
    buf_add_str(record_window(c), buf_str(&text));
    buf_reserve(record_window(c), RECORD_PADDING);
    CHECK(record_next(c, true, &r) && !r.unread);
    CHECK_STR(r.text, STR("{\"logEvents\":[{\"message\":\"a\"}]}"));
    CHECK(record_next(c, true, &r) && r.unread);
    CHECK_STR(r.text, STR("{\"message\":\"b\"}"));
    CHECK_INT(r.rest.count, 1);
    CHECK_STR(other.segments.items[r.rest.first].key, STR("message"));
    CHECK(record_next(c, true, &r) && r.unread && r.text.len > RECORD_SIZE_MAX - 20);
    CHECK(record_next(c, true, &r) && !r.unread);
    CHECK_STR(r.text, STR("{\"logEvents\":[]}"));
    CHECK(!record_next(c, true, &r));
    CHECK_INT(seen.len, 0);
    record_cutter_free(c);
    fixture_release(&f);
    fixture_release(&other);
    buf_release(&text);
}

TEST(items_of_lookup_events_know_their_path)
{
    struct fields_fixture f;
    struct record r;
    fixture_start(&f);
    struct record_cutter *c = record_cutter_new(fixture_finish(&f), lost, NULL);
    record_start(c);
    buf_add_text(record_window(c), "{\"Events\":[{\"EventId\":\"1\"}],\"x\":1}{\"Records\":[{\"t\":1}]}");
    buf_reserve(record_window(c), RECORD_PADDING);
    CHECK(record_next(c, true, &r));
    CHECK_INT(r.rest.count, 1);
    CHECK_STR(f.segments.items[r.rest.first].key, STR("CloudTrailEvent"));
    CHECK(record_next(c, true, &r));
    CHECK_INT(r.rest.count, 0);
    CHECK(!record_next(c, true, &r));
    record_cutter_free(c);
    fixture_release(&f);
    buf_release(&seen);
}
