/* The decoder over jansson's document tree: slow and simple. It is the oracle of
 * the other one, and does the work in builds without it. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "engine/repair.h"
#include "engine/tree.h"
#include "engine/walk.h"

struct jansson_state {
    struct buf text; /* the record as jansson can take it */
    struct tree_builder parts;
};

static void *jansson_make(void) { return mem_zalloc(sizeof(struct jansson_state)); }

static void jansson_drop(void *self)
{
    struct jansson_state *s = self;
    buf_release(&s->text);
    tree_builder_release(&s->parts);
    free(s);
}

/* ---- what jansson refuses, in a form that it takes ---- */

static int32_t code_at(const char *p, const char *end)
{
    int32_t code = 0;
    if (end - p < 6 || p[0] != '\\' || p[1] != 'u') {
        return -1;
    }
    for (int i = 2; i < 6; i++) {
        const char *digit = memchr("0123456789abcdef", p[i] | 0x20, 16);
        if (digit == NULL || p[i] < '0') {
            return -1;
        }
        code = code << 4 | (int32_t)(digit - "0123456789abcdef");
    }
    return code;
}

/* `p` is at a backslash. A lone surrogate becomes U+FFFD; all else stays. */
static const char *add_escape(struct buf *out, const char *p, const char *end)
{
    int32_t code = code_at(p, end);
    if (code >= 0xd800 && code <= 0xdfff) {
        int32_t low = code < 0xdc00 ? code_at(p + 6, end) : -1;
        bool pair = low >= 0xdc00 && low <= 0xdfff;
        buf_add(out, pair ? p : "\\ufffd", pair ? 12 : 6);
        return p + (pair ? 12 : 6);
    }
    size_t n = end - p < 2 ? 1 : 2;
    buf_add(out, p, n);
    return p + n;
}

static const char *add_string(struct buf *out, const char *p, const char *end)
{
    buf_add_char(out, *p++);
    while (p < end && *p != '"') {
        const char *run = p;
        while (p < end && *p != '"' && *p != '\\') {
            p++;
        }
        buf_add(out, run, (size_t)(p - run));
        if (p < end && *p == '\\') {
            p = add_escape(out, p, end);
        }
    }
    if (p < end) {
        buf_add_char(out, *p++);
    }
    return p;
}

static bool number_char(char c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

/* An integer that int64 cannot hold gets a fraction, so that jansson reads a
 * float; a number that a double cannot hold is null, as tree_token has it. */
static const char *add_number(struct buf *out, const char *p, const char *end, struct arena *arena)
{
    const char *from = p;
    while (p < end && number_char(*p)) {
        p++;
    }
    size_t len = (size_t)(p - from);
    struct tree number;
    if (!tree_token(from, len, arena, &number)) {
        buf_add(out, from, len);
    } else if (number.kind == TREE_NULL) {
        buf_add_text(out, "null");
    } else {
        buf_add(out, from, len);
        if (number.kind == TREE_FLOAT && strcspn(arena_str(arena, str_slice(from, len)).ptr, ".eE") == len) {
            buf_add_text(out, ".0");
        }
    }
    return p;
}

/* Outside of texts and numbers. jansson passes over a NUL that follows a token; \1
 * is in its place, which no JSON has there. */
static void add_mark(struct buf *out, char c) { buf_add_char(out, c == '\0' ? '\1' : c); }

static void prepare(struct buf *out, const char *text, size_t len, struct arena *arena)
{
    const char *p = text, *end = text + len;
    buf_reset(out);
    while (p < end) {
        if (*p == '"') {
            p = add_string(out, p, end);
        } else if ((*p >= '0' && *p <= '9') || *p == '-') {
            p = add_number(out, p, end, arena);
        } else {
            add_mark(out, *p++);
        }
    }
}

/* ---- the walk ---- */

static void part_read(struct jansson_state *s, json_t *v, struct arena *arena, struct tree *out);

static void array_read(struct jansson_state *s, json_t *v, struct arena *arena, struct tree *out)
{
    size_t first = s->parts.len, i;
    json_t *item;
    json_array_foreach(v, i, item) {
        struct tree part;
        part_read(s, item, arena, &part);
        tree_builder_add(&s->parts, "", 0, &part);
    }
    *out = tree_builder_take(&s->parts, first, TREE_ARRAY, arena);
}

static void object_read(struct jansson_state *s, json_t *v, struct arena *arena, struct tree *out)
{
    size_t first = s->parts.len;
    for (void *it = json_object_iter(v); it != NULL; it = json_object_iter_next(v, it)) {
        struct tree part;
        part_read(s, json_object_iter_value(it), arena, &part);
        tree_builder_add(&s->parts, json_object_iter_key(it), json_object_iter_key_len(it), &part);
    }
    *out = tree_builder_take(&s->parts, first, TREE_OBJECT, arena);
}

/* The depth is bounded by jansson (JSON_PARSER_MAX_DEPTH), and by the cutter. */
static void part_read(struct jansson_state *s, json_t *v, struct arena *arena, struct tree *out)
{
    *out = (struct tree){.kind = TREE_NULL};
    switch (json_typeof(v)) {
    case JSON_OBJECT:
        object_read(s, v, arena, out);
        break;
    case JSON_ARRAY:
        array_read(s, v, arena, out);
        break;
    case JSON_STRING:
        *out = (struct tree){.kind = TREE_STRING, .len = (uint32_t)json_string_length(v), .s = json_string_value(v)};
        break;
    case JSON_INTEGER:
        *out = (struct tree){.kind = TREE_INT, .i = json_integer_value(v)};
        break;
    case JSON_REAL:
        *out = (struct tree){.kind = TREE_FLOAT, .f = json_real_value(v)};
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        *out = (struct tree){.kind = TREE_BOOL, .b = json_is_true(v)};
        break;
    case JSON_NULL:
        break;
    }
}

static void object_walk(struct jansson_state *s, json_t *object, struct walk *w, uint32_t node)
{
    for (void *it = json_object_iter(object); it != NULL; it = json_object_iter_next(object, it)) {
        json_t *v = json_object_iter_value(it);
        uint32_t child = walk_child(w, node, json_object_iter_key(it), json_object_iter_key_len(it));
        if (child == WALK_NONE) {
            continue;
        }
        if (walk_needs_tree(w, child) || !(json_is_object(v) || json_is_array(v))) {
            struct tree part;
            part_read(s, v, walk_arena(w), &part);
            walk_value(w, child, &part);
        } else if (json_is_object(v)) {
            object_walk(s, v, w, child);
        }
    }
}

static enum decode_result jansson_run(void *self, const char *text, size_t len, struct walk *w)
{
    struct jansson_state *s = self;
    json_error_t error;
    if (repair_valid(str_slice(text, len)) < len) {
        return DECODE_BACKEND_UTF8;
    }
    prepare(&s->text, text, len, walk_arena(w));
    json_t *root = json_loadb(s->text.ptr, s->text.len, JSON_ALLOW_NUL, &error);
    if (!json_is_object(root)) {
        walk_fail(w, root == NULL ? error.text : "it is no object");
        json_decref(root);
        return DECODE_BACKEND_BAD;
    }
    object_walk(s, root, w, WALK_ROOT);
    json_decref(root);
    return DECODE_BACKEND_OK;
}

const struct decode_backend decode_jansson = {jansson_make, jansson_drop, jansson_run};
