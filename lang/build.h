/* build: the small steps by which the grammar makes AST nodes. */
#ifndef LURCHER_LANG_BUILD_H
#define LURCHER_LANG_BUILD_H

#include "lang/parser.h"

/* An operand of a run of `and` or `or`, with the operator before it. */
struct build_link {
    struct ast_expr *expr;
    struct span span;    /* of the operand, with its parentheses */
    struct span op_span; /* of the word before it; empty for the first */
};

/* From the start of `first` to the end of `last`. */
struct span build_span(struct span first, struct span last);

struct ast_name build_name(const struct token *t);
struct ast_text build_text(const struct token *t);

/* Append to a list; the changed list is returned. */
struct seq build_exprs(struct parser *p, struct seq list, struct ast_expr *item);
struct seq build_texts(struct parser *p, struct seq list, const struct token *item);
struct seq build_names(struct parser *p, struct seq list, const struct token *item);
struct seq build_exprs_front(struct parser *p, struct ast_expr *first, struct seq rest);
struct seq build_links(struct parser *p, struct seq run, struct span op, struct ast_expr *item,
                       struct span at);

/* Two parts of a dotted name as one token. */
struct token build_dotted(struct parser *p, const struct token *parts, const struct token *part);

struct ast_exprs build_exprs_one(struct parser *p, struct ast_expr *item);
struct ast_exprs build_exprs_done(struct seq list);
struct ast_texts build_texts_done(struct seq list);

/* Expressions. A tree over the height limit is reported and AST_BROKEN. */
struct ast_expr *build_broken(struct parser *p, struct span at);
struct ast_expr *build_literal(struct parser *p, const struct token *t);
struct ast_expr *build_regex(struct parser *p, const struct token *t);
struct ast_expr *build_name_expr(struct parser *p, const struct token *t);
struct ast_expr *build_list(struct parser *p, struct span at, struct seq items);
struct ast_expr *build_member(struct parser *p, struct span at, struct ast_expr *of,
                              const struct token *name);
struct ast_expr *build_index(struct parser *p, struct span at, struct ast_expr *of,
                             const struct token *index);
struct ast_expr *build_each(struct parser *p, struct span at, struct ast_expr *of);
struct ast_expr *build_call(struct parser *p, struct span at, const struct token *name, struct seq args);
struct ast_expr *build_unary(struct parser *p, struct span at, enum ast_op op, struct span op_span,
                             struct ast_expr *a);
struct ast_expr *build_binary(struct parser *p, struct span at, enum ast_op op, struct span op_span,
                              struct ast_expr *a, struct ast_expr *b);
/* A run as a balanced tree, so that a thousand operands are ten levels deep. */
struct ast_expr *build_run(struct parser *p, enum ast_op op, struct seq run);

/* `a = b` where `a == b` is meant: reported, taken as ==. */
struct ast_expr *build_single_equals(struct parser *p, struct span at, struct span op_span,
                                     struct ast_expr *a, struct ast_expr *b);

/* Primitives: first the part behind v, then v and the rest around it. */
struct ast_primitive *build_tail(struct parser *p, struct seq options);
struct seq build_option(struct parser *p, struct seq options, struct span at, const struct token *word,
                        struct ast_expr *value);
struct ast_expr *build_primitive(struct parser *p, struct span at, const struct token *word,
                                 struct ast_primitive *prim);

#endif
