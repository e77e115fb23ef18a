#include "lang/function.h"

#include "base/ip.h"
#include "base/timefmt.h"
#include "base/zone.h"
#include "tests/unit/unit.h"

static struct arena arena;

/* Call a function and give its value as JSON. */
static struct str call(const char *name, unsigned n, const struct value *args)
{
    uint32_t id = function_find(str_from(name));
    struct buf out = BUF_INIT;
    if (id == UINT32_MAX || function_at(id)->call == NULL) {
        return STR("no such function");
    }
    struct value v = function_at(id)->call(args, n, &arena);
    value_json(&v, &out);
    struct str s = arena_str(&arena, buf_str(&out));
    buf_release(&out);
    return s;
}

static struct value text(const char *s) { return value_str(str_from(s)); }

static struct str call1(const char *name, const char *s) { return call(name, 1, (struct value[]){text(s)}); }

static struct str call2(const char *name, const char *s, const char *t)
{
    return call(name, 2, (struct value[]){text(s), text(t)});
}

TEST(the_table_is_sound)
{
    for (uint32_t i = 0; i < function_count(); i++) {
        const struct function_info *f = function_at(i);
        CHECK_INT(function_find(str_from(f->name)), i);
        CHECK(f->min_args >= 1 && f->min_args <= f->max_args && f->max_args <= FUNCTION_ARGS_MAX);
        CHECK(strlen(f->doc) > 0);
        for (unsigned a = 0; a < f->max_args; a++) {
            bool any = strcmp(function_param_type(i, a), "any") == 0;
            CHECK(!any || strstr(f->params, "any") != NULL);
        }
    }
    CHECK_INT(function_find(STR("nothing")), UINT32_MAX);
}

TEST(null_gives_null)
{
    struct value nulls[FUNCTION_ARGS_MAX] = {{0}};
    for (uint32_t i = 0; i < function_count(); i++) {
        const struct function_info *f = function_at(i);
        if (f->call != NULL) {
            CHECK_INT(f->call(nulls, f->min_args, &arena).kind, VALUE_NULL);
        }
    }
}

TEST(a_wrong_kind_gives_null)
{
    struct value item = value_int(1);
    struct value list = {.kind = VALUE_LIST, .len = 1, .items = &item};
    struct value args[3] = {list, list, list};
    static const char *const strict[] = {"lower", "upper", "trim_prefix", "trim_suffix", "starts_with", "ends_with",
                                         "replace", "split", "to_int", "to_float", "floor", "json", "url_decode",
                                         "base64_decode", "hour", "weekday", "date", "arn_account", "arn_service",
                                         "arn_resource", "ip_private"};
    for (size_t i = 0; i < sizeof strict / sizeof *strict; i++) {
        const struct function_info *f = function_at(function_find(str_from(strict[i])));
        CHECK_INT(f->call(args, f->min_args, &arena).kind, VALUE_NULL);
    }
}

TEST(parameters_know_their_types)
{
    uint32_t length = function_find(STR("length")), concat = function_find(STR("concat"));
    struct type string = {TYPE_STRING, false}, list = {TYPE_JSON, true}, json = {TYPE_JSON, false};
    struct type address = {TYPE_ADDRESS, false}, time = {TYPE_TIME, false}, place = {TYPE_LOCATION, false};
    CHECK(function_param_fits(length, 0, string));
    CHECK(function_param_fits(length, 0, address));
    CHECK(function_param_fits(length, 0, list));
    CHECK(function_param_fits(length, 0, json));
    CHECK(!function_param_fits(length, 0, time));
    CHECK(function_param_fits(concat, 9, time));
    CHECK(!function_param_fits(concat, 9, place));
}

TEST(times_have_zones)
{
    const char *zones[] = {"Europe/Amsterdam", "-00:30"};
    struct value args[] = {value_time(1761436800000000), text(zones[0])}; /* 2025-10-26T00:00:00Z */
    CHECK_STR(call("hour", 1, args), STR("0"));
    CHECK_STR(call("hour", 2, args), STR("null")); /* nobody has loaded it */
    CHECK(zone_load(str_from(zones[0])) != NULL && zone_load(str_from(zones[1])) != NULL);
    CHECK_STR(call("hour", 2, args), STR("2"));
    CHECK_STR(call("weekday", 2, args), STR("7"));
    args[1] = text(zones[1]);
    CHECK_STR(call("hour", 2, args), STR("23"));
    CHECK_STR(call("weekday", 2, args), STR("6"));
    CHECK_STR(call("date", 2, args), STR("\"2025-10-25\""));
    args[1] = value_null();
    CHECK_STR(call("date", 2, args), STR("null"));
}

TEST(letters)
{
    CHECK_STR(call1("lower", "ABC-\xc3\x84z"), STR("\"abc-\xc3\x84z\""));
    CHECK_STR(call1("upper", "abc1"), STR("\"ABC1\""));
    CHECK_STR(call1("upper", ""), STR("\"\""));
}

TEST(ends_of_texts)
{
    CHECK_STR(call2("trim_prefix", "arn:aws", "arn:"), STR("\"aws\""));
    CHECK_STR(call2("trim_prefix", "aws", "arn:"), STR("\"aws\""));
    CHECK_STR(call2("trim_suffix", "s3.amazonaws.com", ".amazonaws.com"), STR("\"s3\""));
    CHECK_STR(call2("trim_suffix", "x", "x"), STR("\"\""));
    CHECK_STR(call2("starts_with", "abc", ""), STR("true"));
    CHECK_STR(call2("ends_with", "abc", "bc"), STR("true"));
    CHECK_STR(call2("ends_with", "c", "bc"), STR("false"));
}

TEST(replace_finds_all)
{
    CHECK_STR(call("replace", 3, (struct value[]){text("a-b-c"), text("-"), text("")}), STR("\"abc\""));
    CHECK_STR(call("replace", 3, (struct value[]){text("aaa"), text("aa"), text("b")}), STR("\"ba\""));
    CHECK_STR(call("replace", 3, (struct value[]){text("abc"), text(""), text("x")}), STR("\"abc\""));
}

TEST(replace_does_not_explode)
{
    size_t len = 1 << 20;
    char *many = arena_alloc(&arena, len);
    memset(many, 'a', len);
    struct value args[] = {value_str(str_slice(many, len)), text("a"), text("0123456789012345678901234567890123")};
    CHECK_STR(call("replace", 3, args), STR("null"));
}

TEST(split_keeps_empty_parts)
{
    CHECK_STR(call2("split", "a,,b,", ","), STR("[\"a\",\"\",\"b\",\"\"]"));
    CHECK_STR(call2("split", "abc", ""), STR("[\"abc\"]"));
    CHECK_STR(call2("split", "", ","), STR("[\"\"]"));
    CHECK_STR(call2("split", "a::b", "::"), STR("[\"a\",\"b\"]"));
}

TEST(length_counts_characters)
{
    CHECK_STR(call1("length", "h\xc3\xa4\xe2\x82\xac"), STR("3"));
    CHECK_STR(call1("length", ""), STR("0"));
    struct value items[2] = {value_int(1), value_null()};
    CHECK_STR(call("length", 1, (struct value[]){{.kind = VALUE_LIST, .len = 2, .items = items}}), STR("2"));
}

TEST(concat_takes_all_kinds)
{
    struct value args[] = {text("a"), value_int(-1), value_bool(true), value_float(0.5), value_time(0)};
    CHECK_STR(call("concat", 5, args), STR("\"a-1true0.51970-01-01T00:00:00Z\""));
    args[2] = value_null();
    CHECK_STR(call("concat", 5, args), STR("null"));
}

TEST(to_string_gives_text)
{
    struct ip ip;
    CHECK(ip_parse(STR("2001:db8:0:0::1"), &ip));
    CHECK_STR(call("to_string", 1, (struct value[]){{.kind = VALUE_IP, .ip = &ip}}), STR("\"2001:db8::1\""));
    struct value object = text("{\"a\":1}");
    object.kind = VALUE_JSON;
    CHECK_STR(call("to_string", 1, &object), STR("\"{\\\"a\\\":1}\""));
    CHECK_STR(call("to_string", 1, (struct value[]){value_bool(false)}), STR("\"false\""));
}

TEST(numbers_of_texts)
{
    CHECK_STR(call1("to_int", "42"), STR("42"));
    CHECK_STR(call1("to_int", "-7.9"), STR("-7"));
    CHECK_STR(call1("to_int", "1e3"), STR("1000"));
    CHECK_STR(call1("to_int", "9223372036854775807"), STR("9223372036854775807"));
    CHECK_STR(call1("to_int", "9223372036854775808"), STR("null"));
    CHECK_STR(call1("to_int", ""), STR("null"));
    CHECK_STR(call1("to_int", " 1"), STR("null"));
    CHECK_STR(call1("to_int", "0x10"), STR("null"));
    CHECK_STR(call1("to_int", "1-2"), STR("null"));
    CHECK_STR(call1("to_float", "2.5"), STR("2.5"));
    CHECK_STR(call1("to_float", "nan"), STR("null"));
    CHECK_STR(call1("to_float", "1e999"), STR("null"));
    CHECK_STR(call("to_int", 1, (struct value[]){value_float(-1e300)}), STR("null"));
    CHECK_STR(call("floor", 1, (struct value[]){value_float(-1.5)}), STR("-2"));
    CHECK_STR(call("floor", 1, (struct value[]){value_int(3)}), STR("3"));
}

TEST(a_nul_inside_is_no_number)
{
    CHECK_STR(call("to_int", 1, (struct value[]){value_str(STR("1\0002"))}), STR("null"));
}

TEST(parts_of_a_time)
{
    int64_t t;
    CHECK(time_parse(STR("2026-10-29T23:59:59.5Z"), &t));
    CHECK_STR(call("hour", 1, (struct value[]){value_time(t)}), STR("23"));
    CHECK_STR(call("weekday", 1, (struct value[]){value_time(t)}), STR("4"));
    CHECK_STR(call("date", 1, (struct value[]){value_time(t)}), STR("\"2026-10-29\""));
    CHECK_STR(call("weekday", 1, (struct value[]){value_time(-1)}), STR("3"));
    CHECK_STR(call1("hour", "2026-10-29T02:00:00Z"), STR("2"));
    CHECK_STR(call1("hour", "morning"), STR("null"));
}

TEST(json_gives_natural_kinds)
{
    CHECK_STR(call1("json", "{\"b\": 1, \"a\" : [true, null, {\"x\":2.50}], \"b\":2}"),
              STR("{\"b\":2,\"a\":[true,null,{\"x\":2.5}]}"));
    CHECK_STR(call1("json", "[1, \"x\", [2]]"), STR("[1,\"x\",[2]]"));
    CHECK_STR(call1("json", "\"x\""), STR("\"x\""));
    CHECK_STR(call1("json", "18446744073709551616"), STR("1.8446744073709552e+19"));
    CHECK_STR(call1("json", "{}"), STR("{}"));
    CHECK_STR(call1("json", "{\"a\":1"), STR("null"));
    CHECK_STR(call1("json", "1 2"), STR("null"));
    CHECK_STR(call1("json", ""), STR("null"));
    CHECK_STR(call1("json", "\"\xff\""), STR("null"));
    CHECK_STR(call1("json", "1e999"), STR("null"));
}

TEST(json_has_a_depth)
{
    char deep[8000];
    memset(deep, '[', 4000);
    memset(deep + 4000, ']', 4000);
    CHECK_STR(call("json", 1, (struct value[]){value_str(str_slice(deep, sizeof deep))}), STR("null"));
}

TEST(url_decode_reads_hex)
{
    CHECK_STR(call1("url_decode", "a%20b%2Fc+d"), STR("\"a b/c+d\""));
    CHECK_STR(call1("url_decode", "%e2%82%AC"), STR("\"\xe2\x82\xac\""));
    CHECK_STR(call1("url_decode", "100%"), STR("null"));
    CHECK_STR(call1("url_decode", "%4"), STR("null"));
    CHECK_STR(call1("url_decode", "%zz"), STR("null"));
}

TEST(base64_in_both_alphabets)
{
    CHECK_STR(call1("base64_decode", "aGVsbG8="), STR("\"hello\""));
    CHECK_STR(call1("base64_decode", "aGVsbG8"), STR("\"hello\""));
    CHECK_STR(call1("base64_decode", "aGk"), STR("\"hi\""));
    CHECK_STR(call1("base64_decode", "Pz8_Pj4-"), STR("\"\?\?\?>>>\""));
    CHECK_STR(call1("base64_decode", "Pz8/Pj4+"), STR("\"\?\?\?>>>\""));
    CHECK_STR(call1("base64_decode", ""), STR("\"\""));
    CHECK_STR(call1("base64_decode", "a"), STR("null"));
    CHECK_STR(call1("base64_decode", "aGk=="), STR("null"));
    CHECK_STR(call1("base64_decode", "aG k"), STR("null"));
    CHECK_STR(call1("base64_decode", "a==="), STR("null"));
}

TEST(parts_of_an_arn)
{
    const char *role = "arn:aws:sts::111122223333:assumed-role/deploy/ci:1";
    CHECK_STR(call1("arn_account", role), STR("\"111122223333\""));
    CHECK_STR(call1("arn_service", role), STR("\"sts\""));
    CHECK_STR(call1("arn_resource", role), STR("\"assumed-role/deploy/ci:1\""));
    CHECK_STR(call1("arn_account", "arn:aws:s3:::bucket"), STR("null"));
    CHECK_STR(call1("arn_resource", "arn:aws:s3:::"), STR("null"));
    CHECK_STR(call1("arn_service", "arn:aws:s3"), STR("null"));
    CHECK_STR(call1("arn_service", "urn:aws:s3:::x"), STR("null"));
    CHECK_STR(call1("arn_service", "arn::s3:::x"), STR("null"));
}

TEST(private_addresses)
{
    struct ip ip;
    CHECK(ip_parse(STR("192.168.1.1"), &ip));
    CHECK_STR(call("ip_private", 1, (struct value[]){{.kind = VALUE_IP, .ip = &ip}}), STR("true"));
    CHECK_STR(call1("ip_private", "10.1.2.3"), STR("true"));
    CHECK_STR(call1("ip_private", "8.8.8.8"), STR("false"));
    CHECK_STR(call1("ip_private", "ec2.amazonaws.com"), STR("null"));
}
