#include "engine/scan.h"

#include "tests/unit/unit.h"

/* Text with the readable bytes behind it that a scan wants. */
static const char *padded(struct str text)
{
    static char space[8192];
    memset(space, 'x', sizeof space);
    memcpy(space, text.ptr, text.len);
    return space;
}

/* The result of a scan that gets its bytes in pieces of `step`. */
static enum scan_result scan_in_steps(struct scan *s, struct str text, size_t step, const struct scan_stop *stop)
{
    const char *p = padded(text);
    enum scan_result result = SCAN_MORE;
    scan_start(s, 0);
    for (size_t len = 0; len < text.len && result == SCAN_MORE;) {
        len = text.len - len < step ? text.len : len + step;
        result = scan_run(s, p, len, stop);
    }
    return result;
}

static void expect(struct str text, enum scan_result want, size_t at)
{
    static const size_t steps[] = {1, 2, 3, 7, 63, 64, 65, 100, 8000};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct scan s;
        bool good = CHECK_INT(scan_in_steps(&s, text, steps[i], NULL), want);
        good = (want == SCAN_MORE || CHECK_INT(s.at, at)) && good;
        if (!good) {
            printf("#   steps of %zu: %.*s\n", steps[i], STR_ARG(text));
        }
    }
}

TEST(an_object_ends_at_its_brace)
{
    expect(STR("{}"), SCAN_END, 2);
    expect(STR("{\"a\":{\"b\":[1,{},[]]}} {"), SCAN_END, 21);
    expect(STR("[{\"a\":1},{\"b\":2}]"), SCAN_END, 17);
    expect(STR("{\"a\" :\n\t[ 1 , 2 ] , \"b\" : \"c\" \r\n}"), SCAN_END, 33);
}

TEST(brackets_in_strings_are_text)
{
    expect(STR("{\"a\":\"}]{[\"}"), SCAN_END, 12);
    expect(STR("{\"a\":\"\\\"}\"}"), SCAN_END, 11);
    expect(STR("{\"a\":\"\\\\\"}"), SCAN_END, 10);
    expect(STR("{\"a\":\"\\\\\\\"}\"}"), SCAN_END, 13);
    expect(STR("{\"a\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\\\\\\\\\\\"}\"}"), SCAN_END, 71);
}

TEST(what_is_cut_off_needs_more)
{
    expect(STR("{\"a\":\"b"), SCAN_MORE, 0);
    expect(STR("{\"a\":{\"b\":1}"), SCAN_MORE, 0);
    expect(STR("{"), SCAN_MORE, 0);
}

TEST(a_missing_brace_shows_at_the_next_record)
{
    expect(STR("{\"a\":{\"b\":1},\n{\"c\":2}"), SCAN_DAMAGE, 14);
    expect(STR("{\"a\":{\"b\":1}\n{\"c\":2}"), SCAN_DAMAGE, 13);
    expect(STR("{\"a\":[1,2}"), SCAN_DAMAGE, 9);
    expect(STR("{\"a\":1]"), SCAN_DAMAGE, 6);
}

TEST(a_missing_quote_shows_soon)
{
    expect(STR("{\"a\":\"b,\n"), SCAN_DAMAGE, 8);
    expect(STR("{\"a\":\"b,\"c\":\"d\"}"), SCAN_DAMAGE, 9);
    expect(STR("{\"a\":b\",\"c\":\"d\"}"), SCAN_DAMAGE, 9);
    expect(STR("{\"a\":\"b\"  \"c\":1}"), SCAN_DAMAGE, 10);
}

TEST(deep_nesting_is_noticed_and_followed)
{
    char text[1024];
    struct scan s;
    unsigned n = 300;
    memset(text, '[', n);
    memset(text + n, ']', n);
    memcpy(text, "{\"a\":", 5);
    text[2 * n - 5] = '}';
    CHECK_INT(scan_in_steps(&s, str_slice(text, 2 * n), 64, NULL), SCAN_END);
    CHECK(s.deep);
    memcpy(text, "{\"a\":[[]]}", 10);
    CHECK_INT(scan_in_steps(&s, str_slice(text, 10), 64, NULL), SCAN_END);
    CHECK(!s.deep);
}

TEST(an_envelope_stops_the_scan)
{
    static const struct str keys[] = {{"Records", 7}, {"Events", 6}};
    static const struct scan_stop stop = {keys, 2};
    struct scan s;
    CHECK_INT(scan_in_steps(&s, STR("{\"Records\":[{}]}"), 1, &stop), SCAN_ENVELOPE);
    CHECK_INT(s.at, 12);
    CHECK_INT(s.key, 0);
    CHECK_INT(scan_in_steps(&s, STR("{\"x\":[1],\"Events\" : [{}]}"), 64, &stop), SCAN_ENVELOPE);
    CHECK_INT(s.at, 21);
    CHECK_INT(s.key, 1);
    CHECK_INT(scan_in_steps(&s, STR("{\"x\":{\"Events\":[{}]}}"), 64, &stop), SCAN_END);
    CHECK_INT(scan_in_steps(&s, STR("{\"MyRecords\":[{}]}"), 64, &stop), SCAN_END);
}

TEST(scan_object_takes_one_whole_object)
{
    const char *why;
    CHECK(scan_object(str_slice(padded(STR("{\"a\":1}")), 7), &why));
    CHECK(!scan_object(str_slice(padded(STR("{\"a\":1} ")), 8), &why));
    CHECK(!scan_object(str_slice(padded(STR("[]")), 2), &why));
    CHECK(!scan_object(str_slice(padded(STR("{\"a\":1")), 6), &why));
    CHECK(!scan_object(STR(""), &why));
}
