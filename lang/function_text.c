/* function_text: texts and their conversions. */
#include <math.h>
#include <stdlib.h>

#include "base/buf.h"
#include "lang/function_calls.h"

static struct value map_bytes(const struct value *v, char first, char last, int shift, struct arena *scratch)
{
    if (!function_is_text(v)) {
        return value_null();
    }
    char *copy = arena_alloc(scratch, v->len + 1u);
    for (uint32_t i = 0; i < v->len; i++) {
        char c = v->s[i];
        copy[i] = (char)(c >= first && c <= last ? c + shift : c);
    }
    return value_str(str_slice(copy, v->len));
}

struct value function_lower(const struct value *args, unsigned n, struct arena *scratch)
{
    (void)n;
    return map_bytes(&args[0], 'A', 'Z', 32, scratch);
}

struct value function_upper(const struct value *args, unsigned n, struct arena *scratch)
{
    (void)n;
    return map_bytes(&args[0], 'a', 'z', -32, scratch);
}

static bool two_texts(const struct value *args)
{
    return function_is_text(&args[0]) && function_is_text(&args[1]);
}

struct value function_trim_prefix(const struct value *args, unsigned n, struct arena *scratch)
{
    (void)n, (void)scratch;
    if (!two_texts(args) || !str_starts(value_text(&args[0]), value_text(&args[1]))) {
        return two_texts(args) ? args[0] : value_null();
    }
    return value_str(str_slice(args[0].s + args[1].len, args[0].len - args[1].len));
}

struct value function_trim_suffix(const struct value *args, unsigned n, struct arena *scratch)
{
    (void)n, (void)scratch;
    if (!two_texts(args) || !str_ends(value_text(&args[0]), value_text(&args[1]))) {
        return two_texts(args) ? args[0] : value_null();
    }
    return value_str(str_slice(args[0].s, args[0].len - args[1].len));
}

struct value function_starts_with(const struct value *args, unsigned n, struct arena *scratch)
{
    (void)n, (void)scratch;
    return two_texts(args) ? value_bool(str_starts(value_text(&args[0]), value_text(&args[1]))) : value_null();
}

struct value function_ends_with(const struct value *args, unsigned n, struct arena *scratch)
{
    (void)n, (void)scratch;
    return two_texts(args) ? value_bool(str_ends(value_text(&args[0]), value_text(&args[1]))) : value_null();
}

/* What `out` holds as a text in the arena; `out` is released. */
static struct value taken(struct buf *out, struct arena *scratch)
{
    struct value v = value_str(arena_str(scratch, buf_str(out)));
    buf_release(out);
    return v;
}

struct value function_replace(const struct value *args, unsigned n, struct arena *scratch)
{
    (void)n;
    if (!two_texts(args) || !function_is_text(&args[2])) {
        return value_null();
    }
    struct str rest = value_text(&args[0]), old = value_text(&args[1]);
    struct buf out = BUF_INIT;
    size_t at;
    while (old.len > 0 && (at = str_find(rest, old)) != SIZE_MAX) {
        buf_add(&out, rest.ptr, at);
        buf_add_str(&out, value_text(&args[2]));
        rest = str_slice(rest.ptr + at + old.len, rest.len - at - old.len);
    }
    buf_add_str(&out, rest);
    return taken(&out, scratch);
}

static uint32_t count_parts(struct str text, struct str separator)
{
    uint32_t parts = 1;
    for (size_t at; (at = str_find(text, separator)) != SIZE_MAX; parts++) {
        text = str_slice(text.ptr + at + separator.len, text.len - at - separator.len);
    }
    return parts;
}

/* An empty separator splits nothing. */
struct value function_split(const struct value *args, unsigned n, struct arena *scratch)
{
    (void)n;
    if (!two_texts(args)) {
        return value_null();
    }
    struct str rest = value_text(&args[0]), separator = value_text(&args[1]);
    uint32_t parts = separator.len == 0 ? 1 : count_parts(rest, separator);
    struct value *items = arena_array(scratch, parts, sizeof *items);
    for (uint32_t i = 0; i + 1 < parts; i++) {
        size_t at = str_find(rest, separator);
        items[i] = value_str(str_slice(rest.ptr, at));
        rest = str_slice(rest.ptr + at + separator.len, rest.len - at - separator.len);
    }
    items[parts - 1] = value_str(rest);
    return (struct value){.kind = VALUE_LIST, .len = parts, .items = items};
}

struct value function_length(const struct value *args, unsigned n, struct arena *scratch)
{
    (void)n, (void)scratch;
    const struct value *v = &args[0];
    if (v->kind == VALUE_LIST) {
        return value_int(v->len);
    }
    if (!function_is_text(v)) {
        return value_null();
    }
    int64_t characters = 0;
    for (uint32_t i = 0; i < v->len; i++) {
        characters += ((unsigned char)v->s[i] & 0xC0) != 0x80;
    }
    return value_int(characters);
}

struct value function_concat(const struct value *args, unsigned n, struct arena *scratch)
{
    struct buf out = BUF_INIT;
    for (unsigned i = 0; i < n; i++) {
        if (args[i].kind == VALUE_NULL) {
            buf_release(&out);
            return value_null();
        }
        value_print(&args[i], &out);
    }
    return taken(&out, scratch);
}

struct value function_to_string(const struct value *args, unsigned n, struct arena *scratch)
{
    return function_is_text(&args[0]) ? args[0] : function_concat(args, n, scratch);
}

static struct value int_of_text(struct str s)
{
    char text[24];
    char *end;
    if (s.len == 0 || s.len >= sizeof text || strspn(s.ptr, "+-0123456789") < s.len) {
        return value_null();
    }
    memcpy(text, s.ptr, s.len);
    text[s.len] = '\0';
    int64_t i = strtoll(text, &end, 10);
    /* 19 digits may not fit: what strtoll cut does not read back */
    bool cut = i == INT64_MAX || i == INT64_MIN;
    return *end == '\0' && !cut ? value_int(i) : value_null();
}

struct value function_to_int(const struct value *args, unsigned n, struct arena *scratch)
{
    (void)n;
    const struct value *v = &args[0];
    if (v->kind == VALUE_INT) {
        return *v;
    }
    if (v->kind == VALUE_FLOAT && fabs(v->f) < 9.2e18) {
        return value_int((int64_t)v->f);
    }
    if (v->kind == VALUE_BOOL) {
        return value_int(v->b);
    }
    return function_is_text(v) ? int_of_text(arena_str(scratch, value_text(v))) : value_null();
}
