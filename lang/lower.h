/* lower: from checked rules to a program. */
#ifndef LURCHER_LANG_LOWER_H
#define LURCHER_LANG_LOWER_H

#include "lang/rule.h"

/* Make the program of `n` checked rules without errors, which get sorted. NULL with
 * *err when they read too many fields. The caller frees the program. */
struct program *lower(struct expr_set *exprs, const struct schema *schema, const struct source_set *sources,
                      struct rule *rules, uint32_t n, struct err *err);

/* A program of sources alone, none of them internal: what tells their records. The caller frees it. */
struct program *lower_sources(const struct ast_source *const *sources, uint32_t n);

#endif
