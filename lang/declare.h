/* declare: what modules declare, before anything is looked up: source blocks
 * become the schema, lets and lists become names of scopes. */
#ifndef LURCHER_LANG_DECLARE_H
#define LURCHER_LANG_DECLARE_H

#include "lang/diag.h"
#include "lang/schema.h"
#include "lang/scope.h"

/* Fill the schema's sources and the scopes; problems are reported. Everything
 * lives in the arena, but for the vectors of the scopes. */
void declare(struct scope_set *scopes, struct schema *schema, const struct source_set *sources,
             struct diag_list *diags, struct arena *arena);

/* The field at a written path of plain names (`time`, `index`, …), or NULL. */
const struct schema_field *declare_path(const struct schema_source *source, const struct ast_expr *path);

#endif
