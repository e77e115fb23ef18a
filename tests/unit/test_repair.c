#include "engine/repair.h"

#include "tests/unit/unit.h"

static struct str repaired(struct str s)
{
    static struct buf out;
    buf_reset(&out);
    repair_text(s, &out);
    return out.len == 0 ? STR("") : buf_str(&out);
}

TEST(what_is_utf8_stays)
{
    static const char text[] =
        "plain, \xc3\xa9, \xe2\x82\xac, \xf0\x9f\x98\x80, \xed\x9f\xbf, \xf4\x8f\xbf\xbf and \0 too";
    struct str s = STR(text);
    CHECK_INT(repair_valid(s), s.len);
    CHECK_STR(repaired(s), s);
    CHECK_INT(repair_valid(STR("")), 0);
}

TEST(the_valid_start_ends_at_the_first_bad_byte)
{
    CHECK_INT(repair_valid(STR("0123456789\xff")), 10);
    CHECK_INT(repair_valid(STR("\xe2\x82")), 0);
    CHECK_INT(repair_valid(STR("a\xed\xa0\x80")), 1);
    CHECK_INT(repair_valid(STR("a\xc0\x80")), 1);
    CHECK_INT(repair_valid(STR("a\xf4\x90\x80\x80")), 1);
}

TEST(each_bad_run_is_one_mark)
{
    CHECK_STR(repaired(STR("a\xff" "b")), STR("a\xef\xbf\xbd" "b"));
    CHECK_STR(repaired(STR("\xe2\x82" "b")), STR("\xef\xbf\xbd" "b"));
    CHECK_STR(repaired(STR("\xe2\x82")), STR("\xef\xbf\xbd"));
    CHECK_STR(repaired(STR("\xed\xa0\x80")), STR("\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"));
}

TEST(a_quote_is_never_swallowed)
{
    CHECK_STR(repaired(STR("\"\xe2\"")), STR("\"\xef\xbf\xbd\""));
    CHECK_STR(repaired(STR("\"\xf0\x9f\"}")), STR("\"\xef\xbf\xbd\"}"));
}
