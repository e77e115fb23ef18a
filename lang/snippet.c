#include "lang/snippet.h"

#include <string.h>

#include "base/utf8.h"

#define TAB_WIDTH 4
#define WIDTH_MAX 100 /* columns of source that are shown */
#define LEAD_MAX  40  /* of them before the span, when the line is cut */
#define REACH     512 /* bytes before and behind the span's start that are looked at */

/* Add the character at *at as it is shown, go behind it; its width in columns. */
static unsigned char_add(struct buf *out, struct str line, size_t *at, unsigned column)
{
    const char *p = line.ptr + *at;
    uint32_t c;
    size_t len = utf8_decode(p, line.len - *at, &c);
    *at += len;
    if (c == '\t') {
        unsigned n = TAB_WIDTH - column % TAB_WIDTH;
        for (unsigned i = 0; i < n; i++) {
            buf_add_char(out, ' ');
        }
        return n;
    }
    size_t before = out->len;
    buf_add_safe(out, str_slice(p, len));
    size_t added = out->len - before;
    bool as_is = added == len && memcmp(out->ptr + before, p, len) == 0;
    return as_is ? utf8_columns(c) : (unsigned)added; /* an escape is ASCII */
}

struct view {
    struct str line;
    size_t start, end;  /* of the span, in the line */
    size_t first, last; /* the bytes of the line that are shown */
};

static bool is_char_start(struct str s, size_t at)
{
    return at >= s.len || ((unsigned char)s.ptr[at] & 0xc0) != 0x80;
}

/* Choose the part of the line that fits: all of it, or around the span's start. */
static void view_cut(struct view *v)
{
    v->first = v->start > REACH ? v->start - REACH : 0;
    v->last = v->line.len - v->start > REACH ? v->start + REACH : v->line.len;
    struct buf shown = BUF_INIT;
    unsigned width = 0, lead = 0;
    for (size_t at = v->first; at < v->last;) {
        if (at == v->start) {
            lead = width;
        }
        width += char_add(&shown, v->line, &at, width);
    }
    buf_release(&shown);
    if (v->first == 0 && v->last == v->line.len && width <= WIDTH_MAX) {
        return;
    }
    if (v->start >= v->last) {
        lead = width;
    }
    if (lead > LEAD_MAX) {
        v->first = v->start > LEAD_MAX ? v->start - LEAD_MAX : 0;
    }
    if (v->last - v->first > WIDTH_MAX) {
        v->last = v->first + WIDTH_MAX;
    }
    while (!is_char_start(v->line, v->first)) {
        v->first++;
    }
    while (!is_char_start(v->line, v->last)) {
        v->last++;
    }
}

static void view_show(const struct view *v, struct snippet *s)
{
    unsigned column = 0;
    if (v->first > 0) {
        buf_add_text(&s->text, "…");
        column = 1;
    }
    s->from = s->to = UINT32_MAX;
    for (size_t at = v->first; at < v->last;) {
        if (at >= v->start && s->from == UINT32_MAX) {
            s->from = column;
        }
        if (at >= v->end && s->to == UINT32_MAX) {
            s->to = column;
        }
        column += char_add(&s->text, v->line, &at, column);
    }
    if (s->from == UINT32_MAX) {
        s->from = column;
    }
    if (s->to == UINT32_MAX) {
        s->to = column;
    }
    if (s->to <= s->from) {
        s->to = s->from + 1;
    }
    if (v->last < v->line.len) {
        buf_add_text(&s->text, "…");
    }
}

struct snippet snippet_make(const struct source_set *sources, struct span span)
{
    struct snippet s = {.line = source_place(sources, span.file, span.start).line, .text = BUF_INIT};
    const struct source_file *f = source_file(sources, span.file);
    if (f == NULL) {
        return s;
    }
    struct view v = {.line = source_line(sources, span.file, s.line)};
    uint32_t line_start = f->lines[s.line - 1];
    v.start = span.start - line_start;
    v.end = span.end < span.start ? v.start : span.end - line_start;
    if (v.start > v.line.len) {
        v.start = v.line.len;
    }
    if (v.end > v.line.len) {
        v.end = v.line.len;
    }
    while (!is_char_start(v.line, v.start)) {
        v.start--;
    }
    view_cut(&v);
    view_show(&v, &s);
    return s;
}

void snippet_release(struct snippet *s)
{
    buf_release(&s->text);
}
