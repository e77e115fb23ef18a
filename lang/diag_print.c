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

#define INK_NONE "0"
#define INK_BOLD "1"
#define INK_GUTTER "34"
#define INK_LABEL "36"

static void ink(const struct ink *k, const char *code)
{
    if (k->on)
        buf_addf(k->out, "\033[%sm", code);
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
    while (n-- > 0)
        buf_add_char(out, c);
}

static unsigned digits_of(uint32_t n)
{
    unsigned digits = 1;
    for (; n >= 10; n /= 10)
        digits++;
    return digits;
}

static void gutter(const struct ink *k, unsigned width, uint32_t line)
{
    ink(k, INK_GUTTER);
    if (line > 0)
        buf_addf(k->out, " %*u | ", (int)width, line);
    else
        buf_addf(k->out, " %*s | ", (int)width, "");
    ink(k, INK_NONE);
}

static void mark_line(const struct ink *k, unsigned width, const struct snippet *s, char mark, const char *colour, struct str text)
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
    while (k->out->len > 0 && k->out->ptr[k->out->len - 1] == ' ')
        k->out->len--;
    buf_add_char(k->out, '\n');
}

static void label_add(const struct source_set *sources, const struct ink *k, unsigned width, const struct diag *d,
                      const struct diag_label *label)
{
    struct snippet s = snippet_make(sources, label->span);
    struct snippet first = snippet_make(sources, d->span);
    bool same_file = label->span.file == d->span.file;
    bool shown = same_file && s.line == first.line && str_equal(buf_str(&s.text), buf_str(&first.text));
    if (!same_file) {
        buf_addf(k->out, " %*s ", (int)width, "");
        place_add(sources, label->span, k->out);
        buf_add_text(k->out, ":\n");
    }
    if (!shown)
        source_line_add(k, width, &s);
    mark_line(k, width, &s, '~', INK_LABEL, label->text);
    snippet_release(&s);
    snippet_release(&first);
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

    struct snippet s = snippet_make(sources, d->span);
    unsigned width = digits_of(s.line) < 4 ? 4 : digits_of(s.line);
    for (unsigned i = 0; i < d->n_labels; i++) {
        unsigned digits = digits_of(source_place(sources, d->labels[i].span.file, d->labels[i].span.start).line);
        width = digits > width ? digits : width;
    }
    source_line_add(k, width, &s);
    mark_line(k, width, &s, '^', severity_ink(d->severity), d->label);
    snippet_release(&s);
    for (unsigned i = 0; i < d->n_labels; i++)
        label_add(sources, k, width, d, &d->labels[i]);
    for (unsigned i = 0; i < d->n_notes; i++)
        remark_add(k, width, "note", d->notes[i]);
    if (d->help.len > 0)
        remark_add(k, width, "help", d->help);
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
    buf_addf(out, ",\"line\":%u,\"column\":%u,\"end_line\":%u,\"end_column\":%u", from.line, from.column, to.line, to.column);
}

static void json_print(const struct source_set *sources, const struct diag *d, struct buf *out)
{
    const struct diag_info *info = diag_info(d->code);
    place_json(sources, d->span, out);
    buf_addf(out, ",\"severity\":\"%s\",\"code\":\"%s\",\"slug\":\"%s\"", severity_text(d->severity), info->code, info->slug);
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

void diag_print_one(const struct source_set *sources, const struct diag *d, enum diag_format format, bool colour,
                    struct buf *out)
{
    struct ink k = {colour, out};
    if (format == DIAG_JSON)
        json_print(sources, d, out);
    else if (format == DIAG_GCC)
        gcc_print(sources, d, out);
    else
        text_print(sources, d, &k);
}
