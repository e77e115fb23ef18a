#include "engine/known.h"

#include <math.h>

#include "engine/known_data.h"
#include "tests/unit/unit.h"

static void check_value(struct value v, struct str want)
{
    struct buf out = BUF_INIT;
    struct symbols *symbols = symbols_new();
    struct value back;
    known_value_print(&v, &out);
    CHECK_STR(buf_str(&out), want);
    if (CHECK(known_value_parse(buf_str(&out), symbols, &back))) {
        buf_release(&out); /* what was read does not point into it */
        known_value_print(&back, &out);
        CHECK_STR(buf_str(&out), want);
        CHECK_INT(back.kind, v.kind == VALUE_LIST ? VALUE_JSON : v.kind);
        CHECK(v.kind != VALUE_FLOAT || memcmp(&back.f, &v.f, sizeof v.f) == 0 || isnan(v.f));
        CHECK(v.kind != VALUE_STRING || str_equal(value_text(&back), value_text(&v)));
        CHECK(symbol_of(symbols, &back) == symbol_of(symbols, &v));
    }
    buf_release(&out);
    symbols_free(symbols);
}

TEST(known_values_of_all_kinds)
{
    check_value(value_bool(true), STR("[\"bool\",\"true\"]"));
    check_value(value_bool(false), STR("[\"bool\",\"false\"]"));
    check_value(value_int(INT64_MIN), STR("[\"int\",\"-9223372036854775808\"]"));
    check_value(value_int(INT64_MAX), STR("[\"int\",\"9223372036854775807\"]"));
    check_value(value_float(0.1), STR("[\"float\",\"0.1\"]"));
    check_value(value_float(0.1 + 0.2), STR("[\"float\",\"0.30000000000000004\"]"));
    check_value(value_float(5e-324), STR("[\"float\",\"5e-324\"]"));
    check_value(value_float(-0.0), STR("[\"float\",\"-0.0\"]"));
    check_value(value_float(3), STR("[\"float\",\"3.0\"]"));
    check_value(value_float((double)-INFINITY), STR("[\"float\",\"-inf\"]"));
    check_value(value_float((double)NAN), STR("[\"float\",\"nan\"]"));
    check_value(value_time(1790000000123456), STR("[\"time\",\"1790000000123456\"]"));
    check_value(value_duration(-1), STR("[\"duration\",\"-1\"]"));
}

TEST(known_values_of_texts)
{
    check_value(value_str(STR("")), STR("[\"string\",\"\"]"));
    check_value(value_str(STR("a\"\\\n\x01 é")), STR("[\"string\",\"a\\\"\\\\\\n\\u0001 é\"]"));
    check_value(value_str(STR("\xe2\x80\xa8")), STR("[\"string\",\"\\u2028\"]"));
    check_value(value_str(STR("a\xff")), STR("[\"hex\",\"61ff\"]"));
    check_value(value_str(STR("a\0b")), STR("[\"hex\",\"610062\"]"));
    check_value((struct value){.kind = VALUE_JSON, .s = "{\"a\":[1,2.5]}", .len = 13},
                STR("[\"json\",\"{\\\"a\\\":[1,2.5]}\"]"));
    struct value items[] = {value_int(1), value_str(STR("x"))};
    check_value((struct value){.kind = VALUE_LIST, .items = items, .len = 2}, STR("[\"json\",\"[1,\\\"x\\\"]\"]"));
}

TEST(known_values_of_addresses)
{
    static const char *const texts[] = {"192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1", "::"};
    for (unsigned i = 0; i < 4; i++) {
        struct ip ip;
        char want[64];
        CHECK(ip_parse(str_from(texts[i]), &ip));
        snprintf(want, sizeof want, "[\"ip\",\"%s\"]", texts[i]);
        check_value((struct value){.kind = VALUE_IP, .ip = &ip}, str_from(want));
    }
}

TEST(known_values_that_are_none)
{
    static const char *const texts[] = {
        "", "[", "[]", "{}", "null", "[\"int\"]", "[\"int\",7]", "[\"int\",\"7\",\"8\"]", "[\"int\",\"7\"] ",
        "[\"int\",\"\"]", "[\"int\",\"7.0\"]", "[\"int\",\"07\"]", "[\"int\",\" 7\"]", "[\"int\",\"+7\"]",
        "[\"int\",\"9223372036854775808\"]", "[\"float\",\"7\"]", "[\"float\",\"1e999\"]", "[\"float\",\"NaN\"]",
        "[\"float\",\"0x1p3\"]", "[\"bool\",\"True\"]", "[\"bool\",\"\"]", "[\"ip\",\"300.0.0.1\"]", "[\"ip\",\"\"]",
        "[\"json\",\"\"]", "[\"json\",\"{\"]", "[\"json\",\"{\\\"a\\\":1,\\\"a\\\":2}\"]", "[\"json\",\"[1,\\n2]\"]",
        "[\"hex\",\"f\"]", "[\"hex\",\"fg\"]", "[\"null\",\"\"]", "[\"list\",\"[]\"]", "[\"tuple\",\"[]\"]",
        "[\"string\",\"\xff\"]", "[\"string\",\"a\\u0000\"]", "[\"string\",\"\\x\"]", "[\"string\",\"a\nb\"]",
    };
    struct symbols *symbols = symbols_new();
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct value v;
        if (!CHECK(!known_value_parse(str_from(texts[i]), symbols, &v))) {
            printf("#   %s\n", texts[i]);
        }
    }
    symbols_free(symbols);
}

static int64_t seconds(const char *text)
{
    int64_t t;
    struct known_data data = known_data_of(str_from(text));
    return known_data_seconds(&data, &t) && known_data_end(&data) ? t : KNOWN_NOTHING;
}

TEST(known_seconds)
{
    static const int64_t times[] = {0, 1, -1, 1500000, -1500000, -7, 1790000000000000, INT64_MAX, INT64_MIN};
    struct buf out = BUF_INIT;
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        buf_reset(&out);
        known_seconds_print(times[i], &out);
        CHECK_INT(seconds(out.ptr), times[i]);
    }
    CHECK_INT(seconds("-0.000007"), -7);
    CHECK_INT(seconds("9223372036854.775807"), INT64_MAX);
    CHECK_INT(seconds("9223372036854.775808"), KNOWN_NOTHING);
    CHECK_INT(seconds("1.0000000"), KNOWN_NOTHING);
    CHECK_INT(seconds("1."), KNOWN_NOTHING);
    CHECK_INT(seconds("1e3"), KNOWN_NOTHING);
    CHECK_INT(seconds("-"), KNOWN_NOTHING);
    CHECK_INT(seconds(""), KNOWN_NOTHING);
    buf_release(&out);
}
