#include "engine/wrap.h"

#include "tests/unit/unit.h"

static struct buf out;

static struct str wrapped(const char *text, unsigned indent, unsigned hang)
{
    struct wrap w;
    buf_reset(&out);
    wrap_begin(&w, &out, indent, hang);
    wrap_put(&w, "", str_from(text));
    wrap_end(&w);
    return buf_str(&out);
}

TEST(wrap_breaks_between_words)
{
    CHECK_STR(wrapped("one two", 2, 4), STR("  one two\n"));
    CHECK_STR(wrapped("0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 012 4", 0, 3),
              STR("0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 012\n   4\n"));
    buf_release(&out);
}

TEST(wrap_breaks_inside_of_what_no_line_can_hold)
{
    CHECK_STR(
        wrapped("arn:aws:iam::111122223333:role/0123456789/0123456789/0123456789/0123456789/0123456789abcdef",
                0, 2),
        STR("arn:aws:iam::111122223333:role/0123456789/0123456789/0123456789/0123456789/\n"
            "  0123456789abcdef\n"));
    CHECK_STR(wrapped("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", 0, 0),
              STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\naab\n"));
    buf_release(&out);
}

TEST(wrap_gives_a_run_its_own_line)
{
    struct wrap w;
    buf_reset(&out);
    wrap_begin(&w, &out, 60, 2);
    wrap_put(&w, " · ", STR("country: RU"));
    wrap_put(&w, " · ", STR("a run of several words"));
    wrap_put(&w, " · ", STR("x"));
    wrap_end(&w);
    CHECK_STR(buf_str(&out), STR("                                                            country: RU\n"
                                 "  a run of several words · x\n"));
    buf_release(&out);
}
