#include "lang/diag_print.h"

#include "lang/snippet.h"

static const char *severity_text(enum diag_severity severity)
{
    return severity == DIAG_ERROR ? "error" : severity == DIAG_WARNING ? "warning" : "note";
}

/* ---- text ---- */

struct ink {
    bool on;
    struct buf *out;
};

#define INK_NONE   "0"
#define INK_BOLD   "1"
#define INK_GUTTER "34"
#define INK_LABEL  "36"

static void ink(const struct ink *k, const char *code)
{
    if (k->on) {
        buf_addf(k->out, "\033[%sm", code);
    }
}

static const char *severity_ink(enum diag_severity severity)
{
    return severity == DIAG_ERROR ? "1;31" : severity == DIAG_WARNING ? "1;33" : "1;36";
}

static void place_add(const struct source_set *sources, struct span at, struct buf *out)
{
    const struct source_file *f = source_file(sources, at.file);
    struct source_place place = source_place(sources, at.file, at.start);
    buf_add_safe(out, f == NULL ? STR("?") : f->name);
    buf_addf(out, ":%u:%u", place.line, place.column);
}

static void repeat(struct buf *out, char c, unsigned n)
{
    while (n-- > 0) {
        buf_add_char(out, c);
    }
}

static unsigned digits_of(uint32_t n)
{
    unsigned digits = 1;
    for (; n >= 10; n /= 10) {
        digits++;
    }
    return digits;
}

static void gutter(const struct ink *k, unsigned width, uint32_t line)
{
    ink(k, INK_GUTTER);
    if (line > 0) {
        buf_addf(k->out, " %*u | ", (int)width, line);
    } else {
        buf_addf(k->out, " %*s | ", (int)width, "");
    }
    ink(k, INK_NONE);
}

static void mark_line(const struct ink *k, unsigned width, const struct snippet *s, char mark,
                      const char *colour, struct str text)
{
    gutter(k, width, 0);
    repeat(k->out, ' ', s->from);
    ink(k, colour);
    buf_add_char(k->out, mark);
    repeat(k->out, mark == '^' ? '^' : '~', s->to - s->from - 1);
    if (text.len > 0) {
        buf_add_char(k->out, ' ');
        buf_add_safe(k->out, text);
    }
    ink(k, INK_NONE);
    buf_add_char(k->out, '\n');
}

static void source_line_add(const struct ink *k, unsigned width, const struct snippet *s)
{
    gutter(k, width, s->line);
    buf_add_str(k->out, buf_str(&s->text));
    while (k->out->len > 0 && k->out->ptr[k->out->len - 1] == ' ') {
        k->out->len--;
    }
    buf_add_char(k->out, '\n');
}

static void remark_add(const struct ink *k, unsigned width, const char *word, struct str text)
{
    buf_addf(k->out, " %*s ", (int)width, "");
    ink(k, INK_BOLD);
    buf_addf(k->out, "%s:", word);
    ink(k, INK_NONE);
    buf_add_char(k->out, ' ');
    buf_add_safe(k->out, text);
    buf_add_char(k->out, '\n');
}

/* The places of a diagnostic: the main one and the labels. */
struct mark {
    struct span span;
    struct str text;
    char sign;
    const char *colour;
    uint32_t line;
};

/* In the order of the file; other files come last, equal lines stay as they are. */
static bool mark_before(const struct mark *a, const struct mark *b, uint32_t file)
{
    bool a_other = a->span.file != file, b_other = b->span.file != file;
    return a_other != b_other ? b_other : !a_other && a->line < b->line;
}

static unsigned marks_collect(const struct source_set *sources, const struct diag *d, struct mark *marks)
{
    marks[0] = (struct mark){d->span, d->label, '^', severity_ink(d->severity), 0};
    unsigned n = 1;
    for (unsigned i = 0; i < d->n_labels; i++) {
        marks[n++] = (struct mark){d->labels[i].span, d->labels[i].text, '~', INK_LABEL, 0};
    }
    for (unsigned i = 0; i < n; i++) {
        marks[i].line = source_place(sources, marks[i].span.file, marks[i].span.start).line;
    }
    for (unsigned i = 1; i < n; i++) {
        struct mark m = marks[i];
        unsigned at = i;
        for (; at > 0 && mark_before(&m, &marks[at - 1], d->span.file); at--) {
            marks[at] = marks[at - 1];
        }
        marks[at] = m;
    }
    return n;
}

/* The source lines with their marks. Returns the width of the line numbers. */
static unsigned marks_print(const struct source_set *sources, const struct diag *d, const struct ink *k)
{
    struct mark marks[DIAG_LABELS_MAX + 1];
    unsigned n = marks_collect(sources, d, marks), width = 4;
    for (unsigned i = 0; i < n; i++) {
        width = digits_of(marks[i].line) > width ? digits_of(marks[i].line) : width;
    }
    struct snippet last = {.line = 0, .text = BUF_INIT};
    for (unsigned i = 0; i < n; i++) {
        struct snippet s = snippet_make(sources, marks[i].span);
        bool other_file = marks[i].span.file != (i == 0 ? d->span.file : marks[i - 1].span.file);
        if (other_file) {
            buf_addf(k->out, " %*s ", (int)width, "");
            place_add(sources, marks[i].span, k->out);
            buf_add_text(k->out, ":\n");
        }
        if (other_file || s.line != last.line || !str_equal(buf_str(&s.text), buf_str(&last.text))) {
            source_line_add(k, width, &s);
        }
        mark_line(k, width, &s, marks[i].sign, marks[i].colour, marks[i].text);
        snippet_release(&last);
        last = s;
    }
    snippet_release(&last);
    return width;
}

static void text_print(const struct source_set *sources, const struct diag *d, const struct ink *k)
{
    ink(k, INK_BOLD);
    place_add(sources, d->span, k->out);
    buf_add_text(k->out, ": ");
    ink(k, severity_ink(d->severity));
    buf_addf(k->out, "%s[%s]", severity_text(d->severity), diag_info(d->code)->code);
    ink(k, INK_NONE);
    buf_add_text(k->out, ": ");
    ink(k, INK_BOLD);
    buf_add_safe(k->out, d->message);
    ink(k, INK_NONE);
    buf_add_char(k->out, '\n');

    unsigned width = marks_print(sources, d, k);
    for (unsigned i = 0; i < d->n_notes; i++) {
        remark_add(k, width, "note", d->notes[i]);
    }
    if (d->help.len > 0) {
        remark_add(k, width, "help", d->help);
    }
}

/* ---- the form of gcc ---- */

static void gcc_print(const struct source_set *sources, const struct diag *d, struct buf *out)
{
    place_add(sources, d->span, out);
    buf_addf(out, ": %s: ", severity_text(d->severity));
    buf_add_safe(out, d->message);
    buf_addf(out, " [%s]\n", diag_info(d->code)->code);
    for (unsigned i = 0; i < d->n_labels; i++) {
        place_add(sources, d->labels[i].span, out);
        buf_add_text(out, ": note: ");
        buf_add_safe(out, d->labels[i].text);
        buf_add_char(out, '\n');
    }
}

/* ---- JSON ---- */

static void member_add(struct buf *out, const char *name, struct str text)
{
    buf_addf(out, ",\"%s\":", name);
    buf_add_json(out, text);
}

static void place_json(const struct source_set *sources, struct span at, struct buf *out)
{
    const struct source_file *f = source_file(sources, at.file);
    struct source_place from = source_place(sources, at.file, at.start);
    struct source_place to = source_place(sources, at.file, at.end);
    buf_add_text(out, "{\"file\":");
    buf_add_json(out, f == NULL ? STR("?") : f->name);
    buf_addf(out, ",\"line\":%u,\"column\":%u,\"end_line\":%u,\"end_column\":%u", from.line, from.column,
             to.line, to.column);
}

static void json_print(const struct source_set *sources, const struct diag *d, struct buf *out)
{
    const struct diag_info *info = diag_info(d->code);
    place_json(sources, d->span, out);
    buf_addf(out, ",\"severity\":\"%s\",\"code\":\"%s\",\"slug\":\"%s\"", severity_text(d->severity),
             info->code, info->slug);
    member_add(out, "message", d->message);
    member_add(out, "label", d->label);
    buf_add_text(out, ",\"labels\":[");
    for (unsigned i = 0; i < d->n_labels; i++) {
        buf_add_text(out, i > 0 ? "," : "");
        place_json(sources, d->labels[i].span, out);
        member_add(out, "text", d->labels[i].text);
        buf_add_char(out, '}');
    }
    buf_add_text(out, "],\"notes\":[");
    for (unsigned i = 0; i < d->n_notes; i++) {
        buf_add_text(out, i > 0 ? "," : "");
        buf_add_json(out, d->notes[i]);
    }
    buf_add_char(out, ']');
    member_add(out, "help", d->help);
    buf_add_text(out, ",\"fix\":");
    if (d->fix.ptr == NULL) {
        buf_add_text(out, "null}\n");
        return;
    }
    place_json(sources, d->fix_at, out);
    member_add(out, "text", d->fix);
    buf_add_text(out, "}}\n");
}

void diag_print_one(const struct source_set *sources, const struct diag *d, enum diag_format format,
                    bool colour, struct buf *out)
{
    struct ink k = {colour, out};
    if (format == DIAG_JSON) {
        json_print(sources, d, out);
    } else if (format == DIAG_GCC) {
        gcc_print(sources, d, out);
    } else {
        text_print(sources, d, &k);
    }
}
