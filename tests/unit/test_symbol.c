#include "engine/symbol.h"

#include "tests/unit/unit.h"

TEST(equal_texts_are_one_symbol)
{
    struct symbols *t = symbols_new();
    symbol a = symbol_intern(t, STR("alice")), b = symbol_intern(t, STR("bob"));
    CHECK_INT(a, 1);
    CHECK_INT(b, 2);
    CHECK_INT(symbol_intern(t, STR("alice")), a);
    CHECK_STR(symbol_text(t, a), STR("alice"));
    CHECK_INT(symbols_count(t), 2);
    symbols_free(t);
}

TEST(texts_may_be_empty_and_hold_nul)
{
    struct symbols *t = symbols_new();
    symbol empty = symbol_intern(t, STR("")), nul = symbol_intern(t, STR("a\0b")), cut = symbol_intern(t, STR("a"));
    CHECK(empty != 0 && nul != cut && empty != cut);
    CHECK_STR(symbol_text(t, nul), STR("a\0b"));
    CHECK_STR(symbol_text(t, empty), STR(""));
    symbols_free(t);
}

TEST(kinds_are_told_apart)
{
    struct symbols *t = symbols_new();
    struct value text = value_str(STR("1")), number = value_int(1), yes = value_bool(true), time = value_time(1);
    struct value length = value_duration(1);
    symbol s[] = {symbol_of(t, &text), symbol_of(t, &number), symbol_of(t, &yes), symbol_of(t, &time),
                  symbol_of(t, &length)};
    for (unsigned i = 0; i < 5; i++) {
        for (unsigned j = i + 1; j < 5; j++) {
            CHECK(s[i] != s[j]);
        }
    }
    CHECK_INT(symbol_intern(t, STR("1")), s[0]);
    symbols_free(t);
}

TEST(null_is_no_symbol)
{
    struct symbols *t = symbols_new();
    struct value null = value_null();
    CHECK_INT(symbol_of(t, &null), 0);
    symbols_free(t);
}

TEST(equal_numbers_are_one_symbol)
{
    struct symbols *t = symbols_new();
    struct value whole = value_float(7.0), seven = value_int(7), half = value_float(7.5), zero = value_float(-0.0);
    struct value none = value_int(0), huge = value_float(1e300);
    CHECK_INT(symbol_of(t, &whole), symbol_of(t, &seven));
    CHECK(symbol_of(t, &half) != symbol_of(t, &seven));
    CHECK_INT(symbol_of(t, &zero), symbol_of(t, &none));
    CHECK(symbol_value(t, symbol_of(t, &huge)).f == 1e300);
    CHECK(symbol_value(t, symbol_of(t, &half)).f == 7.5);
    symbols_free(t);
}

TEST(a_symbol_gives_its_value_back)
{
    struct symbols *t = symbols_new();
    struct ip ip;
    CHECK(ip_parse(STR("192.0.2.7"), &ip));
    struct value address = {.kind = VALUE_IP, .ip = &ip}, no = value_bool(false), time = value_time(-5);
    struct value json = value_str(STR("{\"a\":1}"));
    json.kind = VALUE_JSON;
    symbol s = symbol_of(t, &address);
    memset(&ip, 0, sizeof ip); /* the table has its own copy */
    struct value back = symbol_value(t, s);
    CHECK_INT(back.kind, VALUE_IP);
    CHECK(ip_parse(STR("192.0.2.7"), &ip) && ip_compare(back.ip, &ip) == 0);
    CHECK(!symbol_value(t, symbol_of(t, &no)).b);
    CHECK_INT(symbol_value(t, symbol_of(t, &time)).i, -5);
    back = symbol_value(t, symbol_of(t, &json));
    CHECK_INT(back.kind, VALUE_JSON);
    CHECK_STR(value_text(&back), STR("{\"a\":1}"));
    s = symbol_intern(t, STR("x"));
    CHECK_INT(symbol_value(t, s).symbol, s);
    symbols_free(t);
}

TEST(a_list_is_keyed_by_its_text)
{
    struct symbols *t = symbols_new();
    struct value items[] = {value_int(1), value_str(STR("a")), value_null()};
    struct value list = {.kind = VALUE_LIST, .len = 3, .items = items};
    struct value text = symbol_value(t, symbol_of(t, &list));
    CHECK_STR(value_text(&text), STR("[1,\"a\",null]"));
    CHECK_INT(symbol_of(t, &list), symbol_of(t, &text));
    symbols_free(t);
}

TEST(a_value_with_a_symbol_keeps_it)
{
    struct symbols *t = symbols_new();
    symbol s = symbol_intern(t, STR("alice"));
    struct value v = symbol_value(t, s);
    CHECK_INT(symbol_of(t, &v), s);
    symbols_free(t);
}

TEST(the_table_grows)
{
    struct symbols *t = symbols_new();
    char text[32];
    for (unsigned i = 0; i < 100000; i++) {
        snprintf(text, sizeof text, "name-%u", i);
        if (symbol_intern(t, str_from(text)) != i + 1) {
            CHECK(false);
            break;
        }
    }
    struct str first = symbol_text(t, 1);
    CHECK_STR(first, STR("name-0"));
    for (unsigned i = 0; i < 100000; i++) {
        snprintf(text, sizeof text, "name-%u", i);
        if (symbol_intern(t, str_from(text)) != i + 1 || !str_equal(symbol_text(t, i + 1), str_from(text))) {
            CHECK(false);
            break;
        }
    }
    CHECK_INT(symbols_count(t), 100000);
    CHECK(symbols_bytes(t) > 100000 * 16);
    symbols_free(t);
}

TEST(tuples_are_numbers)
{
    struct symbols *t = symbols_new();
    symbol abc[] = {3, 1, 2}, abd[] = {3, 1, 4}, parts[3];
    uint32_t first = symbol_tuple(t, abc, 3), other = symbol_tuple(t, abd, 3);
    CHECK(first != other);
    CHECK_INT(symbol_tuple(t, abc, 3), first);
    symbol_parts(t, other, 3, parts);
    CHECK(parts[0] == 3 && parts[1] == 1 && parts[2] == 4);
    CHECK_INT(symbol_tuple(t, abc, 1), 3);
    CHECK_INT(symbol_tuple(t, abc, 0), 1);
    symbol_parts(t, symbol_tuple(t, abc, 2), 2, parts);
    CHECK(parts[0] == 3 && parts[1] == 1);
    symbols_free(t);
}
