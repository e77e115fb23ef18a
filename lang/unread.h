/* unread: the sources that are known, by the library or a declaration, and that no rule of a
 * program reads: so that the engine can tell their records from what is nothing known. */
#ifndef LURCHER_LANG_UNREAD_H
#define LURCHER_LANG_UNREAD_H

#include "lang/diag.h"
#include "lang/program.h"
#include "lang/schema.h"

/* A program of these sources alone, or NULL when there is none. A source of the schema stands for
 * the library's of its name. Files of the library that nobody asked for are parsed, into `arena`,
 * and no more: what they mean is of no interest. The caller frees the program. */
struct program *unread_make(const struct program *p, const struct schema *schema, struct source_set *sources,
                            struct diag_list *diags, struct arena *arena);

#endif
