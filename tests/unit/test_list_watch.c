#include "lang/list_watch.h"

#include "lang/compile.h"
#include "lang/list_use.h"
#include "tests/unit/files_fixture.h"
#include "tests/unit/unit.h"

/* A pack in a folder, its program, and what was told of its lists. */
struct pack {
    struct program *program;
    struct list_watch *watch;
    const struct program_list_items *news;
    uint32_t n;
    struct buf told;
    unsigned n_bad, n_good;
};

static void hear(void *context, bool bad, const char *text)
{
    struct pack *p = context;
    p->n_bad += bad;
    p->n_good += !bad;
    buf_reset(&p->told);
    buf_add_text(&p->told, text);
}

static bool pack_open(struct pack *p, const char *rules)
{
    struct err err = {""};
    struct buf text = BUF_INIT;
    *p = (struct pack){.program = NULL};
    buf_addf(&text, "import cloudtrail\n%s\n", rules);
    struct compile *c = compile_new();
    CHECK(compile_add(c, files_write("pack/rules.lur", buf_str(&text)), &err));
    p->program = compile_finish(c);
    compile_free(c);
    buf_release(&text);
    if (!CHECK(p->program != NULL)) {
        return false;
    }
    p->watch = list_watch_new(p->program, hear, p);
    return true;
}

static void pack_close(struct pack *p)
{
    list_watch_free(p->watch);
    program_free(p->program);
    buf_release(&p->told);
}

/* Another file takes the place of the old one: its inode is another, whatever the clock says. */
static void file_put(const char *name, const char *content)
{
    struct buf fresh = BUF_INIT;
    buf_addf(&fresh, "%s.new", name);
    const char *from = files_write(fresh.ptr, str_from(content));
    CHECK(rename(from, files_path(name)) == 0);
    buf_release(&fresh);
}

static void look(struct pack *p)
{
    p->n_bad = p->n_good = 0;
    p->news = list_watch_look(p->watch, &p->n);
}

/* The news of the use, as text: "a b:x" when x is beside b; or that it has none. */
static const char *news_text(const struct pack *p, enum list_use use, bool looked_up)
{
    static struct buf text;
    buf_reset(&text);
    for (uint32_t i = 0; i < p->n; i++) {
        const struct program_list_items *news = &p->news[i];
        const struct program_list *list = &p->program->lists[news->list];
        if (list->use != use || list->looked_up != looked_up) {
            continue;
        }
        for (uint32_t k = 0; k < news->n; k++) {
            buf_add_text(&text, k == 0 ? "" : " ");
            if (news->regexes != NULL) {
                buf_add_str(&text, news->regexes[k].pattern);
            } else if (news->items[k].kind == VALUE_STRING) {
                buf_add_str(&text, value_text(&news->items[k]));
            } else {
                value_json(&news->items[k], &text);
            }
            if (news->beside != NULL && news->beside[k].kind == VALUE_STRING) {
                buf_addf(&text, ":%.*s", STR_ARG(value_text(&news->beside[k])));
            }
        }
        buf_add_char(&text, (char)0);
        return text.ptr;
    }
    return "no news of this use";
}

#define CHECK_NEWS(p, use, looked_up, want) CHECK_STR(str_from(news_text(p, use, looked_up)), STR(want))

#define RULE(match) "rule r { title \"t\" match " match " }\n"

TEST(list_watch_a_file_that_stays_is_no_news)
{
    struct pack p;
    files_start();
    files_write("pack/a.txt", STR("x\n"));
    if (pack_open(&p, "list a from \"a.txt\"\n" RULE("eventName in a"))) {
        look(&p);
        CHECK_INT(p.n, 0);
        look(&p);
        CHECK_INT(p.n, 0);
        CHECK_INT(p.n_good + p.n_bad, 0);
    }
    pack_close(&p);
    files_stop();
}

TEST(list_watch_what_changed_since_the_compilation_is_seen)
{
    struct pack p;
    files_start();
    files_write("pack/a.txt", STR("x\n"));
    if (pack_open(&p, "list a from \"a.txt\"\n" RULE("eventName in a"))) {
        file_put("pack/a.txt", "z\ny\nz\n");
        look(&p);
        CHECK_NEWS(&p, LIST_USE_TEXT, false, "y z");
        CHECK_INT(p.n_good, 1);
        CHECK_STR(buf_str(&p.told), STR("list a was read again: 2 items, 1 before"));
        look(&p);
        CHECK_INT(p.n, 0);
        files_write("pack/a.txt", STR("longer than before\n")); /* in place */
        look(&p);
        CHECK_NEWS(&p, LIST_USE_TEXT, false, "longer than before");
        CHECK_STR(buf_str(&p.told), STR("list a was read again: 1 item, 2 before"));
        files_write("pack/a.txt", STR(""));
        look(&p);
        CHECK_NEWS(&p, LIST_USE_TEXT, false, "");
        CHECK_STR(buf_str(&p.told), STR("list a was read again: 0 items, 1 before"));
    }
    pack_close(&p);
    files_stop();
}

TEST(list_watch_every_use_gets_its_form)
{
    struct pack p;
    files_start();
    files_write("pack/a.csv", STR("k,v\n1,one\n"));
    if (pack_open(&p, "list a from \"a.csv\" column \"k\" value \"v\"\n" RULE(
                          "eventName in a or eventName like a or eventName matches a or sourceIPAddress in a or "
                          "hour(eventTime) in a or lookup(a, eventName) == \"two\" or length(a) > 4"))) {
        file_put("pack/a.csv", "k,v\n30,\n2,two\n30,thirty\n30,\n4,\n");
        look(&p);
        CHECK_INT(p.n, 7);
        CHECK_NEWS(&p, LIST_USE_TEXT, false, "2 30 4");
        CHECK_NEWS(&p, LIST_USE_TEXT, true, "2:two 30:thirty 4"); /* of equal ones the last with a value */
        CHECK_NEWS(&p, LIST_USE_PATTERN, false, "2 30 4");
        CHECK_NEWS(&p, LIST_USE_REGEX, false, "2 30 4");
        CHECK_NEWS(&p, LIST_USE_ADDRESS, false, "2 30 4");
        CHECK_NEWS(&p, LIST_USE_NUMBER, false, "2 4 30");
        CHECK_INT(p.n_good, 1);
    }
    pack_close(&p);
    files_stop();
}

TEST(list_watch_what_a_tune_adds_stays)
{
    struct pack p;
    files_start();
    files_write("pack/a.txt", STR("own\n"));
    files_write("pack/b.txt", STR("of a tune\n"));
    if (pack_open(&p, "list a from \"a.txt\"\ntune list a = [\"written\"]\ntune list a from \"b.txt\"\n"
                      RULE("eventName in a"))) {
        file_put("pack/a.txt", "other\n");
        look(&p);
        CHECK_NEWS(&p, LIST_USE_TEXT, false, "of a tune other written");
        file_put("pack/b.txt", "new\n");
        look(&p);
        CHECK_NEWS(&p, LIST_USE_TEXT, false, "new other written");
        CHECK_INT(p.n_good, 1);
    }
    pack_close(&p);
    files_stop();
}

TEST(list_watch_what_is_broken_is_told_once_and_mended)
{
    struct pack p;
    files_start();
    files_write("pack/a.csv", STR("net\n10.0.0.0/8\n"));
    if (pack_open(&p, "list a from \"a.csv\" column \"net\"\n" RULE("sourceIPAddress in a"))) {
        file_put("pack/a.csv", "net\n10.0.0.0/8\n10.0.0.1/8\n");
        look(&p);
        CHECK_INT(p.n, 0);
        CHECK_INT(p.n_bad, 1);
        CHECK(strstr(p.told.ptr, "list a stays as it was, 1 item: ") == p.told.ptr);
        CHECK(strstr(p.told.ptr, "pack/a.csv:3: \"10.0.0.1/8\" is no address block") != NULL);
        look(&p);
        CHECK_INT(p.n_bad, 0);
        file_put("pack/a.csv", "other\n10.0.0.0/8\n"); /* no such column */
        look(&p);
        CHECK_INT(p.n_bad, 1);
        CHECK(unlink(files_path("pack/a.csv")) == 0);
        look(&p);
        CHECK_INT(p.n_bad, 1);
        CHECK(strstr(p.told.ptr, "pack/a.csv: cannot open: No such file") != NULL);
        look(&p);
        CHECK_INT(p.n_bad, 0);
        file_put("pack/a.csv", "net\n11.0.0.0/8\n12.0.0.0/8\n");
        look(&p);
        CHECK_NEWS(&p, LIST_USE_ADDRESS, false, "11.0.0.0/8 12.0.0.0/8");
        CHECK_STR(buf_str(&p.told), STR("list a was read again: 2 items, 1 before"));
    }
    pack_close(&p);
    files_stop();
}

TEST(list_watch_all_uses_change_or_none)
{
    struct pack p;
    files_start();
    files_write("pack/a.txt", STR("1\n"));
    files_write("pack/b.txt", STR("1\n"));
    if (pack_open(&p, "list a from \"a.txt\"\nlist b from \"b.txt\"\n"
                      RULE("eventName in a and hour(eventTime) in a and eventName in b"))) {
        file_put("pack/a.txt", "2\nnoon\n"); /* as a text it would do */
        file_put("pack/b.txt", "2\n");
        look(&p);
        CHECK_INT(p.n, 1); /* b alone */
        CHECK_NEWS(&p, LIST_USE_TEXT, false, "2");
        CHECK_STR(p.program->lists[p.news[0].list].name, STR("b"));
        CHECK_INT(p.n_bad, 1);
        CHECK_INT(p.n_good, 1);
    }
    pack_close(&p);
    files_stop();
}

TEST(list_watch_a_bad_expression_is_refused)
{
    struct pack p;
    files_start();
    files_write("pack/a.txt", STR("^Get\n"));
    if (pack_open(&p, "list a from \"a.txt\"\n" RULE("eventName matches a"))) {
        file_put("pack/a.txt", "^Put\n(\n");
        look(&p);
        CHECK_INT(p.n, 0);
        CHECK(strstr(p.told.ptr, "pack/a.txt:2: \"(\": bad regular expression: ") != NULL);
    }
    pack_close(&p);
    files_stop();
}

TEST(list_watch_written_expressions_take_no_items_of_a_file)
{
    struct pack p;
    files_start();
    files_write("pack/a.txt", STR("# nothing yet\n"));
    if (pack_open(&p, "list a = [/^Get/, /^Put/i]\ntune list a from \"a.txt\"\n" RULE("eventName matches a"))) {
        file_put("pack/a.txt", "# still nothing\n");
        look(&p);
        CHECK_INT(p.n + p.n_good + p.n_bad, 0);
        file_put("pack/a.txt", "Get*\n");
        look(&p);
        CHECK_INT(p.n, 0);
        CHECK_STR(buf_str(&p.told),
                  STR("list a stays as it was, 2 items: a list holds either regular expressions or other constants"));
    }
    pack_close(&p);
    files_stop();
}
