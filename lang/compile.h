/* compile: from rule files to a program. The one public door of the front end. */
#ifndef LURCHER_LANG_COMPILE_H
#define LURCHER_LANG_COMPILE_H

#include "lang/diag.h"
#include "lang/program.h"
#include "lang/schema.h"

/* The version of the language; a pack that needs a later one is refused. */
#define LANGUAGE_VERSION 1

/* One compilation: its sources, diagnostics and schema live until compile_free;
 * programs live on their own. */
struct compile;

struct compile *compile_new(void);
void compile_free(struct compile *c);

/* Add rules: a file, or a folder (a pack: every *.lur in it and below, one
 * namespace per folder that has a `pack` declaration). "-" is stdin. Problems
 * go to the diagnostics; false when the path itself cannot be read (*err). */
bool compile_add(struct compile *c, const char *path, struct err *err);

/* Add rules as text, under a name for messages. */
bool compile_add_text(struct compile *c, const char *name, struct str text, struct err *err);

/* Add a question (`lurcher hunt`) as the only rule: the events of the source `from` (of the library) for
 * which `match` holds (empty: all) and one primitive. What a set without an end would need, `within`, may be
 * left out. Mistakes go to the diagnostics, at places in "<EXPR>" and "--match"; false
 * with *err when a text is too large, not UTF-8 or has a NUL byte. */
bool compile_add_hunt(struct compile *c, struct str expr, struct str match, struct str from, struct err *err);

/* Add what groups the findings of the rules that are added: an expression, which becomes the last
 * thing that each rule shows: what it means of the rule's source, or null. As compile_add_hunt. */
bool compile_add_group(struct compile *c, struct str expr, struct err *err);

/* The program is to know also the sources that no rule of it reads (program->unread). It costs reading
 * the rest of the library, and only who reads logs has a use for it. */
void compile_know_unread(struct compile *c);

/* Check everything that was added and make the program. NULL when there is an
 * error among the diagnostics. The caller frees the program. */
struct program *compile_finish(struct compile *c);

struct diag_list *compile_diags(struct compile *c);

/* The schema of every source that was declared by an import or an added file;
 * complete after compile_finish, also when that failed for another reason. */
const struct schema *compile_schema(const struct compile *c);

#endif
