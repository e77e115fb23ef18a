/* function: the functions of the language, from one table (function.def).
 *
 * A function is pure: its value depends on its arguments alone, so it can be
 * folded at compile time and remembered per distinct argument at run time.
 * `geo`, `if`, `coalesce`, `any` and `all` are forms of their own (opcode.def);
 * the table names them too, for the checker and the documents. */
#ifndef LURCHER_LANG_FUNCTION_H
#define LURCHER_LANG_FUNCTION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/value.h"
#include "lang/type.h"

#define FUNCTION_ARGS_MAX 16

/* Compute. Arguments may be of any kind (json is typed at run time): what does
 * not fit gives null. Memory for the result comes from `scratch`. */
typedef struct value (*function_call)(const struct value *args, unsigned n, struct arena *scratch);

struct function_info {
    const char *name;
    const char *params;  /* "s: string, prefix: string": parsed by the checker's table, shown to people */
    uint8_t min_args, max_args;
    struct type result;
    function_call call;  /* NULL: a form that the lowering treats by itself */
    const char *doc;     /* one line */
};

/* Ids are positions in function.def. */
uint32_t function_count(void);
const struct function_info *function_at(uint32_t id);
uint32_t function_find(struct str name); /* UINT32_MAX when there is none */

/* The type that parameter `i` takes ("any", a type name, or alternatives with |);
 * a parameter with … takes the rest. True when a value of type `t` fits it; a
 * json value always fits at compile time. */
bool function_param_fits(uint32_t id, unsigned i, struct type t);
const char *function_param_type(uint32_t id, unsigned i);
bool function_param_optional(uint32_t id, unsigned i); /* its name has a ?: it may be left out, or null */

#endif
