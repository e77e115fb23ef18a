#include "engine/coerce.h"

#include <math.h>

#include "base/buf.h"
#include "base/timefmt.h"

static struct str tree_text(const struct tree *j) { return str_slice(j->s, j->len); }

static struct value written(const struct tree *j, uint8_t kind, struct arena *arena)
{
    struct buf text = BUF_INIT;
    tree_write(j, &text);
    struct value v = value_str(arena_str(arena, buf_str(&text)));
    v.kind = kind;
    buf_release(&text);
    return v;
}

static struct value natural(const struct tree *j, struct arena *arena)
{
    switch ((enum tree_kind)j->kind) {
    case TREE_NULL:
        break;
    case TREE_BOOL:
        return value_bool(j->b);
    case TREE_INT:
        return value_int(j->i);
    case TREE_FLOAT:
        return value_float(j->f);
    case TREE_STRING:
        return value_str(tree_text(j));
    case TREE_ARRAY:
    case TREE_OBJECT:
        return written(j, VALUE_JSON, arena);
    }
    return value_null();
}

static struct value to_string(const struct tree *j, struct arena *arena)
{
    if (j->kind == TREE_STRING) {
        return value_str(tree_text(j));
    }
    if (j->kind == TREE_BOOL || j->kind == TREE_INT || j->kind == TREE_FLOAT) {
        return written(j, VALUE_STRING, arena);
    }
    return value_null();
}

static struct value to_bool(const struct tree *j)
{
    if (j->kind == TREE_BOOL) {
        return value_bool(j->b);
    }
    if (j->kind == TREE_STRING && str_equal_nocase(tree_text(j), STR("true"))) {
        return value_bool(true);
    }
    if (j->kind == TREE_STRING && str_equal_nocase(tree_text(j), STR("false"))) {
        return value_bool(false);
    }
    return value_null();
}

/* A number, also one that is written as a string. */
static bool to_number(const struct tree *j, struct arena *arena, struct tree *number)
{
    *number = *j;
    if (j->kind == TREE_STRING && (j->len == 0 || !tree_token(j->s, j->len, arena, number))) {
        return false;
    }
    return number->kind == TREE_INT || number->kind == TREE_FLOAT;
}

static struct value to_int(const struct tree *j, struct arena *arena)
{
    struct tree n;
    if (!to_number(j, arena, &n)) {
        return value_null();
    }
    if (n.kind == TREE_INT) {
        return value_int(n.i);
    }
    /* An integer outside int64 stays a float; a fraction is no integer. */
    if (n.f < -0x1p63 || n.f >= 0x1p63) {
        return value_float(n.f);
    }
    return (double)(int64_t)n.f == n.f ? value_int((int64_t)n.f) : value_null();
}

static struct value to_float(const struct tree *j, struct arena *arena)
{
    struct tree n;
    if (!to_number(j, arena, &n)) {
        return value_null();
    }
    return value_float(n.kind == TREE_INT ? (double)n.i : n.f);
}

static bool time_text(struct str text, int64_t *out)
{
    char zoned[48];
    if (time_parse(text, out) || time_parse_java(text, out)) {
        return true;
    }
    if (text.len < 15 || text.len >= sizeof zoned) {
        return false;
    }
    memcpy(zoned, text.ptr, text.len);
    zoned[text.len] = 'Z';
    return time_parse(str_slice(zoned, text.len + 1), out);
}

static bool time_float(double f, int64_t *out)
{
    double t = floor(f * (f >= (double)COERCE_MILLISECONDS ? 1e3 : 1e6) + 0.5);
    if (!(t >= (double)TIME_FIRST && t <= (double)TIME_LAST)) {
        return false;
    }
    *out = (int64_t)t;
    return *out <= TIME_LAST; /* as a double it is one more */
}

static bool time_int(int64_t i, int64_t *out)
{
    int64_t unit = i >= COERCE_MILLISECONDS ? 1000 : TIME_SECOND;
    if (i < TIME_FIRST / unit || i > TIME_LAST / unit) {
        return false;
    }
    *out = i * unit;
    return true;
}

bool coerce_time(const struct tree *j, struct arena *arena, int64_t *out)
{
    struct tree number;
    if (j->kind == TREE_STRING && time_text(tree_text(j), out)) {
        return true;
    }
    if (!to_number(j, arena, &number)) {
        return false;
    }
    return number.kind == TREE_INT ? time_int(number.i, out) : time_float(number.f, out);
}

static struct value to_time(const struct tree *j, struct arena *arena)
{
    int64_t t;
    return coerce_time(j, arena, &t) ? value_time(t) : value_null();
}

static struct value to_ip(const struct tree *j, struct arena *arena)
{
    struct ip ip;
    if (j->kind != TREE_STRING || !ip_parse(tree_text(j), &ip)) {
        return value_null();
    }
    struct ip *kept = arena_new(arena, struct ip);
    *kept = ip;
    return (struct value){.kind = VALUE_IP, .ip = kept};
}

struct value coerce_item(const struct tree *j, enum type_kind kind, struct arena *arena)
{
    switch (kind) {
    case TYPE_BOOL:
        return to_bool(j);
    case TYPE_INT:
        return to_int(j, arena);
    case TYPE_FLOAT:
        return to_float(j, arena);
    case TYPE_STRING:
    case TYPE_ADDRESS:
        return to_string(j, arena);
    case TYPE_TIME:
        return to_time(j, arena);
    case TYPE_IP:
        return to_ip(j, arena);
    case TYPE_RECORD:
        return j->kind == TREE_OBJECT ? natural(j, arena) : value_null();
    case TYPE_UNKNOWN:
    case TYPE_NULL:
    case TYPE_DURATION:
    case TYPE_LOCATION:
    case TYPE_JSON:
        break;
    }
    return natural(j, arena);
}

struct value coerce(const struct tree *j, struct type type, struct arena *arena)
{
    if (j->kind != TREE_ARRAY) {
        return type.list ? value_null() : coerce_item(j, type.kind, arena);
    }
    if (!type.list && type.kind != TYPE_JSON) {
        return value_null();
    }
    struct value *items = arena_array(arena, j->len, sizeof *items);
    for (uint32_t i = 0; i < j->len; i++) {
        items[i] = coerce_item(&j->items[i], type.kind, arena);
    }
    return (struct value){.kind = VALUE_LIST, .len = j->len, .items = items};
}
