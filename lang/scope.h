/* scope: which names a module sees: its own lets and lists, those of the modules
 * that it imports, and one source of events. */
#ifndef LURCHER_LANG_SCOPE_H
#define LURCHER_LANG_SCOPE_H

#include "base/hash.h"
#include "base/vec.h"
#include "lang/expr.h"
#include "lang/module.h"

struct scope;

/* A let or a list of a module. */
struct scope_name {
    const struct ast_let *let;   /* NULL for a list */
    const struct ast_list *list; /* NULL for a let */
    struct ast_name name;
    struct scope *home;
    bool used;
    /* The checker's memory: a let without parameters is looked at once for each
     * way of reading [*] paths (free, or bound by any/all around it). */
    bool open;                   /* is being looked at: a second visit is a recursion */
    const struct expr *memo[2];
    const struct expr *generic;  /* of a let with parameters: with parameters unknown */
};

struct scope {
    const struct module *module;
    struct strmap index;            /* own names */
    VEC(struct scope_name *) names; /* in the order of the files */
    VEC(struct scope *) imports;
    VEC(uint32_t) sources;          /* own source blocks: in the schema */
    uint32_t source;                /* the one that paths are read in, or EXPR_NO_SOURCE */
    bool source_missed;             /* the lack was reported */
};

struct scope_set {
    VEC(struct scope *) scopes; /* as modules() gives them: imports first */
    struct map64 by_module;
};

/* The scopes of all modules, names unfilled. */
void scope_set_init(struct scope_set *set, struct module *const *modules, uint32_t count, struct arena *arena);
void scope_set_release(struct scope_set *set);

/* Add an own name; the one that has it already, or NULL. */
const struct scope_name *scope_add(struct scope *scope, struct scope_name *name);

/* The name as the module sees it: its own, else an imported one; NULL when there
 * is none. `other` gets a second import that also has it, or NULL. */
struct scope_name *scope_find(const struct scope *scope, struct str name, const struct scope_name **other);

#endif
