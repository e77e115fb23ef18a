/* list_tune: `tune list NAME …` finds the list that it adds to. */
#ifndef LURCHER_LANG_LIST_TUNE_H
#define LURCHER_LANG_LIST_TUNE_H

#include "lang/diag.h"
#include "lang/scope.h"

/* Hang every `tune list` of the compilation on its list, in the order of modules and
 * files. One that names no list, or one of several, is reported. */
void list_tune_bind(struct scope_set *scopes, struct diag_list *diags, struct arena *arena);

#endif
