/* module: namespaces. A pack folder is one, a loose rule file is one, and so is
 * what an `import` names. Loading follows imports until none is open. */
#ifndef LURCHER_LANG_MODULE_H
#define LURCHER_LANG_MODULE_H

#include "lang/ast.h"
#include "lang/diag.h"

#define MODULE_DEPTH_MAX 16 /* imports of imports */

struct module_import {
    struct ast_name name;   /* where it is asked for */
    struct module *module;  /* NULL when it could not be found (reported) */
};

struct module {
    struct str name;              /* of the pack; empty for a loose file */
    const struct ast_pack *pack;  /* NULL for a loose file */
    struct ast_file **files;
    uint32_t n_files;
    struct module_import *imports; /* of all its files, each name once */
    uint32_t n_imports;
    struct module **named;         /* of the library, with a source of a name that only a `from` says */
    uint32_t n_named;
    bool library;                 /* came by import only: its rules do not run */
    struct str folder;            /* imports and list files are looked for here; empty: none (stdin, built-in) */
};

struct module_set;

struct module_set *module_set_new(struct source_set *sources, struct diag_list *diags, struct arena *arena);
void module_set_free(struct module_set *set);

/* Load a file or folder with everything that it imports. False with *err when
 * `path` itself cannot be read or holds no *.lur file; all else is diagnosed. */
bool module_load(struct module_set *set, const char *path, struct err *err);
bool module_load_text(struct module_set *set, const char *name, struct str text, struct err *err);

/* Take a file that was made without a text of its own (a hunt), with what it imports. */
void module_add_file(struct module_set *set, const char *name, struct ast_file *file);

/* All modules, imports before those that import them. Import cycles are
 * reported when they are loaded and cut. */
struct module *const *modules(const struct module_set *set, uint32_t *count);

#endif
