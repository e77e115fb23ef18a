/* check: from AST to typed expressions. Every name is found, every type is
 * known, and what could not mean anything is reported; nothing runs before. */
#ifndef LURCHER_LANG_CHECK_H
#define LURCHER_LANG_CHECK_H

#include "lang/diag.h"
#include "lang/expr.h"
#include "lang/scope.h"

#define CHECK_DEPTH_MAX 1000 /* of expressions in expressions, lets put in */
#define CHECK_KEY_MAX 8      /* expressions after `for` */
#define CHECK_LETS_MAX 64    /* lets with parameters in each other */
#define CHECK_STEPS_MAX 200000u /* expressions that one rule or let comes to, each time it is looked at */

/* Where the checker is: primitives may not stand everywhere. */
enum check_place {
    CHECK_FREE,
    CHECK_SHOWN, /* title, show: no absent */
    CHECK_MATCH,
    CHECK_ONCE,
    CHECK_EXCEPT,
    CHECK_INSIDE,
    CHECK_WATCH, /* seen's condition: seen may */
    CHECK_CHAIN, /* nor may a chain */
};

struct check {
    const struct source_set *sources;
    struct diag_list *diags;
    struct arena *arena;
    const struct schema *schema;
    struct expr_set *exprs;
    uint32_t source;                /* whose fields names mean first; EXPR_NO_SOURCE: not certain */
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
    uint32_t source;                /* of the check, where it is written */
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

/* Options as they are written, each by itself: into *out, with their bits in out->given. False after a report. */
bool check_options(struct check *c, const struct check_env *env, enum primitive_kind kind,
                   const struct ast_option *options, uint32_t n, struct primitive_options *out);

/* Are those given that a primitive must have? `given`: bits. False after a report. In a hunt a window needs
 * no end, but for what has to stay away. */
bool check_options_required(struct check *c, const struct ast_expr *ast, uint32_t given);

/* Complete the options of a primitive, and see whether they fit together. False after a report. */
bool check_options_fit(struct check *c, struct span at, enum primitive_kind kind, struct primitive_options *o);

/* The parts of seen(p for k): what is said of the event that was seen, and the keys of both. False
 * after a report; c->place is set again by the caller. */
bool check_watch(struct check *c, const struct check_env *env, const struct ast_expr *ast, struct expr_prim *p);

/* Add the different `absent` in e to `found` (room for `max`); how many there are, also beyond max. */
uint32_t check_absents(const struct expr *e, const struct expr_prim **found, uint32_t max, uint32_t n);

/* Has the key too many parts? False after a report. */
bool check_key_size(struct check *c, const struct ast_exprs *key);

/* May it be a part of a key, or measured? A list may not (reported). */
bool check_tuple_part(struct check *c, const struct ast_expr *ast, const struct expr *e);

/* A list of constants as an expression. */
const struct expr *check_list_expr(struct check *c, const struct expr_list *list);

/* lookup(LIST, x), and length(LIST) for a list of constants (check_list.c). */
const struct expr *check_lookup(struct check *c, const struct check_env *env, const struct ast_expr *ast);
const struct expr *check_list_length(struct check *c, const struct expr_list *list);

/* The constants of a named list, with what tunes add to it (check_named.c). */
const struct expr *check_named_list(struct check *c, struct scope_name *name);

/* A chain's value for the event that is looked at; `use`: where its name stands. */
const struct expr *check_chain(struct check *c, struct scope_name *name, struct span use);

/* Report a primitive or a chain in a clause of a chain; EXPR_BROKEN. */
const struct expr *check_in_chain(struct check *c, struct span at, const char *what);

/* A let with its arguments put in (check_name.c); `generic` looks at it without any. */
const struct expr *check_let(struct check *c, const struct check_env *env, struct scope_name *name,
                             const struct ast_expr *use);
const struct expr *check_let_generic(struct check *c, struct scope_name *name);

/* False after a report: `e` is no time zone that this machine knows. It is loaded then. */
bool check_zone(struct check *c, const struct ast_expr *ast, const struct expr *e);

/* A name that comes from two imports; EXPR_BROKEN. */
const struct expr *check_ambiguous(struct check *c, const struct ast_expr *ast, const struct scope_name *a,
                                   const struct scope_name *b);

/* Names are those of `source` from now on: the rule's own, or that of a seen(… from …) while its
 * condition is looked at. The source until now, which the caller sets again afterwards. */
uint32_t check_source_set(struct check *c, uint32_t source);

/* The source that a `from` names, as this scope sees it; EXPR_NO_SOURCE after a report (E172). */
uint32_t check_source_named(struct check *c, const struct scope *scope, const struct ast_name *from);

/* Whose events is this rule about? What its `from` says, the one source that the scope sees, or the
 * one whose fields `match` reads. EXPR_NO_SOURCE: none, or it is not certain; a wrong `from` was reported. */
uint32_t check_source_of(struct check *c, struct scope *scope, const struct ast_rule *rule);

/* Whose events does this chain follow? Its `from`, the one source that the scope sees, or the one whose
 * fields its clauses read. EXPR_NO_SOURCE after a report. */
uint32_t check_source_of_chain(struct check *c, struct scope_name *name);

/* When names are those of `source`: does the expression read another one? */
bool check_source_strays(struct check *c, const struct scope *scope, const struct ast_expr *e, uint32_t source);

/* Of which source are names in this scope, as the check stands? EXPR_NO_SOURCE: none, or not certain. */
uint32_t check_source_in(const struct check *c, const struct scope *scope);

/* The field that a name at the head of a path means, and its source; NULL: none. *other: the second
 * source that declares it, where nothing says which is meant, else EXPR_NO_SOURCE. */
const struct schema_field *check_source_field(const struct check *c, const struct scope *scope, struct str name,
                                              uint32_t *source, uint32_t *other);

/* A source that is written in front of a field (`vpc_flow.action`): its number, or EXPR_NO_SOURCE. */
uint32_t check_source_head(struct check *c, const struct check_env *env, const struct ast_expr *path);

/* Does a let read another source, when its names are those of `source` where it has them? */
bool check_source_foreign(struct check *c, struct scope_name *let, uint32_t source);

/* The source by which to look at a let that nobody uses. */
uint32_t check_source_likely(struct check *c, struct scope_name *name);

/* The let or list of that name: the first of the module's own and of the imports' that reads nothing
 * of other sources than the rule's. `other`: a second import's, or NULL. NULL when there is none. */
struct scope_name *check_find(struct check *c, const struct scope *scope, struct str name,
                              const struct scope_name **other);

/* Offer near names: of fields and names, or of functions. */
void check_suggest(struct check *c, const struct check_env *env, struct diag *d, struct str name, bool calls);

static inline const struct expr *check_broken(struct check *c) { return &c->exprs->broken; }
static inline bool check_is_broken(const struct expr *e) { return e->kind == EXPR_BROKEN; }

#endif
