#include "lang/listfile.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "tests/unit/unit.h"

static char folder[] = "test_listfile.XXXXXX";
static struct arena arena;
static struct listfile got;
static struct err err;

/* One folder for the whole run: it is empty again when a test ends. */
static const char *path_in(const char *name)
{
    static char path[256];
    static bool made;
    if (!made && mkdtemp(folder) == NULL) {
        abort();
    }
    made = true;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void file_write(const char *name, struct str text)
{
    int fd = open(path_in(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, text.ptr, text.len) != (ssize_t)text.len) {
        abort();
    }
    close(fd);
}

static bool list_read(const char *name, const char *column)
{
    arena_release(&arena);
    err = (struct err){""};
    got = (struct listfile){NULL, 0};
    return listfile_read(str_from(folder), str_from(name), str_from(column), &arena, &got, &err);
}

static void clean(const char *name)
{
    unlink(path_in(name));
    rmdir(path_in(name));
    rmdir(folder);
    mkdir(folder, 0700);
    arena_release(&arena);
}

static void items_check(struct str text, const char *column, const char *const *want, uint32_t n)
{
    file_write("f", text);
    CHECK(list_read("f", column));
    CHECK_INT(got.len, n);
    for (uint32_t i = 0; i < n && i < got.len; i++) {
        CHECK_STR(got.items[i], str_from(want[i]));
    }
    clean("f");
}

static void error_check(struct str text, const char *column, const char *why)
{
    file_write("f", text);
    CHECK(!list_read("f", column));
    struct str said = str_from(err.text), name = str_from(folder);
    CHECK(str_starts(said, name));
    CHECK_STR(str_slice(said.ptr + name.len, said.len - name.len), str_from(why));
    clean("f");
}

TEST(listfile_reads_lines)
{
    static const char *const want[] = {"one", "two words", "a # b", "last"};
    items_check(STR("\xef\xbb\xbfone\n\n  # comment\n\ttwo words \r\na # b\nlast"), NULL, want, 4);
    items_check(STR(""), NULL, want, 0);
    items_check(STR("\n#\n"), NULL, want, 0);
}

TEST(listfile_reads_csv)
{
    static const char *const want[] = {"10.0.0.1", "a, \"b\"\nc", "last"};
    items_check(STR("name,ip\r\nx,10.0.0.1\r\n\r\n\"y\",\"a, \"\"b\"\"\nc\"\r\nz,\r\nw,last"), "ip", want, 3);
    static const char *const names[] = {"x"};
    items_check(STR(" name ,ip\nx,1\n"), "name", names, 1);
    items_check(STR("name\nx\n\n"), "name", names, 1);
    items_check(STR("name\n"), "name", names, 0);
}

TEST(listfile_says_where_csv_is_bad)
{
    error_check(STR(""), "ip", "/f: empty: no header row");
    error_check(STR("name,addr\n"), "ip", "/f:1: no column \"ip\" in the header");
    error_check(STR("ip,ip\n"), "ip", "/f:1: two columns are called \"ip\"");
    error_check(STR("a,ip\n1,2\n1\n"), "ip", "/f:3: 1 fields, the header has 2");
    error_check(STR("a,ip\n1,2,3\n"), "ip", "/f:2: 3 fields, the header has 2");
    error_check(STR("a,ip\n\"x\ny\",1\n\"open,1\n"), "ip", "/f:4: a quoted field is not closed");
    error_check(STR("a,ip\n\"x\"y,1\n"), "ip", "/f:2: text behind the closing quote of a field");
    error_check(STR("a,ip\nx\"y,1\n"), "ip", "/f:2: a quote inside of a field that is not quoted");
}

TEST(listfile_refuses_what_is_no_text)
{
    error_check(STR("a\nb\0c\n"), NULL, "/f:2: a NUL byte");
    error_check(STR("a\n\n\xff\n"), NULL, "/f:3: not UTF-8 text");
}

TEST(listfile_stays_in_its_folder)
{
    static const char *const bad[] = {"/etc/hostname", "../f", "a/../../f", "..", "a/.."};
    file_write("f", STR("x\n"));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        CHECK(!list_read(bad[i], NULL));
        CHECK(str_find(str_from(err.text),
                       STR(bad[i][0] == '/' ? "is named relative" : "`..` is not allowed")) != SIZE_MAX);
    }
    CHECK(!list_read("", NULL));
    CHECK(list_read("./f", NULL));
    CHECK(symlink("/etc/passwd", path_in("link")) == 0);
    CHECK(!list_read("link", NULL));
    CHECK(str_find(str_from(err.text), STR("symbolic link")) != SIZE_MAX);
    CHECK(unlink(path_in("link")) == 0);
    CHECK(symlink("/etc", path_in("link")) == 0);
    CHECK(!list_read("link/passwd", NULL));
    CHECK(unlink(path_in("link")) == 0);
    CHECK(!list_read("none", NULL));
    CHECK(str_ends(str_from(err.text), STR("none: cannot open: No such file or directory")));
    CHECK(!list_read(".", NULL));
    CHECK(str_ends(str_from(err.text), STR(": not a regular file")));
    CHECK(mkfifo(path_in("fifo"), 0600) == 0);
    CHECK(!list_read("fifo", NULL));
    CHECK(str_ends(str_from(err.text), STR(": not a regular file")));
    CHECK(unlink(path_in("fifo")) == 0);
    clean("f");
}

TEST(listfile_needs_a_folder)
{
    CHECK(!listfile_read(STR(""), STR("f"), STR(""), &arena, &got, &err));
    CHECK(str_find(str_from(err.text), STR("no folder to look in")) != SIZE_MAX);
    arena_release(&arena);
}

TEST(listfile_has_a_limit)
{
    struct buf text = BUF_INIT;
    for (uint32_t i = 0; i < LISTFILE_ITEMS_MAX; i++) {
        buf_add_text(&text, "x\n");
    }
    file_write("f", buf_str(&text));
    CHECK(list_read("f", NULL));
    CHECK_INT(got.len, LISTFILE_ITEMS_MAX);
    buf_add_text(&text, "y\n");
    file_write("f", buf_str(&text));
    CHECK(!list_read("f", NULL));
    CHECK(str_ends(str_from(err.text), STR(":1000001: more than 1000000 items")));
    buf_release(&text);
    clean("f");
    rmdir(folder);
}
