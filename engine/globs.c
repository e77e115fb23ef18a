#include "engine/globs.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/vec.h"

enum glob_form { GLOB_PREFIX, GLOB_SUFFIX, GLOB_INSIDE, GLOB_OTHER };

struct glob {
    enum glob_form form;
    struct str text; /* without its stars; OTHER: the pattern */
};

struct globs {
    bool nocase;
    bool any;             /* one pattern is "*" */
    struct strmap plain;  /* patterns without stars; in lower case for nocase */
    VEC(struct glob) rest;
    struct arena arena;
};

/* ---- letters ---- */

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static void lower_add(struct buf *out, struct str s)
{
    char *to = buf_reserve(out, s.len);
    for (size_t i = 0; i < s.len; i++) {
        to[i] = lower(s.ptr[i]);
    }
    out->len += s.len;
}

static bool part_equal(const struct globs *g, struct str part, struct str want)
{
    return g->nocase ? str_equal_nocase(part, want) : str_equal(part, want);
}

/* ---- making ---- */

/* The pattern with its escapes resolved; false when a star, a question mark or a
 * lone backslash at the end is left, so that it is no plain text. */
static bool plain_text(struct str pattern, struct arena *arena, struct str *out)
{
    char *text = arena_alloc(arena, pattern.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < pattern.len; i++) {
        char c = pattern.ptr[i];
        if (c == '*' || c == '?' || (c == '\\' && i + 1 == pattern.len)) {
            return false;
        }
        text[n++] = c == '\\' ? pattern.ptr[++i] : c;
    }
    *out = str_slice(text, n);
    return true;
}

static bool ends_with_star(struct str p)
{
    size_t slashes = 0;
    if (p.len == 0 || p.ptr[p.len - 1] != '*') {
        return false;
    }
    while (slashes + 1 < p.len && p.ptr[p.len - 2 - slashes] == '\\') {
        slashes++;
    }
    return slashes % 2 == 0;
}

static void plain_add(struct globs *g, struct str text)
{
    struct buf lowered = BUF_INIT;
    if (g->nocase) {
        lower_add(&lowered, text);
        text = buf_str(&lowered);
    }
    *strmap_put(&g->plain, text, NULL) = 1;
    buf_release(&lowered);
}

static void pattern_add(struct globs *g, struct str pattern)
{
    static const enum glob_form forms[2][2] = {{GLOB_OTHER, GLOB_PREFIX}, {GLOB_SUFFIX, GLOB_INSIDE}};
    struct str core = pattern, text;
    bool star_first = core.len > 0 && core.ptr[0] == '*';
    if (star_first) {
        core = str_slice(core.ptr + 1, core.len - 1);
    }
    bool star_last = ends_with_star(core);
    core.len -= star_last;
    if (!plain_text(core, &g->arena, &text)) {
        vec_push(&g->rest, ((struct glob){GLOB_OTHER, pattern}));
    } else if (!star_first && !star_last) {
        plain_add(g, text);
    } else if (text.len == 0) {
        g->any = true;
    } else {
        vec_push(&g->rest, ((struct glob){forms[star_first][star_last], text}));
    }
}

struct globs *globs_new(const struct value *patterns, size_t n, bool nocase)
{
    struct globs *g = mem_zalloc(sizeof *g);
    g->nocase = nocase;
    for (size_t i = 0; i < n; i++) {
        if (patterns[i].kind == VALUE_STRING) {
            pattern_add(g, value_text(&patterns[i]));
        }
    }
    return g;
}

void globs_free(struct globs *globs)
{
    if (globs == NULL) {
        return;
    }
    strmap_release(&globs->plain);
    vec_release(&globs->rest);
    arena_release(&globs->arena);
    free(globs);
}

/* ---- fitting ---- */

static bool plain_fits(const struct globs *g, struct str text)
{
    struct buf lowered = BUF_INIT;
    if (g->plain.len == 0) {
        return false;
    }
    if (!g->nocase) {
        return strmap_get(&g->plain, text) != STRMAP_NONE;
    }
    lower_add(&lowered, text);
    bool fits = strmap_get(&g->plain, buf_str(&lowered)) != STRMAP_NONE;
    buf_release(&lowered);
    return fits;
}

static bool inside(const struct globs *g, struct str want, struct str text)
{
    if (!g->nocase) {
        return str_find(text, want) != SIZE_MAX;
    }
    for (size_t i = 0; i + want.len <= text.len; i++) {
        if (lower(text.ptr[i]) == lower(want.ptr[0]) && str_equal_nocase(str_slice(text.ptr + i, want.len), want)) {
            return true;
        }
    }
    return false;
}

static bool glob_fits(const struct globs *g, const struct glob *glob, struct str text)
{
    size_t n = glob->text.len;
    switch (glob->form) {
    case GLOB_PREFIX:
        return text.len >= n && part_equal(g, str_slice(text.ptr, n), glob->text);
    case GLOB_SUFFIX:
        return text.len >= n && part_equal(g, str_slice(text.ptr + text.len - n, n), glob->text);
    case GLOB_INSIDE:
        return inside(g, glob->text, text);
    case GLOB_OTHER:
        break;
    }
    return str_glob(glob->text, text, g->nocase);
}

bool globs_fit(const struct globs *globs, struct str text)
{
    if (globs->any || plain_fits(globs, text)) {
        return true;
    }
    for (size_t i = 0; i < globs->rest.len; i++) {
        if (glob_fits(globs, &globs->rest.items[i], text)) {
            return true;
        }
    }
    return false;
}
