#include "engine/envelope.h"

#include "base/buf.h"
#include "tests/unit/fields_fixture.h"
#include "tests/unit/unit.h"

static struct buf seen;

static void found(void *context, enum envelope_kind kind, struct str text, const char *why)
{
    (void)context;
    CHECK((kind == ENVELOPE_OBJECT) == (why == NULL));
    buf_add_text(&seen, kind == ENVELOPE_OBJECT ? "" : kind == ENVELOPE_LINE ? "~" : "!");
    buf_add_str(&seen, text);
    buf_add_char(&seen, ' ');
}

/* What comes out of an object, or "none". With `rest` the path of that text first. */
static struct str opened(struct str object, const char *rest)
{
    struct fields_fixture f;
    struct buf padded = BUF_INIT;
    fixture_start(&f);
    struct program_run path = fixture_path(&f, rest);
    buf_add_str(&padded, object);
    memset(buf_reserve(&padded, 64), '}', 64);
    buf_reset(&seen);
    if (!envelope_open(fixture_finish(&f), buf_str(&padded), path, found, NULL)) {
        buf_add_text(&seen, "none ");
    }
    fixture_release(&f);
    buf_release(&padded);
    return str_slice(seen.ptr, seen.len > 0 ? seen.len - 1 : 0);
}

#define OPENED(text) opened(STR(text), "")

TEST(the_envelopes_of_cloudtrail)
{
    CHECK_STR(OPENED("{\"Records\":[{\"a\":1},{\"b\":2}]}"), STR("{\"a\":1} {\"b\":2}"));
    CHECK_STR(OPENED("{\"detail-type\":\"x\",\"detail\":{\"a\":1}}"), STR("{\"a\":1}"));
    CHECK_STR(OPENED("{\"CloudTrailEvent\":\"{\\\"a\\\":\\\"\\\\u00e9\\\"}\"}"), STR("{\"a\":\"\\u00e9\"}"));
    CHECK_STR(OPENED("{\"Events\":[{\"CloudTrailEvent\":\" {} \"},{\"CloudTrailEvent\":\"{\\\"a\\\":1}\"}]}"),
              STR("{} {\"a\":1}"));
    CHECK_STR(OPENED("{ \"x\" : [ 1 , {} ] , \"detail\" : {\"a\":1} , \"y\" : null }"), STR("{\"a\":1}"));
    CHECK_STR(OPENED("{\"det\\u0061il\":{\"a\":1}}"), STR("{\"a\":1}"));
}

TEST(what_is_none)
{
    CHECK_STR(OPENED("{}"), STR("none"));
    CHECK_STR(OPENED("{\"a\":{\"detail\":{}}}"), STR("none"));
    CHECK_STR(OPENED("{\"Detail\":{}}"), STR("none"));
    CHECK_STR(OPENED("{\"x\":\"detail\"}"), STR("none"));
}

TEST(an_empty_envelope_is_one)
{
    CHECK_STR(OPENED("{\"Records\":[]}"), STR(""));
    CHECK_STR(OPENED("{\"Records\":null}"), STR(""));
    CHECK_STR(OPENED("{\"Events\":[{}]}"), STR(""));
}

TEST(what_is_no_record_in_an_envelope_is_told)
{
    CHECK_STR(OPENED("{\"Records\":[1,{\"a\":1}]}"), STR("!1 {\"a\":1}"));
    CHECK_STR(OPENED("{\"CloudTrailEvent\":\"{\\\"a\\\":\"}"), STR("!{\"a\":"));
    CHECK_STR(OPENED("{\"CloudTrailEvent\":\"\\x\"}"), STR("!\"\\x\""));
    CHECK_STR(OPENED("{\"CloudTrailEvent\":\"\"}"), STR("~"));
    CHECK_STR(OPENED("{\"CloudTrailEvent\":\" 2 eni -\\n\"}"), STR("~2 eni -"));
    CHECK_STR(OPENED("{\"detail\":true}"), STR("!true"));
}

TEST(the_rest_of_a_path_comes_first)
{
    CHECK_STR(opened(STR("{\"x\":{\"y\":{\"a\":1}},\"detail\":{}}"), "x.y"), STR("{\"a\":1}"));
    CHECK_STR(opened(STR("{\"detail\":{\"a\":1}}"), "x.y"), STR("{\"a\":1}"));
    CHECK_STR(opened(STR("{\"x\":[{\"a\":1},{\"b\":2}]}"), "x[1]"), STR("{\"b\":2}"));
    buf_release(&seen);
}
