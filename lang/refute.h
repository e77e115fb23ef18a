/* refute: can conditions ever hold together? What is decided: comparisons of one value with
 * constants, lists, patterns and bounds, whether it is there, equal conditions with and
 * without `not`, and the `and` and `or` around them. */
#ifndef LURCHER_LANG_REFUTE_H
#define LURCHER_LANG_REFUTE_H

#include "lang/expr.h"

/* True: no event fits all of the conditions. False: one may, or the question is too large. */
bool refute(const struct expr *const *conditions, uint32_t n);

#endif
