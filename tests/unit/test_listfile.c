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

static bool beside_read(const char *name, const char *column, const char *value)
{
    struct str columns[] = {str_from(column)}, values[] = {str_from(value)};
    struct listfile_ask ask = {.folder = str_from(folder), .file = str_from(name), .columns = columns,
                               .n_columns = column != NULL, .values = values, .n_values = value != NULL};
    uint32_t bad;
    arena_release(&arena);
    err = (struct err){""};
    got = (struct listfile){.len = 0};
    return listfile_check(&ask, &bad, &err) && listfile_read(&ask, &arena, &got, &err);
}

static bool list_read(const char *name, const char *column) { return beside_read(name, column, NULL); }

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

/* The items, each with what stands beside it: "item=value item=value". */
static void beside_check(const char *name, struct str text, const char *column, const char *value, const char *want)
{
    struct buf all = BUF_INIT;
    buf_add_text(&all, "");
    file_write(name, text);
    CHECK(beside_read(name, column, value));
    CHECK_STR(str_from(err.text), STR(""));
    for (uint32_t i = 0; i < got.len; i++) {
        buf_add_text(&all, i > 0 ? " " : "");
        buf_add_str(&all, got.items[i]);
        if (got.values != NULL) {
            buf_add_char(&all, '=');
            buf_add_str(&all, got.values[i].ptr == NULL ? STR("(null)") : got.values[i]);
        }
    }
    CHECK_STR(buf_str(&all), str_from(want));
    buf_release(&all);
    clean(name);
}

static void refused(const char *name, struct str text, const char *column, const char *value, const char *why)
{
    file_write(name, text);
    CHECK(!beside_read(name, column, value));
    struct str said = str_from(err.text), path = str_from(path_in(name));
    CHECK_STR(str_starts(said, path) ? str_slice(said.ptr + path.len, said.len - path.len) : said, str_from(why));
    clean(name);
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

TEST(listfile_reads_values_beside)
{
    struct str csv = STR("ip,site\n10.0.0.1,ams\n10.0.0.2,\n,x\n10.0.0.3,\"a, b\"\n");
    beside_check("f", csv, "ip", "site", "10.0.0.1=ams 10.0.0.2=(null) 10.0.0.3=a, b");
    refused("f", csv, "ip", "town", ":1: no column \"town\" in the header");
}

TEST(listfile_reads_several_columns)
{
    struct str columns[] = {STR("a"), STR("b")}, values[] = {STR("x"), STR("y")};
    struct listfile_ask ask = {str_from(folder), STR("f"), columns, 2, values, 2};
    file_write("f", STR("a,b,x,y\n1,2,one,two\n,3,,three\n"));
    arena_release(&arena);
    CHECK(listfile_read(&ask, &arena, &got, &err));
    CHECK_INT(got.len, 3);
    CHECK_STR(got.items[1], STR("2"));
    CHECK_STR(got.values[1], STR("two"));
    CHECK_STR(got.values[2], STR("three"));
    clean("f");
}

static struct str ranges(void)
{
    return STR("{\"syncToken\": \"1\", \"prefixes\": [\n"
               "  {\"ip_prefix\": \"3.4.12.4/32\", \"service\": \"AMAZON\"},\n"
               "  {\"ip_prefix\": \"3.5.140.0/22\", \"service\": \"S3\"},\n"
               "  {\"ip_prefix\": null}],\n"
               " \"ipv6_prefixes\": [{\"ipv6_prefix\": \"2600:1f01::/47\", \"service\": \"EC2\"}]}");
}

TEST(listfile_reads_json)
{
    beside_check("f.json", ranges(), "prefixes[*].ip_prefix", NULL, "3.4.12.4/32 3.5.140.0/22");
    beside_check("f.json", ranges(), "prefixes[*].ip_prefix", "service", "3.4.12.4/32=AMAZON 3.5.140.0/22=S3");
    beside_check("f.JSON", ranges(), "prefixes[1].ip_prefix", "syncToken", "3.5.140.0/22=1");
    beside_check("f.json", STR("[\"a\", 12, 1.5, true, null, \"\"]"), NULL, NULL, "a 12 1.5 true");
    beside_check("f.json", STR("[18446744073709551616]"), NULL, NULL, "1.8446744073709552e+19");
    beside_check("f.json", STR("[]"), "[*].ip", NULL, "");
    beside_check("f.json", STR("{\"a.b\": {\"x\": \"1\", \"y\": \"2\"}}"), "[\"a.b\"].x", "[\"a.b\"].y", "1=2");
    beside_check("f.json", STR("[{\"n\": 1, \"a\": [[\"x\"], []]}, {\"a\": [[\"y\", \"z\"]]}]"), "[*].a[*][*]", "n",
                 "x=1 y=(null) z=(null)");
    beside_check("f.json", STR("[{\"n\": 1, \"a\": [{\"i\": 7, \"m\": 3}]}]"), "[*].a[*].i", "m", "7=3");
    beside_check("f.json", STR("[{\"n\": 1, \"a\": [{\"i\": 7, \"m\": 3}]}]"), "[*].a[*].i", "[*].n", "7=1");
}

TEST(listfile_says_where_json_is_bad)
{
    refused("f.json", STR("[\n1,\n"), NULL, NULL, ":3: no JSON: ']' expected near end of file");
    refused("f.json", STR(""), NULL, NULL, ":1: no JSON: unexpected token near end of file");
    refused("f.json", STR("{\"a\": [1]}"), NULL, NULL,
            ": the document is an object, not an array; say by `column` where the items are");
    refused("f.json", ranges(), "prefixes[*]", NULL, ": prefixes[0] is an object, not a single value");
    refused("f.json", ranges(), "prefixes.ip_prefix", NULL, ": prefixes is an array, not an object");
    refused("f.json", ranges(), "syncToken[*]", NULL, ": syncToken is a single value, not an array");
    refused("f.json", ranges(), "prefix[*].ip_prefix", NULL,
            ": nothing has the part .prefix of the column \"prefix[*].ip_prefix\"");
    refused("f.json", ranges(), "prefixes[*].prefix", NULL,
            ": nothing has the part .prefix of the column \"prefixes[*].prefix\"");
    refused("f.json", STR("[{\"a\": 1, \"b\": []}]"), "[*].a", "b",
            ": [0].a: the value beside it is an array, not a single value");
}

TEST(listfile_checks_paths_first)
{
    struct str doc = STR("[]");
    refused("f.json", doc, "", NULL, "the path of a column is empty");
    refused("f.json", doc, "a..b", NULL, "\"a..b\" is no path: a name is missing at character 3");
    refused("f.json", doc, "a[x]", NULL, "\"a[x]\" is no path: expected [*], [0] or [\"name\"] at character 3");
    refused("f.json", doc, "a[\"x]", NULL, "\"a[\"x]\" is no path: no \"] behind the name at character 4");
    refused("f.json", doc, "a[*]b", NULL, "\"a[*]b\" is no path: expected a dot or a bracket at character 5");
    refused("f.json", doc, "a[99999999999]", NULL, "\"a[99999999999]\" is no path: too large a number at character 10");
    refused("f.json", doc, "a[*].b", "c[*].d",
            "a value with [*] stands beside its items: up to its last [*] it has to begin as the column does");
}

TEST(listfile_reads_ndjson)
{
    struct str lines = STR("{\"ip\": \"a\", \"n\": 1}\n\n{\"n\": 2}\r\n{\"ip\": \"b\"}");
    beside_check("f.ndjson", lines, "ip", "n", "a=1 b=(null)");
    beside_check("f.jsonl", STR("\"a\"\n17\n"), NULL, NULL, "a 17");
    beside_check("f.ndjson", STR(""), "ip", NULL, "");
    refused("f.ndjson", STR("1\n{\n"), NULL, NULL, ":2: no JSON: string or '}' expected near end of file");
    refused("f.ndjson", STR("1\n[2]\n"), NULL, NULL,
            ":2: the document is an array, not a single value; say by `column` where the items are");
    refused("f.ndjson", STR("{\"x\": 1}\n"), "ip", NULL, ": nothing has the part .ip of the column \"ip\"");
}

TEST(listfile_reads_yaml)
{
    struct str vendors = STR("# who they are\n\n- name: 'Cloud, Health'\n  accounts: ['454464851268']\n"
                             "- name: New Relic\n  accounts:\n    - 017663287629 # kept as it is written\n    - ~\n"
                             "- name: Nobody\n");
    beside_check("f.yaml", vendors, "[*].accounts[*]", "name", "454464851268=Cloud, Health 017663287629=New Relic");
    beside_check("f.yml", vendors, "[*].accounts[*]", "[*].name", "454464851268=Cloud, Health 017663287629=New Relic");
    beside_check("f.yaml", STR("[a, 'null', null, 1_000]"), NULL, NULL, "a null 1_000");
    beside_check("f.yaml", STR("- a\n---\n- b\n...\n"), NULL, NULL, "a b");
    beside_check("f.yaml", STR("a: 1\na: 2\n"), "a", NULL, "2");
    beside_check("f.yaml", STR(""), NULL, NULL, "");
    refused("f.yaml", STR("- a\n- [b\n"), NULL, NULL,
            ":3: no YAML: did not find expected ',' or ']', while parsing a flow sequence that begins on line 2");
    refused("f.yaml", STR("- &x a\n- *x\n"), NULL, NULL,
            ":2: an alias (*name) is not followed: write out what it stands for");
    refused("f.yaml", STR("[a]: b\n"), "a", NULL, ":1: a key that is no single value");
    refused("f.yaml", STR("a: 1\n"), NULL, NULL,
            ": the document is an object, not an array; say by `column` where the items are");
}

TEST(listfile_refuses_deep_yaml)
{
    struct buf text = BUF_INIT;
    for (unsigned i = 0; i < 1000; i++) {
        buf_add_char(&text, '[');
    }
    refused("f.yaml", buf_str(&text), NULL, NULL, ":1: nested too deeply");
    buf_release(&text);
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
    struct listfile_ask ask = {.file = STR("f")};
    CHECK(!listfile_read(&ask, &arena, &got, &err));
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
