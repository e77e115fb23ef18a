/* scope: which names a module sees: its own lets, lists and chains, those of the modules
 * that it imports, and the sources of events that they declare. */
#ifndef LURCHER_LANG_SCOPE_H
#define LURCHER_LANG_SCOPE_H

#include "base/hash.h"
#include "base/vec.h"
#include "lang/expr.h"
#include "lang/module.h"

struct scope;

/* What the checker knows of a let when names are those of one source, or of no certain one. */
struct scope_memo {
    struct scope_memo *next;
    uint32_t source;             /* in the schema, or EXPR_NO_SOURCE */
    enum scope_reads { READS_UNKNOWN, READS_OPEN, READS_NOTHING, READS_IT, READS_OTHER } reads;
    /* A let without parameters is looked at once for each way of reading [*] paths (free,
     * or bound by any/all around it). */
    const struct expr *plain[2];
    const struct expr *generic;  /* of a let with parameters: with parameters unknown */
};

/* A `tune list` of a list. */
struct scope_tune {
    const struct ast_list *list;
    struct scope *scope; /* where it is written */
    struct scope_tune *next;
};

/* A let, a list or a chain of a module. */
struct scope_name {
    const struct ast_let *let;     /* one of these three, … */
    const struct ast_list *list;
    const struct ast_chain *chain; /* … the others are NULL */
    struct ast_name name;
    struct scope *home;
    struct scope_tune *tunes;    /* of a list, in the order of the files */
    bool used;
    /* The checker's memory. */
    bool open;                   /* is being looked at: a second visit is a recursion */
    struct scope_memo *memos;    /* of a let or chain */
    const struct expr *memo;     /* of a list or chain */
};

/* For messages: "let", "list" or "chain". */
const char *scope_kind(const struct scope_name *name);

struct scope {
    const struct module *module;
    struct strmap index;            /* own names */
    VEC(struct scope_name *) names; /* in the order of the files */
    VEC(struct scope *) imports;
    VEC(struct scope *) named;      /* of the modules that a `from` names */
    VEC(uint32_t) sources;          /* own source blocks: in the schema */
    VEC(uint32_t) sees;             /* those and the imports': their fields may be read without more */
    VEC(uint32_t) told;             /* those of `named`: theirs may be read where a `from` says so */
    bool source_missed;             /* the lack was reported */
    bool unasked;                   /* a tune's exception could not be looked at: it may use names */
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

/* The module's own name, or NULL. */
struct scope_name *scope_own(const struct scope *scope, struct str name);

/* May names mean fields of this source here, when it is the rule's? */
bool scope_has_source(const struct scope *scope, uint32_t source);

/* What is known of a let when names are those of `source`; made when it is new. */
struct scope_memo *scope_memo(struct scope_name *name, uint32_t source, struct arena *arena);

#endif
