/* pack: from the paths of -r to a program, with the messages on stderr. */
#ifndef LURCHER_CLI_PACK_H
#define LURCHER_CLI_PACK_H

#include "cli/args.h"
#include "lang/compile.h"

/* The folder of the rule packs when no -r is given: $LURCHER_RULES, `rules` beside
 * the program (a build tree), or the installed folder. The caller frees it. */
char *pack_default_folder(void);

/* Compile the paths (none: the default folder). NULL after a message on stderr.
 * The caller frees the program. */
struct program *pack_compile(const struct arg_texts *paths, bool no_color);

/* The same with what groups the findings of a hunt (compile_add_group), unless it is NULL. */
struct program *pack_compile_by(const struct arg_texts *paths, const char *by, bool no_color);

/* Add the paths to a compilation; false after a message on stderr. */
bool pack_add(struct compile *compile, const struct arg_texts *paths);

#endif
