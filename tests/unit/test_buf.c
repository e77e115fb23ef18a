#include "base/buf.h"

#include "tests/unit/unit.h"

TEST(buf_grows_and_keeps_a_nul)
{
    struct buf b = BUF_INIT;
    CHECK_STR(buf_str(&b), STR(""));
    buf_add_text(&b, "");
    CHECK(b.ptr != NULL && b.ptr[0] == '\0');
    for (int i = 0; i < 1000; i++) {
        buf_add_char(&b, (char)('a' + i % 26));
        CHECK(b.ptr[b.len] == '\0');
    }
    CHECK_INT(b.len, 1000);
    CHECK(b.ptr[999] == 'a' + 999 % 26);
    buf_reset(&b);
    buf_add_str(&b, STR("x\0y"));
    CHECK_STR(buf_str(&b), STR("x\0y"));
    buf_release(&b);
    CHECK(b.ptr == NULL && b.len == 0 && b.cap == 0);
    buf_release(&b); /* twice is fine */
}

TEST(buf_reserve_leaves_the_length)
{
    struct buf b = BUF_INIT;
    buf_add_text(&b, "ab");
    char *to = buf_reserve(&b, 5000);
    CHECK(to == b.ptr + 2);
    CHECK_INT(b.len, 2);
    memset(to, 'x', 5000);
    to[5000] = '\0'; /* the byte for the NUL is there too */
    b.len += 5000;
    CHECK_INT(b.len, 5002);
    buf_release(&b);
}

TEST(buf_addf_takes_any_length)
{
    struct buf b = BUF_INIT;
    buf_addf(&b, "%d-%s", 7, "x");
    buf_addf(&b, "%s", "");
    CHECK_STR(buf_str(&b), STR("7-x"));
    buf_addf(&b, "%*d", 5000, 1);
    CHECK_INT(b.len, 5003);
    CHECK(b.ptr[5002] == '1' && b.ptr[5003] == '\0');
    for (int len = 50; len < 80; len++) { /* over the edge of what is at hand */
        struct buf c = BUF_INIT;
        buf_addf(&c, "%*s", len, "y");
        CHECK_INT(c.len, len);
        CHECK(c.ptr[len - 1] == 'y' && c.ptr[len] == '\0');
        buf_release(&c);
    }
    buf_release(&b);
}

static void check_written(void (*write)(struct buf *, struct str), struct str in, struct str want)
{
    struct buf b = BUF_INIT;
    write(&b, in);
    CHECK_STR(buf_str(&b), want);
    buf_release(&b);
}

TEST(buf_add_json_escapes)
{
    check_written(buf_add_json, STR(""), STR("\"\""));
    check_written(buf_add_json, STR("a\"b\\c/"), STR("\"a\\\"b\\\\c/\""));
    check_written(buf_add_json, STR("\b\f\n\r\t"), STR("\"\\b\\f\\n\\r\\t\""));
    check_written(buf_add_json, STR("\0\x1b\x1f\x7f"), STR("\"\\u0000\\u001b\\u001f\\u007f\""));
    check_written(buf_add_json, STR("\xc2\x9b"), STR("\"\\u009b\"")); /* C1: CSI */
    check_written(buf_add_json, STR("\xe2\x80\xa8\xe2\x80\xa9"), STR("\"\\u2028\\u2029\""));
    check_written(buf_add_json, STR("\xc3\xa9\xf0\x9f\x90\xb6"), STR("\"\xc3\xa9\xf0\x9f\x90\xb6\""));
}

#define FFFD "\xef\xbf\xbd"

TEST(buf_add_json_replaces_what_is_not_utf8)
{
    check_written(buf_add_json, STR("a\xff" "b"), STR("\"a" FFFD "b\""));
    check_written(buf_add_json, STR("\x80"), STR("\"" FFFD "\""));
    check_written(buf_add_json, STR("\xc0\xaf"), STR("\"" FFFD FFFD "\""));                 /* overlong / */
    check_written(buf_add_json, STR("\xc0\xa2"), STR("\"" FFFD FFFD "\""));                 /* overlong " */
    check_written(buf_add_json, STR("\xed\xa0\x80"), STR("\"" FFFD FFFD FFFD "\""));        /* surrogate */
    check_written(buf_add_json, STR("\xf4\x90\x80\x80"), STR("\"" FFFD FFFD FFFD FFFD "\"")); /* U+110000 */
    check_written(buf_add_json, STR("\xe2\x82"), STR("\"" FFFD "\""));                      /* cut off */
    check_written(buf_add_json, STR("\xe2\x82\""), STR("\"" FFFD "\\\"\""));                /* the quote stays */
    check_written(buf_add_json, STR("\xf0\x9f\x90" "a"), STR("\"" FFFD "a\""));
    check_written(buf_add_json, STR("\xf4\x8f\xbf\xbf"), STR("\"\xf4\x8f\xbf\xbf\""));      /* the last one */
    check_written(buf_add_json, STR("\xed\x9f\xbf\xee\x80\x80"), STR("\"\xed\x9f\xbf\xee\x80\x80\""));
}

TEST(buf_add_safe_lets_nothing_move_the_cursor)
{
    check_written(buf_add_safe, STR(""), STR(""));
    check_written(buf_add_safe, STR("plain \"text\" \\ \xc3\xa9"), STR("plain \"text\" \\ \xc3\xa9"));
    check_written(buf_add_safe, STR("a\nb\r\tc"), STR("a\\nb\\r\\tc"));
    check_written(buf_add_safe, STR("\x1b[2J\0\x7f"), STR("\\x1b[2J\\x00\\x7f"));
    check_written(buf_add_safe, STR("\xc2\x9b" "2J"), STR("\\u{009b}2J"));
    check_written(buf_add_safe, STR("\x9b" "2J"), STR("\\x9b" "2J")); /* a raw CSI byte */
    check_written(buf_add_safe, STR("\xe2\x80\xae"), STR("\\u{202e}"));
    check_written(buf_add_safe, STR("a\xe2\x80\x8b" "b"), STR("a\\u{200b}b"));
    check_written(buf_add_safe, STR("\xe2\x81\xa6\xef\xbb\xbf\xd8\x9c"), STR("\\u{2066}\\u{feff}\\u{061c}"));
    check_written(buf_add_safe, STR("\xf3\xa0\x81\x81"), STR("\\u{e0041}")); /* a tag */
    check_written(buf_add_safe, STR("\xe2\x82"), STR("\\xe2\\x82"));
}

/* Whatever comes in, what goes out is UTF-8 without controls. */
TEST(buf_add_safe_over_all_pairs_of_bytes)
{
    struct buf b = BUF_INIT;
    for (unsigned i = 0; i < 0x10000; i++) {
        char in[2] = {(char)(i >> 8), (char)i};
        buf_reset(&b);
        buf_add_safe(&b, str_slice(in, 2));
        for (size_t k = 0; k < b.len; k++) {
            unsigned char c = (unsigned char)b.ptr[k];
            bool two = k == 0 && b.len == 2 && c >= 0xc2 && c <= 0xdf;
            if (!CHECK(c >= 0x20 && c != 0x7f && (c < 0x80 || two || (k == 1 && c < 0xc0)))) {
                return buf_release(&b);
            }
        }
    }
    buf_release(&b);
}
