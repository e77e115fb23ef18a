#include "base/value.h"

#include <float.h>
#include <math.h>

#include "base/timefmt.h"
#include "tests/unit/unit.h"

static bool equal(struct value a, struct value b)
{
    bool one = value_equal(&a, &b);
    CHECK(one == value_equal(&b, &a));
    return one;
}

/* The order of two values as one of '<' '=' '>', and '?' when there is none. */
static char order(struct value a, struct value b)
{
    int one = 0, other = 0;
    bool ordered = value_order(&a, &b, &one);
    CHECK(ordered == value_order(&b, &a, &other));
    if (!ordered) {
        return '?';
    }
    CHECK((one < 0) == (other > 0) && (one > 0) == (other < 0));
    return one < 0 ? '<' : one > 0 ? '>' : '=';
}

static struct value text(const char *s)
{
    return value_str(str_from(s));
}

static struct value json(const char *s)
{
    struct value v = value_str(str_from(s));
    v.kind = VALUE_JSON;
    return v;
}

static struct value list(const struct value *items, uint32_t len)
{
    return (struct value){.kind = VALUE_LIST, .len = len, .items = items};
}

TEST(value_null_equals_nothing)
{
    CHECK(!equal(value_null(), value_null()));
    CHECK(!equal(value_null(), value_int(0)));
    CHECK(!equal(value_null(), text("")));
    CHECK(order(value_null(), value_null()) == '?');
}

TEST(value_kinds_do_not_mix)
{
    CHECK(!equal(value_int(1), value_bool(true)));
    CHECK(!equal(value_int(1), text("1")));
    CHECK(!equal(value_time(5), value_duration(5)));
    CHECK(!equal(value_time(5), value_int(5)));
    CHECK(!equal(json("\"a\""), text("\"a\"")));
    CHECK(order(value_int(1), value_time(1)) == '?');
    CHECK(order(text("a"), text("b")) == '?');
    CHECK(order(value_bool(false), value_bool(true)) == '?');
}

TEST(value_equality_of_each_kind)
{
    struct ip a, b;
    CHECK(ip_parse(STR("1.2.3.4"), &a) && ip_parse(STR("::ffff:1.2.3.4"), &b));
    CHECK(equal(value_bool(true), value_bool(true)) && !equal(value_bool(true), value_bool(false)));
    CHECK(equal(text("a"), text("a")) && !equal(text("a"), text("A")));
    CHECK(equal(value_time(5), value_time(5)) && !equal(value_time(5), value_time(6)));
    CHECK(equal(value_duration(5), value_duration(5)));
    CHECK(equal(json("{\"a\":1}"), json("{\"a\":1}")) && !equal(json("{\"a\":1}"), json("{}")));
    CHECK(equal((struct value){.kind = VALUE_IP, .ip = &a}, (struct value){.kind = VALUE_IP, .ip = &b}));
    struct value x = text("same"), y = text("same"), z = text("same");
    x.symbol = y.symbol = 3;
    CHECK(equal(x, y) && equal(x, z)); /* with and without a symbol */
}

TEST(value_lists_are_equal_by_text)
{
    struct value one[] = {value_int(1), text("a")}, two[] = {value_int(1), text("a")},
                 other[] = {value_int(1), text("b")};
    CHECK(equal(list(one, 2), list(two, 2)));
    CHECK(!equal(list(one, 2), list(other, 2)));
    CHECK(!equal(list(one, 2), list(one, 1)));
    CHECK(equal(list(NULL, 0), list(NULL, 0)));
}

TEST(value_numbers_compare_exactly)
{
    const int64_t big = INT64_C(9007199254740993); /* 2^53 + 1 has no double */
    CHECK(equal(value_int(3), value_float(3.0)) && !equal(value_int(3), value_float(3.5)));
    CHECK(order(value_int(3), value_float(3.5)) == '<');
    CHECK(order(value_int(-3), value_float(-3.5)) == '>');
    CHECK(order(value_int(-4), value_float(-3.5)) == '<');
    CHECK(!equal(value_int(big), value_float(9007199254740992.0)));
    CHECK(order(value_int(big), value_float(9007199254740992.0)) == '>');
    CHECK(order(value_int(INT64_MAX), value_float(0x1p63)) == '<');
    CHECK(order(value_int(INT64_MIN), value_float(-0x1p63)) == '=');
    CHECK(order(value_int(INT64_MIN), value_float(-0x1p64)) == '>');
    CHECK(order(value_int(0), value_float(HUGE_VAL)) == '<');
    CHECK(order(value_int(0), value_float(-HUGE_VAL)) == '>');
    CHECK(equal(value_int(0), value_float(-0.0)));
    CHECK(order(value_int(INT64_MIN), value_int(INT64_MAX)) == '<');
    CHECK(order(value_float(1), value_float(2)) == '<' && equal(value_float(2), value_float(2)));
}

TEST(value_nan_has_no_order)
{
    double nan_value = (double)NAN;
    CHECK(!equal(value_float(nan_value), value_float(nan_value)));
    CHECK(order(value_float(nan_value), value_float(1)) == '?');
    CHECK(order(value_int(1), value_float(nan_value)) == '?');
}

static void check_json(struct value v, const char *want)
{
    struct buf b = BUF_INIT;
    value_json(&v, &b);
    CHECK_STR(buf_str(&b), str_from(want));
    buf_release(&b);
}

static void check_print(struct value v, const char *want)
{
    struct buf b = BUF_INIT;
    value_print(&v, &b);
    CHECK_STR(buf_str(&b), str_from(want));
    buf_release(&b);
}

TEST(value_json_of_each_kind)
{
    struct ip a;
    struct value items[] = {value_int(1), text("a\""), value_null(), json("{\"k\":[]}")};
    CHECK(ip_parse(STR("2001:DB8::1"), &a));
    check_json(value_null(), "null");
    check_json(value_bool(true), "true");
    check_json(value_bool(false), "false");
    check_json(value_int(INT64_MIN), "-9223372036854775808");
    check_json(text("a\n"), "\"a\\n\"");
    check_json(value_time(500000), "\"1970-01-01T00:00:00.5Z\"");
    check_json((struct value){.kind = VALUE_IP, .ip = &a}, "\"2001:db8::1\"");
    check_json(list(items, 4), "[1,\"a\\\"\",null,{\"k\":[]}]");
    check_json(list(NULL, 0), "[]");
    check_print(text("a\n"), "a\n");
    check_print(value_null(), "null");
    check_print(value_time(0), "1970-01-01T00:00:00Z");
    check_print((struct value){.kind = VALUE_IP, .ip = &a}, "2001:db8::1");
    check_print(list(items, 2), "[1,\"a\\\"\"]");
    check_print(value_int(-7), "-7");
}

TEST(value_json_of_durations_is_seconds)
{
    check_json(value_duration(90 * TIME_SECOND), "90");
    check_json(value_duration(0), "0");
    check_json(value_duration(1), "0.000001");
    check_json(value_duration(-1500000), "-1.5");
    check_json(value_duration(INT64_MIN), "-9223372036854.775808");
}

TEST(value_json_of_floats_is_short)
{
    check_json(value_float(0.1), "0.1");
    check_json(value_float(1.0 / 3), "0.3333333333333333");
    check_json(value_float(0.1 + 0.2), "0.30000000000000004");
    check_json(value_float(5), "5.0");
    check_json(value_float(-0.0), "-0.0");
    check_json(value_float(1e21), "1e+21");
    check_json(value_float(5e-324), "5e-324");
    check_json(value_float(DBL_MAX), "1.7976931348623157e+308");
    check_json(value_float(HUGE_VAL), "null");
    check_json(value_float((double)NAN), "null");
}

TEST(value_json_of_floats_reads_back)
{
    struct buf b = BUF_INIT;
    unsigned wrong = 0;
    srand(6);
    for (int i = 0; i < 50000; i++) {
        uint64_t bits = (uint64_t)rand() << 42 ^ (uint64_t)rand() << 21 ^ (uint64_t)rand();
        double f;
        memcpy(&f, &bits, sizeof f);
        struct value v = value_float(f);
        buf_reset(&b);
        value_json(&v, &b);
        wrong += isfinite(f) && strtod(b.ptr, NULL) != f;
    }
    CHECK_INT(wrong, 0);
    buf_release(&b);
}

/* Lists come from data one level deep; a deeper one is cut, not followed for ever. */
TEST(value_json_stops_in_deep_lists)
{
    struct value nest[200];
    nest[0] = value_int(1);
    for (int i = 1; i < 200; i++) {
        nest[i] = list(&nest[i - 1], 1);
    }
    struct buf b = BUF_INIT;
    value_json(&nest[199], &b);
    CHECK(str_find(buf_str(&b), STR("[null]")) != SIZE_MAX);
    CHECK(b.len < 200);
    buf_release(&b);
}
