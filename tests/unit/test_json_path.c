#include "engine/json_path.h"

#include "tests/unit/unit.h"

static struct arena arena;

static struct value json(const char *text)
{
    struct value v = value_str(str_from(text));
    v.kind = VALUE_JSON;
    return v;
}

static struct program_segment key(const char *name)
{
    return (struct program_segment){.kind = SEGMENT_KEY, .key = str_from(name)};
}

static struct program_segment at(uint32_t index)
{
    return (struct program_segment){.kind = SEGMENT_INDEX, .index = index};
}

static struct value get1(const char *text, struct program_segment a)
{
    struct value v = json(text);
    return json_path_get(&v, &a, 1, &arena);
}

static struct value get2(const char *text, struct program_segment a, struct program_segment b)
{
    struct value v = json(text);
    struct program_segment path[2] = {a, b};
    return json_path_get(&v, path, 2, &arena);
}

static bool is_text(struct value v, enum value_kind kind, const char *text)
{
    return v.kind == kind && str_equal(value_text(&v), str_from(text));
}

TEST(json_path_scalars_by_their_kind)
{
    const char *text = "{\"s\":\"x\",\"i\":-5,\"f\":1.5,\"b\":true,\"n\":null,\"big\":12345678901234567890}";
    CHECK(is_text(get1(text, key("s")), VALUE_STRING, "x"));
    CHECK_INT(get1(text, key("i")).i, -5);
    struct value f = get1(text, key("f"));
    CHECK(f.kind == VALUE_FLOAT && f.f > 1.4 && f.f < 1.6);
    CHECK(get1(text, key("b")).kind == VALUE_BOOL && get1(text, key("b")).b);
    CHECK_INT(get1(text, key("n")).kind, VALUE_NULL);
    CHECK_INT(get1(text, key("big")).kind, VALUE_FLOAT);
    CHECK_INT(get1(text, key("no")).kind, VALUE_NULL);
    arena_reset(&arena);
}

TEST(json_path_goes_deeper)
{
    const char *text = "{\"x\":{\"a\":1},\"a\":{\"b\":{\"c\":[]},\"d\":\"e\"}}";
    CHECK(is_text(get1(text, key("a")), VALUE_JSON, "{\"b\":{\"c\":[]},\"d\":\"e\"}"));
    CHECK(is_text(get2(text, key("a"), key("d")), VALUE_STRING, "e"));
    CHECK(is_text(get2(text, key("a"), key("b")), VALUE_JSON, "{\"c\":[]}"));
    CHECK_INT(get2(text, key("x"), key("b")).kind, VALUE_NULL);
    CHECK_INT(get2(text, key("x"), at(0)).kind, VALUE_NULL);
    arena_reset(&arena);
}

TEST(json_path_keys_and_texts_with_escapes)
{
    const char *text = "{\"a\\\"}\":1,\"b\\u0041\":\"x\\n\\\"y\\\\\",\"c\":2}";
    CHECK_INT(get1(text, key("a\"}")).i, 1);
    CHECK(is_text(get1(text, key("bA")), VALUE_STRING, "x\n\"y\\"));
    CHECK_INT(get1(text, key("c")).i, 2);
    arena_reset(&arena);
}

TEST(json_path_arrays_are_lists)
{
    struct value v = get1("{\"a\":[1,\"x\",{\"k\":2},[3,4],null]}", key("a"));
    CHECK_INT(v.kind, VALUE_LIST);
    if (CHECK_INT(v.len, 5)) {
        CHECK_INT(v.items[0].i, 1);
        CHECK(is_text(v.items[1], VALUE_STRING, "x"));
        CHECK(is_text(v.items[2], VALUE_JSON, "{\"k\":2}"));
        CHECK(is_text(v.items[3], VALUE_JSON, "[3,4]"));
        CHECK_INT(v.items[4].kind, VALUE_NULL);
        struct program_segment path[2] = {at(3), at(1)};
        CHECK_INT(json_path_get(&v, path, 2, &arena).i, 4);
        path[0] = at(2);
        path[1] = key("k");
        CHECK_INT(json_path_get(&v, path, 2, &arena).i, 2);
        CHECK_INT(json_path_item(&v, 3, &arena).kind, VALUE_LIST);
        CHECK_INT(json_path_item(&v, 5, &arena).kind, VALUE_NULL);
    }
    CHECK_INT(get1("[]", at(0)).kind, VALUE_NULL);
    arena_reset(&arena);
}

TEST(json_path_what_has_no_parts_gives_null)
{
    struct value s = value_str(STR("{\"a\":1}"));
    struct program_segment a = key("a");
    CHECK_INT(json_path_get(&s, &a, 1, &arena).kind, VALUE_NULL);
    CHECK_INT(json_path_list(&s, &arena).kind, VALUE_NULL);
    struct value n = value_null();
    CHECK_INT(json_path_get(&n, &a, 1, &arena).kind, VALUE_NULL);
    arena_reset(&arena);
}

/* Whatever the text is, no byte behind it is read (the sanitizer watches). */
TEST(json_path_survives_any_text)
{
    static const char letters[] = "{}[]\",:\\a1 \0";
    unsigned seed = 99;
    for (unsigned round = 0; round < 20000; round++) {
        size_t len = round % 14;
        char *text = malloc(len + 1);
        for (size_t i = 0; i < len; i++) {
            seed = seed * 1103515245 + 12345;
            text[i] = letters[(seed >> 16) % (sizeof letters - 1)];
        }
        char *exact = malloc(len == 0 ? 1 : len);
        memcpy(exact, text, len);
        struct value v = value_str(str_slice(exact, len));
        v.kind = VALUE_JSON;
        struct program_segment path[2] = {key("a"), at(0)};
        (void)json_path_get(&v, path, 2, &arena);
        (void)json_path_get(&v, path + 1, 1, &arena);
        free(text);
        free(exact);
        arena_reset(&arena);
    }
    CHECK_INT(get1("{\"a\":1", key("a")).i, 1);
    arena_release(&arena);
}
