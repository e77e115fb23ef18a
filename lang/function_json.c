/* function_json: a JSON text as a value. */
#include <jansson.h>
#include <math.h>

#include "lang/function_call.h"

/* jansson refuses what is nested deeper than 2,048, so the recursion here ends. */
static void json_write(const json_t *j, struct buf *out);

static struct value json_scalar(const json_t *j)
{
    switch (json_typeof(j)) {
    case JSON_TRUE:
    case JSON_FALSE:
        return value_bool(json_is_true(j));
    case JSON_INTEGER:
        return value_int(json_integer_value(j));
    case JSON_REAL:
        return value_float(json_real_value(j));
    case JSON_STRING:
        return value_str(str_slice(json_string_value(j), json_string_length(j)));
    default:
        return value_null();
    }
}

static void json_write_object(const json_t *j, struct buf *out)
{
    char mark = '{';
    for (void *at = json_object_iter((json_t *)j); at != NULL; at = json_object_iter_next((json_t *)j, at)) {
        buf_add_char(out, mark);
        buf_add_json(out, str_slice(json_object_iter_key(at), json_object_iter_key_len(at)));
        buf_add_char(out, ':');
        json_write(json_object_iter_value(at), out);
        mark = ',';
    }
    buf_add_text(out, mark == '{' ? "{}" : "}");
}

static void json_write_array(const json_t *j, struct buf *out)
{
    buf_add_char(out, '[');
    for (size_t i = 0; i < json_array_size(j); i++) {
        if (i > 0) {
            buf_add_char(out, ',');
        }
        json_write(json_array_get(j, i), out);
    }
    buf_add_char(out, ']');
}

static void json_write(const json_t *j, struct buf *out)
{
    if (json_is_object(j)) {
        json_write_object(j, out);
    } else if (json_is_array(j)) {
        json_write_array(j, out);
    } else {
        struct value v = json_scalar(j);
        value_json(&v, out);
    }
}

/* What has parts is kept as its text. */
static struct value json_text(const json_t *j, struct arena *scratch)
{
    struct buf text = BUF_INIT;
    json_write(j, &text);
    struct value v = value_str(arena_str(scratch, buf_str(&text)));
    v.kind = VALUE_JSON;
    buf_release(&text);
    return v;
}

static struct value json_item(const json_t *j, struct arena *scratch)
{
    if (json_is_object(j) || json_is_array(j)) {
        return json_text(j, scratch);
    }
    struct value v = json_scalar(j);
    if (v.kind == VALUE_STRING) {
        v = value_str(arena_str(scratch, value_text(&v)));
    }
    return v;
}

static struct value json_value(const json_t *j, struct arena *scratch)
{
    if (!json_is_array(j)) {
        return json_item(j, scratch);
    }
    size_t len = json_array_size(j);
    struct value *items = arena_array(scratch, len + 1, sizeof *items);
    for (size_t i = 0; i < len; i++) {
        items[i] = json_item(json_array_get(j, i), scratch);
    }
    return (struct value){.kind = VALUE_LIST, .len = (uint32_t)len, .items = items};
}

json_t *function_json_load(struct str text)
{
    json_error_t error;
    const size_t flags = JSON_DECODE_ANY | JSON_ALLOW_NUL;
    json_t *j = json_loadb(text.ptr, text.len, flags, &error);
    if (j == NULL && json_error_code(&error) == json_error_numeric_overflow) {
        j = json_loadb(text.ptr, text.len, flags | JSON_DECODE_INT_AS_REAL, &error);
    }
    return j;
}

FUNCTION_CALL(function_json)
{
    (void)n;
    if (args[0].kind != VALUE_STRING || args[0].len == 0) {
        return value_null();
    }
    json_t *j = function_json_load(value_text(&args[0]));
    if (j == NULL) {
        return value_null();
    }
    struct value v = json_value(j, scratch);
    json_decref(j);
    return v;
}
