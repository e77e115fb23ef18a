#include "engine/tree.h"

#include "base/arena.h"
#include "base/buf.h"
#include "tests/unit/unit.h"

static struct arena arena;

static bool token(const char *text, struct tree *out) { return tree_token(text, strlen(text), &arena, out); }

TEST(scalars)
{
    struct tree t;
    CHECK(token("null", &t) && t.kind == TREE_NULL);
    CHECK(token("true", &t) && t.kind == TREE_BOOL && t.b);
    CHECK(token("false", &t) && t.kind == TREE_BOOL && !t.b);
    CHECK(token("\"\"", &t) && t.kind == TREE_STRING && t.len == 0);
    CHECK(token("\"ab\"", &t) && t.len == 2 && memcmp(t.s, "ab", 2) == 0);
}

TEST(what_is_no_token_is_refused)
{
    static const char *const bad[] = {"",    "nul", "True", "nulll", "\"",     "\"\\\"",
                                      "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"",
                                      "01",
                                      "-",   "1.",  ".5",   "1e",    "1e+",    "+1",     "0x1",     "1 ",        "--1",
                                      "NaN",
                                      "Inf", "1_0", "abc"};
    struct tree t;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (!CHECK(!token(bad[i], &t))) {
            printf("#   %s\n", bad[i]);
        }
    }
}

TEST(integers_keep_all_their_digits)
{
    struct tree t;
    CHECK(token("9223372036854775807", &t) && t.kind == TREE_INT && t.i == INT64_MAX);
    CHECK(token("-9223372036854775808", &t) && t.kind == TREE_INT && t.i == INT64_MIN);
    CHECK(token("-0", &t) && t.kind == TREE_INT && t.i == 0);
    CHECK(token("9223372036854775808", &t) && t.kind == TREE_FLOAT && t.f == 0x1p63);
    CHECK(token("-9223372036854775809", &t) && t.kind == TREE_FLOAT && t.f == -0x1p63);
    CHECK(token("100000000000000000000000000000", &t) && t.kind == TREE_FLOAT && t.f == 1e29);
}

TEST(floats)
{
    struct tree t;
    CHECK(token("1.5", &t) && t.kind == TREE_FLOAT && t.f == 1.5);
    CHECK(token("-1E-2", &t) && t.kind == TREE_FLOAT && t.f == -0.01);
    CHECK(token("1e400", &t) && t.kind == TREE_NULL);
    CHECK(token("-1e400", &t) && t.kind == TREE_NULL);
    CHECK(token("1e-400", &t) && t.kind == TREE_FLOAT && t.f == 0);
}

static struct str unescaped(const char *text)
{
    static char out[256];
    size_t len = tree_unescape(text, strlen(text), out);
    return len == SIZE_MAX ? STR("BAD") : str_slice(out, len);
}

TEST(escapes)
{
    CHECK_STR(unescaped("a\\n\\t\\r\\b\\f\\\\\\/\\\"z"), STR("a\n\t\r\b\f\\/\"z"));
    CHECK_STR(unescaped("\\u0041\\u00e9\\u20AC"), STR("A\xc3\xa9\xe2\x82\xac"));
    CHECK_STR(unescaped("\\u0000"), STR("\0"));
    CHECK_STR(unescaped("\\ud83d\\ude00"), STR("\xf0\x9f\x98\x80"));
}

TEST(lone_surrogates_are_replaced)
{
    CHECK_STR(unescaped("\\ud800"), STR("\xef\xbf\xbd"));
    CHECK_STR(unescaped("\\udc00x"), STR("\xef\xbf\xbdx"));
    CHECK_STR(unescaped("\\ud800\\ud83d\\ude00"), STR("\xef\xbf\xbd\xf0\x9f\x98\x80"));
    CHECK_STR(unescaped("\\ud800\\u0041"), STR("\xef\xbf\xbd\x41"));
    CHECK_STR(unescaped("\\ud800\\n"), STR("\xef\xbf\xbd\n"));
}

TEST(bad_escapes_are_refused)
{
    CHECK_STR(unescaped("\\"), STR("BAD"));
    CHECK_STR(unescaped("\\a"), STR("BAD"));
    CHECK_STR(unescaped("\\u12"), STR("BAD"));
    CHECK_STR(unescaped("\\uzzzz"), STR("BAD"));
}

static void add(struct tree_builder *b, const char *key, int64_t i)
{
    struct tree v = {.kind = TREE_INT, .i = i};
    tree_builder_add(b, key, strlen(key), &v);
}

TEST(of_equal_keys_the_last_value_wins_at_the_first_place)
{
    struct tree_builder b = {0};
    struct buf out = BUF_INIT;
    add(&b, "a", 1);
    add(&b, "b", 2);
    add(&b, "a", 3);
    struct tree t = tree_builder_take(&b, 0, TREE_OBJECT, &arena);
    tree_write(&t, &out);
    CHECK_STR(buf_str(&out), STR("{\"a\":3,\"b\":2}"));
    CHECK(tree_get(&t, "a", 1)->i == 3);
    CHECK(tree_get(&t, "c", 1) == NULL);
    CHECK(tree_get(tree_get(&t, "a", 1), "a", 1) == NULL);
    tree_builder_release(&b);
    buf_release(&out);
}

TEST(many_keys_are_as_few)
{
    struct tree_builder b = {0};
    char *keys = malloc(20000 * 8);
    for (int i = 0; i < 20000; i++) {
        snprintf(keys + i * 8, 8, "k%d", i % 15000);
        add(&b, keys + i * 8, i);
    }
    struct tree t = tree_builder_take(&b, 0, TREE_OBJECT, &arena);
    CHECK_INT(t.len, 15000);
    CHECK_INT(tree_get(&t, "k0", 2)->i, 15000);
    CHECK_INT(t.members[0].value.i, 15000);
    CHECK_INT(tree_get(&t, "k14999", 6)->i, 14999);
    tree_builder_release(&b);
    free(keys);
}

TEST(inner_values_are_taken_from_the_end)
{
    struct tree_builder b = {0};
    struct buf out = BUF_INIT;
    add(&b, "x", 1);
    add(&b, "", 7);
    add(&b, "", 8);
    struct tree list = tree_builder_take(&b, 1, TREE_ARRAY, &arena);
    tree_builder_add(&b, "y\"", 2, &list);
    struct tree t = tree_builder_take(&b, 0, TREE_OBJECT, &arena);
    tree_write(&t, &out);
    CHECK_STR(buf_str(&out), STR("{\"x\":1,\"y\\\"\":[7,8]}"));
    tree_builder_release(&b);
    buf_release(&out);
    arena_release(&arena);
}
