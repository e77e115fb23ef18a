#include "engine/memo.h"

#include "tests/unit/unit.h"

TEST(memo_numbers_are_dense_in_the_order_of_meeting)
{
    struct memo_numbers m = {0};
    CHECK_INT(memo_number(&m, 5000000), MEMO_FIRST);
    CHECK_INT(memo_number(&m, 7), MEMO_FIRST + 1);
    CHECK_INT(memo_number(&m, 8), MEMO_FIRST + 2);
    CHECK_INT(memo_number(&m, 5000000), MEMO_FIRST);
    CHECK_INT(memo_number(&m, 7), MEMO_FIRST + 1);
    CHECK_INT(m.count, 3);
    memo_numbers_release(&m);
}

TEST(memo_numbers_keep_thousands_apart)
{
    struct memo_numbers m = {0};
    bool good = true;
    for (uint32_t i = 1; i <= 20000; i++) {
        good = good && memo_number(&m, i * 3) == MEMO_FIRST + i - 1;
    }
    for (uint32_t i = 20000; i >= 1; i--) {
        good = good && memo_number(&m, i * 3) == MEMO_FIRST + i - 1;
    }
    CHECK(good);
    CHECK(memo_numbers_bytes(&m) >= 20000 * sizeof(uint32_t));
    memo_numbers_release(&m);
}

TEST(memo_a_field_with_few_values_is_small_beside_many_symbols)
{
    struct memo_numbers m = {0};
    for (uint32_t i = 1; i <= 10; i++) {
        memo_number(&m, i * 500000);
    }
    CHECK(memo_numbers_bytes(&m) < 1000000);
    memo_numbers_release(&m);
}

TEST(memo_answers_have_four_states)
{
    struct memo_answers m = {0};
    CHECK_INT(memo_answer_get(&m, 1000), MEMO_UNKNOWN);
    memo_answer_set(&m, 1000, MEMO_IS_TRUE);
    memo_answer_set(&m, 1001, MEMO_IS_FALSE);
    memo_answer_set(&m, 1002, MEMO_IS_NULL);
    CHECK_INT(memo_answer_get(&m, 999), MEMO_UNKNOWN);
    CHECK_INT(memo_answer_get(&m, 1000), MEMO_IS_TRUE);
    CHECK_INT(memo_answer_get(&m, 1001), MEMO_IS_FALSE);
    CHECK_INT(memo_answer_get(&m, 1002), MEMO_IS_NULL);
    CHECK_INT(memo_answer_get(&m, 1003), MEMO_UNKNOWN);
    memo_answer_set(&m, 1000, MEMO_IS_FALSE);
    CHECK_INT(memo_answer_get(&m, 1000), MEMO_IS_FALSE);
    CHECK_INT(memo_answer_get(&m, 1001), MEMO_IS_FALSE);
    memo_answers_release(&m);
}

/* Remember a value of which no part outlives the call; read it back. */
static struct value keep_and_get(struct memo_pool *pool, struct symbols *symbols, const struct value *v)
{
    static uint32_t number;
    struct memo_values m = {0};
    struct value got = value_null();
    CHECK(!memo_value_get(&m, pool, symbols, ++number, &got));
    memo_value_set(&m, pool, symbols, number, v);
    CHECK(memo_value_get(&m, pool, symbols, number, &got));
    CHECK(!memo_value_get(&m, pool, symbols, number - 1, &got) || number == 1);
    memo_values_release(&m);
    return got;
}

TEST(memo_values_outlive_the_event)
{
    struct memo_pool pool = {0};
    struct symbols *symbols = symbols_new();
    char text[] = "a\0text";
    struct ip ip;
    CHECK(ip_parse(STR("192.0.2.7"), &ip));
    struct value items[2] = {value_str(str_slice(text, 6)), value_int(7)};
    struct value v = value_str(str_slice(text, 6));
    struct value list = {.kind = VALUE_LIST, .len = 2, .items = items};
    struct value json = {.kind = VALUE_JSON, .len = 6, .s = text};
    struct value address = {.kind = VALUE_IP, .ip = &ip};
    struct value string_kept = keep_and_get(&pool, symbols, &v);
    struct value list_kept = keep_and_get(&pool, symbols, &list);
    struct value json_kept = keep_and_get(&pool, symbols, &json);
    struct value address_kept = keep_and_get(&pool, symbols, &address);
    memset(text, 'x', sizeof text);
    memset(items, 0, sizeof items);
    memset(&ip, 0, sizeof ip);
    CHECK_STR(value_text(&string_kept), STR("a\0text"));
    CHECK(string_kept.symbol != 0);
    CHECK_INT(list_kept.len, 2);
    CHECK_STR(value_text(&list_kept.items[0]), STR("a\0text"));
    CHECK_INT(list_kept.items[1].i, 7);
    CHECK_STR(value_text(&json_kept), STR("a\0text"));
    CHECK_INT(address_kept.ip->bytes[15], 7);
    CHECK(memo_pool_bytes(&pool) > 0);
    memo_pool_release(&pool);
    symbols_free(symbols);
}

TEST(memo_values_keep_their_kind)
{
    struct memo_pool pool = {0};
    struct symbols *symbols = symbols_new();
    struct value f = value_float(2), n = value_null(), t = value_time(-5), b = value_bool(false);
    struct value got = keep_and_get(&pool, symbols, &f);
    CHECK_INT(got.kind, VALUE_FLOAT);
    CHECK(got.f >= 2 && got.f <= 2);
    CHECK_INT(keep_and_get(&pool, symbols, &n).kind, VALUE_NULL);
    CHECK_INT(keep_and_get(&pool, symbols, &t).i, -5);
    got = keep_and_get(&pool, symbols, &b);
    CHECK(got.kind == VALUE_BOOL && !got.b);
    memo_pool_release(&pool);
    symbols_free(symbols);
}
