#include "engine/line.h"

#include <stdio.h>

#include "base/arena.h"
#include "engine/coerce.h"

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

/* The next field of a line; false at its end. */
static bool field_next(struct str line, size_t *at, struct str *field)
{
    while (*at < line.len && is_blank(line.ptr[*at])) {
        (*at)++;
    }
    size_t from = *at;
    while (*at < line.len && !is_blank(line.ptr[*at])) {
        (*at)++;
    }
    *field = str_slice(line.ptr + from, *at - from);
    return *at > from;
}

static uint32_t fields_count(struct str line)
{
    struct str field;
    size_t at = 0;
    uint32_t n = 0;
    while (n <= LINE_FIELDS_MAX && field_next(line, &at, &field)) {
        n++;
    }
    return n;
}

struct str line_trim(struct str line)
{
    size_t from = str_starts(line, STR("\xef\xbb\xbf")) ? 3 : 0, to = line.len;
    while (from < to && is_blank(line.ptr[from])) {
        from++;
    }
    while (to > from && (is_blank(line.ptr[to - 1]) || line.ptr[to - 1] == '\r' || line.ptr[to - 1] == '\n')) {
        to--;
    }
    return str_slice(line.ptr + from, to - from);
}

void line_form_reset(struct line_form *f)
{
    f->source = PROGRAM_NONE;
    f->named = false;
    buf_reset(&f->names);
}

void line_form_release(struct line_form *f) { buf_release(&f->names); }

static bool is_lines(const struct program_source *s) { return s->columns.count > 0 && !s->internal; }

bool line_possible(const struct program *program)
{
    for (uint32_t i = 0; i < program->n_sources; i++) {
        if (is_lines(&program->sources[i])) {
            return true;
        }
    }
    return false;
}

/* ---- a line of names ---- */

/* Is a word of the line, with `_` for `-`, this name? */
static bool is_name(struct str word, struct str name)
{
    for (size_t i = 0; i < word.len && word.len == name.len; i++) {
        if ((word.ptr[i] == '-' ? '_' : word.ptr[i]) != name.ptr[i]) {
            return false;
        }
    }
    return word.len == name.len;
}

static bool has_name(struct str line, struct str name)
{
    struct str word;
    size_t at = 0;
    while (field_next(line, &at, &word)) {
        if (is_name(word, name)) {
            return true;
        }
    }
    return false;
}

static bool names_path(const struct program *p, struct str line, struct program_run path)
{
    return path.count == 1 && has_name(line, p->segments[path.first].key);
}

/* A line of a log might have one of these words by chance. */
#define NAMES_MIN 2u

static bool names_source(const struct program *p, const struct program_source *s, struct str line)
{
    bool all = is_lines(s) && names_path(p, line, s->time);
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->has.count && all; i++) {
        all = names_path(p, line, p->runs[s->has.first + i]);
    }
    for (uint32_t i = 0; i < s->columns.count && all && n < NAMES_MIN; i++) {
        n += names_path(p, line, p->runs[s->columns.first + i]);
    }
    return all && n >= NAMES_MIN;
}

static void names_take(struct str line, struct line_form *f)
{
    struct str word;
    size_t at = 0;
    buf_reset(&f->names);
    f->n = 0;
    while (field_next(line, &at, &word)) {
        for (size_t i = 0; i < word.len; i++) {
            char c = word.ptr[i];
            buf_add_char(&f->names, (char)(c == '-' ? '_' : c == '\0' ? ' ' : c)); /* no name has a blank */
        }
        buf_add_char(&f->names, '\0');
        f->n++;
    }
}

/* Is `a` before `b` in the order of names? */
static bool is_before(const struct program *p, uint32_t a, uint32_t b)
{
    return b == PROGRAM_NONE || str_compare(p->sources[a].name, p->sources[b].name) < 0;
}

bool line_names(const struct program *program, struct str line, struct line_form *f)
{
    uint32_t found = PROGRAM_NONE;
    if (fields_count(line) > LINE_FIELDS_MAX) {
        return false;
    }
    for (uint32_t i = 0; i < program->n_sources; i++) {
        if (names_source(program, &program->sources[i], line) && is_before(program, i, found)) {
            found = i;
        }
    }
    if (found != PROGRAM_NONE) {
        f->source = found;
        f->named = true;
        names_take(line, f);
    }
    return found != PROGRAM_NONE;
}

/* ---- a line of the source's columns ---- */

static bool same_path(const struct program *p, struct program_run a, struct program_run b)
{
    bool same = a.count == b.count;
    for (uint32_t i = 0; i < a.count && same; i++) {
        same = str_equal(p->segments[a.first + i].key, p->segments[b.first + i].key);
    }
    return same;
}

/* Is there a time where the columns have it? */
static bool has_time(const struct program *p, const struct program_source *s, struct str line)
{
    struct arena arena = {0};
    struct str field;
    size_t at = 0;
    int64_t time;
    bool found = false;
    for (uint32_t i = 0; i < s->columns.count && field_next(line, &at, &field); i++) {
        if (same_path(p, p->runs[s->columns.first + i], s->time)) {
            struct tree text = {.kind = TREE_STRING, .len = (uint32_t)field.len, .s = field.ptr};
            found = coerce_time(&text, &arena, &time);
        }
    }
    arena_release(&arena);
    return found;
}

bool line_fits(const struct program *program, struct str line, struct line_form *f)
{
    uint32_t found = PROGRAM_NONE, n = fields_count(line);
    for (uint32_t i = 0; i < program->n_sources; i++) {
        const struct program_source *s = &program->sources[i];
        if (is_lines(s) && s->columns.count == n && is_before(program, i, found) && has_time(program, s, line)) {
            found = i;
        }
    }
    if (found != PROGRAM_NONE) {
        f->source = found;
        f->named = false;
        f->n = n;
    }
    return found != PROGRAM_NONE;
}

/* ---- the fields ---- */

/* `-` is null: it is not given at all. */
static void give(struct walk *w, uint32_t node, struct str field)
{
    if (node != WALK_NONE && !str_equal(field, STR("-"))) {
        struct tree text = {.kind = TREE_STRING, .len = (uint32_t)field.len, .s = field.ptr};
        walk_value(w, node, &text);
    }
}

static void refuse(struct walk *w, uint32_t n, uint32_t want)
{
    char why[80];
    const char *more = n > LINE_FIELDS_MAX ? "more than " : "";
    snprintf(why, sizeof why, "a line of %s%u fields where %u belong", more, n > LINE_FIELDS_MAX ? n - 1 : n, want);
    walk_refuse(w, why);
}

static uint32_t path_node(const struct program *p, struct walk *w, struct program_run path)
{
    uint32_t node = WALK_ROOT;
    for (uint32_t i = 0; i < path.count && node != WALK_NONE; i++) {
        struct str key = p->segments[path.first + i].key;
        node = walk_child(w, node, key.ptr, key.len);
    }
    return node;
}

void line_walk(const struct program *program, const struct line_form *f, struct str line, struct walk *w)
{
    const char *name = f->names.ptr;
    struct str field;
    size_t at = 0;
    uint32_t n = fields_count(line), columns = program->sources[f->source].columns.first;
    if (n != f->n) {
        refuse(w, n, f->n);
        return;
    }
    for (uint32_t i = 0; i < n && field_next(line, &at, &field); i++) {
        if (f->named) {
            give(w, walk_child(w, WALK_ROOT, name, strlen(name)), field);
            name += strlen(name) + 1;
        } else {
            give(w, path_node(program, w, program->runs[columns + i]), field);
        }
    }
}
