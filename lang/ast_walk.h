/* ast_walk: over the parts of a tree without knowing its kinds. */
#ifndef LURCHER_LANG_AST_WALK_H
#define LURCHER_LANG_AST_WALK_H

#include "lang/ast.h"

/* Called for each part; it may go on below by the same function. */
typedef void (*ast_walk_part)(void *context, const struct ast_expr *part);

/* The expressions directly below one, in the order written; those of options are constants and left out. */
void ast_walk_expr(const struct ast_expr *e, ast_walk_part part, void *context);

/* The expressions that stand directly in an item: clauses of rules, bodies of lets, … */
void ast_walk_item(const struct ast_item *item, ast_walk_part part, void *context);

#endif
