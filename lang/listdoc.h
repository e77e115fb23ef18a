/* listdoc: the items that the columns of a list name in documents, JSON or YAML. */
#ifndef LURCHER_LANG_LISTDOC_H
#define LURCHER_LANG_LISTDOC_H

#include <jansson.h>

#include "lang/listpath.h"
#include "lang/listread.h"

struct listdoc_column {
    struct listpath path, value;
    uint32_t met; /* how many steps led to something, in any document; the path's n + 1 once an end was met */
    bool empty;   /* a [*] had no elements, so nothing can be said of what follows */
};

struct listdoc {
    struct listread *r;
    struct listdoc_column columns[LISTFILE_COLUMNS_MAX];
    uint32_t n_columns;
    /* of the walk over one document */
    uint32_t line; /* where it stands; 0: it is the whole file */
    struct listdoc_column *column;
    const json_t *nodes[LISTPATH_STEPS_MAX + 1]; /* by step: what it is taken in */
    size_t elements[LISTPATH_STEPS_MAX];         /* by step: which element of a [*] */
};

/* Without columns the items are those of the document, an `array`, or it is the one item. */
bool listdoc_open(struct listdoc *doc, struct listread *r, bool array);

/* Take the items of one document. False with the reader's *err: what a path leads
 * through is of another kind, an item has parts, too many items. */
bool listdoc_take(struct listdoc *doc, const json_t *root, uint32_t line);

/* At the end: false with *err when no document had a name that a path goes through. */
bool listdoc_close(struct listdoc *doc);

#endif
