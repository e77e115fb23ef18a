#include "engine/set.h"

#include <math.h>

#include "tests/unit/unit.h"

static bool has_text(const struct set *set, const char *text)
{
    struct value v = value_str(str_from(text));
    return set_holds(set, &v);
}

static bool has(const struct set *set, struct value v) { return set_holds(set, &v); }

TEST(set_of_texts)
{
    struct value items[] = {value_str(STR("a")), value_str(STR("")), value_str(STR("x\0y"))};
    struct set *set = set_new(items, NULL, 3, false);
    CHECK(has_text(set, "a"));
    CHECK(has_text(set, ""));
    CHECK(has(set, value_str(STR("x\0y"))));
    CHECK(!has_text(set, "x"));
    CHECK(!has_text(set, "A"));
    CHECK(!has(set, value_null()));
    CHECK(!has(set, value_int(0)));
    set_free(set);
}

TEST(set_numbers_are_equal_as_numbers)
{
    struct value items[] = {value_int(1), value_float(2), value_float(2.5), value_float((double)NAN),
                            value_int(INT64_C(9007199254740993)), value_null()};
    struct set *set = set_new(items, NULL, 6, false);
    CHECK(has(set, value_int(1)));
    CHECK(has(set, value_float(1)));
    CHECK(has(set, value_int(2)));
    CHECK(has(set, value_float(2.5)));
    CHECK(!has(set, value_int(3)));
    CHECK(!has(set, value_float((double)NAN)));
    CHECK(!has(set, value_float(0x1p53))); /* 2^53 is not 2^53 + 1 */
    CHECK(has(set, value_int(INT64_C(9007199254740993))));
    CHECK(!has(set, value_null()));
    set_free(set);
}

TEST(set_kinds_are_apart)
{
    struct value items[] = {value_int(1), value_duration(7), value_str(STR("true"))};
    struct set *set = set_new(items, NULL, 3, false);
    CHECK(!has(set, value_bool(true)));
    CHECK(!has(set, value_time(7)));
    CHECK(has(set, value_duration(7)));
    CHECK(!has_text(set, "1"));
    set_free(set);
}

TEST(set_lists_and_objects_by_their_text)
{
    struct value inner[] = {value_int(1), value_str(STR("a"))};
    struct value object = {.kind = VALUE_JSON, .len = 7, .s = "{\"a\":1}"};
    struct value items[] = {{.kind = VALUE_LIST, .len = 2, .items = inner}, object};
    struct set *set = set_new(items, NULL, 2, false);
    CHECK(has(set, items[0]));
    CHECK(has(set, object));
    inner[0] = value_int(2);
    CHECK(!has(set, items[0]));
    CHECK(!has_text(set, "{\"a\":1}"));
    set_free(set);
}

TEST(set_nets_hold_addresses_in_their_blocks)
{
    struct value items[] = {value_str(STR("10.0.0.0/8")), value_str(STR("192.0.2.7")), value_str(STR("2001:db8::/32")),
                            value_str(STR("ec2.amazonaws.com"))};
    struct set *set = set_new(items, NULL, 4, true);
    CHECK(has_text(set, "10.200.3.4"));
    CHECK(!has_text(set, "11.0.0.0"));
    CHECK(has_text(set, "192.0.2.7"));
    CHECK(!has_text(set, "192.0.2.8"));
    CHECK(has_text(set, "2001:DB8:0::1"));
    CHECK(has_text(set, "::ffff:10.1.1.1"));
    CHECK(has_text(set, "ec2.amazonaws.com"));
    CHECK(!has_text(set, "s3.amazonaws.com"));
    CHECK(!has_text(set, "10.0.0.0/8"));
    struct ip ip;
    CHECK(ip_parse(STR("10.9.9.9"), &ip));
    CHECK(has(set, (struct value){.kind = VALUE_IP, .ip = &ip}));
    CHECK(ip_parse(STR("9.9.9.9"), &ip));
    CHECK(!has(set, (struct value){.kind = VALUE_IP, .ip = &ip}));
    set_free(set);
}

TEST(set_without_nets_takes_blocks_as_texts)
{
    struct value items[] = {value_str(STR("10.0.0.0/8"))};
    struct set *set = set_new(items, NULL, 1, false);
    CHECK(has_text(set, "10.0.0.0/8"));
    CHECK(!has_text(set, "10.0.0.1"));
    set_free(set);
}

TEST(set_may_be_empty)
{
    struct set *set = set_new(NULL, NULL, 0, true);
    CHECK(!has_text(set, ""));
    CHECK(!has_text(set, "10.0.0.1"));
    CHECK(!has(set, value_int(0)));
    set_free(set);
}

static void looked_up(const struct set *set, struct value v, const char *want)
{
    struct value got = set_lookup(set, &v);
    CHECK_INT(got.kind, want == NULL ? VALUE_NULL : VALUE_STRING);
    if (want != NULL && got.kind == VALUE_STRING) {
        CHECK_STR(value_text(&got), str_from(want));
    }
}

TEST(set_gives_what_stands_beside)
{
    struct value items[] = {value_str(STR("10.0.0.0/8")), value_str(STR("10.1.0.0/16")), value_str(STR("name")),
                            value_int(7), value_str(STR("2001:db8::/32"))};
    struct value beside[] = {value_str(STR("all")), value_str(STR("part")), value_null(), value_str(STR("seven")),
                             value_str(STR("six"))};
    struct ip ip;
    CHECK(ip_parse(STR("10.1.2.3"), &ip));
    struct set *set = set_new(items, beside, 5, true);
    beside[0] = beside[1] = value_null(); /* it has copies */
    looked_up(set, value_str(STR("10.2.3.4")), "all");
    looked_up(set, value_str(STR("10.1.2.3")), "part");
    looked_up(set, (struct value){.kind = VALUE_IP, .ip = &ip}, "part");
    looked_up(set, value_str(STR("2001:db8::1")), "six");
    looked_up(set, value_str(STR("name")), NULL);
    looked_up(set, value_float(7.0), "seven");
    looked_up(set, value_str(STR("11.0.0.0")), NULL);
    looked_up(set, value_null(), NULL);
    CHECK(has_text(set, "name"));
    set_free(set);
}

TEST(set_without_values_gives_none)
{
    struct value items[] = {value_str(STR("a"))};
    struct set *set = set_new(items, NULL, 1, false);
    looked_up(set, value_str(STR("a")), NULL);
    set_free(set);
}
