/* function_text: functions over text. */
#include "lang/function.h"
#include "lang/function_call.h"

static bool texts(const struct value *args, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        if (args[i].kind != VALUE_STRING) {
            return false;
        }
    }
    return true;
}

static struct value letters_map(const struct value *s, char first, char last, int shift, struct arena *scratch)
{
    if (s->kind != VALUE_STRING) {
        return value_null();
    }
    char *out = arena_alloc(scratch, (size_t)s->len + 1);
    for (uint32_t i = 0; i < s->len; i++) {
        char c = s->s[i];
        out[i] = c >= first && c <= last ? (char)(c + shift) : c;
    }
    return value_str(str_slice(out, s->len));
}

FUNCTION_CALL(function_lower)
{
    (void)n;
    return letters_map(&args[0], 'A', 'Z', 'a' - 'A', scratch);
}

FUNCTION_CALL(function_upper)
{
    (void)n;
    return letters_map(&args[0], 'a', 'z', 'A' - 'a', scratch);
}

FUNCTION_CALL(function_trim_prefix)
{
    (void)scratch;
    if (!texts(args, n)) {
        return value_null();
    }
    struct str s = value_text(&args[0]), prefix = value_text(&args[1]);
    if (!str_starts(s, prefix)) {
        return args[0];
    }
    return value_str(str_slice(s.ptr + prefix.len, s.len - prefix.len));
}

FUNCTION_CALL(function_trim_suffix)
{
    (void)scratch;
    if (!texts(args, n)) {
        return value_null();
    }
    struct str s = value_text(&args[0]), suffix = value_text(&args[1]);
    return str_ends(s, suffix) ? value_str(str_slice(s.ptr, s.len - suffix.len)) : args[0];
}

FUNCTION_CALL(function_starts_with)
{
    (void)scratch;
    return texts(args, n) ? value_bool(str_starts(value_text(&args[0]), value_text(&args[1]))) : value_null();
}

FUNCTION_CALL(function_ends_with)
{
    (void)scratch;
    return texts(args, n) ? value_bool(str_ends(value_text(&args[0]), value_text(&args[1]))) : value_null();
}

/* How often `part` stands in `s`, without overlap. */
static size_t occurrences(struct str s, struct str part)
{
    size_t count = 0;
    for (size_t at = str_find(s, part); part.len > 0 && at != SIZE_MAX; at = str_find(s, part)) {
        count++;
        s = str_slice(s.ptr + at + part.len, s.len - at - part.len);
    }
    return count;
}

FUNCTION_CALL(function_replace)
{
    if (!texts(args, n)) {
        return value_null();
    }
    struct str s = value_text(&args[0]), old = value_text(&args[1]), new = value_text(&args[2]);
    size_t count = occurrences(s, old);
    size_t kept = s.len - count * old.len;
    if (count == 0) {
        return args[0];
    }
    if (new.len > 0 && (kept > FUNCTION_TEXT_MAX || count > (FUNCTION_TEXT_MAX - kept) / new.len)) {
        return value_null();
    }
    char *out = arena_alloc(scratch, kept + count * new.len + 1), *to = out;
    for (; count > 0; count--) {
        size_t at = str_find(s, old);
        memcpy(to, s.ptr, at);
        memcpy(to + at, new.ptr, new.len);
        to += at + new.len;
        s = str_slice(s.ptr + at + old.len, s.len - at - old.len);
    }
    memcpy(to, s.ptr, s.len);
    return value_str(str_slice(out, (size_t)(to - out) + s.len));
}

FUNCTION_CALL(function_split)
{
    if (!texts(args, n)) {
        return value_null();
    }
    struct str s = value_text(&args[0]), separator = value_text(&args[1]);
    size_t count = occurrences(s, separator) + 1;
    struct value *parts = arena_array(scratch, count, sizeof *parts);
    for (size_t i = 0; i + 1 < count; i++) {
        size_t at = str_find(s, separator);
        parts[i] = value_str(str_slice(s.ptr, at));
        s = str_slice(s.ptr + at + separator.len, s.len - at - separator.len);
    }
    parts[count - 1] = value_str(s);
    return (struct value){.kind = VALUE_LIST, .len = (uint32_t)count, .items = parts};
}

FUNCTION_CALL(function_length)
{
    (void)n, (void)scratch;
    if (args[0].kind == VALUE_LIST) {
        return value_int(args[0].len);
    }
    if (args[0].kind != VALUE_STRING) {
        return value_null();
    }
    int64_t count = 0;
    for (uint32_t i = 0; i < args[0].len; i++) {
        count += ((unsigned char)args[0].s[i] & 0xc0) != 0x80; /* not inside a UTF-8 character */
    }
    return value_int(count);
}

/* The text of a value, which is not null. */
static struct str text_of(const struct value *v, struct arena *scratch)
{
    if (v->kind == VALUE_STRING || v->kind == VALUE_JSON) {
        return value_text(v);
    }
    struct buf text = BUF_INIT;
    value_print(v, &text);
    struct str s = arena_str(scratch, buf_str(&text));
    buf_release(&text);
    return s;
}

FUNCTION_CALL(function_to_string)
{
    (void)n;
    if (args[0].kind == VALUE_NULL || args[0].kind == VALUE_STRING) {
        return args[0];
    }
    return value_str(text_of(&args[0], scratch));
}

FUNCTION_CALL(function_concat)
{
    struct str parts[FUNCTION_ARGS_MAX];
    size_t len = 0;
    for (unsigned i = 0; i < n; i++) {
        if (args[i].kind == VALUE_NULL) {
            return value_null();
        }
        parts[i] = text_of(&args[i], scratch);
        if (parts[i].len > FUNCTION_TEXT_MAX || (len += parts[i].len) > FUNCTION_TEXT_MAX) {
            return value_null();
        }
    }
    char *out = arena_alloc(scratch, len + 1), *to = out;
    for (unsigned i = 0; i < n; i++) {
        if (parts[i].len > 0) {
            memcpy(to, parts[i].ptr, parts[i].len);
        }
        to += parts[i].len;
    }
    return value_str(str_slice(out, len));
}
