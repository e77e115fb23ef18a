#include "lang/template.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lang/literal.h"

struct walk {
    struct parser *p;
    struct literal_body body;
    const char *text; /* of the file */
    struct seq parts;
};

static void text_add(struct walk *w, uint32_t start, uint32_t end)
{
    if (start >= end) {
        return;
    }
    struct str text = literal_decode(w->p, &w->body, start, end);
    if (text.len == 0) {
        return;
    }
    struct ast_part *part = seq_add(w->p->arena, &w->parts, sizeof *part);
    part->text = text;
}

static bool is_quote(const struct walk *w, uint32_t at)
{
    if (w->body.triple) {
        return w->text[at] == '"';
    }
    return w->text[at] == '\\' && at + 1 < w->body.end && w->text[at + 1] == '"';
}

/* The offset of the brace that closes the expression from `start`, or 0. Braces
 * in its strings do not count. */
static uint32_t expr_end(const struct walk *w, uint32_t start)
{
    bool quoted = false;
    for (uint32_t at = start; at < w->body.end; at++) {
        char c = w->text[at];
        if (is_quote(w, at)) {
            quoted = !quoted;
            at += !w->body.triple;
        } else if (c == '\\') {
            at++;
        } else if (!quoted && c == '}') {
            return at;
        } else if (!quoted && c == '{') {
            return 0;
        }
    }
    return 0;
}

/* Inside of "…" the quotes of the expression's own strings are written \". The
 * lexer gets plain ones at the same offsets, with a blank outside of the string. */
static char *quotes_plain(const struct walk *w, uint32_t start, uint32_t end)
{
    char *copy = mem_copy(w->text + start, end - start);
    bool quoted = false;
    for (uint32_t i = 0; !w->body.triple && i < end - start; i++) {
        if (!is_quote(w, start + i) || start + i + 1 >= end) {
            continue;
        }
        copy[i] = quoted ? '"' : ' ';
        copy[i + 1] = quoted ? ' ' : '"';
        quoted = !quoted;
        i++;
    }
    return copy;
}

static void brace_report(struct walk *w, uint32_t at, const char *what, const char *help)
{
    struct span span = {w->p->file, at, at + 1};
    struct diag *d = parser_report(w->p, DIAG_E020, span, "%s", what);
    if (d != NULL) {
        diag_help(w->p->diags, d, "%s", help);
    }
}

static const char doubled[] = "a brace that is only text is written twice: {{ or }}";

/* A quote inside of "{…}" that is not escaped ends the title: text follows at once. */
static bool is_cut(const struct walk *w)
{
    struct str text = parser_text(w->p);
    uint32_t next = w->body.end + 1;
    return !w->body.triple && next < text.len && strchr(" \t\r\n#}", text.ptr[next]) == NULL;
}

static void unclosed_report(struct walk *w, uint32_t at)
{
    bool cut = is_cut(w);
    brace_report(w, at, "this `{` of the title is not closed",
                 cut ? "a quote inside of a title is written \\\"" : doubled);
    if (cut) {
        w->p->title_cut = w->body.end + 1;
    }
}

/* The {expr} at `at`; the offset behind it. */
static uint32_t expr_add(struct walk *w, uint32_t at)
{
    uint32_t end = expr_end(w, at + 1);
    if (end == 0) {
        unclosed_report(w, at);
        return w->body.end;
    }
    struct span span = {w->p->file, at + 1, end};
    if (strspn(w->text + at + 1, " \t\r\n") >= end - at - 1) {
        brace_report(w, at, "the braces of the title are empty", doubled);
        return end + 1;
    }
    char *copy = quotes_plain(w, span.start, span.end);
    struct ast_part *part = seq_add(w->p->arena, &w->parts, sizeof *part);
    part->expr =
        parse_expr_text(w->p->sources, span, str_slice(copy, end - at - 1), w->p->diags, w->p->arena);
    free(copy);
    return end + 1;
}

/* A doubled brace: its text is the first of the two. */
static bool is_doubled(const struct walk *w, uint32_t at)
{
    return at + 1 < w->body.end && w->text[at + 1] == w->text[at];
}

static void parts_walk(struct walk *w)
{
    uint32_t from = w->body.start, at = from;
    while (at < w->body.end) {
        char c = w->text[at];
        if (c == '\\') {
            bool named = at + 2 < w->body.end && w->text[at + 1] == 'u' && w->text[at + 2] == '{';
            const char *close = named ? memchr(w->text + at, '}', w->body.end - at) : NULL;
            at = close != NULL ? (uint32_t)(close - w->text) + 1 : at + 2;
        } else if (c != '{' && c != '}') {
            at++;
        } else if (is_doubled(w, at)) {
            text_add(w, from, at + 1);
            from = at += 2;
        } else {
            text_add(w, from, at);
            if (c == '}') {
                brace_report(w, at, "this `}` of the title closes nothing", doubled);
            }
            from = at = c == '{' ? expr_add(w, at) : at + 1;
        }
    }
    text_add(w, from, w->body.end);
}

struct ast_template template_parse(struct parser *p, const struct token *string)
{
    struct walk w = {p, literal_body(p, string->span), parser_text(p).ptr, {NULL, 0, 0}};
    struct str raw = source_text(p->sources, string->span);
    if (raw.len >= 2 && raw.ptr[0] == '"') {
        parts_walk(&w);
    } else if (string->text.len > 0) { /* in single quotes: reported by the lexer */
        struct ast_part *part = seq_add(p->arena, &w.parts, sizeof *part);
        part->text = string->text;
    }
    return (struct ast_template){w.parts.items, w.parts.len, string->span};
}
