#include "engine/sniff.h"

#include <stddef.h>
#include <string.h>

struct sniff_magic {
    struct str bytes;
    const char *what;
};

static const struct sniff_magic magics[] = {
    {{"\x28\xb5\x2f\xfd", 4}, "zstd-compressed: unpack it first (zstd -d)"},
    {{"\xfd"
      "7zXZ",
      6},
     "xz-compressed: unpack it first (xz -d)"},
    {{"BZh", 3}, "bzip2-compressed: unpack it first (bzip2 -d)"},
    {{"PK\x03\x04", 4}, "a zip archive: unpack it first"},
    {{"PAR1", 4}, "Parquet, not JSON"},
    {{"SQLite format 3", 16}, "an SQLite database, not JSON"},
    {{"\x7f"
      "ELF",
      4},
     "a program, not JSON"},
    {{"\xff\xfe", 2}, "UTF-16: convert it first (iconv -f UTF-16 -t UTF-8)"},
    {{"\xfe\xff", 2}, "UTF-16: convert it first (iconv -f UTF-16 -t UTF-8)"},
};

static bool is_filler(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\0' || c == ','; }

static bool begins_as_json(struct str s)
{
    size_t at = str_starts(s, STR("\xef\xbb\xbf")) ? 3 : 0;
    while (at < s.len && is_filler(s.ptr[at])) {
        at++;
    }
    return at == s.len || s.ptr[at] == '{' || s.ptr[at] == '[';
}

/* Is a line of a source among the whole lines? */
static bool has_line(struct str start, bool all, const struct program *program, struct line_form *form)
{
    size_t at = 0;
    while (at < start.len) {
        const char *end = memchr(start.ptr + at, '\n', start.len - at);
        if (end == NULL && !all) {
            return false;
        }
        size_t len = end == NULL ? start.len - at : (size_t)(end - start.ptr) - at;
        struct str line = line_trim(str_slice(start.ptr + at, len));
        if (line_names(program, line, form) || line_fits(program, line, form)) {
            return true;
        }
        at += len + 1;
    }
    return false;
}

static size_t blank_skip(struct str s)
{
    size_t at = 0;
    while (at < s.len && (s.ptr[at] == '\n' || s.ptr[at] == '\r')) {
        at++;
    }
    return at;
}

/* Is the first line one of a source that nothing reads? */
static bool is_unread(struct str start, const struct program *unread, struct line_form *form)
{
    if (unread == NULL || !line_possible(unread)) {
        return false;
    }
    size_t from = blank_skip(start);
    const char *end = from == start.len ? NULL : memchr(start.ptr + from, '\n', start.len - from);
    size_t to = end == NULL ? start.len : (size_t)(end - start.ptr);
    struct str line = line_trim(str_slice(start.ptr + from, to - from));
    return line_names(unread, line, form) || line_fits(unread, line, form);
}

/* Is a key of a time in it, with one of its quotes at least? */
static bool has_time(struct str start, const struct program *program)
{
    for (uint32_t i = 0; i < program->n_sources; i++) {
        const struct program_source *s = &program->sources[i];
        struct str key = s->internal ? STR("") : program->segments[s->time.first].key;
        size_t from = 0, found;
        while (key.len > 0 && (found = str_find(str_slice(start.ptr + from, start.len - from), key)) != SIZE_MAX) {
            size_t at = from + found;
            bool after = at + key.len < start.len && start.ptr[at + key.len] == '"';
            if (after || (at > 0 && start.ptr[at - 1] == '"')) {
                return true;
            }
            from = at + 1;
        }
    }
    return false;
}

enum sniff_answer sniff_content(struct str start, bool all, const struct program *program, struct line_form *form,
                                const char **what)
{
    if (!all && start.len < 16) {
        return SNIFF_UNSURE;
    }
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        if (str_starts(start, magics[i].bytes)) {
            *what = magics[i].what;
            return SNIFF_OTHER;
        }
    }
    if (begins_as_json(start)) {
        return SNIFF_JSON;
    }
    if (line_possible(program) && has_line(start, all, program, form)) {
        return SNIFF_LINES;
    }
    if (has_time(start, program)) {
        return SNIFF_JSON;
    }
    if (!all && start.len < SNIFF_SIZE) {
        return SNIFF_UNSURE;
    }
    if (is_unread(start, program->unread, form)) {
        return SNIFF_UNREAD;
    }
    *what = line_possible(program) ? "neither JSON nor lines of a text log, so no log that the rules read"
                                   : "not JSON, so no log that the rules read";
    return SNIFF_OTHER;
}
