/* from: the sources that a file names where it says whose events are meant: `from alerts`
 * in a rule or a chain, seen(… from vpc_flow for …). */
#ifndef LURCHER_LANG_FROM_H
#define LURCHER_LANG_FROM_H

#include "lang/ast_walk.h"

typedef void (*from_found)(void *context, const struct ast_name *name);

/* Called for each place, in the order of the file. */
void from_each(const struct ast_file *file, from_found found, void *context);

#endif
