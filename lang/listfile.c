#include "lang/listfile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"
#include "lang/listpath.h"
#include "lang/listread.h"

#define PATH_PARTS_MAX 32
#define SIZE_MAX_BYTES (256u << 20) /* a million items of 256 bytes */

/* ---- opening: one part of the path after the other, no link is followed ---- */

static bool part_check(struct str part, const char *name, struct err *err)
{
    if (str_equal(part, STR(".."))) {
        return err_set(err, "%s: a list file stands beside the rule or below, `..` is not allowed", name);
    }
    if (memchr(part.ptr, '\0', part.len) != NULL) {
        return err_set(err, "a list file's name holds a NUL byte");
    }
    return true;
}

static int open_failed(int folder, const char *name, struct err *err)
{
    int failed = errno;
    if (folder != AT_FDCWD) {
        close(folder);
    }
    if (failed == ELOOP || failed == ENOTDIR) {
        err_set(err, "%s: cannot open: a symbolic link or not a folder is on the way", name);
    } else {
        err_set(err, "%s: cannot open: %s", name, strerror(failed));
    }
    errno = failed; /* for the stamp */
    return -1;
}

/* Open `file` below the open folder; closes the folder. */
static int below_open(int folder, struct str file, const char *name, struct err *err)
{
    char part[256];
    for (unsigned n = 0; n < PATH_PARTS_MAX; n++) {
        const char *slash = memchr(file.ptr, '/', file.len);
        size_t len = slash == NULL ? file.len : (size_t)(slash - file.ptr);
        if (len >= sizeof part) {
            close(folder);
            err_set(err, "%s: the name is too long", name);
            return -1;
        }
        memcpy(part, file.ptr, len);
        part[len] = '\0';
        int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
        int next = openat(folder, len == 0 ? "." : part, slash == NULL ? flags : flags | O_DIRECTORY);
        if (next < 0) {
            return open_failed(folder, name, err);
        }
        close(folder);
        if (slash == NULL) {
            return next;
        }
        folder = next;
        file = str_slice(slash + 1, file.len - len - 1);
    }
    close(folder);
    err_set(err, "%s: more than %d folders deep", name, PATH_PARTS_MAX);
    return -1;
}

static bool path_check(struct str file, const char *name, struct err *err)
{
    if (file.len == 0) {
        return err_set(err, "the name of the list file is empty");
    }
    if (file.ptr[0] == '/') {
        return err_set(err, "%s: a list file is named relative to the rule file", name);
    }
    for (size_t at = 0; at <= file.len;) {
        const char *slash = at < file.len ? memchr(file.ptr + at, '/', file.len - at) : NULL;
        size_t end = slash == NULL ? file.len : (size_t)(slash - file.ptr);
        if (!part_check(str_slice(file.ptr + at, end - at), name, err)) {
            return false;
        }
        at = end + 1;
    }
    return true;
}

static int file_open(struct str folder, struct str file, const char *name, struct arena *arena,
                     struct err *err)
{
    if (!path_check(file, name, err)) {
        return -1;
    }
    if (folder.len == 0) {
        err_set(err, "%s: this rule was not read from a file, so there is no folder to look in", name);
        return -1;
    }
    const char *path = arena_str(arena, folder).ptr;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return open_failed(AT_FDCWD, path, err);
    }
    return below_open(fd, file, name, err);
}

/* ---- reading ---- */

static bool bytes_read(int fd, const char *name, struct buf *out, struct err *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        return err_set(err, "%s: not a regular file", name);
    }
    if (!file_read(fd, name, SIZE_MAX_BYTES, out, err)) {
        return false;
    }
    if (out->len <= SIZE_MAX_BYTES) {
        return true;
    }
    return err_set(err, "%s: larger than a list may be (%u MiB)", name, SIZE_MAX_BYTES >> 20);
}

static bool text_check(const char *name, struct str text, struct err *err)
{
    uint32_t line = 1;
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        size_t n = utf8_decode(text.ptr + at, text.len - at, &c);
        if (c == 0 || c == UTF8_BAD) {
            return err_set(err, "%s:%u: %s", name, line, c == 0 ? "a NUL byte" : "not UTF-8 text");
        }
        line += c == '\n';
        at += n;
    }
    return true;
}

/* ---- what is asked for ---- */

enum listfile_format listfile_format_of(struct str file, bool columns)
{
    static const struct {
        const char *ending;
        enum listfile_format format;
    } endings[] = {{".json", LISTFILE_JSON},  {".ndjson", LISTFILE_NDJSON}, {".jsonl", LISTFILE_NDJSON},
                   {".yaml", LISTFILE_YAML}, {".yml", LISTFILE_YAML}};
    for (unsigned i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t len = strlen(endings[i].ending);
        if (file.len > len &&
            str_equal_nocase(str_slice(file.ptr + file.len - len, len), str_slice(endings[i].ending, len))) {
            return endings[i].format;
        }
    }
    return columns ? LISTFILE_CSV : LISTFILE_LINES;
}

static bool paths_check(const struct listfile_ask *ask, uint32_t *bad, struct err *err)
{
    struct arena arena = ARENA_INIT;
    struct listpath path, value;
    bool good = true;
    for (uint32_t i = 0; good && i < ask->n_columns; i++) {
        *bad = i;
        good = listpath_parse(ask->columns[i], &arena, &path, err);
        if (good && ask->n_values > 0) {
            uint32_t v = ask->n_values == 1 ? 0 : i;
            *bad = ask->n_columns + v;
            good = listpath_parse(ask->values[v], &arena, &value, err) && listpath_beside(&path, &value, err);
        }
    }
    arena_release(&arena);
    return good;
}

bool listfile_check(const struct listfile_ask *ask, uint32_t *bad, struct err *err)
{
    *bad = 0;
    if (ask->n_columns > LISTFILE_COLUMNS_MAX) {
        *bad = LISTFILE_COLUMNS_MAX;
        return err_set(err, "a list is taken from %u columns at most", LISTFILE_COLUMNS_MAX);
    }
    if (ask->n_values > 1 && ask->n_values != ask->n_columns) {
        *bad = ask->n_columns;
        return err_set(err, "`value` names one column for all, or one for each of the %u columns", ask->n_columns);
    }
    switch (listfile_format_of(ask->file, ask->n_columns > 0)) {
    case LISTFILE_LINES:
    case LISTFILE_CSV:
        return true;
    case LISTFILE_JSON:
    case LISTFILE_NDJSON:
    case LISTFILE_YAML:
        break;
    }
    return paths_check(ask, bad, err);
}

/* ---- items ---- */

bool listread_add(struct listread *r, uint32_t line, struct str item, struct str value)
{
    if (r->items.len == LISTFILE_ITEMS_MAX) {
        return line == 0 ? err_set(r->err, "%s: more than %u items", r->name, LISTFILE_ITEMS_MAX)
                         : err_set(r->err, "%s:%u: more than %u items", r->name, line, LISTFILE_ITEMS_MAX);
    }
    *(struct str *)seq_add(r->arena, &r->items, sizeof item) = arena_str(r->arena, item);
    *(uint32_t *)seq_add(r->arena, &r->lines, sizeof line) = line;
    if (r->ask->n_values > 0) {
        struct str *beside = seq_add(r->arena, &r->values, sizeof value);
        *beside = value.ptr == NULL ? value : arena_str(r->arena, value);
    }
    return true;
}

struct str listread_trim(struct str s)
{
    while (s.len > 0 && strchr(" \t\r", s.ptr[0]) != NULL) {
        s = str_slice(s.ptr + 1, s.len - 1);
    }
    while (s.len > 0 && strchr(" \t\r", s.ptr[s.len - 1]) != NULL) {
        s.len--;
    }
    return s;
}

/* ---- the whole ---- */

static bool text_read(struct listread *r)
{
    struct str bom = STR("\xef\xbb\xbf");
    if (str_starts(r->text, bom)) {
        r->text = str_slice(r->text.ptr + bom.len, r->text.len - bom.len);
    }
    if (!text_check(r->name, r->text, r->err)) {
        return false;
    }
    switch (listfile_format_of(r->ask->file, r->ask->n_columns > 0)) {
    case LISTFILE_CSV:
        return listread_csv(r);
    case LISTFILE_JSON:
        return listread_json(r);
    case LISTFILE_NDJSON:
        return listread_ndjson(r);
    case LISTFILE_YAML:
        return listread_yaml(r);
    case LISTFILE_LINES:
        break;
    }
    return listread_lines(r);
}

const char *listfile_name(const struct listfile_ask *ask, struct arena *arena)
{
    bool here = ask->folder.len == 0 || str_equal(ask->folder, STR("."));
    return here ? arena_str(arena, ask->file).ptr
                : arena_printf(arena, "%.*s/%.*s", STR_ARG(ask->folder), STR_ARG(ask->file)).ptr;
}

bool listfile_read(const struct listfile_ask *ask, struct arena *arena, struct listfile *out, struct err *err)
{
    const char *name = listfile_name(ask, arena);
    errno = 0; /* what is wrong with the name alone sets none */
    int fd = file_open(ask->folder, ask->file, name, arena, err);
    *out = (struct listfile){.stamp = fd < 0 ? (struct file_stamp){.error = errno} : file_stamp(fd)};
    if (fd < 0) {
        return false;
    }
    struct buf text = BUF_INIT;
    struct listread r = {.ask = ask, .name = name, .arena = arena, .err = err};
    bool ok = bytes_read(fd, name, &text, err);
    close(fd);
    r.text = buf_str(&text);
    ok = ok && text_read(&r);
    buf_release(&text);
    if (ok) {
        out->items = r.items.items;
        out->values = r.values.items;
        out->lines = r.lines.items;
        out->len = r.items.len;
    }
    return ok;
}

struct file_stamp listfile_stamp(const struct listfile_ask *ask)
{
    struct arena arena = ARENA_INIT;
    struct err err = {""};
    errno = 0;
    int fd = file_open(ask->folder, ask->file, listfile_name(ask, &arena), &arena, &err);
    struct file_stamp stamp = fd < 0 ? (struct file_stamp){.error = errno} : file_stamp(fd);
    if (fd >= 0) {
        close(fd);
    }
    arena_release(&arena);
    return stamp;
}
