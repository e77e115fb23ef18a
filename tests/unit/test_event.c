#include "engine/event.h"

#include "tests/unit/unit.h"

static struct symbols *symbols;
static struct arena scratch;

static const struct event *build(struct event_builder *b, int64_t time, const char *id, const struct value *values,
                                 unsigned n)
{
    event_builder_start(b, 0);
    event_builder_time(b, time);
    for (unsigned i = 0; i < n; i++) {
        event_builder_set(b, i, &values[i]);
    }
    event_builder_id(b, str_from(id));
    return event_builder_finish(b);
}

static struct value slot(const struct event *e, unsigned i) { return event_value(e, &e->slots[i], symbols, &scratch); }

TEST(every_kind_comes_back)
{
    struct ip ip;
    symbols = symbols_new();
    CHECK(ip_parse(STR("2001:db8::1"), &ip));
    struct value items[] = {value_str(STR("x")), value_null(), value_int(5)};
    struct value json = value_str(STR("{}"));
    json.kind = VALUE_JSON;
    struct value values[] = {value_null(), value_bool(true), value_int(-7), value_float(0.5), value_str(STR("a\0b")),
                             value_time(9), value_duration(8), {.kind = VALUE_IP, .ip = &ip},
                             {.kind = VALUE_LIST, .len = 3, .items = items}, json};
    struct event_builder *b = event_builder_new(10);
    const struct event *e = build(b, 42, "id-1", values, 10);
    CHECK_INT(e->time, 42);
    CHECK_INT(e->size % 8, 0);
    CHECK_STR(event_id(e), STR("id-1"));
    for (unsigned i = 0; i < 10; i++) {
        struct value v = slot(e, i);
        CHECK_INT(v.kind, values[i].kind);
        CHECK(i == 0 || i >= 8 || value_equal(&v, &values[i]));
    }
    struct value list = slot(e, 8), text = slot(e, 9);
    CHECK_INT(list.len, 3);
    CHECK_STR(value_text(&list.items[0]), STR("x"));
    CHECK_INT(list.items[1].kind, VALUE_NULL);
    CHECK_INT(list.items[2].i, 5);
    CHECK_STR(value_text(&text), STR("{}"));
    event_builder_free(b);
    arena_release(&scratch);
    symbols_free(symbols);
}

TEST(a_block_can_be_copied)
{
    symbols = symbols_new();
    struct value values[] = {value_str(STR("text"))};
    struct event_builder *b = event_builder_new(1);
    const struct event *e = build(b, 1, "i", values, 1);
    struct event *copy = malloc(e->size);
    memcpy(copy, e, e->size);
    build(b, 2, "other", values, 0);
    struct value v = slot(copy, 0);
    CHECK_STR(value_text(&v), STR("text"));
    CHECK_STR(event_id(copy), STR("i"));
    free(copy);
    event_builder_free(b);
    symbols_free(symbols);
}

TEST(the_last_value_of_a_slot_wins)
{
    symbols = symbols_new();
    struct value first = value_str(STR("first")), last = value_str(STR("last")), null = value_null();
    struct event_builder *b = event_builder_new(2);
    event_builder_start(b, 0);
    event_builder_set(b, 0, &first);
    event_builder_set(b, 0, &last);
    event_builder_set(b, 1, &first);
    event_builder_set(b, 1, &null);
    const struct event *e = event_builder_finish(b);
    struct value v = slot(e, 0);
    CHECK_STR(value_text(&v), STR("last"));
    CHECK_INT(slot(e, 1).kind, VALUE_NULL);
    event_builder_free(b);
    symbols_free(symbols);
}

TEST(a_symbol_takes_the_place_of_the_text)
{
    symbols = symbols_new();
    struct value v = symbol_value(symbols, symbol_intern(symbols, STR("alice")));
    struct event_builder *b = event_builder_new(1);
    const struct event *e = build(b, 1, "", &v, 1);
    CHECK_INT(e->size, sizeof(struct event) + sizeof(struct event_slot));
    struct value back = slot(e, 0);
    CHECK_STR(value_text(&back), STR("alice"));
    CHECK_INT(back.symbol, v.symbol);
    event_builder_free(b);
    symbols_free(symbols);
}

static int compare(int64_t t1, const char *id1, struct value v1, int64_t t2, const char *id2, struct value v2)
{
    struct event_builder *b1 = event_builder_new(1), *b2 = event_builder_new(1);
    const struct event *e1 = build(b1, t1, id1, &v1, 1), *e2 = build(b2, t2, id2, &v2, 1);
    int order = event_compare(e1, e2, symbols);
    CHECK_INT(event_compare(e2, e1, symbols), -order);
    CHECK_INT(event_compare(e1, e1, symbols), 0);
    event_builder_free(b1);
    event_builder_free(b2);
    return (order > 0) - (order < 0);
}

TEST(the_order_is_time_id_content)
{
    symbols = symbols_new();
    struct value a = value_str(STR("a")), b = value_str(STR("b")), n = value_null();
    CHECK_INT(compare(-1, "z", b, 1, "a", a), -1);
    CHECK_INT(compare(1, "a", b, 1, "b", a), -1);
    CHECK_INT(compare(1, "a", a, 1, "a", b), -1);
    CHECK_INT(compare(1, "a", n, 1, "a", a), -1);
    CHECK_INT(compare(1, "a", value_int(2), 1, "a", value_int(10)), -1);
    CHECK_INT(compare(1, "a", value_float(-1), 1, "a", value_float(1)), -1);
    struct value one[] = {a}, two[] = {a, b};
    CHECK_INT(compare(1, "a", (struct value){.kind = VALUE_LIST, .len = 1, .items = one}, 1, "a",
                      (struct value){.kind = VALUE_LIST, .len = 2, .items = two}), -1);
    symbols_free(symbols);
}

TEST(the_order_does_not_depend_on_symbols)
{
    symbols = symbols_new();
    symbol z = symbol_intern(symbols, STR("z")), a = symbol_intern(symbols, STR("a"));
    CHECK(z < a);
    CHECK_INT(compare(1, "i", symbol_value(symbols, a), 1, "i", symbol_value(symbols, z)), -1);
    CHECK_INT(compare(1, "i", symbol_value(symbols, a), 1, "i", value_str(STR("a"))), 0);
    symbols_free(symbols);
}

TEST(lists_may_hold_symbols)
{
    symbols = symbols_new();
    struct value items[] = {symbol_value(symbols, symbol_intern(symbols, STR("k")))};
    struct value list = {.kind = VALUE_LIST, .len = 1, .items = items};
    struct event_builder *b = event_builder_new(1);
    const struct event *e = build(b, 1, "i", &list, 1);
    struct value back = slot(e, 0);
    CHECK_STR(value_text(&back.items[0]), STR("k"));
    CHECK_INT(back.items[0].symbol, items[0].symbol);
    event_builder_free(b);
    arena_release(&scratch);
    symbols_free(symbols);
}
