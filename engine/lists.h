/* lists: the lists of a program in the forms that its nodes need, each made once. */
#ifndef LURCHER_ENGINE_LISTS_H
#define LURCHER_ENGINE_LISTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "base/value.h"
#include "lang/program.h"

struct lists;

/* The program must outlive it. */
struct lists *lists_new(const struct program *program);
void lists_free(struct lists *lists);

/* The op of a node is IN, IN_NET, LIKE or ILIKE: does it hold for `v` and the list? */
bool lists_hold(const struct lists *lists, enum program_op op, uint32_t list, const struct value *v);

/* The op is LOOKUP or LOOKUP_NET: what stands beside the item, or null. It lives as long
 * as the list keeps its items. */
struct value lists_lookup(const struct lists *lists, enum program_op op, uint32_t list, const struct value *v);

/* How many different items the list has. */
uint32_t lists_length(const struct lists *lists, uint32_t list);

#endif
