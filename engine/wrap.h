/* wrap: text for people, in lines of at most 80 columns.
 *
 * Lines break between words; what is longer than a line is broken inside, behind
 * a separator of its own (/ : , …) when there is one, and goes on in the next
 * line. Nothing is ever left out. */
#ifndef LURCHER_ENGINE_WRAP_H
#define LURCHER_ENGINE_WRAP_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"

#define WRAP_COLUMNS 80u

struct wrap {
    struct buf *out;
    unsigned column; /* of the current line */
    unsigned hang;   /* where further lines begin */
    bool fresh;      /* nothing stands behind the indent yet */
};

/* Begin a paragraph at column `indent`; its further lines begin at `hang`. The
 * texts that are put must be safe to print (buf_add_safe). */
void wrap_begin(struct wrap *w, struct buf *out, unsigned indent, unsigned hang);
void wrap_end(struct wrap *w); /* end its last line */

/* Put a run of words. `gap` comes before it unless it begins a line. A run that
 * does not fit behind the gap, but in a line of its own, gets one. */
void wrap_put(struct wrap *w, const char *gap, struct str text);

/* Fill with blanks up to a column; what follows stands there without a gap. */
void wrap_to(struct wrap *w, unsigned column);

/* Put something without width, as a colour. */
void wrap_mark(struct wrap *w, const char *escape);

#endif
