/* diag_print: one diagnostic in each of the forms (diag.c sorts and caps them). */
#ifndef LURCHER_LANG_DIAG_PRINT_H
#define LURCHER_LANG_DIAG_PRINT_H

#include "lang/diag.h"

/* Add the lines of one diagnostic; JSON is one line. */
void diag_print_one(const struct source_set *sources, const struct diag *d, enum diag_format format,
                    bool colour, struct buf *out);

#endif
