/* warn: what is allowed but probably not meant. Only looked for when there is no
 * error, since an error may be the reason. */
#ifndef LURCHER_LANG_WARN_H
#define LURCHER_LANG_WARN_H

#include "lang/rule.h"

void warn_rules(struct check *c, const struct rule *rules, uint32_t n);

/* Lets and lists that nothing uses, in modules that have rules: a library is for others. */
void warn_unused(struct check *c, const struct scope *scope);

#endif
