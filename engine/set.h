/* set: a list of constants, made ready for `in` and lookup(). To look does not depend
 * on the length of the list; for blocks of addresses, on its logarithm. */
#ifndef LURCHER_ENGINE_SET_H
#define LURCHER_ENGINE_SET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/value.h"

struct set;

/* Copies what it needs of the items and of what stands beside each (texts or null; `beside`
 * may be NULL). With `nets`, texts that are addresses or CIDR blocks are blocks (the op
 * IN_NET), else all texts are texts. */
struct set *set_new(const struct value *items, const struct value *beside, uint32_t n, bool nets);
void set_free(struct set *set);

/* Is `v` equal (as `==` means it) to one of the items? With nets: an ip, or a
 * text that is one, is in one of the blocks, or the text is one of the texts.
 * Null is in no set. */
bool set_holds(const struct set *set, const struct value *v);

/* What stands beside the item that set_holds speaks of; of blocks, beside the smallest.
 * Null when there is none. The text lives as long as the set. */
struct value set_lookup(const struct set *set, const struct value *v);

#endif
