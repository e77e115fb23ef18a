#include "lang/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"

struct source_set {
    VEC(struct source_file *) files; /* each by itself, so that pointers hold while the set grows */
};

struct source_set *source_set_new(void)
{
    return mem_zalloc(sizeof(struct source_set));
}

static void file_free(struct source_file *f)
{
    free((char *)f->name.ptr);
    free((char *)f->text.ptr);
    free(f->lines);
    free(f);
}

void source_set_free(struct source_set *set)
{
    if (set == NULL) {
        return;
    }
    for (size_t i = 0; i < set->files.len; i++) {
        file_free(set->files.items[i]);
    }
    vec_release(&set->files);
    free(set);
}

static bool text_check(const char *name, struct str text, struct err *err)
{
    if (text.len > SOURCE_SIZE_MAX) {
        return err_set(err, "%s: larger than a rule file may be (1 MiB)", name);
    }
    uint32_t line = 1;
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        size_t n = utf8_decode(text.ptr + at, text.len - at, &c);
        if (c == 0) {
            return err_set(err, "%s:%u: a NUL byte: not a text file", name, line);
        }
        if (c == UTF8_BAD) {
            return err_set(err, "%s:%u: not UTF-8 text (byte 0x%02x)", name, line,
                           (unsigned char)text.ptr[at]);
        }
        line += c == '\n';
        at += n;
    }
    return true;
}

static void lines_find(struct source_file *f)
{
    VEC(uint32_t) lines = VEC_INIT;
    vec_push(&lines, 0);
    for (uint32_t i = 0; i < f->text.len; i++) {
        if (f->text.ptr[i] == '\n') {
            vec_push(&lines, i + 1);
        }
    }
    f->lines = lines.items;
    f->n_lines = (uint32_t)lines.len;
}

static uint32_t file_find(const struct source_set *set, const char *name)
{
    for (size_t i = 0; i < set->files.len; i++) {
        if (str_equal(set->files.items[i]->name, str_from(name))) {
            return (uint32_t)i;
        }
    }
    return UINT32_MAX;
}

uint32_t source_add(struct source_set *set, const char *name, struct str text, struct err *err)
{
    uint32_t known = file_find(set, name);
    if (known != UINT32_MAX) {
        return known;
    }
    struct str bom = STR("\xef\xbb\xbf");
    if (str_starts(text, bom)) {
        text = str_slice(text.ptr + bom.len, text.len - bom.len);
    }
    if (!text_check(name, text, err)) {
        return UINT32_MAX;
    }
    struct source_file *f = mem_zalloc(sizeof *f);
    f->name = str_slice(mem_copy(name, strlen(name)), strlen(name));
    f->text = str_slice(mem_copy(text.ptr, text.len), text.len);
    lines_find(f);
    vec_push(&set->files, f);
    return (uint32_t)set->files.len - 1;
}

/* A pipe or device as a rule file would hang or never end; "-" is for those. */
static int file_open(const char *name, struct err *err)
{
    int fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        err_set(err, "%s: cannot open: %s", name, strerror(errno));
        return -1;
    }
    struct stat st;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
        return fd;
    }
    err_set(err, "%s: not a regular file", name);
    close(fd);
    return -1;
}

uint32_t source_read(struct source_set *set, const char *name, struct err *err)
{
    uint32_t known = file_find(set, name);
    if (known != UINT32_MAX) {
        return known;
    }
    bool is_stdin = strcmp(name, "-") == 0;
    int fd = is_stdin ? STDIN_FILENO : file_open(name, err);
    if (fd < 0) {
        return UINT32_MAX;
    }
    struct buf text = BUF_INIT;
    uint32_t index = UINT32_MAX;
    if (file_read(fd, name, SOURCE_SIZE_MAX, &text, err)) {
        index = source_add(set, name, buf_str(&text), err);
    }
    buf_release(&text);
    if (!is_stdin) {
        close(fd);
    }
    return index;
}

const struct source_file *source_file(const struct source_set *set, uint32_t index)
{
    return index < set->files.len ? set->files.items[index] : NULL;
}

struct str source_text(const struct source_set *set, struct span span)
{
    const struct source_file *f = source_file(set, span.file);
    if (f == NULL || span.start > span.end || span.end > f->text.len) {
        return STR("");
    }
    return str_slice(f->text.ptr + span.start, span.end - span.start);
}

/* The line that holds `offset`, from 0. */
static uint32_t line_find(const struct source_file *f, uint32_t offset)
{
    uint32_t low = 0, high = f->n_lines;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (f->lines[middle] <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

struct source_place source_place(const struct source_set *set, uint32_t file, uint32_t offset)
{
    const struct source_file *f = source_file(set, file);
    if (f == NULL) {
        return (struct source_place){1, 1};
    }
    if (offset > f->text.len) {
        offset = (uint32_t)f->text.len;
    }
    uint32_t line = line_find(f, offset);
    struct source_place place = {line + 1, 1};
    for (uint32_t i = f->lines[line]; i < offset; i++) {
        place.column += ((unsigned char)f->text.ptr[i] & 0xc0) != 0x80;
    }
    return place;
}

struct str source_line(const struct source_set *set, uint32_t file, uint32_t line)
{
    const struct source_file *f = source_file(set, file);
    if (f == NULL || line == 0 || line > f->n_lines) {
        return STR("");
    }
    uint32_t start = f->lines[line - 1];
    size_t end = line < f->n_lines ? f->lines[line] : f->text.len;
    while (end > start && (f->text.ptr[end - 1] == '\n' || f->text.ptr[end - 1] == '\r')) {
        end--;
    }
    return str_slice(f->text.ptr + start, end - start);
}
