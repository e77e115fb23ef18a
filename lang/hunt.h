/* hunt: a question of the command line as a rule: an import, a match, and one expression
 * that is shown; or what groups the answers of other rules. */
#ifndef LURCHER_LANG_HUNT_H
#define LURCHER_LANG_HUNT_H

#include "lang/ast.h"
#include "lang/diag.h"

/* The texts of a question, as they were typed. */
#define HUNT_EXPR "<EXPR>"
#define HUNT_MATCH "--match"
#define HUNT_BY "--by"

/* Parse both; each is a text of its own in `sources`, so messages point at what the
 * user wrote and at nothing else. An empty `match` is all events; `from` is a source of the
 * library. The file's name is HUNT_EXPR. NULL with *err: a text is too large, not UTF-8 or has a NUL byte. */
struct ast_file *hunt_parse(struct source_set *sources, struct str expr, struct str match, struct str from,
                            struct diag_list *diags, struct arena *arena, struct err *err);

/* Parse an expression that groups what rules find: a file that imports the whole
 * library, and a let that is called HUNT_BY, as the file is. NULL with *err as above. */
struct ast_file *hunt_parse_by(struct source_set *sources, struct str expr, struct diag_list *diags,
                               struct arena *arena, struct err *err);

#endif
