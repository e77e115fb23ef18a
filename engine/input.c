#include "engine/input.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/timefmt.h"
#include "base/vec.h"

#define DEPTH_MAX 64u /* of folders */

struct input_walk {
    VEC(struct input_file) files;
    struct strmap seen; /* device and inode of each file */
    struct report report;
    struct stats *stats;
};

/* ---- names ---- */

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

/* `aws s3 sync` and `cp` write to NAME.XXXXXXXX (eight hexadecimal digits) first. */
static bool is_aws_temporary(struct str name)
{
    if (name.len < 9 || name.ptr[name.len - 9] != '.') {
        return false;
    }
    for (size_t i = name.len - 8; i < name.len; i++) {
        if (str_hex_digit(name.ptr[i]) < 0) {
            return false;
        }
    }
    struct str stem = str_slice(name.ptr, name.len - 9);
    return str_ends(stem, STR(".gz")) || str_ends(stem, STR(".json")) || str_ends(stem, STR(".jsonl")) ||
           str_ends(stem, STR(".ndjson"));
}

static bool has_part(struct str path, struct str part)
{
    for (size_t at = 0; at < path.len;) {
        const char *slash = memchr(path.ptr + at, '/', path.len - at);
        size_t end = slash == NULL ? path.len : (size_t)(slash - path.ptr);
        if (str_equal(str_slice(path.ptr + at, end - at), part)) {
            return true;
        }
        at = end + 1;
    }
    return false;
}

/* What AWS delivers beside the logs, by the S3 key tree. NULL: it may be a log. */
static const char *not_a_log(const char *path)
{
    struct str whole = str_from(path), name = str_from(base_name(path));
    if (has_part(whole, STR("CloudTrail-Digest")) || str_find(name, STR("_CloudTrail-Digest_")) != SIZE_MAX) {
        return "a digest, not a log";
    }
    if (has_part(whole, STR("CloudTrail-Insight")) ||
        str_find(name, STR("_CloudTrail-Insight_")) != SIZE_MAX) {
        return "CloudTrail Insights, not a log of calls";
    }
    if (has_part(whole, STR("CloudTrail-Lake")) || str_find(name, STR("_CloudTrail-Lake_")) != SIZE_MAX) {
        return "an export of CloudTrail Lake, not a log";
    }
    return NULL;
}

static const char *unfinished(const char *path)
{
    struct str name = str_from(base_name(path));
    if (str_starts(name, STR("."))) {
        return "a hidden file";
    }
    if (str_ends(name, STR(".tmp")) || is_aws_temporary(name)) {
        return "a temporary name";
    }
    return NULL;
}

bool input_is_log_name(const char *path)
{
    static const struct str forms[] = {{".json", 5}, {".ndjson", 7}, {".gz", 3}};
    struct str name = str_from(base_name(path));
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (str_find(name, forms[i]) != SIZE_MAX) {
            return true;
        }
    }
    return false;
}

/* The time in ACCOUNT_CloudTrail_REGION_20230401T1205Z_UNIQUE.json.gz. */
static int64_t name_stamp(const char *path)
{
    const char *p = base_name(path);
    while ((p = strchr(p, '_')) != NULL) {
        p++;
        if (strnlen(p, 15) < 15 || p[8] != 'T' || p[13] != 'Z' || p[14] != '_') {
            continue;
        }
        char text[17];
        int64_t t;
        memcpy(text, p, 13);
        memcpy(text + 13, "00Z", 4);
        if (time_parse(str_slice(text, 16), &t)) {
            return t;
        }
    }
    return INT64_MIN;
}

/* ---- telling ---- */

static void tell(struct input_walk *w, enum report_kind kind, const char *path, const char *text)
{
    struct buf safe = BUF_INIT;
    buf_add_safe(&safe, str_from(text));
    if (w->report.call != NULL) {
        w->report.call(w->report.context, kind, path, REPORT_NOWHERE, safe.ptr);
    }
    buf_release(&safe);
}

static void skip(struct input_walk *w, const char *path, const char *why)
{
    w->stats->files_seen++;
    w->stats->files_skipped++;
    tell(w, REPORT_SKIPPED, path, why);
}

static void fail(struct input_walk *w, const char *path, const char *what)
{
    char text[256];
    snprintf(text, sizeof text, "%s: %s", what, strerror(errno));
    w->stats->files_seen++;
    w->stats->files_failed++;
    tell(w, REPORT_FAILED, path, text);
}

/* ---- taking ---- */

static void take(struct input_walk *w, const char *path, const struct stat *st, bool named)
{
    struct {
        uint64_t device, inode;
    } key = {(uint64_t)st->st_dev, (uint64_t)st->st_ino};
    bool added;
    uint32_t *place = strmap_put(&w->seen, str_slice((const char *)&key, sizeof key), &added);
    if (!added) {
        skip(w, path, "the same file was given before");
        return;
    }
    *place = 0;
    w->stats->files_seen++;
    vec_push(&w->files, ((struct input_file){mem_copy(path, strlen(path)), name_stamp(path), named}));
}

static void walk_folder(struct input_walk *w, const char *folder, unsigned depth);

/* An entry of a folder. */
static void walk_entry(struct input_walk *w, const char *path, unsigned depth)
{
    struct stat st;
    const char *why = unfinished(path);
    if (lstat(path, &st) != 0) {
        fail(w, path, "cannot look at it");
        return;
    }
    if (S_ISDIR(st.st_mode)) {
        if (why != NULL) {
            skip(w, path, "a hidden or temporary folder");
        } else {
            walk_folder(w, path, depth + 1);
        }
        return;
    }
    if (S_ISLNK(st.st_mode) && stat(path, &st) != 0) {
        fail(w, path, "cannot follow the link");
        return;
    }
    if (why == NULL && S_ISDIR(st.st_mode)) {
        why = "a link to a folder";
    } else if (why == NULL && !S_ISREG(st.st_mode)) {
        why = "not a regular file";
    }
    if (why == NULL) {
        why = not_a_log(path);
    }
    if (why != NULL) {
        skip(w, path, why);
    } else {
        take(w, path, &st, false);
    }
}

static int by_name(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

static void walk_folder(struct input_walk *w, const char *folder, unsigned depth)
{
    struct dirent **entries;
    struct buf path = BUF_INIT;
    if (depth > DEPTH_MAX) {
        skip(w, folder, "folders are nested too deeply");
        return;
    }
    int n = scandir(folder, &entries, NULL, by_name);
    if (n < 0) {
        fail(w, folder, "cannot read the folder");
        return;
    }
    for (int i = 0; i < n; i++) {
        const char *name = entries[i]->d_name;
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0) {
            buf_reset(&path);
            buf_add_text(&path, folder);
            if (path.len > 0 && path.ptr[path.len - 1] != '/') {
                buf_add_char(&path, '/');
            }
            buf_add_text(&path, name);
            walk_entry(w, path.ptr, depth);
        }
        free(entries[i]);
    }
    free(entries);
    buf_release(&path);
}

static bool is_stdin(const char *path) { return strcmp(path, "-") == 0 || strcmp(path, "/dev/stdin") == 0; }

/* A path that the user named and that exists. */
static void take_named(struct input_walk *w, const char *path, const struct stat *st)
{
    if (S_ISDIR(st->st_mode)) {
        walk_folder(w, path, 0);
        return;
    }
    const char *why = not_a_log(path);
    if (why == NULL && !S_ISREG(st->st_mode) && !S_ISFIFO(st->st_mode) && !is_stdin(path)) {
        why = "not a regular file";
    }
    if (why != NULL) {
        skip(w, path, why);
    } else {
        take(w, path, st, true);
    }
}

static bool take_glob(struct input_walk *w, const char *pattern, struct err *err)
{
    glob_t found;
    int result = glob(pattern, 0, NULL, &found);
    if (result != 0) {
        if (result == GLOB_NOMATCH) {
            return err_set(err, "%.300s: no such file or folder", pattern);
        }
        return err_set(err, "%.300s: the pattern cannot be looked up", pattern);
    }
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct stat st;
        if (stat(found.gl_pathv[i], &st) == 0) {
            take_named(w, found.gl_pathv[i], &st);
        } else {
            fail(w, found.gl_pathv[i], "cannot look at it");
        }
    }
    globfree(&found);
    return true;
}

/* The name is tried as it stands first: it may hold characters of a glob. */
static bool take_path(struct input_walk *w, const char *path, struct err *err)
{
    struct stat st;
    if (strcmp(path, "-") == 0) {
        if (fstat(STDIN_FILENO, &st) != 0) {
            return err_set(err, "stdin: %s", strerror(errno));
        }
        if (S_ISDIR(st.st_mode)) {
            return err_set(err, "stdin: it is a folder");
        }
        take(w, path, &st, true);
        return true;
    }
    if (stat(path, &st) == 0) {
        take_named(w, path, &st);
        return true;
    }
    if (errno == ENOENT && strpbrk(path, "*?[") != NULL) {
        return take_glob(w, path, err);
    }
    return err_set(err, "%.300s: %s", path, errno == ENOENT ? "no such file or folder" : strerror(errno));
}

/* ---- the list ---- */

/* A merge sort: it must be stable, so that files without a time keep their order. */
static void sort_files(struct input_file *files, struct input_file *spare, size_t n)
{
    if (n < 2) {
        return;
    }
    size_t half = n / 2, a = 0, b = half;
    sort_files(files, spare, half);
    sort_files(files + half, spare, n - half);
    for (size_t i = 0; i < n; i++) {
        bool first = b == n || (a < half && files[a].stamp <= files[b].stamp);
        spare[i] = files[first ? a++ : b++];
    }
    memcpy(files, spare, n * sizeof *files);
}

bool input_list_make(struct input_list *list, const char *const *paths, unsigned n_paths, struct report report,
                     struct stats *stats, struct err *err)
{
    struct input_walk w = {.report = report, .stats = stats};
    bool ok = true;
    for (unsigned i = 0; ok && i < n_paths; i++) {
        ok = take_path(&w, paths[i], err);
    }
    struct input_file *spare = mem_alloc((w.files.len + 1) * sizeof *spare);
    sort_files(w.files.items, spare, w.files.len);
    free(spare);
    strmap_release(&w.seen);
    list->files = w.files.items;
    list->n = w.files.len;
    if (!ok) {
        input_list_release(list);
    }
    return ok;
}

void input_list_release(struct input_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        free(list->files[i].path);
    }
    free(list->files);
    *list = (struct input_list){NULL, 0};
}

bool input_is_stdin(const struct input_file *file) { return is_stdin(file->path); }

bool input_open(const struct input_file *file, int *fd, uint64_t *size, struct err *err)
{
    struct stat st;
    *fd = strcmp(file->path, "-") == 0 ? STDIN_FILENO : open(file->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (*fd < 0) {
        return err_set(err, "cannot open: %s", strerror(errno));
    }
    *size = fstat(*fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 ? (uint64_t)st.st_size : 0;
    return true;
}
