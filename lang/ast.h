/* ast: what the parser builds, one node per thing written, each with its span.
 *
 * Nodes live in the compilation's arena. Names are slices of the source text.
 * The parser fills the nodes; resolve and check write only the fields marked so. */
#ifndef LURCHER_LANG_AST_H
#define LURCHER_LANG_AST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/value.h"
#include "lang/primitive.h"
#include "lang/source.h"

#define AST_HEIGHT_MAX 200

struct ast_name {
    struct str text;
    struct span span;
};

enum ast_expr_kind {
    AST_LITERAL,   /* value */
    AST_REGEX,     /* text (between the slashes), nocase; only right of `matches` */
    AST_LIST,      /* items: ["a", "b"] or ("a", "b") */
    AST_NAME,      /* name: a field, a let, a list, a parameter */
    AST_MEMBER,    /* a.name, a["name"] */
    AST_INDEX,     /* a[index] */
    AST_EACH,      /* a[*] */
    AST_CALL,      /* name(items): a function or a let with parameters */
    AST_UNARY,     /* op a */
    AST_BINARY,    /* a op b */
    AST_PRIMITIVE, /* prim */
    AST_BROKEN,    /* after a syntax error: no message about it any more */
};

enum ast_op {
    AST_OR, AST_AND, AST_NOT,
    AST_EQ, AST_NE, AST_LT, AST_LE, AST_GT, AST_GE,
    AST_IN, AST_LIKE, AST_ILIKE, AST_MATCHES, AST_CONTAINS,
    AST_ADD, AST_SUB, AST_MUL, AST_DIV, AST_NEG,
};
const char *ast_op_text(enum ast_op op); /* as it is written: "and", "==", … */

struct ast_exprs {
    struct ast_expr **items;
    uint32_t len;
};

/* kind(measure… v… for k… where F, options…), or seen(pred from S for k…, options…) */
struct ast_primitive {
    enum primitive_kind kind;
    struct span kind_span;
    enum primitive_measure measure; /* spike only; else MEASURE_NONE */
    struct ast_expr *pred;          /* seen, absent: what the other event fits; else NULL */
    struct ast_name from;           /* seen, absent: the source of the other event; text.ptr NULL: not said */
    struct ast_exprs v, k;
    struct ast_expr *where;         /* NULL: none */
    struct ast_option {
        enum primitive_option option;
        struct span span;           /* of the whole option */
        struct ast_expr *value;     /* NULL: `forever` */
    } *options;
    uint32_t n_options;
};

struct ast_expr {
    enum ast_expr_kind kind;
    struct span span;
    enum ast_op op;
    struct span op_span;
    struct ast_expr *a, *b;
    struct ast_name name;
    struct value value;      /* LITERAL: NULL BOOL INT FLOAT STRING DURATION */
    bool percent;            /* LITERAL: written with %, value is the fraction */
    bool in_parens;          /* stands in parentheses: right of `in`, ("a") is a list of one */
    struct str text;         /* REGEX */
    bool nocase;
    int64_t index;
    struct ast_exprs items;
    struct ast_primitive *prim;
    uint32_t height;         /* of the tree below; at most AST_HEIGHT_MAX, so passes may recurse */
};

/* A text with {expr} inside. */
struct ast_template {
    struct ast_part {
        struct str text;       /* when expr is NULL */
        struct ast_expr *expr;
    } *parts;
    uint32_t n_parts;
    struct span span;
};

struct ast_text { /* a string of the metadata */
    struct str text;
    struct span span;
};

struct ast_texts {
    struct ast_text *items;
    uint32_t len;
};

struct ast_show {
    struct ast_expr *expr;
    struct ast_name name; /* given by `as`, else the source text of expr */
};

struct ast_rule {
    struct ast_name name;
    struct span span;
    struct ast_template title;         /* n_parts 0: none */
    struct ast_text severity, status;  /* the word as written; text.ptr NULL: none */
    struct ast_expr *risk;             /* NULL: none */
    struct ast_name from;              /* its source; text.ptr NULL: the one that is imported */
    struct ast_texts attack, tags, references, falsepositives;
    struct ast_text description, author, version, runbook;
    struct ast_expr *match, *when;     /* NULL: none */
    struct span match_span, when_span; /* of the clauses */
    struct ast_show *show;
    uint32_t n_show;
    struct ast_exprs once_per;
    struct ast_expr *once_every;       /* NULL: no once */
    struct span once_span;
};

struct ast_let {
    struct ast_name name;
    struct ast_name *params;
    uint32_t n_params;
    bool has_params;        /* `let f() = …` is called, `let f = …` is not */
    struct ast_expr *body;
    struct str doc;         /* the comment lines directly above, without "# " */
    struct span span;
};

struct ast_list {
    struct ast_name name;
    struct ast_expr *literal;       /* an AST_LIST, or NULL … */
    struct ast_text file;           /* … when it comes from a file */
    struct ast_texts columns, values; /* what is taken from the file; each may be empty */
    struct ast_name pack;           /* TUNE_LIST: whose list it is, where that is said */
    struct span span;
};

struct ast_import {
    struct ast_name name;
    struct span span;
};

struct ast_pack {
    struct ast_name name;
    struct ast_text version, description;
    struct ast_expr *language; /* the language version that it needs; NULL: any */
    struct span span;
};

/* A declared field and those below it. */
struct ast_field {
    struct ast_name name;
    struct ast_name type;       /* "string", "record", "json", … */
    bool list;                  /* `list of TYPE` */
    struct ast_text doc;
    struct ast_field *fields;   /* of a record */
    uint32_t n_fields;
};

struct ast_source {
    struct ast_name name;
    struct ast_text doc;
    struct ast_expr *time, *id;   /* paths; NULL: none */
    struct ast_exprs index;       /* paths that candidates are chosen by */
    struct ast_exprs envelopes;   /* paths: Records[*], detail, Events[*].CloudTrailEvent */
    struct ast_exprs columns;     /* the fields of a line, in its order; len 0: records are JSON */
    struct ast_exprs has;         /* paths that a record of this source has */
    struct ast_field *fields;
    uint32_t n_fields;
    struct span span;
};

/* How credentials lead from one to the next. */
struct ast_chain {
    struct ast_name name;
    struct ast_text doc;
    struct ast_name from;             /* the source; text.ptr NULL: none */
    struct ast_expr *value, *key;     /* NULL: none, as all below */
    struct ast_expr *issued, *until;
    struct ast_expr *match;
    struct span span;
};

/* What the user changes in rules of others. */
struct ast_tune {
    struct ast_text glob;             /* of full names: "pack.rule", "pack.*", "*"; parts joined by dots */
    struct ast_text severity;         /* the word as written; text.ptr NULL: none */
    struct ast_expr *risk, *except;   /* NULL: none */
    struct ast_text disable;          /* why; text.ptr NULL: not disabled */
    struct ast_tune_options {
        enum primitive_kind kind;
        struct span kind_span;
        struct ast_option *options;   /* at least one */
        uint32_t n_options;
    } *tune_options;                  /* each kind once */
    uint32_t n_tune_options;
    struct span span;
};

enum ast_item_kind {
    AST_ITEM_PACK,
    AST_ITEM_IMPORT,
    AST_ITEM_SOURCE,
    AST_ITEM_LET,
    AST_ITEM_LIST,
    AST_ITEM_RULE,
    AST_ITEM_CHAIN,
    AST_ITEM_TUNE,
    AST_ITEM_TUNE_LIST,
};

struct ast_item {
    enum ast_item_kind kind;
    union {
        struct ast_pack *pack;
        struct ast_import *import;
        struct ast_source *source;
        struct ast_let *let;
        struct ast_list *list; /* LIST, TUNE_LIST */
        struct ast_rule *rule;
        struct ast_chain *chain;
        struct ast_tune *tune;
    };
};

struct ast_file {
    uint32_t file; /* in the source set */
    struct ast_item *items;
    uint32_t n_items;
};

/* Print a file or an expression as an indented tree, for the parser's tests. */
void ast_dump(const struct ast_file *file, struct buf *out);
void ast_dump_expr(const struct ast_expr *expr, struct buf *out);

#endif
