#include "lang/source.h"

#include <unistd.h>

#include "base/buf.h"
#include "tests/unit/unit.h"

static uint32_t added(struct source_set *set, const char *name, struct str text, struct err *err)
{
    *err = (struct err){""};
    return source_add(set, name, text, err);
}

TEST(source_places_count_code_points)
{
    struct source_set *set = source_set_new();
    struct err err;
    uint32_t f = added(set, "x.lur", STR("a\n\xc3\xa9\xe6\x97\xa5z\r\n\nlast"), &err);
    struct source_place p = source_place(set, f, 7);
    CHECK_INT(p.line, 2);
    CHECK_INT(p.column, 3);
    p = source_place(set, f, 1);
    CHECK_INT(p.line, 1);
    CHECK_INT(p.column, 2);
    p = source_place(set, f, 1000);
    CHECK_INT(p.line, 4);
    CHECK_INT(p.column, 5);
    CHECK_STR(source_line(set, f, 2), STR("\xc3\xa9\xe6\x97\xa5z"));
    CHECK_STR(source_line(set, f, 3), STR(""));
    CHECK_STR(source_line(set, f, 4), STR("last"));
    CHECK_STR(source_line(set, f, 5), STR(""));
    CHECK_STR(source_line(set, f, 0), STR(""));
    source_set_free(set);
}

TEST(source_text_stays_inside)
{
    struct source_set *set = source_set_new();
    struct err err;
    uint32_t f = added(set, "x.lur", STR("abcdef"), &err);
    CHECK_STR(source_text(set, (struct span){f, 1, 3}), STR("bc"));
    CHECK_STR(source_text(set, (struct span){f, 3, 1}), STR(""));
    CHECK_STR(source_text(set, (struct span){f, 1, 7}), STR(""));
    CHECK_STR(source_text(set, (struct span){f + 1, 0, 1}), STR(""));
    CHECK(source_file(set, f + 1) == NULL);
    source_set_free(set);
}

TEST(source_takes_a_name_once)
{
    struct source_set *set = source_set_new();
    struct err err;
    uint32_t a = added(set, "a", STR("one"), &err), b = added(set, "b", STR("two"), &err);
    CHECK(a != b);
    CHECK_INT(added(set, "a", STR("other"), &err), a);
    CHECK_STR(source_file(set, a)->text, STR("one"));
    CHECK_STR(source_file(set, b)->name, STR("b"));
    source_set_free(set);
}

TEST(source_removes_a_byte_order_mark)
{
    struct source_set *set = source_set_new();
    struct err err;
    uint32_t f = added(set, "x", STR("\xef\xbb\xbfrule"), &err);
    CHECK_STR(source_file(set, f)->text, STR("rule"));
    source_set_free(set);
}

TEST(source_refuses_what_is_no_text)
{
    static const struct {
        struct str text;
        const char *why;
    } cases[] = {
        {{"a\nb\0c", 5}, "x:2: a NUL byte: not a text file"},
        {{"a\n\n\xff", 4}, "x:3: not UTF-8 text (byte 0xff)"},
        {{"\xc0\x80", 2}, "x:1: not UTF-8 text (byte 0xc0)"},
        {{"\xed\xa0\x80", 3}, "x:1: not UTF-8 text (byte 0xed)"},
        {{"\xf4\x90\x80\x80", 4}, "x:1: not UTF-8 text (byte 0xf4)"},
        {{"\xe6\x97", 2}, "x:1: not UTF-8 text (byte 0xe6)"},
    };
    struct source_set *set = source_set_new();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct err err;
        CHECK_INT(added(set, "x", cases[i].text, &err), UINT32_MAX);
        CHECK_STR(str_from(err.text), str_from(cases[i].why));
    }
    source_set_free(set);
}

TEST(source_has_a_size_limit)
{
    struct source_set *set = source_set_new();
    struct err err;
    struct buf text = BUF_INIT;
    memset(buf_reserve(&text, SOURCE_SIZE_MAX + 1), 'a', SOURCE_SIZE_MAX + 1);
    text.len = SOURCE_SIZE_MAX;
    CHECK(added(set, "fits", buf_str(&text), &err) != UINT32_MAX);
    text.len++;
    CHECK_INT(added(set, "large", buf_str(&text), &err), UINT32_MAX);
    CHECK_STR(str_from(err.text), STR("large: larger than a rule file may be (1 MiB)"));
    buf_release(&text);
    source_set_free(set);
}

TEST(source_reads_files_and_says_why_not)
{
    struct source_set *set = source_set_new();
    struct err err = {""};
    char path[] = "test_source.XXXXXX";
    int fd = mkstemp(path);
    CHECK(fd >= 0 && write(fd, "let a = 1\n", 10) == 10);
    close(fd);
    uint32_t f = source_read(set, path, &err);
    CHECK_STR(source_file(set, f)->text, STR("let a = 1\n"));
    unlink(path);
    CHECK_INT(source_read(set, "no/such/file.lur", &err), UINT32_MAX);
    CHECK_STR(str_from(err.text), STR("no/such/file.lur: cannot open: No such file or directory"));
    CHECK_INT(source_read(set, "/", &err), UINT32_MAX);
    CHECK_STR(str_from(err.text), STR("/: not a regular file"));
    CHECK_INT(source_read(set, "/dev/null", &err), UINT32_MAX);
    CHECK_STR(str_from(err.text), STR("/dev/null: not a regular file"));
    source_set_free(set);
}

TEST(source_of_nothing_has_one_empty_line)
{
    struct source_set *set = source_set_new();
    struct err err;
    uint32_t f = added(set, "x", STR(""), &err);
    CHECK_INT(source_file(set, f)->n_lines, 1);
    CHECK_INT(source_place(set, f, 0).line, 1);
    CHECK_STR(source_line(set, f, 1), STR(""));
    source_set_free(set);
}
