#include "lang/listfile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/utf8.h"
#include "lang/seq.h"

#define PATH_PARTS_MAX 32
#define SIZE_MAX_BYTES (256u << 20) /* a million items of 256 bytes */

struct reader {
    const char *name; /* for messages */
    struct str text;
    size_t at;
    uint32_t line; /* of `at`, from 1 */
    struct arena *arena;
    struct seq items; /* struct str */
    struct err *err;
};

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
        err_set(err, "%s: cannot open: %s", path, strerror(errno));
        return -1;
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

static bool item_add(struct reader *r, uint32_t line, struct str item)
{
    if (r->items.len == LISTFILE_ITEMS_MAX) {
        return err_set(r->err, "%s:%u: more than %u items", r->name, line, LISTFILE_ITEMS_MAX);
    }
    *(struct str *)seq_add(r->arena, &r->items, sizeof item) = arena_str(r->arena, item);
    return true;
}

static struct str trim(struct str s)
{
    while (s.len > 0 && strchr(" \t\r", s.ptr[0]) != NULL) {
        s = str_slice(s.ptr + 1, s.len - 1);
    }
    while (s.len > 0 && strchr(" \t\r", s.ptr[s.len - 1]) != NULL) {
        s.len--;
    }
    return s;
}

static bool lines_read(struct reader *r)
{
    for (; r->at < r->text.len; r->line++) {
        const char *start = r->text.ptr + r->at;
        const char *end = memchr(start, '\n', r->text.len - r->at);
        size_t len = end == NULL ? r->text.len - r->at : (size_t)(end - start);
        struct str line = trim(str_slice(start, len));
        r->at += len + 1;
        if (line.len > 0 && line.ptr[0] != '#' && !item_add(r, r->line, line)) {
            return false;
        }
    }
    return true;
}

/* ---- CSV, RFC 4180 ---- */

enum csv_end { CSV_FIELD, CSV_ROW, CSV_BAD };

static enum csv_end field_end(struct reader *r)
{
    struct str t = r->text;
    if (r->at < t.len && t.ptr[r->at] == ',') {
        r->at++;
        return CSV_FIELD;
    }
    if (r->at < t.len && t.ptr[r->at] == '\r') {
        r->at++;
    }
    if (r->at >= t.len) {
        return CSV_ROW;
    }
    if (t.ptr[r->at] == '\n') {
        r->at++;
        r->line++;
        return CSV_ROW;
    }
    err_set(r->err, "%s:%u: text behind the closing quote of a field", r->name, r->line);
    return CSV_BAD;
}

static enum csv_end quoted_read(struct reader *r, struct buf *out)
{
    uint32_t opened = r->line;
    struct str t = r->text;
    for (r->at++; r->at < t.len; r->at++) {
        char c = t.ptr[r->at];
        if (c == '"' && r->at + 1 < t.len && t.ptr[r->at + 1] == '"') {
            r->at++;
        } else if (c == '"') {
            r->at++;
            return field_end(r);
        }
        r->line += c == '\n';
        buf_add_char(out, c);
    }
    err_set(r->err, "%s:%u: a quoted field is not closed", r->name, opened);
    return CSV_BAD;
}

/* Read one field into `out`; says what ended it. */
static enum csv_end field_read(struct reader *r, struct buf *out)
{
    buf_reset(out);
    struct str t = r->text;
    if (r->at < t.len && t.ptr[r->at] == '"') {
        return quoted_read(r, out);
    }
    size_t start = r->at;
    while (r->at < t.len && t.ptr[r->at] != ',' && t.ptr[r->at] != '\n') {
        if (t.ptr[r->at] == '"') {
            err_set(r->err, "%s:%u: a quote inside of a field that is not quoted", r->name, r->line);
            return CSV_BAD;
        }
        r->at++;
    }
    size_t end = r->at;
    if (end > start && t.ptr[end - 1] == '\r' && (r->at >= t.len || t.ptr[r->at] == '\n')) {
        end--;
    }
    buf_add(out, t.ptr + start, end - start);
    return field_end(r);
}

static bool is_blank_row(const struct reader *r)
{
    struct str t = r->text;
    size_t at = r->at;
    if (at < t.len && t.ptr[at] == '\r') {
        at++;
    }
    return at >= t.len || t.ptr[at] == '\n';
}

/* The header: the number of the column and how many there are. */
static bool header_read(struct reader *r, struct str column, uint32_t *index, uint32_t *count)
{
    struct buf field = BUF_INIT;
    enum csv_end end = CSV_FIELD;
    *index = UINT32_MAX;
    for (*count = 0; end == CSV_FIELD; (*count)++) {
        end = field_read(r, &field);
        bool same = end != CSV_BAD && str_equal(trim(buf_str(&field)), column);
        if (same && *index != UINT32_MAX) {
            err_set(r->err, "%s:1: two columns are called \"%.*s\"", r->name, STR_ARG(column));
            end = CSV_BAD;
        }
        if (same) {
            *index = *count;
        }
    }
    buf_release(&field);
    if (end == CSV_BAD) {
        return false;
    }
    return *index != UINT32_MAX ||
           err_set(r->err, "%s:1: no column \"%.*s\" in the header", r->name, STR_ARG(column));
}

static bool row_read(struct reader *r, uint32_t index, uint32_t count, struct buf *field)
{
    uint32_t line = r->line, n = 0;
    enum csv_end end = CSV_FIELD;
    for (; end == CSV_FIELD; n++) {
        end = field_read(r, field);
        if (end == CSV_BAD) {
            return false;
        }
        struct str item = trim(buf_str(field));
        if (n == index && item.len > 0 && !item_add(r, line, item)) {
            return false;
        }
    }
    return n == count || err_set(r->err, "%s:%u: %u fields, the header has %u", r->name, line, n, count);
}

static bool csv_read(struct reader *r, struct str column)
{
    uint32_t index, count;
    if (r->text.len == 0) {
        return err_set(r->err, "%s: empty: no header row", r->name);
    }
    if (!header_read(r, column, &index, &count)) {
        return false;
    }
    struct buf field = BUF_INIT;
    bool ok = true;
    while (ok && r->at < r->text.len) {
        if (count > 1 && is_blank_row(r)) {
            (void)field_read(r, &field);
            continue;
        }
        ok = row_read(r, index, count, &field);
    }
    buf_release(&field);
    return ok;
}

static bool text_read(struct reader *r, struct str column)
{
    struct str bom = STR("\xef\xbb\xbf");
    if (str_starts(r->text, bom)) {
        r->text = str_slice(r->text.ptr + bom.len, r->text.len - bom.len);
    }
    if (!text_check(r->name, r->text, r->err)) {
        return false;
    }
    return column.ptr != NULL ? csv_read(r, column) : lines_read(r);
}

bool listfile_read(struct str folder, struct str file, struct str column, struct arena *arena,
                   struct listfile *out, struct err *err)
{
    bool here = folder.len == 0 || str_equal(folder, STR("."));
    const char *name = here ? arena_str(arena, file).ptr
                            : arena_printf(arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(file)).ptr;
    int fd = file_open(folder, file, name, arena, err);
    if (fd < 0) {
        return false;
    }
    struct buf text = BUF_INIT;
    struct reader r = {.name = name, .line = 1, .arena = arena, .err = err};
    bool ok = bytes_read(fd, name, &text, err);
    close(fd);
    r.text = buf_str(&text);
    ok = ok && text_read(&r, column);
    buf_release(&text);
    if (ok) {
        *out = (struct listfile){r.items.items, r.items.len};
    }
    return ok;
}
