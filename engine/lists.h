/* lists: the lists of a program in the forms that its nodes need, each made once. */
#ifndef LURCHER_ENGINE_LISTS_H
#define LURCHER_ENGINE_LISTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/value.h"
#include "engine/regex.h"
#include "lang/program.h"

struct lists;

/* A run of the expressions of a set. */
struct list_regexes {
    struct regexes *set;
    uint32_t first, count;
};

/* The program and its regular expressions must outlive it. */
struct lists *lists_new(const struct program *program, struct regexes *regexes);
void lists_free(struct lists *lists);

/* The op of a node is IN, IN_NET, LIKE or ILIKE: does it hold for `v` and the list? */
bool lists_hold(const struct lists *lists, enum program_op op, uint32_t list, const struct value *v);

/* The op is LOOKUP or LOOKUP_NET: what stands beside the item, or null. It lives as long
 * as the list keeps its items. */
struct value lists_lookup(const struct lists *lists, enum program_op op, uint32_t list, const struct value *v);

/* How many different items the list has. */
uint32_t lists_length(const struct lists *lists, uint32_t list);

/* What MATCHES looks for; it holds until the list is replaced. */
struct list_regexes lists_regexes(const struct lists *lists, uint32_t list);

/* Other items for a list; copied. False with *err, and the list as it was, when PCRE2 refuses one. */
bool lists_replace(struct lists *lists, const struct program_list_items *items, struct err *err);

#endif
