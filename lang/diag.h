/* diag: what the compiler has to say, as data.
 *
 * One list, printed as text with carets, as JSON or in the gcc form. The codes,
 * with their long explanations for `lurcher explain`, are in diag.def. */
#ifndef LURCHER_LANG_DIAG_H
#define LURCHER_LANG_DIAG_H

#include <stdarg.h>
#include <stdbool.h>

#include "base/buf.h"
#include "lang/source.h"

enum diag_severity { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR };

enum diag_code {
#define DIAG(code, severity, slug, title, explanation) DIAG_##code,
#include "lang/diag.def"
#undef DIAG
    N_DIAGS
};

struct diag_info {
    const char *code; /* "E102" */
    enum diag_severity severity;
    const char *slug; /* "unknown-field" */
    const char *title;
    const char *explanation; /* for `lurcher explain CODE`: cause, example, remedy */
};
const struct diag_info *diag_info(enum diag_code code);
const struct diag_info *diag_find(const char *code_or_slug); /* NULL when there is none */

#define DIAG_LABELS_MAX 2
#define DIAG_NOTES_MAX 3

struct diag_label {
    struct span span;
    struct str text;
};

struct diag {
    enum diag_code code;
    enum diag_severity severity;
    struct span span;    /* the first place: carets */
    struct str message;  /* understandable without the caret */
    struct str label;    /* beside the caret; may be empty */
    struct diag_label labels[DIAG_LABELS_MAX]; /* further places: tildes */
    unsigned n_labels;
    struct str notes[DIAG_NOTES_MAX];
    unsigned n_notes;
    struct str help;     /* the offered fix in words; may be empty */
    struct span fix_at;  /* replace these bytes … */
    struct str fix;      /* … by this text; fix.ptr NULL: none */
};

struct diag_list;

/* The caller frees it; the sources must outlive it. */
struct diag_list *diag_list_new(const struct source_set *sources);
void diag_list_free(struct diag_list *list);

/* Report. The rest may be added to the returned diag until the next report; it
 * belongs to the list. The same code at the same span is reported once. */
struct diag *diag_add(struct diag_list *list, enum diag_code code, struct span at,
                      const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Add to a diag of the list: a text beside a place (its own or a further one), a note,
 * the way out in words, a replacement. Labels and notes over the limits are left out; a
 * second help or fix takes the place of the first. */
void diag_label(struct diag_list *list, struct diag *d, struct span at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void diag_note(struct diag_list *list, struct diag *d, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void diag_help(struct diag_list *list, struct diag *d, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void diag_fix(struct diag_list *list, struct diag *d, struct span at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* "did you mean": offers the nearest of the candidates as help and fix (edit
 * distance at most a third of the name's length, at least 1). */
struct diag_suggest {
    struct str name, best;
    unsigned distance;
};
void diag_suggest_init(struct diag_suggest *s, struct str name);
void diag_suggest_try(struct diag_suggest *s, struct str candidate);
void diag_suggest_finish(struct diag_list *list, struct diag *d, struct diag_suggest *s);

/* How many there are of this severity or a higher one. */
size_t diag_count(const struct diag_list *list, enum diag_severity at_least);

/* Sort by file, then place. Printing sorts by itself. */
enum diag_format { DIAG_TEXT, DIAG_JSON, DIAG_GCC };
void diag_print(struct diag_list *list, enum diag_format format, bool colour, struct buf *out);

#endif
