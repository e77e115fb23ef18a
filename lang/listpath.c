#include "lang/listpath.h"

#include <string.h>

struct reader {
    struct str text;
    size_t at;
    struct listpath *path;
    struct err *err;
};

static bool bad_path(const struct reader *r, const char *why)
{
    return err_set(r->err, "\"%.*s\" is no path: %s at character %zu", STR_ARG(r->text), why, r->at + 1);
}

static bool step_add(struct reader *r, struct program_segment step)
{
    if (r->path->n == LISTPATH_STEPS_MAX) {
        return bad_path(r, "too many steps");
    }
    r->path->steps[r->path->n++] = step;
    return true;
}

static bool is_name_byte(char c) { return strchr(".[]\"", c) == NULL; }

static bool name_read(struct reader *r)
{
    size_t start = r->at;
    while (r->at < r->text.len && is_name_byte(r->text.ptr[r->at])) {
        r->at++;
    }
    if (r->at == start) {
        return bad_path(r, "a name is missing");
    }
    return step_add(r, (struct program_segment){SEGMENT_KEY, str_slice(r->text.ptr + start, r->at - start), 0});
}

/* Behind `["`: a name with a dot or bracket in it. */
static bool quoted_read(struct reader *r)
{
    struct str rest = str_slice(r->text.ptr + r->at, r->text.len - r->at);
    size_t end = str_find(rest, STR("\"]"));
    if (end == SIZE_MAX) {
        return bad_path(r, "no \"] behind the name");
    }
    r->at += end + 2;
    return step_add(r, (struct program_segment){SEGMENT_KEY, str_slice(rest.ptr, end), 0});
}

static bool number_read(struct reader *r)
{
    uint32_t n = 0;
    size_t start = r->at;
    for (; r->at < r->text.len && r->text.ptr[r->at] >= '0' && r->text.ptr[r->at] <= '9'; r->at++) {
        n = n * 10 + (uint32_t)(r->text.ptr[r->at] - '0');
        if (n > LISTPATH_STEPS_MAX * 1000000u) {
            return bad_path(r, "too large a number");
        }
    }
    if (r->at == start || r->at == r->text.len || r->text.ptr[r->at] != ']') {
        return bad_path(r, "expected [*], [0] or [\"name\"]");
    }
    r->at++;
    return step_add(r, (struct program_segment){SEGMENT_INDEX, STR(""), n});
}

static bool bracket_read(struct reader *r)
{
    struct str rest = str_slice(r->text.ptr + r->at, r->text.len - r->at);
    if (str_starts(rest, STR("[*]"))) {
        r->at += 3;
        return step_add(r, (struct program_segment){SEGMENT_EACH, STR(""), 0});
    }
    bool quoted = str_starts(rest, STR("[\""));
    r->at += quoted ? 2 : 1;
    return quoted ? quoted_read(r) : number_read(r);
}

bool listpath_parse(struct str text, struct arena *arena, struct listpath *out, struct err *err)
{
    struct reader r = {.text = text, .path = out, .err = err};
    *out = (struct listpath){.steps = arena_array(arena, LISTPATH_STEPS_MAX, sizeof *out->steps)};
    if (text.len == 0) {
        return err_set(err, "the path of a column is empty");
    }
    while (r.at < text.len) {
        bool first = r.at == 0;
        if (text.ptr[r.at] == '[') {
            if (!bracket_read(&r)) {
                return false;
            }
            continue;
        }
        if (!first && text.ptr[r.at] != '.') {
            return bad_path(&r, "expected a dot or a bracket");
        }
        r.at += !first;
        if (!name_read(&r)) {
            return false;
        }
    }
    return true;
}

/* ---- beside ---- */

static bool same_step(const struct program_segment *a, const struct program_segment *b)
{
    return a->kind == b->kind && a->index == b->index && str_equal(a->key, b->key);
}

/* How many steps there are up to the last [*], with it. */
static uint32_t each_end(const struct listpath *path, uint32_t limit)
{
    uint32_t end = 0;
    for (uint32_t i = 0; i < limit; i++) {
        end = path->steps[i].kind == SEGMENT_EACH ? i + 1 : end;
    }
    return end;
}

/* Where the last run of names of the column begins: behind the [*] that a name follows. */
static uint32_t element_end(const struct listpath *column)
{
    uint32_t names = column->n;
    while (names > 0 && column->steps[names - 1].kind != SEGMENT_KEY) {
        names--;
    }
    return each_end(column, names);
}

bool listpath_beside(const struct listpath *column, struct listpath *value, struct err *err)
{
    uint32_t bound = each_end(value, value->n);
    value->base = bound == 0 ? element_end(column) : bound;
    value->rest = bound;
    for (uint32_t i = 0; i < bound; i++) {
        if (i >= column->n || !same_step(&column->steps[i], &value->steps[i])) {
            return err_set(err, "a value with [*] stands beside its items: up to its last [*] it has to begin as the "
                                "column does");
        }
    }
    return true;
}
