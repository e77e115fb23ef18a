/* rule: a rule whose names and types are checked: what lower makes a program of. */
#ifndef LURCHER_LANG_RULE_H
#define LURCHER_LANG_RULE_H

#include "lang/check.h"
#include "lang/seq.h"

struct rule_part { /* of a title */
    struct str text;         /* when expr is NULL */
    const struct expr *expr;
};

struct rule_show {
    struct str name;
    const struct expr *expr;
};

struct rule {
    const struct ast_rule *ast;
    struct scope *scope;
    struct str name;          /* full */
    struct span span;         /* of the name */
    uint32_t source;          /* in the schema */
    uint32_t level;           /* 0: it looks at events; else at alerts of rules with a lower one … */
    struct str *named;        /* … that are over events or have one of these names */
    uint32_t n_named;
    const struct expr *match;
    const struct expr *when;  /* NULL: none */
    bool is_idle;             /* primitives of `when` were reported to decide nothing */
    struct rule_part *title;
    uint32_t n_title;
    struct rule_show *show;
    uint32_t n_show;
    const struct expr **once_per;
    uint32_t n_once_per;
    int64_t once_every;       /* µs; 0: no once */
    enum severity severity;
    int32_t risk;             /* -1: none */
    struct seq tunes;         /* const struct ast_tune *: those that changed it, in their order */
    const struct ast_tune *disabled; /* the one that leaves it out, or NULL */
};

/* Check a rule; problems are reported, and the rule is then not to be used. */
void rule_check(struct check *c, struct scope *scope, const struct ast_rule *ast, struct rule *out);

/* The values of single clauses, for rules and for tunes. False after a report. */
bool rule_severity(struct check *c, const struct ast_text *word, enum severity *out);
bool rule_risk(struct check *c, const struct check_env *env, const struct ast_expr *ast, int32_t *out);

#endif
