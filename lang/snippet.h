/* snippet: a line of source with a mark under a part of it, as it looks on a
 * terminal: tabs, wide characters, what cannot be shown, and very long lines. */
#ifndef LURCHER_LANG_SNIPPET_H
#define LURCHER_LANG_SNIPPET_H

#include <stdbool.h>

#include "base/buf.h"
#include "lang/source.h"

struct snippet {
    uint32_t line;       /* its number, from 1 */
    struct buf text;     /* the line as it is shown, cut around the span */
    unsigned from, to;   /* columns of the span in it, from 0; to > from */
};

/* The line on which `span` starts. Release it with snippet_release. */
struct snippet snippet_make(const struct source_set *sources, struct span span);
void snippet_release(struct snippet *s);

#endif
