#include "base/str.h"

#include "tests/unit/unit.h"

TEST(str_compare_orders_by_bytes_then_length)
{
    CHECK(str_compare(STR("a"), STR("b")) < 0);
    CHECK(str_compare(STR("ab"), STR("a")) > 0);
    CHECK(str_compare(STR(""), STR("a")) < 0);
    CHECK_INT(str_compare(STR("a\0b"), STR("a\0b")), 0);
    CHECK(str_compare(STR("a\0b"), STR("a\0c")) < 0);
    CHECK(str_compare(STR("\xff"), STR("a")) > 0); /* bytes are unsigned */
    CHECK_INT(str_compare(str_slice(NULL, 0), STR("")), 0);
}

TEST(str_equal_minds_length_and_nul)
{
    CHECK(str_equal(STR("a\0b"), STR("a\0b")));
    CHECK(!str_equal(STR("a\0b"), STR("a\0c")));
    CHECK(!str_equal(STR("a"), STR("a\0")));
    CHECK(str_equal(str_from(NULL), STR("")));
}

TEST(str_starts_and_ends)
{
    CHECK(str_starts(STR("arn:aws"), STR("arn:")));
    CHECK(str_starts(STR("a"), STR("")));
    CHECK(str_starts(str_slice(NULL, 0), STR("")));
    CHECK(!str_starts(STR("ar"), STR("arn")));
    CHECK(str_ends(STR("s3.amazonaws.com"), STR(".com")));
    CHECK(!str_ends(STR("com"), STR(".com")));
    CHECK(str_ends(STR("x"), str_slice(NULL, 0)));
}

TEST(str_hex_digit_knows_every_byte)
{
    static const char small[] = "0123456789abcdef", capital[] = "0123456789ABCDEF";
    for (int byte = 0; byte < 256; byte++) {
        const char *a = byte == 0 ? NULL : strchr(small, byte), *b = byte == 0 ? NULL : strchr(capital, byte);
        int want = a != NULL ? (int)(a - small) : b != NULL ? (int)(b - capital) : -1;
        CHECK_INT(str_hex_digit((char)byte), want);
    }
}

TEST(str_find_takes_the_first)
{
    CHECK_INT(str_find(STR("abab"), STR("b")), 1);
    CHECK_INT(str_find(STR("a\0ab"), STR("ab")), 2);
    CHECK_INT(str_find(STR("abc"), STR("")), 0);
    CHECK_INT(str_find(str_slice(NULL, 0), STR("")), 0);
    CHECK(str_find(str_slice(NULL, 0), STR("a")) == SIZE_MAX);
    CHECK(str_find(STR("ab"), STR("abc")) == SIZE_MAX);
}

TEST(str_equal_nocase_is_ascii_only)
{
    CHECK(str_equal_nocase(STR("TrUe"), STR("true")));
    CHECK(!str_equal_nocase(STR("true"), STR("tru")));
    CHECK(!str_equal_nocase(STR("\xc3\x84"), STR("\xc3\xa4"))); /* Ä ä */
    CHECK(!str_equal_nocase(STR("@"), STR("`")));               /* neighbours of the letters */
    CHECK(!str_equal_nocase(STR("["), STR("{")));
}

TEST(str_distance_counts_edits)
{
    CHECK_INT(str_distance(STR("actor"), STR("actor"), 3), 0);
    CHECK_INT(str_distance(STR("actor"), STR("acto"), 3), 1);
    CHECK_INT(str_distance(STR("actor"), STR("actors"), 3), 1);
    CHECK_INT(str_distance(STR("actor"), STR("aktor"), 3), 1);
    CHECK_INT(str_distance(STR("actor"), STR("acotr"), 3), 1); /* a swap is one */
    CHECK_INT(str_distance(STR("ab"), STR("ba"), 1), 1);
    CHECK_INT(str_distance(STR("ca"), STR("abc"), 9), 3); /* no edit inside of a swap */
    CHECK_INT(str_distance(STR(""), STR("abc"), 9), 3);
    CHECK_INT(str_distance(STR("kitten"), STR("sitting"), 9), 3);
}

TEST(str_distance_stops_at_its_limit)
{
    char longer[400];
    memset(longer, 'a', sizeof longer);
    CHECK_INT(str_distance(STR("abc"), STR("xyz"), 2), 3);
    CHECK_INT(str_distance(STR("abcd"), STR("badc"), 2), 2);
    CHECK_INT(str_distance(STR("a"), STR("abcdef"), 2), 3);
    CHECK(str_distance(str_slice(longer, 400), str_slice(longer, 399), 5) > 5);
    CHECK_INT(str_distance(str_slice(longer, 400), str_slice(longer, 400), 5), 0);
    CHECK_INT(str_distance(str_slice(longer, 255), str_slice(longer, 254), 5), 1);
    CHECK(str_distance(STR("a"), STR("b"), UINT32_MAX) == 1);
}

static bool glob(const char *pattern, const char *text)
{
    return str_glob(str_from(pattern), str_from(text), false);
}

TEST(str_glob_stars)
{
    CHECK(glob("", ""));
    CHECK(!glob("", "a"));
    CHECK(glob("*", ""));
    CHECK(glob("**", "abc"));
    CHECK(glob("Describe*", "DescribeInstances"));
    CHECK(!glob("Describe*", "describeInstances"));
    CHECK(glob("*Policy", "PutRolePolicy"));
    CHECK(!glob("*Policy", "PutRolePolicyX"));
    CHECK(glob("a*b*c", "a--b--b--c"));
    CHECK(!glob("a*b*c", "a--c--b"));
    CHECK(glob("*aab", "aaaab")); /* the star must try again */
    CHECK(str_glob(STR("a*c"), STR("a\0b\0c"), false));
    CHECK(str_glob(STR("*"), STR("\xff\xfe"), false));
}

TEST(str_glob_question_marks_take_characters)
{
    CHECK(glob("a?c", "abc"));
    CHECK(glob("a?c", "a\xc3\xa9" "c"));
    CHECK(glob("?", "\xf0\x9f\x90\xb6"));
    CHECK(!glob("??", "\xf0\x9f\x90\xb6"));
    CHECK(!glob("*??", "\xe2\x82\xac")); /* the star takes no half of a character */
    CHECK(glob("*??", "a\xe2\x82\xac"));
    CHECK(!glob("?", ""));
    CHECK(glob("??", "\xff\xfe")); /* stray bytes count one each */
}

TEST(str_glob_escapes_and_cases)
{
    CHECK(glob("a\\*b", "a*b"));
    CHECK(!glob("a\\*b", "axb"));
    CHECK(glob("\\?", "?"));
    CHECK(!glob("\\?", "x"));
    CHECK(glob("\\\\", "\\"));
    CHECK(glob("a\\", "a\\")); /* nothing behind it: itself */
    CHECK(glob("[ab]", "[ab]"));
    CHECK(str_glob(STR("ROOT*"), STR("rootUser"), true));
    CHECK(str_glob(STR("*X\\Y"), STR("axy"), true));
    CHECK(!str_glob(STR("\xc3\x84"), STR("\xc3\xa4"), true));
}

/* The meaning itself, as short as it can be. */
static bool naive_glob(const char *p, const char *t)
{
    if (*p == '\0') {
        return *t == '\0';
    }
    if (*p == '*') {
        return naive_glob(p + 1, t) || (*t != '\0' && naive_glob(p, t + 1));
    }
    return *t != '\0' && (*p == '?' || *p == *t) && naive_glob(p + 1, t + 1);
}

static void random_text(char *text, size_t most, const char *letters)
{
    size_t len = (size_t)rand() % (most + 1), n = strlen(letters);
    for (size_t i = 0; i < len; i++) {
        text[i] = letters[(size_t)rand() % n];
    }
    text[len] = '\0';
}

TEST(str_glob_means_what_a_naive_matcher_means)
{
    char pattern[8], text[12];
    int fits = 0;
    srand(1);
    for (int i = 0; i < 20000; i++) {
        random_text(pattern, sizeof pattern - 1, "ab**?");
        random_text(text, sizeof text - 1, "ab");
        bool want = naive_glob(pattern, text);
        fits += want;
        if (!CHECK(glob(pattern, text) == want)) {
            printf("#   pattern %s, text %s\n", pattern, text);
            return;
        }
    }
    CHECK(fits > 1000 && fits < 19000);
}

TEST(str_glob_takes_no_exponential_time)
{
    char text[20001];
    memset(text, 'a', 20000);
    text[20000] = '\0';
    CHECK(!glob("a*a*a*a*a*a*a*a*a*a*a*a*b", text));
    CHECK(glob("a*a*a*a*a*a*a*a*a*a*a*a*a", text));
}
