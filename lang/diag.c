#include "lang/diag.h"

#include <string.h>

#include "base/arena.h"
#include "base/vec.h"
#include "lang/diag_print.h"

static const struct diag_info infos[] = {
#define DIAG(code, severity, slug, title, explanation) {#code, severity, slug, title, explanation},
#include "lang/diag.def"
#undef DIAG
};

const struct diag_info *diag_info(enum diag_code code)
{
    return &infos[code];
}

const struct diag_info *diag_find(const char *code_or_slug)
{
    for (size_t i = 0; i < N_DIAGS; i++) {
        if (str_equal_nocase(str_from(infos[i].code), str_from(code_or_slug)) ||
            strcmp(infos[i].slug, code_or_slug) == 0) {
            return &infos[i];
        }
    }
    return NULL;
}

struct diag_list {
    const struct source_set *sources;
    VEC(struct diag *) items;
    struct arena arena;
    size_t counts[DIAG_ERROR + 1];
};

struct diag_list *diag_list_new(const struct source_set *sources)
{
    struct diag_list *list = mem_zalloc(sizeof *list);
    list->sources = sources;
    return list;
}

void diag_list_free(struct diag_list *list)
{
    if (list == NULL) {
        return;
    }
    vec_release(&list->items);
    arena_release(&list->arena);
    free(list);
}

/* Only the newest few are compared: the same is reported twice by passes that
 * look at the same place one after the other, and a full search would be
 * quadratic in the mistakes of a hostile file. */
#define REPEAT_DEPTH 64

static struct diag *repeat_find(struct diag_list *list, enum diag_code code, struct span at)
{
    for (size_t i = list->items.len, n = 0; i > 0 && n < REPEAT_DEPTH; i--, n++) {
        struct diag *d = list->items.items[i - 1];
        if (d->code == code && d->span.file == at.file && d->span.start == at.start &&
            d->span.end == at.end) {
            return d;
        }
    }
    return NULL;
}

static struct str text_format(struct diag_list *list, const char *format, va_list args)
{
    struct buf text = BUF_INIT;
    buf_vaddf(&text, format, args);
    /* Never NULL: an empty fix deletes, no fix has a NULL pointer. */
    struct str copy = text.len == 0 ? STR("") : arena_str(&list->arena, buf_str(&text));
    buf_release(&text);
    return copy;
}

struct diag *diag_add(struct diag_list *list, enum diag_code code, struct span at, const char *format, ...)
{
    struct diag *d = arena_new(&list->arena, struct diag);
    d->code = code;
    d->severity = infos[code].severity;
    d->span = at;
    va_list args;
    va_start(args, format);
    d->message = text_format(list, format, args);
    va_end(args);
    if (repeat_find(list, code, at) != NULL) {
        return d; /* the caller may add to it, and nobody sees it */
    }
    vec_push(&list->items, d);
    list->counts[d->severity]++;
    return d;
}

/* Format the arguments behind `format` into *out. */
#define FORMAT(list, out, format)                                                                            \
    do {                                                                                                     \
        va_list args;                                                                                        \
        va_start(args, format);                                                                              \
        (out) = text_format((list), format, args);                                                           \
        va_end(args);                                                                                        \
    } while (0)

void diag_label(struct diag_list *list, struct diag *d, struct span at, const char *format, ...)
{
    struct str text;
    FORMAT(list, text, format);
    if (at.file == d->span.file && at.start == d->span.start && at.end == d->span.end) {
        d->label = text;
    } else if (d->n_labels < DIAG_LABELS_MAX) {
        d->labels[d->n_labels++] = (struct diag_label){at, text};
    }
}

void diag_note(struct diag_list *list, struct diag *d, const char *format, ...)
{
    struct str text;
    FORMAT(list, text, format);
    if (d->n_notes < DIAG_NOTES_MAX) {
        d->notes[d->n_notes++] = text;
    }
}

void diag_help(struct diag_list *list, struct diag *d, const char *format, ...)
{
    FORMAT(list, d->help, format);
}

void diag_fix(struct diag_list *list, struct diag *d, struct span at, const char *format, ...)
{
    FORMAT(list, d->fix, format);
    d->fix_at = at;
}

void diag_suggest_init(struct diag_suggest *s, struct str name)
{
    s->name = name;
    s->best = str_slice(NULL, 0);
    s->distance = name.len < 3 ? 1 : (unsigned)(name.len > 255 ? 255 : name.len) / 3;
}

void diag_suggest_try(struct diag_suggest *s, struct str candidate)
{
    if (s->best.ptr != NULL && s->distance == 0) {
        return;
    }
    if (s->name.len > 255 || candidate.len > 255 || candidate.len == 0) {
        return;
    }
    /* After the first only a nearer one is better, so that the order of trying decides between equals. */
    unsigned limit = s->best.ptr == NULL ? s->distance : s->distance - 1;
    unsigned distance = str_distance(s->name, candidate, limit);
    if (distance > limit) {
        return;
    }
    s->best = candidate;
    s->distance = distance;
}

void diag_suggest_finish(struct diag_list *list, struct diag *d, struct diag_suggest *s)
{
    if (s->best.ptr == NULL) {
        return;
    }
    diag_help(list, d, "did you mean `%.*s`?", STR_ARG(s->best));
    diag_fix(list, d, d->span, "%.*s", STR_ARG(s->best));
}

size_t diag_count(const struct diag_list *list, enum diag_severity at_least)
{
    size_t n = 0;
    for (size_t s = at_least; s <= DIAG_ERROR; s++) {
        n += list->counts[s];
    }
    return n;
}

static int diag_compare(const void *a, const void *b)
{
    const struct diag *x = *(struct diag *const *)a, *y = *(struct diag *const *)b;
    if (x->span.file != y->span.file) {
        return x->span.file < y->span.file ? -1 : 1;
    }
    if (x->span.start != y->span.start) {
        return x->span.start < y->span.start ? -1 : 1;
    }
    if (x->code != y->code) {
        return x->code < y->code ? -1 : 1;
    }
    return str_compare(x->message, y->message);
}

#define ERRORS_SHOWN 50

void diag_print(struct diag_list *list, enum diag_format format, bool colour, struct buf *out)
{
    if (list->items.len > 0) {
        qsort(list->items.items, list->items.len, sizeof list->items.items[0], diag_compare);
    }
    size_t errors = 0, hidden = 0;
    for (size_t i = 0; i < list->items.len; i++) {
        const struct diag *d = list->items.items[i];
        errors += d->severity == DIAG_ERROR;
        if (errors > ERRORS_SHOWN && format != DIAG_JSON) {
            hidden++;
            continue;
        }
        diag_print_one(list->sources, d, format, colour, out);
    }
    if (hidden > 0) {
        buf_addf(out, "%zu more %s not shown\n", hidden, hidden == 1 ? "message is" : "messages are");
    }
}
