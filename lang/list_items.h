/* list_items: the items of a list in order, each once. */
#ifndef LURCHER_LANG_LIST_ITEMS_H
#define LURCHER_LANG_LIST_ITEMS_H

#include "lang/program.h"

/* Sort in place and drop repeats: how many are left. `beside` (NULL: nothing stands beside them) goes
 * with its items; of equal ones the last that has a value there is kept, or the last. */
uint32_t list_items_sort(struct value *items, struct value *beside, uint32_t n);
uint32_t list_regexes_sort(struct program_regex *regexes, uint32_t n);

#endif
