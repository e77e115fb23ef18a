#include "lang/diag.h"

#include "lang/snippet.h"
#include "tests/unit/unit.h"

static struct source_set *sources;
static struct diag_list *list;
static struct buf out;

static uint32_t begin(const char *text)
{
    sources = source_set_new();
    list = diag_list_new(sources);
    out = (struct buf)BUF_INIT;
    struct err err;
    return source_add(sources, "x.lur", str_from(text), &err);
}

static void end(void)
{
    buf_release(&out);
    diag_list_free(list);
    source_set_free(sources);
}

static struct span at(uint32_t start, uint32_t stop)
{
    return (struct span){0, start, stop};
}

TEST(diag_table_is_complete)
{
    for (unsigned i = 0; i < N_DIAGS; i++) {
        const struct diag_info *info = diag_info(i);
        CHECK(info->severity == (info->code[0] == 'E' ? DIAG_ERROR : DIAG_WARNING));
        CHECK(info->title[0] != '\0' && strlen(info->explanation) > 30);
        CHECK(diag_find(info->code) == info);
        CHECK(diag_find(info->slug) == info);
        CHECK(i == 0 || strcmp(diag_info(i - 1)->code, info->code) < 0 ||
              (diag_info(i - 1)->code[0] == 'E' && info->code[0] == 'W'));
    }
    CHECK(diag_find("e001") == diag_info(DIAG_E001));
    CHECK(diag_find("E000") == NULL);
    CHECK(diag_find("") == NULL);
}

TEST(diag_sorts_counts_and_forgets_repeats)
{
    begin("one\ntwo\n");
    diag_add(list, DIAG_E002, at(4, 7), "second");
    diag_add(list, DIAG_E001, at(0, 3), "first");
    struct diag *again = diag_add(list, DIAG_E002, at(4, 7), "second again");
    diag_help(list, again, "nobody sees this");
    CHECK_INT(diag_count(list, DIAG_ERROR), 2);
    CHECK_INT(diag_count(list, DIAG_NOTE), 2);
    diag_print(list, DIAG_GCC, false, &out);
    CHECK_STR(buf_str(&out), STR("x.lur:1:1: error: first [E001]\nx.lur:2:1: error: second [E002]\n"));
    end();
}

TEST(diag_shows_places_in_the_order_of_the_file)
{
    begin("one = two\nthree\n");
    struct err err;
    uint32_t other = source_add(sources, "other.lur", STR("elsewhere\n"), &err);
    struct diag *d = diag_add(list, DIAG_E001, at(10, 15), "message");
    diag_label(list, d, at(0, 3), "before");
    diag_label(list, d, (struct span){other, 0, 4}, "far");
    diag_note(list, d, "a note");
    diag_help(list, d, "some help");
    diag_print(list, DIAG_TEXT, false, &out);
    CHECK_STR(buf_str(&out), STR("x.lur:2:1: error[E001]: message\n"
                                 "    1 | one = two\n"
                                 "      | ~~~ before\n"
                                 "    2 | three\n"
                                 "      | ^^^^^\n"
                                 "      other.lur:1:1:\n"
                                 "    1 | elsewhere\n"
                                 "      | ~~~~ far\n"
                                 "      note: a note\n"
                                 "      help: some help\n"));
    end();
}

TEST(diag_label_at_the_main_place_stands_beside_the_caret)
{
    begin("abc");
    struct diag *d = diag_add(list, DIAG_E001, at(1, 2), "message");
    diag_label(list, d, at(1, 2), "here");
    diag_label(list, d, at(2, 3), "same line");
    diag_print(list, DIAG_TEXT, false, &out);
    CHECK_STR(buf_str(&out), STR("x.lur:1:2: error[E001]: message\n"
                                 "    1 | abc\n"
                                 "      |  ^ here\n"
                                 "      |   ~ same line\n"));
    end();
}

TEST(diag_text_cannot_move_the_cursor)
{
    begin("a\x1b[31m\xe2\x80\xae"
          "b\n");
    diag_add(list, DIAG_E001, at(0, 1), "name \x1b[2J and \n line");
    diag_print(list, DIAG_TEXT, false, &out);
    CHECK(memchr(out.ptr, '\x1b', out.len) == NULL);
    CHECK(str_find(buf_str(&out), STR("\xe2\x80\xae")) == SIZE_MAX);
    CHECK(str_find(buf_str(&out), STR("and \\n line")) != SIZE_MAX);
    buf_reset(&out);
    diag_print(list, DIAG_TEXT, true, &out);
    CHECK(str_find(buf_str(&out), STR("\x1b[1;31merror[E001]")) != SIZE_MAX);
    end();
}

TEST(diag_json_is_one_object_a_line)
{
    begin("let \xc3\xa9 = 1\n");
    struct diag *d = diag_add(list, DIAG_E001, at(4, 6), "say \"x\"");
    diag_label(list, d, at(0, 3), "label");
    diag_note(list, d, "note");
    diag_fix(list, d, at(4, 6), "%s", "");
    diag_print(list, DIAG_JSON, true, &out);
    CHECK_STR(buf_str(&out), STR("{\"file\":\"x.lur\",\"line\":1,\"column\":5,\"end_line\":1,\"end_column\":"
                                 "6,\"severity\":\"error\","
                                 "\"code\":\"E001\",\"slug\":\"unexpected-token\",\"message\":\"say "
                                 "\\\"x\\\"\",\"label\":\"\",\"labels\":["
                                 "{\"file\":\"x.lur\",\"line\":1,\"column\":1,\"end_line\":1,\"end_column\":"
                                 "4,\"text\":\"label\"}],"
                                 "\"notes\":[\"note\"],\"help\":\"\",\"fix\":{\"file\":\"x.lur\",\"line\":1,"
                                 "\"column\":5,\"end_line\":1,"
                                 "\"end_column\":6,\"text\":\"\"}}\n"));
    end();
}

TEST(diag_print_has_a_cap)
{
    begin("0123456789012345678901234567890123456789012345678901234567890123456789\n");
    for (uint32_t i = 0; i < 60; i++) {
        diag_add(list, DIAG_E001, at(i, i + 1), "number %u", i);
    }
    diag_print(list, DIAG_GCC, false, &out);
    CHECK(str_ends(buf_str(&out),
                   STR("x.lur:1:50: error: number 49 [E001]\n10 more messages are not shown\n")));
    buf_reset(&out);
    diag_print(list, DIAG_JSON, false, &out);
    unsigned lines = 0;
    for (size_t i = 0; i < out.len; i++) {
        lines += out.ptr[i] == '\n';
    }
    CHECK_INT(lines, 60);
    end();
}

static struct str best_of(const char *name, const char *const *candidates, size_t n)
{
    struct diag_suggest s;
    diag_suggest_init(&s, str_from(name));
    for (size_t i = 0; i < n; i++) {
        diag_suggest_try(&s, str_from(candidates[i]));
    }
    return s.best.ptr == NULL ? STR("") : s.best;
}

TEST(diag_suggest_takes_the_nearest)
{
    static const char *const names[] = {"eventName", "eventSource", "eventTime", "id", "errorCode"};
    CHECK_STR(best_of("eventNam", names, 5), STR("eventName"));
    CHECK_STR(best_of("eventTiem", names, 5), STR("eventTime"));
    CHECK_STR(best_of("evntSrce", names, 5), STR(""));
    CHECK_STR(best_of("eventTimee", names, 5), STR("eventTime"));
    CHECK_STR(best_of("ie", names, 5), STR("id"));
    CHECK_STR(best_of("completelyOther", names, 5), STR(""));
    CHECK_STR(best_of("", names, 5), STR(""));
}

static void snippet_check(const char *text, uint32_t start, uint32_t stop, const char *want, unsigned from,
                          unsigned to)
{
    begin(text);
    struct snippet s = snippet_make(sources, at(start, stop));
    CHECK_STR(buf_str(&s.text), str_from(want));
    CHECK_INT(s.from, from);
    CHECK_INT(s.to, to);
    snippet_release(&s);
    end();
}

TEST(snippet_counts_terminal_columns)
{
    snippet_check("\ta\tb", 1, 2, "    a   b", 4, 5);
    snippet_check("\ta\tb", 3, 4, "    a   b", 8, 9);
    snippet_check("\xe6\x97\xa5\xe6\x9c\xac x", 7, 8, "\xe6\x97\xa5\xe6\x9c\xac x", 5, 6);
    snippet_check("e\xcc\x81x", 3, 4, "e\xcc\x81x", 1, 2);
    snippet_check("\x01"
                  "a",
                  1, 2, "\\x01a", 4, 5);
    snippet_check("one\ntwo", 2, 6, "one", 2, 3);
    snippet_check("one", 3, 3, "one", 3, 4);
    snippet_check("", 0, 0, "", 0, 1);
}

TEST(snippet_cuts_a_long_line_around_the_place)
{
    struct buf text = BUF_INIT;
    for (unsigned i = 0; i < 100000; i++) {
        buf_add_text(&text, i == 50000 ? "X" : "\xc3\xa9");
    }
    begin(text.ptr);
    struct snippet s = snippet_make(sources, at(100000, 100001));
    CHECK(s.text.len < 300);
    CHECK(str_starts(buf_str(&s.text), STR("\xe2\x80\xa6")) &&
          str_ends(buf_str(&s.text), STR("\xe2\x80\xa6")));
    CHECK_INT(s.to, s.from + 1);
    CHECK(s.from < 60 && str_find(buf_str(&s.text), STR("X")) != SIZE_MAX);
    snippet_release(&s);
    end();
    buf_release(&text);
}
