#include "engine/envelope.h"

#include "base/buf.h"
#include "engine/scan.h"
#include "engine/tree.h"

struct envelope {
    const struct program *program;
    envelope_found found;
    void *context;
};

static bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

static size_t skip_blanks(struct str s, size_t at)
{
    while (at < s.len && is_blank(s.ptr[at])) {
        at++;
    }
    return at;
}

/* The end of the string that begins at `at`; s.len when it has none. */
static size_t string_end(struct str s, size_t at)
{
    for (at++; at < s.len; at++) {
        if (s.ptr[at] == '\\') {
            at++;
        } else if (s.ptr[at] == '"') {
            return at + 1;
        }
    }
    return s.len;
}

/* The end of the value that begins at `at`. */
static size_t value_end(struct str s, size_t at)
{
    if (at >= s.len) {
        return s.len;
    }
    if (s.ptr[at] == '"') {
        return string_end(s, at);
    }
    if (s.ptr[at] == '{' || s.ptr[at] == '[') {
        struct scan scan;
        scan_start(&scan, at);
        return scan_run(&scan, s.ptr, s.len, NULL) == SCAN_END ? scan.at : s.len;
    }
    while (at < s.len && s.ptr[at] != ',' && s.ptr[at] != '}' && s.ptr[at] != ']' && !is_blank(s.ptr[at])) {
        at++;
    }
    return at;
}

/* Steps through the members of an object, or the items of an array: each call
 * gives the next one. */
struct steps {
    struct str text;
    size_t at;
};

static void step_over_comma(struct steps *it)
{
    it->at = skip_blanks(it->text, it->at);
    if (it->at < it->text.len && it->text.ptr[it->at] == ',') {
        it->at = skip_blanks(it->text, it->at + 1);
    }
}

static bool item_next(struct steps *it, struct str *value)
{
    step_over_comma(it);
    if (it->at >= it->text.len || it->text.ptr[it->at] == ']' || it->text.ptr[it->at] == '}') {
        return false;
    }
    size_t end = value_end(it->text, it->at);
    *value = str_slice(it->text.ptr + it->at, end - it->at);
    it->at = end;
    return value->len > 0;
}

static bool member_next(struct steps *it, struct str *key, struct str *value)
{
    if (!item_next(it, key) || key->ptr[0] != '"' || key->len < 2) {
        return false;
    }
    *key = str_slice(key->ptr + 1, key->len - 2);
    it->at = skip_blanks(it->text, it->at);
    if (it->at >= it->text.len || it->text.ptr[it->at] != ':') {
        return false;
    }
    it->at = skip_blanks(it->text, it->at + 1);
    size_t end = value_end(it->text, it->at);
    *value = str_slice(it->text.ptr + it->at, end - it->at);
    it->at = end;
    return true;
}

/* An escape is longer than what it stands for. */
static bool key_is(struct str raw, struct str key)
{
    if (raw.len <= key.len || memchr(raw.ptr, '\\', raw.len) == NULL) {
        return str_equal(raw, key);
    }
    struct buf plain = BUF_INIT;
    size_t len = tree_unescape(raw.ptr, raw.len, buf_reserve(&plain, raw.len));
    bool same = len != SIZE_MAX && str_equal(str_slice(plain.ptr, len), key);
    buf_release(&plain);
    return same;
}

/* The member of that name; of several the last. */
static bool member_find(struct str object, struct str key, struct str *out)
{
    struct steps it = {object, 1};
    struct str name, value;
    bool found = false;
    while (object.len > 0 && object.ptr[0] == '{' && member_next(&it, &name, &value)) {
        if (key_is(name, key)) {
            *out = value;
            found = true;
        }
    }
    return found;
}

/* The text of a record as a JSON string. */
static void found_string(const struct envelope *e, struct str quoted)
{
    struct buf text = BUF_INIT;
    const char *why;
    char *out = buf_reserve(&text, quoted.len + SCAN_PADDING);
    size_t len = quoted.len < 2 ? SIZE_MAX : tree_unescape(quoted.ptr + 1, quoted.len - 2, out);
    if (len == SIZE_MAX) {
        e->found(e->context, ENVELOPE_BAD, quoted, "the record in a string has a bad escape");
    } else {
        size_t start = skip_blanks(str_slice(out, len), 0);
        while (len > start && is_blank(out[len - 1])) {
            len--;
        }
        struct str object = str_slice(out + start, len - start);
        memset(out + len, 0, SCAN_PADDING);
        bool ok = scan_object(object, &why), brace = object.len > 0 && object.ptr[0] == '{';
        enum envelope_kind kind = ok ? ENVELOPE_OBJECT : brace ? ENVELOPE_BAD : ENVELOPE_LINE;
        e->found(e->context, kind, object, ok ? NULL : why);
    }
    buf_release(&text);
}

static void found_value(const struct envelope *e, struct str value)
{
    if (value.len > 0 && value.ptr[0] == '{') {
        e->found(e->context, ENVELOPE_OBJECT, value, NULL);
    } else if (value.len > 0 && value.ptr[0] == '"') {
        found_string(e, value);
    } else {
        e->found(e->context, ENVELOPE_BAD, value, "there is no record in its envelope");
    }
}

static bool is_null(struct str value) { return str_equal(value, STR("null")); }

/* Follow a path from its i-th step on. The depth is that of the path. */
static void follow(const struct envelope *e, struct program_run path, uint32_t i, struct str value)
{
    if (i == path.count) {
        found_value(e, value);
        return;
    }
    const struct program_segment *s = &e->program->segments[path.first + i];
    struct steps it = {value, 1};
    struct str part;
    if (s->kind == SEGMENT_KEY) {
        if (member_find(value, s->key, &part) && !is_null(part)) {
            follow(e, path, i + 1, part);
        }
    } else if (value.len > 0 && value.ptr[0] == '[') {
        for (uint32_t n = 0; item_next(&it, &part); n++) {
            if (s->kind == SEGMENT_EACH || n == s->index) {
                follow(e, path, i + 1, part);
            }
        }
    }
}

static bool fits(const struct envelope *e, struct program_run path, struct str object)
{
    struct str value;
    const struct program_segment *s = &e->program->segments[path.first];
    return path.count > 0 && s->kind == SEGMENT_KEY && member_find(object, s->key, &value);
}

static bool same_path(const struct program *p, struct program_run a, struct program_run b)
{
    bool same = a.count == b.count;
    for (uint32_t i = 0; i < a.count && same; i++) {
        const struct program_segment *x = &p->segments[a.first + i], *y = &p->segments[b.first + i];
        same = x->kind == y->kind && x->index == y->index && str_equal(x->key, y->key);
    }
    return same;
}

/* Has an earlier source the same path? Then what it leads to was found already. */
static bool is_repeated(const struct program *program, uint32_t source, struct program_run path)
{
    for (uint32_t i = 0; i < source; i++) {
        struct program_run paths = program->sources[i].envelopes;
        for (uint32_t p = paths.first; p < paths.first + paths.count; p++) {
            if (same_path(program, program->runs[p], path)) {
                return true;
            }
        }
    }
    return false;
}

#define MANY_PATHS 64u

/* A bit for each of the first paths of the program: has the object its first key? All in one pass,
 * since most objects have none. */
static uint64_t fits_find(const struct envelope *e, struct str object)
{
    const struct program *program = e->program;
    struct steps it = {object, 1};
    struct str name, value;
    uint64_t found = 0;
    while (object.len > 0 && object.ptr[0] == '{' && member_next(&it, &name, &value)) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < program->n_sources; i++) {
            struct program_run paths = program->sources[i].envelopes;
            for (uint32_t p = paths.first; p < paths.first + paths.count && n < MANY_PATHS; p++, n++) {
                const struct program_segment *s = &program->segments[program->runs[p].first];
                found |= (uint64_t)(s->kind == SEGMENT_KEY && key_is(name, s->key)) << n;
            }
        }
    }
    return found;
}

bool envelope_open(const struct program *program, struct str object, struct program_run rest, envelope_found found,
                   void *context)
{
    struct envelope e = {program, found, context};
    bool any = false;
    if (fits(&e, rest, object)) {
        follow(&e, rest, 0, object);
        return true;
    }
    uint64_t fitting = fits_find(&e, object);
    uint32_t n = 0;
    for (uint32_t i = 0; i < program->n_sources; i++) {
        struct program_run paths = program->sources[i].envelopes;
        for (uint32_t p = paths.first; p < paths.first + paths.count; p++, n++) {
            bool fit = n < MANY_PATHS ? (fitting >> n & 1) != 0 : fits(&e, program->runs[p], object);
            if (fit && !is_repeated(program, i, program->runs[p])) {
                follow(&e, program->runs[p], 0, object);
                any = true;
            }
        }
    }
    return any;
}
