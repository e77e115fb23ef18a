#include "engine/regex.h"

#include "tests/unit/unit.h"

static enum regex_answer search(const char *pattern, bool nocase, struct str text)
{
    struct err err = {""};
    struct program_regex r = {str_from(pattern), nocase};
    struct regexes *set = regexes_new(&r, 1, &err);
    if (!CHECK(set != NULL)) {
        return REGEX_GAVE_UP;
    }
    enum regex_answer answer = regex_search(set, 0, text, NULL);
    regexes_free(set);
    return answer;
}

TEST(regex_is_found_anywhere)
{
    CHECK_INT(search("b+c", false, STR("aabbbc")), REGEX_YES);
    CHECK_INT(search("^b+c", false, STR("aabbbc")), REGEX_NO);
    CHECK_INT(search("", false, STR("")), REGEX_YES);
    CHECK_INT(search("^$", false, STR("")), REGEX_YES);
    CHECK_INT(search("x", false, str_slice(NULL, 0)), REGEX_NO);
}

TEST(regex_case)
{
    CHECK_INT(search("ABC", false, STR("abc")), REGEX_NO);
    CHECK_INT(search("ABC", true, STR("xabcx")), REGEX_YES);
    CHECK_INT(search("\xc3\x89", true, STR("\xc3\xa9")), REGEX_YES);
}

TEST(regex_characters_are_utf8)
{
    CHECK_INT(search("^.$", false, STR("\xe2\x82\xac")), REGEX_YES);
    CHECK_INT(search("^.$", false, STR("ab")), REGEX_NO);
    CHECK_INT(search("a\\x00b", false, STR("a\0b")), REGEX_YES);
}

TEST(regex_text_that_is_no_utf8_can_still_be_searched)
{
    CHECK_INT(search("b$", false, STR("a\xff\xfe""b")), REGEX_YES);
    CHECK_INT(search("a.b", false, STR("a\xff""b")), REGEX_NO);
}

TEST(regex_a_costly_search_is_given_up)
{
    char text[4001];
    const char *why = NULL;
    struct err err = {""};
    struct program_regex r[] = {{STR("^(a+)+$"), false}, {STR("b$"), false}};
    struct regexes *set = regexes_new(r, 2, &err);
    if (!CHECK(set != NULL)) {
        return;
    }
    memset(text, 'a', 4000);
    text[4000] = 'b';
    CHECK_INT(regex_search(set, 0, str_slice(text, sizeof text), &why), REGEX_GAVE_UP);
    CHECK(why != NULL && *why != '\0');
    CHECK_INT(regex_search(set, 1, str_slice(text, sizeof text), &why), REGEX_YES); /* others go on */
    CHECK_INT(regex_search(set, 0, STR("aaaa"), &why), REGEX_YES);
    CHECK(regexes_bytes(set) > 0);
    regexes_free(set);
}

/* The stack of the JIT is too small for this; the interpreter takes over. */
TEST(regex_deep_search_ends)
{
    static char text[200001];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = 'c';
    enum regex_answer answer = search("^(?:a|ab)*c$", false, str_slice(text, sizeof text));
    CHECK(answer == REGEX_YES || answer == REGEX_GAVE_UP);
    CHECK_INT(search("^(?:a|ab)*c$", false, STR("aaababc")), REGEX_YES);
}

TEST(regex_a_bad_pattern_is_refused_with_its_place)
{
    struct err err = {""};
    struct program_regex r[] = {{STR("ok"), false}, {STR("a(b"), false}};
    CHECK(regexes_new(r, 2, &err) == NULL);
    CHECK(strstr(err.text, "/a(b/") != NULL);
    CHECK(strstr(err.text, "at byte 3") != NULL);
}
