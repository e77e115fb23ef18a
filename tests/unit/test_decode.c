#include "engine/decode.h"

#include "tests/unit/fields_fixture.h"
#include "tests/unit/unit.h"

/* A program with some fields, and a decoder of each kind over it. */
struct bench {
    struct fields_fixture fields;
    struct symbols *symbols;
    struct decoder *decoders[2];
    unsigned n;
    struct arena arena;
    struct buf out, text;
};

static void bench_open(struct bench *b, const char *const *fields)
{
    memset(b, 0, sizeof *b);
    fixture_start(&b->fields);
    for (; *fields != NULL; fields += 2) {
        CHECK(fixture_field(&b->fields, fields[0], fields[1]));
    }
    b->symbols = symbols_new();
    b->decoders[b->n++] = decoder_new(fixture_finish(&b->fields), b->symbols, FEED_DECODER_JANSSON, NULL);
#ifdef HAVE_SIMDJSON
    b->decoders[b->n++] = decoder_new(fixture_finish(&b->fields), b->symbols, FEED_DECODER_SIMDJSON, NULL);
#endif
}

static void bench_close(struct bench *b)
{
    for (unsigned i = 0; i < b->n; i++) {
        decoder_free(b->decoders[i]);
    }
    symbols_free(b->symbols);
    fixture_release(&b->fields);
    arena_release(&b->arena);
    buf_release(&b->out);
    buf_release(&b->text);
}

static const char *const kinds[] = {"null", "bool", "int", "float", "string", "time", "duration", "ip", "list", "json"};

static void write_event(struct bench *b, const struct event *e)
{
    for (uint16_t i = 0; i < e->n_slots; i++) {
        struct value v = event_value(e, &e->slots[i], b->symbols, &b->arena);
        buf_addf(&b->out, "%s%s%s ", i == 0 ? "" : " ", kinds[v.kind], v.symbol != 0 ? "$" : "");
        value_json(&v, &b->out);
    }
}

/* The slots that a decoder gives, or why it gives none. */
static struct str decoded(struct bench *b, unsigned i, struct str record)
{
    const struct event *e;
    bool repaired;
    buf_reset(&b->out);
    buf_reset(&b->text);
    buf_add_str(&b->text, record);
    memset(buf_reserve(&b->text, DECODE_PADDING), '"', DECODE_PADDING);
    switch (decoder_run(b->decoders[i], buf_str(&b->text), &e, &repaired, &b->out)) {
    case DECODE_OK:
        write_event(b, e);
        if (repaired) {
            buf_add_text(&b->out, " repaired");
        }
        break;
    case DECODE_NO_TIME:
        buf_add_text(&b->out, "no time");
        break;
    case DECODE_REJECTED:
        break;
    }
    return buf_str(&b->out);
}

static void expect(struct bench *b, struct str record, struct str want)
{
    for (unsigned i = 0; i < b->n; i++) {
        if (!CHECK_STR(decoded(b, i, record), want)) {
            printf("#   decoder %u: %.*s\n", i, STR_ARG(record));
        }
    }
}

/* A record with `members` besides its time and id. */
static void expect_members(struct bench *b, struct str members, struct str want)
{
    struct buf record = BUF_INIT;
    buf_add_text(&record, "{\"eventTime\":\"2023-04-01T12:00:03Z\",\"eventID\":\"e1\"");
    buf_add_text(&record, members.len > 0 ? "," : "");
    buf_add_str(&record, members);
    buf_add_text(&record, "}");
    expect(b, buf_str(&record), want);
    buf_release(&record);
}

#define EXPECT(members, want) expect_members(&b, STR(members), STR(want))

TEST(fields_fall_into_their_slots)
{
    static const char *const fields[] = {"a", "string", "b.c", "!string", "b.d.e", "int", NULL};
    struct bench b;
    bench_open(&b, fields);
    EXPECT("\"a\":\"x\",\"b\":{\"c\":\"y\",\"z\":[1,{}],\"d\":{\"e\":5}}", "string \"x\" string$ \"y\" int 5");
    EXPECT("", "null null null null null null");
    EXPECT("\"a\":null,\"b\":null", "null null null null null null");
    EXPECT("\"b\":[{\"c\":\"y\"}]", "null null null null null null");
    EXPECT("\"b\":\"c\"", "null null null null null null");
    EXPECT("\"\\u0061\":\"x\",\"b\":{\"\\u0063\":\"\\u0079\"}", "string \"x\" string$ \"y\" null null");
    EXPECT("\"a\":\"\"", "string \"\" null null null null");
    EXPECT("\"a\":\"a\\u0000b\\\"\\\\\"", "string \"a\\u0000b\\\"\\\\\" null null null null");
    bench_close(&b);
}

TEST(time_and_id_must_be_there)
{
    static const char *const fields[] = {"a", "string", NULL};
    struct bench b;
    bench_open(&b, fields);
    expect(&b, STR("{}"), STR("no time"));
    expect(&b, STR("{\"eventID\":\"1\",\"x\":{\"eventTime\":\"2023-04-01T12:00:03Z\"}}"), STR("no time"));
    expect(&b, STR("{\"eventTime\":\"2023-04-01T12:00:03Z\"}"), STR("eventID is missing"));
    expect(&b, STR("{\"eventTime\":\"2023-04-01T12:00:03Z\",\"eventID\":null}"), STR("eventID is missing"));
    expect(&b, STR("{\"eventTime\":\"2023-04-01T12:00:03Z\",\"eventID\":7}"), STR("eventID is not a string"));
    expect(&b, STR("{\"eventTime\":\"2023-04-01T12:00:03Z\",\"eventID\":\"\"}"), STR("eventID is empty: \"\""));
    expect(&b, STR("{\"eventTime\":true,\"eventID\":\"1\"}"), STR("eventTime is no time"));
    expect(&b, STR("{\"eventTime\":1e30,\"eventID\":\"1\"}"), STR("eventTime is no time"));
    expect(&b, STR("{\"eventTime\":{},\"eventID\":\"1\"}"), STR("eventTime is missing"));
    expect(&b, STR("{\"eventTime\":\"soon\\u001b\",\"eventID\":\"1\"}"), STR("eventTime is no time: \"soon\\x1b\""));
    expect(&b, STR("{\"eventTime\":\"20230401T120003Z\",\"eventID\":\"1\"}"), STR("null null"));
    expect(&b, STR("{\"eventTime\":\"2023-04-01 12:00:03.000\",\"eventID\":\"1\"}"), STR("null null"));
    expect(&b, STR("{\"eventTime\":1680350403,\"eventID\":\"1\"}"), STR("null null"));
    bench_close(&b);
}

TEST(declared_types_convert_scalars)
{
    static const char *const fields[] = {"v", "string", "v", "bool", "v", "int", "v", "float", "v", "time", "v", "ip",
                                         "v", "address", NULL};
    struct bench b;
    bench_open(&b, fields);
    EXPECT("\"v\":1", "string \"1\" null null int 1 float 1.0 time \"1970-01-01T00:00:01Z\" null null string \"1\"");
    EXPECT("\"v\":1.5",
           "string \"1.5\" null null null null float 1.5 time \"1970-01-01T00:00:01.5Z\" null null string \"1.5\"");
    EXPECT("\"v\":1e300",
           "string \"1e+300\" null null float 1e+300 float 1e+300 null null null null string \"1e+300\"");
    EXPECT("\"v\":true", "string \"true\" bool true null null null null null null null null string \"true\"");
    EXPECT("\"v\":\"FALSE\"", "string \"FALSE\" bool false null null null null null null null null string \"FALSE\"");
    EXPECT("\"v\":\"-12\"", "string \"-12\" null null int -12 float -12.0 time \"1969-12-31T23:59:48Z\" null null "
                        "string \"-12\"");
    EXPECT("\"v\":\"1761704400250\"",
           "string \"1761704400250\" null null int 1761704400250 float 1761704400250.0 "
           "time \"2025-10-29T02:20:00.25Z\" null null string \"1761704400250\"");
    EXPECT("\"v\":\"2e0\"", "string \"2e0\" null null int 2 float 2.0 time \"1970-01-01T00:00:02Z\" null null "
                        "string \"2e0\"");
    EXPECT("\"v\":\"192.0.2.1\"",
           "string \"192.0.2.1\" null null null null null null null null ip \"192.0.2.1\" string \"192.0.2.1\"");
    EXPECT("\"v\":\"2023-04-01T12:00:03Z\"", "string \"2023-04-01T12:00:03Z\" null null null null null null time "
                                             "\"2023-04-01T12:00:03Z\" null null string \"2023-04-01T12:00:03Z\"");
    EXPECT("\"v\":[1]", "null null null null null null null null null null null null null null");
    EXPECT("\"v\":{\"a\":1}", "null null null null null null null null null null null null null null");
    bench_close(&b);
}

TEST(json_fields_keep_natural_kinds)
{
    static const char *const fields[] = {"p", "json", "p.q", "!json", "p.list[0]", "json", NULL};
    struct bench b;
    bench_open(&b, fields);
    EXPECT("\"p\":5", "int 5 null null null null");
    EXPECT("\"p\":\"text\"", "string \"text\" null null null null");
    EXPECT("\"p\":[1,\"a\",null,[2],{\"k\":3}]", "list [1,\"a\",null,[2],{\"k\":3}] null null null null");
    EXPECT("\"p\":{ \"q\" : \"x\" , \"list\":[ true, false ] }",
           "json {\"q\":\"x\",\"list\":[true,false]} string$ \"x\" bool true");
    EXPECT("\"p\":{\"q\":{\"r\":1.50}}", "json {\"q\":{\"r\":1.5}} json {\"r\":1.5} null null");
    EXPECT("\"p\":{\"list\":[]}", "json {\"list\":[]} null null null null");
    EXPECT("\"p\":{\"n\":12345678901234567890,\"m\":1e999,\"s\":\"\\ud800\"}",
           "json {\"n\":1.2345678901234567e+19,\"m\":null,\"s\":\"\xef\xbf\xbd\"} null null null null");
    bench_close(&b);
}

TEST(records_and_lists)
{
    static const char *const fields[] = {"r", "record", "l", "list of string", "m", "list of record", NULL};
    struct bench b;
    bench_open(&b, fields);
    EXPECT("\"r\":{\"b\":1,\"a\":[]},\"l\":[\"x\",5,null,{}],\"m\":[{\"k\":1},2]",
           "json {\"b\":1,\"a\":[]} list [\"x\",\"5\",null,null] list [{\"k\":1},null]");
    EXPECT("\"r\":[],\"l\":\"x\",\"m\":{}", "null null null null null null");
    EXPECT("\"r\":{},\"l\":[],\"m\":[]", "json {} list [] list []");
    bench_close(&b);
}

TEST(the_lists_of_a_group_run_in_step)
{
    static const char *const fields[] = {"g[*].a", "!string", "g[*].b.c", "int", "g[*]", "record", NULL};
    struct bench b;
    bench_open(&b, fields);
    EXPECT("\"g\":[{\"a\":\"x\"},{\"b\":{\"c\":2}},7,{\"a\":\"y\",\"b\":{\"c\":3}}]",
           "list [\"x\",null,null,\"y\"] list [null,2,null,3] "
           "list [{\"a\":\"x\"},{\"b\":{\"c\":2}},null,{\"a\":\"y\",\"b\":{\"c\":3}}]");
    EXPECT("\"g\":[]", "list [] list [] list []");
    EXPECT("\"g\":{\"a\":\"x\"}", "null null null null null null");
    bench_close(&b);
}

TEST(stars_in_stars_are_one_list)
{
    static const char *const fields[] = {"g[*].h[*].a", "int", "g[*].x", "int", "p.g[1].h[*]", "json", NULL};
    struct bench b;
    bench_open(&b, fields);
    EXPECT("\"g\":[{\"h\":[{\"a\":1},{}],\"x\":1},{\"x\":2},{\"h\":[{\"a\":3}]}]",
           "list [1,null,3] list [1,2,null] null null");
    EXPECT("\"g\":[{\"h\":5}]", "list [] list [null] null null");
    EXPECT("\"p\":{\"g\":[0,{\"h\":[\"x\",[1]]}]}", "null null null null list [\"x\",[1]]");
    EXPECT("\"p\":{\"g\":[0,{\"h\":1}]}", "null null null null null null");
    bench_close(&b);
}

TEST(of_equal_keys_the_last_wins)
{
    static const char *const fields[] = {"a", "string", "b.c", "string", "b.d", "string", "p", "json", NULL};
    struct bench b;
    bench_open(&b, fields);
    EXPECT("\"a\":\"x\",\"a\":\"y\"", "string \"y\" null null null null null null");
    EXPECT("\"a\":\"x\",\"a\":null", "null null null null null null null null");
    EXPECT("\"a\":\"x\",\"a\":[]", "null null null null null null null null");
    EXPECT("\"b\":{\"c\":\"x\",\"d\":\"x\"},\"b\":{\"c\":\"y\"}", "null null string \"y\" null null null null");
    EXPECT("\"b\":{\"c\":\"x\"},\"b\":5", "null null null null null null null null");
    EXPECT("\"p\":{\"k\":1,\"l\":2,\"k\":{\"m\":3}}", "null null null null null null json {\"k\":{\"m\":3},\"l\":2}");
    expect(&b, STR("{\"eventTime\":\"x\",\"eventID\":\"\",\"eventTime\":\"2023-04-01T12:00:03Z\",\"eventID\":\"1\"}"),
           STR("null null null null null null null null"));
    bench_close(&b);
}

TEST(what_is_not_utf8_is_repaired)
{
    static const char *const fields[] = {"a", "string", NULL};
    struct bench b;
    bench_open(&b, fields);
    EXPECT("\"a\":\"x\xff\xe2\x82\"", "string \"x\xef\xbf\xbd\xef\xbf\xbd\" repaired");
    EXPECT("\"zz\":\"\xff\",\"a\":\"x\"", "string \"x\" repaired");
    bench_close(&b);
}

TEST(damage_that_is_read_is_refused)
{
    static const char *const fields[] = {"a", "json", NULL};
    static const char *const bad[] = {"\"a\":tru", "\"a\":01", "\"a\":\"\\x\"", "\"a\":[1 2]", "\"a\":{\"b\" 1}",
                                      "\"a\":}",
                                      "\"a\":[1,]", "\"a\":1.e5", "\"a\" \"b\"", "\"a\":'x'"};
    struct bench b;
    bench_open(&b, fields);
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        for (unsigned i = 0; i < b.n; i++) {
            char text[256];
            snprintf(text, sizeof text, "{\"eventTime\":\"2023-04-01T12:00:03Z\",\"eventID\":\"e1\",%s}", bad[k]);
            if (!CHECK(str_starts(decoded(&b, i, str_from(text)), STR("not JSON: ")))) {
                printf("#   decoder %u: %s gives %s\n", i, text, b.out.ptr);
            }
        }
    }
    bench_close(&b);
}

TEST(nesting_is_bounded)
{
    static const char *const fields[] = {"a", "json", NULL};
    struct bench b;
    struct buf members = BUF_INIT;
    bench_open(&b, fields);
    buf_add_text(&members, "\"a\":");
    for (unsigned i = 0; i < 100000; i++) {
        buf_add_char(&members, '[');
    }
    for (unsigned i = 0; i < b.n; i++) {
        buf_reset(&b.text);
        CHECK(str_starts(decoded(&b, i, buf_str(&members)), STR("not JSON: ")));
    }
    buf_release(&members);
    bench_close(&b);
}

TEST(a_build_says_which_decoder_it_lacks)
{
#ifndef HAVE_SIMDJSON
    static const char *const fields[] = {NULL};
    struct err err = {""};
    struct bench b;
    bench_open(&b, fields);
    CHECK(decoder_new(fixture_finish(&b.fields), b.symbols, FEED_DECODER_SIMDJSON, &err) == NULL);
    CHECK(strstr(err.text, "simdjson") != NULL);
    bench_close(&b);
#else
    static const char *const fields[] = {NULL};
    struct bench b;
    bench_open(&b, fields);
    CHECK_INT(b.n, 2);
    CHECK(b.decoders[1] != NULL);
    bench_close(&b);
#endif
}
