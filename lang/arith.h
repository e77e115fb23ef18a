/* arith: + - * / over constants, as docs/language.md defines them: int with int
 * is int and null when too large, / is a float, null where there is no result. */
#ifndef LURCHER_LANG_ARITH_H
#define LURCHER_LANG_ARITH_H

#include "base/value.h"
#include "lang/program.h"

/* op: OP_ADD, OP_SUB, OP_MUL or OP_DIV. */
struct value arith(enum program_op op, const struct value *a, const struct value *b);
struct value arith_neg(const struct value *a);

#endif
