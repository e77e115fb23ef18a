#include "engine/globs.h"

#include "tests/unit/unit.h"

static bool fits_one(const char *pattern, struct str text, bool nocase)
{
    struct value v = value_str(str_from(pattern));
    struct globs *g = globs_new(&v, 1, nocase);
    bool fits = globs_fit(g, text);
    globs_free(g);
    return fits;
}

TEST(globs_plain_prefix_suffix_inside)
{
    CHECK(fits_one("abc", STR("abc"), false));
    CHECK(!fits_one("abc", STR("abcd"), false));
    CHECK(fits_one("abc*", STR("abcd"), false));
    CHECK(!fits_one("abc*", STR("ab"), false));
    CHECK(fits_one("*abc", STR("xabc"), false));
    CHECK(!fits_one("*abc", STR("abcx"), false));
    CHECK(fits_one("*abc*", STR("xabcx"), false));
    CHECK(!fits_one("*abc*", STR("xabx"), false));
    CHECK(fits_one("*", STR(""), false));
    CHECK(fits_one("", STR(""), false));
    CHECK(!fits_one("", STR("a"), false));
    CHECK(fits_one("a*c", STR("abc"), false));
    CHECK(fits_one("a?c", STR("a\xc3\xa9""c"), false));
}

TEST(globs_without_case)
{
    CHECK(fits_one("AbC", STR("aBc"), true));
    CHECK(fits_one("AbC*", STR("aBcD"), true));
    CHECK(fits_one("*AbC", STR("xaBc"), true));
    CHECK(fits_one("*AbC*", STR("xaBcx"), true));
    CHECK(!fits_one("AbC", STR("aBc"), false));
    CHECK(!fits_one("*AbC*", STR("xaBx"), true));
}

TEST(globs_escapes)
{
    CHECK(fits_one("a\\*", STR("a*"), false));
    CHECK(!fits_one("a\\*", STR("ab"), false));
    CHECK(fits_one("a\\\\*", STR("a\\b"), false));
    CHECK(fits_one("\\*a*", STR("*ab"), false));
    CHECK(!fits_one("\\*a*", STR("xab"), false));
    CHECK(fits_one("a\\", STR("a\\"), false) == str_glob(STR("a\\"), STR("a\\"), false));
}

TEST(globs_a_list_fits_when_one_does)
{
    struct value v[] = {value_str(STR("Get*")), value_str(STR("List*")), value_str(STR("HeadBucket")), value_int(3)};
    struct globs *g = globs_new(v, 4, false);
    CHECK(globs_fit(g, STR("ListUsers")));
    CHECK(globs_fit(g, STR("HeadBucket")));
    CHECK(!globs_fit(g, STR("PutObject")));
    CHECK(!globs_fit(g, STR("3")));
    globs_free(g);
}

/* All that is made ready means what str_glob means. */
TEST(globs_agree_with_str_glob)
{
    static const char letters[] = "abA*?\\";
    unsigned seed = 12345, wrong = 0;
    for (unsigned round = 0; round < 20000; round++) {
        char pattern[8] = "", text[8] = "";
        for (unsigned i = 0; i < 6; i++) {
            seed = seed * 1103515245 + 12345;
            pattern[i] = (seed >> 16) % 8 < 6 ? letters[(seed >> 16) % 8] : '\0';
            seed = seed * 1103515245 + 12345;
            text[i] = (seed >> 16) % 8 < 6 ? letters[(seed >> 16) % 8] : '\0';
        }
        for (int nocase = 0; nocase <= 1; nocase++) {
            wrong += fits_one(pattern, str_from(text), nocase) != str_glob(str_from(pattern), str_from(text), nocase);
        }
    }
    CHECK_INT(wrong, 0);
}
