#include "engine/input.h"

#include <fcntl.h>

#include "base/timefmt.h"
#include "tests/unit/files_fixture.h"
#include "tests/unit/unit.h"

static struct stats stats;
static struct buf listed, skipped;

static void told(void *context, enum report_kind kind, const char *file, uint64_t offset, const char *text)
{
    (void)context;
    CHECK_INT(offset, REPORT_NOWHERE);
    CHECK(*text != '\0');
    buf_addf(&skipped, "%c:%s ", kind == REPORT_SKIPPED ? 's' : 'f', strrchr(file, '/') + 1);
}

/* The files that a path gives, by their names below the test's folder. */
static bool list(const char *const *paths, unsigned n, struct err *err)
{
    struct input_list files;
    stats = (struct stats){0};
    buf_reset(&listed);
    buf_reset(&skipped);
    buf_add_text(&listed, "");
    buf_add_text(&skipped, "");
    if (!input_list_make(&files, paths, n, (struct report){told, NULL}, &stats, err)) {
        return false;
    }
    for (size_t i = 0; i < files.n; i++) {
        size_t len = strlen(files_folder), at = strncmp(files.files[i].path, files_folder, len) == 0 ? len + 1 : 0;
        buf_addf(&listed, "%s%s", i > 0 ? " " : "", files.files[i].path + at);
    }
    CHECK_INT(stats.files_seen, files.n + stats.files_skipped + stats.files_failed);
    input_list_release(&files);
    return true;
}

static struct str listing(const char *path)
{
    struct err err = {""};
    return list(&path, 1, &err) ? buf_str(&listed) : str_slice("", 0);
}

TEST(a_folder_is_walked_in_order)
{
    files_start();
    files_write("b.json", STR("{}"));
    files_write("a/z.json", STR("{}"));
    files_write("a/b/c.gz", STR("{}"));
    files_write("c/no-suffix", STR("{}"));
    CHECK_STR(listing(files_folder), STR("a/b/c.gz a/z.json b.json c/no-suffix"));
    CHECK_STR(listing(files_path("a/")), STR("a/b/c.gz a/z.json"));
    CHECK_INT(stats.files_skipped, 0);
    files_stop();
}

TEST(unfinished_and_hidden_files_are_passed_over)
{
    files_start();
    files_write("good.json", STR("{}"));
    files_write(".hidden.json", STR("{}"));
    files_write(".git/config.json", STR("{}"));
    files_write("half.json.tmp", STR("{}"));
    files_write("half.json.gz.6Eba34fA", STR("{}"));
    files_write("dump.20230401", STR("{}"));
    CHECK_STR(listing(files_folder), STR("dump.20230401 good.json"));
    CHECK_STR(buf_str(&skipped), STR("s:.git s:.hidden.json s:half.json.gz.6Eba34fA s:half.json.tmp "));
    CHECK_STR(listing(files_path(".hidden.json")), STR(".hidden.json"));
    files_stop();
}

TEST(digests_and_insights_are_passed_over)
{
    files_start();
    files_write("AWSLogs/1/CloudTrail/eu-west-1/x.json.gz", STR("{}"));
    files_write("AWSLogs/1/CloudTrail-Digest/eu-west-1/d.json.gz", STR("{}"));
    files_write("AWSLogs/1/CloudTrail-Insight/eu-west-1/i.json.gz", STR("{}"));
    files_write("flat/1_CloudTrail-Digest_eu-west-1_trail_2023.json.gz", STR("{}"));
    files_write("flat/1_CloudTrail-Insight_eu-west-1_2023.json.gz", STR("{}"));
    files_write("flat/1_CloudTrail_eu-west-1_20230401T1205Z_abc.json.gz", STR("{}"));
    CHECK_STR(listing(files_folder), STR("AWSLogs/1/CloudTrail/eu-west-1/x.json.gz "
                                         "flat/1_CloudTrail_eu-west-1_20230401T1205Z_abc.json.gz"));
    CHECK_INT(stats.files_skipped, 4);
    CHECK_STR(listing(files_path("AWSLogs/1/CloudTrail-Digest/eu-west-1/d.json.gz")), STR(""));
    CHECK_INT(stats.files_skipped, 1);
    files_stop();
}

TEST(delivered_files_come_by_their_time)
{
    files_start();
    files_write("a/1_CloudTrail_eu-west-1_20230402T0000Z_x.json", STR("{}"));
    files_write("b/1_CloudTrail_eu-west-1_20230401T0000Z_x.json", STR("{}"));
    files_write("b/1_CloudTrail_eu-west-1_20230403T0000Z_x.json", STR("{}"));
    files_write("z.json", STR("{}"));
    files_write("y_20239999T0000Z_.json", STR("{}"));
    CHECK_STR(listing(files_folder), STR("y_20239999T0000Z_.json z.json b/1_CloudTrail_eu-west-1_20230401T0000Z_x.json "
                                         "a/1_CloudTrail_eu-west-1_20230402T0000Z_x.json "
                                         "b/1_CloudTrail_eu-west-1_20230403T0000Z_x.json"));
    files_stop();
}

TEST(files_without_a_time_keep_the_order_given)
{
    struct err err = {""};
    files_start();
    const char *paths[] = {files_write("b.json", STR("{}")), files_write("a.json", STR("{}"))};
    CHECK(list(paths, 2, &err));
    CHECK_STR(buf_str(&listed), STR("b.json a.json"));
    files_stop();
}

TEST(one_file_is_read_once)
{
    struct err err = {""};
    files_start();
    const char *file = files_write("d/a.json", STR("{}"));
    CHECK(link(file, files_path("d/b.json")) == 0);
    CHECK(symlink(file, files_path("d/c.json")) == 0);
    const char *paths[] = {files_path("d/a.json"), files_folder};
    CHECK(list(paths, 2, &err));
    CHECK_STR(buf_str(&listed), STR("d/a.json"));
    CHECK_INT(stats.files_skipped, 3);
    files_stop();
}

TEST(links_to_folders_are_not_followed)
{
    files_start();
    files_write("real/a.json", STR("{}"));
    CHECK(symlink(files_path("real"), files_path("link")) == 0);
    CHECK(symlink(files_folder, files_path("real/loop")) == 0);
    CHECK(symlink("/nonexistent", files_path("dangling")) == 0);
    CHECK_STR(listing(files_folder), STR("real/a.json"));
    CHECK_STR(buf_str(&skipped), STR("f:dangling s:link s:loop "));
    CHECK_STR(listing(files_path("link")), STR("link/a.json"));
    files_stop();
}

TEST(globs_are_looked_up_after_names)
{
    struct err err = {""};
    files_start();
    files_write("a1.json", STR("{}"));
    files_write("a2.json", STR("{}"));
    files_write("a[12].json", STR("{}"));
    CHECK_STR(listing(files_path("a?.json")), STR("a1.json a2.json"));
    CHECK_STR(listing(files_path("a[12].json")), STR("a[12].json"));
    const char *none = files_path("b*.json");
    CHECK(!list(&none, 1, &err));
    CHECK(strstr(err.text, "no such file") != NULL);
    files_stop();
}

TEST(a_missing_path_is_an_error)
{
    struct err err = {""};
    const char *path = "/nonexistent/file.json";
    CHECK(!list(&path, 1, &err));
    CHECK_STR(str_from(err.text), STR("/nonexistent/file.json: no such file or folder"));
}

TEST(what_is_no_file_is_passed_over)
{
    files_start();
    CHECK(mkfifo(files_path("fifo"), 0600) == 0);
    CHECK_STR(listing(files_folder), STR(""));
    CHECK_INT(stats.files_skipped, 1);
    CHECK_STR(listing(files_path("fifo")), STR("fifo"));
    CHECK_STR(listing("/dev/null"), STR(""));
    CHECK_INT(stats.files_skipped, 1);
    files_stop();
}

TEST(a_file_is_opened_with_its_size)
{
    struct err err = {""};
    struct input_file file = {NULL, 0, true};
    uint64_t size;
    int fd;
    files_start();
    file.path = strdup(files_write("a.json", STR("12345")));
    CHECK(input_open(&file, &fd, &size, &err));
    CHECK_INT(size, 5);
    close(fd);
    unlink(file.path);
    CHECK(!input_open(&file, &fd, &size, &err));
    CHECK(str_starts(str_from(err.text), STR("cannot open: ")));
    free(file.path);
    files_stop();
    buf_release(&listed);
    buf_release(&skipped);
}
