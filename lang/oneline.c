#include "lang/oneline.h"

struct oneline {
    struct str s;
    size_t at;
    char *out;
    size_t len;
};

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/* A text in quotes, to its closing quote. */
static void copy_quoted(struct oneline *o)
{
    char quote = o->s.ptr[o->at];
    do {
        char c = o->s.ptr[o->at++];
        o->out[o->len++] = c == '\n' || c == '\r' ? ' ' : c;
        if (c == '\\' && o->at < o->s.len) {
            o->out[o->len++] = o->s.ptr[o->at++];
        }
    } while (o->at < o->s.len && o->s.ptr[o->at] != quote);
    if (o->at < o->s.len) {
        o->out[o->len++] = o->s.ptr[o->at++];
    }
}

/* Blanks and comments: one blank, or none. */
static void skip_blanks(struct oneline *o)
{
    while (o->at < o->s.len && (is_blank(o->s.ptr[o->at]) || o->s.ptr[o->at] == '#')) {
        if (o->s.ptr[o->at] == '#') {
            while (o->at < o->s.len && o->s.ptr[o->at] != '\n') {
                o->at++;
            }
        } else {
            o->at++;
        }
    }
    bool opens = o->len == 0 || o->out[o->len - 1] == '(' || o->out[o->len - 1] == '[';
    bool closes = o->at == o->s.len || o->s.ptr[o->at] == ')' || o->s.ptr[o->at] == ']';
    if (!opens && !closes) {
        o->out[o->len++] = ' ';
    }
}

struct str oneline(struct str s, struct arena *arena)
{
    struct oneline o = {.s = s, .out = arena_alloc(arena, s.len + 1)};
    while (o.at < s.len) {
        char c = s.ptr[o.at];
        if (c == '"' || c == '`') {
            copy_quoted(&o);
        } else if (is_blank(c) || c == '#') {
            skip_blanks(&o);
        } else {
            o.out[o.len++] = c;
            o.at++;
        }
    }
    return str_slice(o.out, o.len);
}
