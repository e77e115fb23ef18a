/* group: what groups the findings of rules (`lurcher hunt -r PACK --by EXPR`), as the last
 * thing that each rule shows. */
#ifndef LURCHER_LANG_GROUP_H
#define LURCHER_LANG_GROUP_H

#include "lang/rule.h"

/* `scope` has the let HUNT_BY (hunt.h), which means for each rule what it means of its source; null where that
 * does not have it. What is no single value is reported. */
void group_rules(struct check *c, struct scope *scope, struct rule *rules, uint32_t n);

#endif
