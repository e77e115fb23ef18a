/* fold: makers of expressions that compute what is constant and bring and, or
 * and not into one form. What they return means the same as what was asked for. */
#ifndef LURCHER_LANG_FOLD_H
#define LURCHER_LANG_FOLD_H

#include "lang/expr.h"

/* `a and b …`: flattened; stateless operands sorted by their text, each once;
 * those with a primitive behind them, in the order given. */
const struct expr *fold_and(struct expr_set *set, const struct expr **args, uint32_t n);
const struct expr *fold_or(struct expr_set *set, const struct expr **args, uint32_t n);
const struct expr *fold_not(struct expr_set *set, const struct expr *a);

/* A bool or json value as a condition. */
const struct expr *fold_condition(struct expr_set *set, const struct expr *a);

/* Comparisons and arithmetic of one or two args. */
const struct expr *fold_node(struct expr_set *set, enum program_op op, struct type type,
                             const struct expr **args, uint32_t n);
const struct expr *fold_if(struct expr_set *set, struct type type, const struct expr *p,
                           const struct expr *a, const struct expr *b);
const struct expr *fold_coalesce(struct expr_set *set, struct type type, const struct expr **args, uint32_t n);
const struct expr *fold_call(struct expr_set *set, uint32_t function, const struct expr **args, uint32_t n);

#endif
