/* function_encoding: JSON, URL escapes, base64. */
#include <jansson.h>

#include "base/buf.h"
#include "lang/function_calls.h"

#define JSON_DEPTH_MAX 64

/* A JSON document as compact text, keys in their order. False when it is too deep. */
static bool write_json(const json_t *j, struct buf *out, unsigned depth);

static struct value scalar(const json_t *j)
{
    switch (json_typeof(j)) {
    case JSON_TRUE: return value_bool(true);
    case JSON_FALSE: return value_bool(false);
    case JSON_INTEGER: return value_int(json_integer_value(j));
    case JSON_REAL: return value_float(json_real_value(j));
    case JSON_STRING: return value_str(str_slice(json_string_value(j), json_string_length(j)));
    default: return value_null();
    }
}

static bool write_object(const json_t *j, struct buf *out, unsigned depth)
{
    json_t *object = (json_t *)(uintptr_t)j; /* the iterator of jansson wants it so */
    bool first = true;
    buf_add_char(out, '{');
    for (void *it = json_object_iter(object); it != NULL; it = json_object_iter_next(object, it)) {
        buf_add_text(out, first ? "" : ",");
        first = false;
        buf_add_json(out, str_from(json_object_iter_key(it)));
        buf_add_char(out, ':');
        if (!write_json(json_object_iter_value(it), out, depth + 1)) {
            return false;
        }
    }
    buf_add_char(out, '}');
    return true;
}

static bool write_json(const json_t *j, struct buf *out, unsigned depth)
{
    if (depth > JSON_DEPTH_MAX) {
        return false;
    }
    if (json_is_object(j)) {
        return write_object(j, out, depth);
    }
    if (!json_is_array(j)) {
        struct value v = scalar(j);
        value_json(&v, out);
        return true;
    }
    buf_add_char(out, '[');
    for (size_t i = 0; i < json_array_size(j); i++) {
        buf_add_text(out, i == 0 ? "" : ",");
        if (!write_json(json_array_get(j, i), out, depth + 1)) {
            return false;
        }
    }
    buf_add_char(out, ']');
    return true;
}

static struct value text_of(const json_t *j, struct arena *scratch)
{
    struct buf out = BUF_INIT;
    struct value v = value_null();
    if (write_json(j, &out, 0)) {
        v = value_str(arena_str(scratch, buf_str(&out)));
        v.kind = VALUE_JSON;
    }
    buf_release(&out);
    return v;
}

/* A scalar by its kind; a container in a list, and an object, as text. */
static struct value item_of(const json_t *j, struct arena *scratch)
{
    if (json_is_object(j) || json_is_array(j)) {
        return text_of(j, scratch);
    }
    struct value v = scalar(j);
    return v.kind == VALUE_STRING ? value_str(arena_str(scratch, value_text(&v))) : v;
}

static struct value value_of(const json_t *j, struct arena *scratch)
{
    if (!json_is_array(j)) {
        return item_of(j, scratch);
    }
    size_t n = json_array_size(j);
    struct value *items = arena_array(scratch, n, sizeof *items);
    for (size_t i = 0; i < n; i++) {
        items[i] = item_of(json_array_get(j, i), scratch);
    }
    return (struct value){.kind = VALUE_LIST, .len = (uint32_t)n, .items = items};
}

struct value function_json(const struct value *args, unsigned n, struct arena *scratch)
{
    (void)n;
    if (!function_is_text(&args[0])) {
        return args[0].kind == VALUE_JSON || args[0].kind == VALUE_LIST ? args[0] : value_null();
    }
    json_t *j = json_loadb(args[0].s, args[0].len, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    if (j == NULL) {
        return value_null();
    }
    struct value v = value_of(j, scratch);
    json_decref(j);
    return v;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

struct value function_url_decode(const struct value *args, unsigned n, struct arena *scratch)
{
    (void)n;
    if (!function_is_text(&args[0])) {
        return value_null();
    }
    struct str s = value_text(&args[0]);
    char *out = arena_alloc(scratch, s.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        out[len++] = s.ptr[i];
        if (s.ptr[i] != '%') {
            continue;
        }
        int high = s.len - i > 2 ? hex_digit(s.ptr[i + 1]) : -1;
        int low = s.len - i > 2 ? hex_digit(s.ptr[i + 2]) : -1;
        if (high < 0 || low < 0) {
            return value_null();
        }
        out[len - 1] = (char)(high * 16 + low);
        i += 2;
    }
    return value_str(str_slice(out, len));
}

static int base64_digit(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' + 26
         : c >= '0' && c <= '9' ? c - '0' + 52 : c == '+' || c == '-' ? 62
         : c == '/' || c == '_' ? 63 : -1;
}

struct value function_base64_decode(const struct value *args, unsigned n, struct arena *scratch)
{
    (void)n;
    if (!function_is_text(&args[0])) {
        return value_null();
    }
    struct str s = value_text(&args[0]);
    for (int pad = 0; pad < 2 && s.len > 0 && s.ptr[s.len - 1] == '='; pad++) {
        s.len--;
    }
    if (s.len % 4 == 1) {
        return value_null();
    }
    char *out = arena_alloc(scratch, s.len + 1);
    size_t len = 0;
    uint32_t bits = 0;
    unsigned held = 0;
    for (size_t i = 0; i < s.len; i++) {
        int digit = base64_digit(s.ptr[i]);
        if (digit < 0) {
            return value_null();
        }
        bits = (bits << 6 | (uint32_t)digit) & 0xFFFFFu;
        held += 6;
        if (held >= 8) {
            held -= 8;
            out[len++] = (char)(bits >> held & 0xFFu);
        }
    }
    return value_str(str_slice(out, len));
}
