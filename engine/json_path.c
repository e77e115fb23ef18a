#include "engine/json_path.h"

#include "base/vec.h"
#include "engine/coerce.h"

/* What is left of the text. */
struct cursor {
    const char *at, *end;
};

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/* The next character that is no blank, or NUL at the end. */
static char peek(struct cursor *c)
{
    while (c->at < c->end && is_blank(*c->at)) {
        c->at++;
    }
    return c->at < c->end ? *c->at : '\0';
}

static bool take(struct cursor *c, char want)
{
    bool met = peek(c) == want && c->at < c->end;
    c->at += met;
    return met;
}

/* At a quote: go behind the closing one. */
static void skip_string(struct cursor *c)
{
    for (c->at++; c->at < c->end && *c->at != '"'; c->at++) {
        c->at += *c->at == '\\' && c->at + 1 < c->end;
    }
    c->at += c->at < c->end;
}

/* At a bracket: go behind the one that closes it. */
static void skip_container(struct cursor *c)
{
    size_t depth = 0;
    while (c->at < c->end) {
        char ch = *c->at;
        if (ch == '"') {
            skip_string(c);
            continue;
        }
        c->at++;
        if (ch == '{' || ch == '[') {
            depth++;
        } else if ((ch == '}' || ch == ']') && --depth == 0) {
            return;
        }
    }
}

/* The text of the next value; empty when there is none. */
static struct str take_value(struct cursor *c)
{
    char first = peek(c);
    const char *start = c->at;
    if (first == '"') {
        skip_string(c);
    } else if (first == '{' || first == '[') {
        skip_container(c);
    } else {
        while (c->at < c->end && strchr(",]} \t\r\n", *c->at) == NULL) {
            c->at++;
        }
    }
    return str_slice(start, (size_t)(c->at - start));
}

static struct value json_value(struct str text)
{
    struct value v = value_str(text);
    v.kind = VALUE_JSON;
    return v;
}

/* Scalars by their kind; objects and arrays stay text. */
static struct value text_value(struct str text, struct arena *scratch)
{
    struct tree token;
    if (text.len > 0 && (*text.ptr == '{' || *text.ptr == '[')) {
        return json_value(text);
    }
    if (!tree_token(text.ptr, text.len, scratch, &token)) {
        return value_null();
    }
    return coerce_item(&token, TYPE_JSON, scratch);
}

static struct str key_text(struct str quoted, struct arena *scratch)
{
    struct tree token;
    if (!tree_token(quoted.ptr, quoted.len, scratch, &token) || token.kind != TREE_STRING) {
        return str_slice(NULL, 0);
    }
    return str_slice(token.s, token.len);
}

/* The text of a member of the object; empty when there is none. */
static struct str member_text(struct str object, struct str key, struct arena *scratch)
{
    struct cursor c = {object.ptr, object.ptr + object.len};
    take(&c, '{');
    while (peek(&c) == '"') {
        struct str name = key_text(take_value(&c), scratch);
        if (!take(&c, ':')) {
            break;
        }
        struct str value = take_value(&c);
        if (name.ptr != NULL && str_equal(name, key)) {
            return value;
        }
        if (!take(&c, ',')) {
            break;
        }
    }
    return str_slice(NULL, 0);
}

static bool is_text(const struct value *v, char first)
{
    return v->kind == VALUE_JSON && v->len > 0 && v->s[0] == first;
}

struct value json_path_list(const struct value *v, struct arena *scratch)
{
    VEC(struct value) items = VEC_INIT;
    if (!is_text(v, '[')) {
        return v->kind == VALUE_LIST ? *v : value_null();
    }
    struct cursor c = {v->s + 1, v->s + v->len};
    while (c.at < c.end && peek(&c) != ']') {
        vec_push(&items, text_value(take_value(&c), scratch));
        if (!take(&c, ',')) {
            break;
        }
    }
    struct value *kept = arena_array(scratch, items.len, sizeof *kept);
    if (items.len > 0) {
        memcpy(kept, items.items, items.len * sizeof *kept);
    }
    struct value list = {.kind = VALUE_LIST, .len = (uint32_t)items.len, .items = kept};
    vec_release(&items);
    return list;
}

/* An array is a list wherever a part can be looked at. */
static struct value opened(struct value v, struct arena *scratch)
{
    return is_text(&v, '[') ? json_path_list(&v, scratch) : v;
}

struct value json_path_item(const struct value *v, uint32_t index, struct arena *scratch)
{
    struct value list = json_path_list(v, scratch);
    return list.kind == VALUE_LIST && index < list.len ? opened(list.items[index], scratch) : value_null();
}

struct value json_path_get(const struct value *v, const struct program_segment *path, uint32_t n,
                           struct arena *scratch)
{
    struct value at = *v;
    for (uint32_t i = 0; i < n; i++) {
        if (path[i].kind == SEGMENT_INDEX) {
            at = json_path_item(&at, path[i].index, scratch);
        } else if (path[i].kind == SEGMENT_KEY && is_text(&at, '{')) {
            at = text_value(member_text(value_text(&at), path[i].key, scratch), scratch);
        } else {
            return value_null();
        }
    }
    return opened(at, scratch);
}
