/* check: from AST to typed expressions. Every name is found, every type is
 * known, and what could not mean anything is reported; nothing runs before. */
#ifndef LURCHER_LANG_CHECK_H
#define LURCHER_LANG_CHECK_H

#include "lang/diag.h"
#include "lang/expr.h"
#include "lang/scope.h"

#define CHECK_DEPTH_MAX 1000 /* of expressions in expressions, lets put in */
#define CHECK_LETS_MAX 64    /* lets with parameters in each other */
#define CHECK_STEPS_MAX 200000u /* expressions that one rule or let comes to, each time it is looked at */

/* Where the checker is: primitives may not stand everywhere. */
enum check_place { CHECK_FREE, CHECK_MATCH, CHECK_ONCE, CHECK_INSIDE };

struct check {
    const struct source_set *sources;
    struct diag_list *diags;
    struct arena *arena;
    const struct schema *schema;
    struct expr_set *exprs;
    struct map64 lists;             /* list and use -> as that use takes it, in all_uses */
    VEC(const struct expr_list *) list_uses;
    enum check_place place;
    bool in_each;                   /* any/all is around: [*] paths speak of its element */
    uint32_t depth;
    uint32_t steps;                 /* since the rule or let began */
    bool too_large;                 /* was reported */
    uint32_t idle;                  /* primitives so far that decide nothing (reported) */
    bool is_hunt;                   /* of a finite set: primitives need no `within` */
};

/* An argument of a let: looked at where it is used, with the meaning that it has
 * where it is written. */
struct check_binding {
    const struct ast_expr *ast;     /* NULL: the let is looked at by itself */
    const struct check_env *env;
    const struct expr *memo[2];
};

/* What names mean at a place of the text. */
struct check_env {
    struct scope *scope;
    const struct scope_name *let;   /* the let that is being put in, or NULL */
    const struct check_env *outer;  /* of who uses it */
    struct check_binding *bindings; /* of its parameters */
};

/* An expression of any kind; EXPR_BROKEN after a report. */
const struct expr *check_expr(struct check *c, const struct check_env *env, const struct ast_expr *ast);

/* One that has a value: no list of constants, no place without its part. */
const struct expr *check_value(struct check *c, const struct check_env *env, const struct ast_expr *ast);

/* A condition. [*] paths that any/all does not bind are bound by an `any` of their own. */
const struct expr *check_condition(struct check *c, const struct check_env *env, const struct ast_expr *ast);

/* May these stand in one expression? No (reported): two groups of [*] paths, two
 * sources, too large. */
bool check_join(struct check *c, struct span at, const struct expr *const *args, uint32_t n);

/* Report that an expression outgrew its limits, once; EXPR_BROKEN. */
const struct expr *check_too_large(struct check *c, struct span at, const char *what);

/* The condition `e` as an atom: bound by `any` when it reads elements and nothing binds them. */
const struct expr *check_atom(struct check *c, const struct expr *e);

/* Can `a == b` hold for these types? */
bool check_equal_types(struct type a, struct type b);

/* Report that `op` has no meaning for the operands; EXPR_BROKEN. */
const struct expr *check_operands(struct check *c, const struct ast_expr *ast, const struct expr *a,
                                  const struct expr *b);

/* Report a primitive where none may stand; EXPR_BROKEN then, else `e`. */
const struct expr *check_placed(struct check *c, struct span at, const struct expr *e);

/* A text that is compared with a time or an ip, as that; EXPR_BROKEN when it is none. */
const struct expr *check_literal_as(struct check *c, const struct ast_expr *ast, const struct expr *e, struct type as);

/* False after a report: an address is compared with a block of them. */
bool check_block(struct check *c, const struct ast_expr *ast, const struct expr *e, struct type as);

/* By kind of expression; each in a file of its own. */
const struct expr *check_name(struct check *c, const struct check_env *env, const struct ast_expr *ast);
const struct expr *check_path(struct check *c, const struct check_env *env, const struct ast_expr *ast);
const struct expr *check_call(struct check *c, const struct check_env *env, const struct ast_expr *ast);
const struct expr *check_unary(struct check *c, const struct check_env *env, const struct ast_expr *ast);
const struct expr *check_binary(struct check *c, const struct check_env *env, const struct ast_expr *ast);
const struct expr *check_list(struct check *c, const struct check_env *env, const struct ast_expr *ast);
const struct expr *check_listed(struct check *c, const struct check_env *env, const struct ast_expr *ast);
const struct expr *check_primitive(struct check *c, const struct check_env *env, const struct ast_expr *ast);

/* The constants of a named list. */
const struct expr *check_named_list(struct check *c, struct scope_name *name);

/* A let with its arguments put in (check_name.c); `generic` looks at it without any. */
const struct expr *check_let(struct check *c, const struct check_env *env, struct scope_name *name,
                             const struct ast_expr *use);
const struct expr *check_let_generic(struct check *c, struct scope_name *name);

/* A name that comes from two imports; EXPR_BROKEN. */
const struct expr *check_ambiguous(struct check *c, const struct ast_expr *ast, const struct scope_name *a,
                                   const struct scope_name *b);

/* Offer near names: of fields and names, or of functions. */
void check_suggest(struct check *c, const struct check_env *env, struct diag *d, struct str name, bool calls);

static inline const struct expr *check_broken(struct check *c) { return &c->exprs->broken; }
static inline bool check_is_broken(const struct expr *e) { return e->kind == EXPR_BROKEN; }

#endif
