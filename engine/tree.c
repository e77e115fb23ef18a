#include "engine/tree.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/value.h"

/* ---- strings ---- */

/* The four digits of \uXXXX, or -1. */
static int32_t hex4(const char *p, const char *end)
{
    if (end - p < 4) {
        return -1;
    }
    int32_t code = 0;
    for (int i = 0; i < 4; i++) {
        int digit = str_hex_digit(p[i]);
        if (digit < 0) {
            return -1;
        }
        code = code << 4 | digit;
    }
    return code;
}

/* `*p` is behind "\u". Moves it behind what was read; -1 for bad digits. */
static int32_t escape_code(const char **p, const char *end)
{
    int32_t code = hex4(*p, end);
    if (code < 0) {
        return -1;
    }
    *p += 4;
    if (code < 0xd800 || code > 0xdfff) {
        return code;
    }
    if (code < 0xdc00 && end - *p >= 6 && (*p)[0] == '\\' && (*p)[1] == 'u') {
        int32_t low = hex4(*p + 2, end);
        if (low >= 0xdc00 && low <= 0xdfff) {
            *p += 6;
            return 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        }
    }
    return 0xfffd;
}

static const char *const escapes_from = "\"\\/bfnrt";
static const char *const escapes_to = "\"\\/\b\f\n\r\t";

size_t tree_unescape(const char *text, size_t len, char *out)
{
    const char *p = text, *end = text + len;
    char *o = out;
    while (p < end) {
        if (*p != '\\') {
            *o++ = *p++;
            continue;
        }
        if (++p == end) {
            return SIZE_MAX;
        }
        const char *known = *p == '\0' ? NULL : strchr(escapes_from, *p);
        if (known != NULL) {
            *o++ = escapes_to[known - escapes_from];
            p++;
            continue;
        }
        if (*p++ != 'u') {
            return SIZE_MAX;
        }
        int32_t code = escape_code(&p, end);
        if (code < 0) {
            return SIZE_MAX;
        }
        o += utf8_encode((uint32_t)code, o);
    }
    return (size_t)(o - out);
}

static bool token_string(const char *token, size_t len, struct arena *arena, struct tree *out)
{
    if (len < 2 || token[len - 1] != '"' || len - 2 > UINT32_MAX) {
        return false;
    }
    *out = (struct tree){.kind = TREE_STRING, .len = (uint32_t)(len - 2), .s = token + 1};
    if (memchr(token + 1, '\\', len - 2) == NULL) {
        return true;
    }
    char *text = arena_alloc(arena, len - 2);
    size_t unescaped = tree_unescape(token + 1, len - 2, text);
    if (unescaped == SIZE_MAX) {
        return false;
    }
    out->len = (uint32_t)unescaped;
    out->s = text;
    return true;
}

/* ---- numbers ---- */

/* Behind the digits at p. */
static const char *digits_end(const char *p, const char *end)
{
    while (p < end && *p >= '0' && *p <= '9') {
        p++;
    }
    return p;
}

/* The grammar of RFC 8259, 6. `*integer` is true without fraction and exponent. */
static bool number_valid(const char *p, const char *end, bool *integer)
{
    p += p < end && *p == '-';
    const char *first = p;
    p = digits_end(p, end);
    *integer = p == end;
    if (p == first || (*first == '0' && p - first > 1)) {
        return false;
    }
    if (p < end && *p == '.') {
        first = ++p;
        p = digits_end(p, end);
        if (p == first) {
            return false;
        }
    }
    if (p < end && (*p == 'e' || *p == 'E')) {
        p++;
        p += p < end && (*p == '+' || *p == '-');
        first = p;
        p = digits_end(p, end);
        if (p == first) {
            return false;
        }
    }
    return p == end;
}

static bool integer_parse(const char *p, const char *end, int64_t *out)
{
    bool negative = *p == '-';
    int64_t n = 0;
    for (p += negative; p < end; p++) {
        int64_t digit = *p - '0';
        if (__builtin_mul_overflow(n, 10, &n) || __builtin_sub_overflow(n, digit, &n)) {
            return false;
        }
    }
    if (!negative && n == INT64_MIN) {
        return false;
    }
    *out = negative ? n : -n;
    return true;
}

static bool token_number(const char *token, size_t len, struct arena *arena, struct tree *out)
{
    bool integer;
    if (!number_valid(token, token + len, &integer)) {
        return false;
    }
    if (integer && integer_parse(token, token + len, &out->i)) {
        out->kind = TREE_INT;
        return true;
    }
    /* strtod needs a NUL behind the number. The program never leaves the C locale. */
    struct str copy = arena_str(arena, str_slice(token, len));
    double f = strtod(copy.ptr, NULL);
    if (!__builtin_isfinite(f)) {
        out->kind = TREE_NULL;
        return true;
    }
    out->kind = TREE_FLOAT;
    out->f = f;
    return true;
}

static bool token_is(const char *token, size_t len, const char *word)
{
    return len == strlen(word) && memcmp(token, word, len) == 0;
}

bool tree_token(const char *token, size_t len, struct arena *arena, struct tree *out)
{
    *out = (struct tree){.kind = TREE_NULL};
    if (len == 0) {
        return false;
    }
    switch (*token) {
    case '"':
        return token_string(token, len, arena, out);
    case 'n':
        return token_is(token, len, "null");
    case 't':
        out->kind = TREE_BOOL;
        out->b = true;
        return token_is(token, len, "true");
    case 'f':
        out->kind = TREE_BOOL;
        return token_is(token, len, "false");
    default:
        return token_number(token, len, arena, out);
    }
}

/* ---- trees ---- */

void tree_builder_add(struct tree_builder *b, const char *key, size_t key_len, const struct tree *value)
{
    if (b->len == b->cap) {
        b->cap = b->cap == 0 ? 64 : b->cap * 2;
        b->members = mem_resize(b->members, b->cap, sizeof *b->members);
    }
    b->members[b->len++] = (struct tree_member){*value, key, (uint32_t)key_len};
}

static bool key_equal(const struct tree_member *a, const struct tree_member *b)
{
    return a->key_len == b->key_len && memcmp(a->key, b->key, a->key_len) == 0;
}

static uint32_t key_place_few(const struct tree_member *kept, uint32_t n, const struct tree_member *m)
{
    for (uint32_t i = 0; i < n; i++) {
        if (key_equal(&kept[i], m)) {
            return i;
        }
    }
    return n;
}

static uint32_t members_unique_few(struct tree_member *members, size_t n)
{
    uint32_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t at = key_place_few(members, kept, &members[i]);
        members[at] = members[i];
        kept += at == kept;
    }
    return kept;
}

/* With many keys looking through all of them would cost the square of their number. */
static uint32_t members_unique_many(struct tree_member *members, size_t n)
{
    struct strmap places = STRMAP_INIT;
    uint32_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        bool added;
        uint32_t *place = strmap_put(&places, str_slice(members[i].key, members[i].key_len), &added);
        if (added) {
            *place = kept++;
        }
        members[*place] = members[i];
    }
    strmap_release(&places);
    return kept;
}

struct tree tree_builder_take(struct tree_builder *b, size_t first, enum tree_kind kind, struct arena *arena)
{
    size_t n = b->len - first;
    struct tree out = {.kind = (uint8_t)kind};
    b->len = first;
    if (n == 0) { /* b->members may be NULL */
        return out;
    }
    struct tree_member *members = b->members + first;
    if (kind == TREE_OBJECT) {
        out.len = n <= 16 ? members_unique_few(members, n) : members_unique_many(members, n);
        out.members = arena_array(arena, out.len, sizeof *out.members);
        memcpy(out.members, members, out.len * sizeof *out.members);
        return out;
    }
    out.len = (uint32_t)n;
    out.items = arena_array(arena, n, sizeof *out.items);
    for (size_t i = 0; i < n; i++) {
        out.items[i] = members[i].value;
    }
    return out;
}

void tree_builder_release(struct tree_builder *b)
{
    free(b->members);
    *b = (struct tree_builder){0};
}

const struct tree *tree_get(const struct tree *object, const char *key, size_t key_len)
{
    if (object->kind != TREE_OBJECT) {
        return NULL;
    }
    for (uint32_t i = 0; i < object->len; i++) {
        const struct tree_member *m = &object->members[i];
        if (m->key_len == key_len && memcmp(m->key, key, key_len) == 0) {
            return &m->value;
        }
    }
    return NULL;
}

/* ---- the canonical form ---- */

static void scalar_write(const struct tree *v, struct buf *out)
{
    struct value value = value_null();
    if (v->kind == TREE_BOOL) {
        value = value_bool(v->b);
    } else if (v->kind == TREE_INT) {
        value = value_int(v->i);
    } else if (v->kind == TREE_FLOAT) {
        value = value_float(v->f);
    }
    value_json(&value, out);
}

/* The depth of a tree is bounded by TREE_DEPTH_MAX. */
void tree_write(const struct tree *v, struct buf *out)
{
    if (v->kind == TREE_STRING) {
        buf_add_json(out, str_slice(v->s, v->len));
    } else if (v->kind == TREE_ARRAY) {
        buf_add_char(out, '[');
        for (uint32_t i = 0; i < v->len; i++) {
            if (i > 0) {
                buf_add_char(out, ',');
            }
            tree_write(&v->items[i], out);
        }
        buf_add_char(out, ']');
    } else if (v->kind == TREE_OBJECT) {
        buf_add_char(out, '{');
        for (uint32_t i = 0; i < v->len; i++) {
            if (i > 0) {
                buf_add_char(out, ',');
            }
            buf_add_json(out, str_slice(v->members[i].key, v->members[i].key_len));
            buf_add_char(out, ':');
            tree_write(&v->members[i].value, out);
        }
        buf_add_char(out, '}');
    } else {
        scalar_write(v, out);
    }
}
