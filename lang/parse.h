/* parse: text to AST. Mistakes are reported and passed over: the parser goes on
 * at the next top-level word, so one mistake costs one item and one message. */
#ifndef LURCHER_LANG_PARSE_H
#define LURCHER_LANG_PARSE_H

#include "lang/ast.h"
#include "lang/diag.h"

#define PARSE_DEPTH_MAX 64 /* nesting of expressions and of records in a source block */

/* Parse a whole file of the set. Never NULL; items with a syntax error are left out. */
struct ast_file *parse_file(const struct source_set *sources, uint32_t file,
                            struct diag_list *diags, struct arena *arena);

/* Parse bytes [start, end) of a file as one expression (a title's {…}, a hunt's
 * argument). An AST_BROKEN expression after an error. */
struct ast_expr *parse_expr(const struct source_set *sources, struct span span,
                            struct diag_list *diags, struct arena *arena);

#endif
