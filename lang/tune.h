/* tune: what a user changes in rules of other people's packs. */
#ifndef LURCHER_LANG_TUNE_H
#define LURCHER_LANG_TUNE_H

#include "lang/rule.h"

/* Change the rules that the tune names, of all that were checked; problems are reported, and
 * what the tune cannot change is told by a warning. Names mean what they mean in `scope`. */
void tune_apply(struct check *c, struct scope *scope, const struct ast_tune *tune, struct rule *rules, uint32_t n);

#endif
