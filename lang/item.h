/* item: how the grammar fills rules, packs, source blocks and the other items. */
#ifndef LURCHER_LANG_ITEM_H
#define LURCHER_LANG_ITEM_H

#include "lang/build.h"

/* An item with a body of clauses while it is read: which of them were there. */
enum item_clause {
    CLAUSE_TITLE,
    CLAUSE_SEVERITY,
    CLAUSE_RISK,
    CLAUSE_ATTACK,
    CLAUSE_TAGS,
    CLAUSE_REFERENCES,
    CLAUSE_FALSEPOSITIVES,
    CLAUSE_DESCRIPTION,
    CLAUSE_AUTHOR,
    CLAUSE_VERSION,
    CLAUSE_RUNBOOK,
    CLAUSE_STATUS,
    CLAUSE_MATCH,
    CLAUSE_WHEN,
    CLAUSE_SHOW,
    CLAUSE_ONCE,
    CLAUSE_LANGUAGE,
    CLAUSE_DOC,
    CLAUSE_TIME,
    CLAUSE_ID,
    CLAUSE_INDEX,
    CLAUSE_ENVELOPE,
    CLAUSE_FIELDS,
    CLAUSE_COLUMNS,
    CLAUSE_HAS,
    CLAUSE_FROM,
    CLAUSE_VALUE,
    CLAUSE_KEY,
    CLAUSE_ISSUED,
    CLAUSE_UNTIL,
    CLAUSE_EXCEPT,
    CLAUSE_DISABLE,
    N_CLAUSES
};

struct item_body {
    struct span seen[N_CLAUSES]; /* the word of each clause; end 0: not there */
    union {
        struct ast_rule rule;
        struct ast_pack pack;
        struct ast_source source;
        struct ast_chain chain;
        struct {
            struct ast_tune tune;
            struct seq tune_options; /* struct ast_tune_options */
        };
    };
};

/* An empty one, in the arena of the parser. */
struct item_body *item_body_new(struct parser *p);

/* Note a clause by its word; a second one is reported and false is returned. */
bool item_clause_add(struct parser *p, struct item_body *b, enum item_clause clause,
                     const struct token *word);

/* Add an item to the file. */
void item_rule(struct parser *p, struct span at, const struct token *name, struct item_body *b);
void item_pack(struct parser *p, struct span at, const struct token *name, struct item_body *b);
void item_source(struct parser *p, struct span at, const struct token *name, struct item_body *b);
void item_chain(struct parser *p, struct span at, const struct token *name, struct item_body *b);
void item_tune(struct parser *p, struct span at, const struct token *glob, struct item_body *b);
void item_import(struct parser *p, struct span at, const struct token *name);
void item_let(struct parser *p, struct span at, const struct token *name, const struct seq *params,
              struct ast_expr *body);
/* `kind`: a list of its own, or the tuning of another. Columns and values may be empty. */
void item_list(struct parser *p, enum ast_item_kind kind, struct span at, const struct token *name,
               struct ast_list *list);
struct ast_list *item_list_literal(struct parser *p, struct ast_expr *literal);
struct ast_list *item_list_file(struct parser *p, const struct token *file, struct seq columns, struct seq values);
void item_tune_list(struct parser *p, struct span at, const struct token *pack, const struct token *name,
                    struct ast_list *list);

/* After a syntax error inside of a `let` or `list`: add one with a broken body
 * under its name, so that its uses are not called unknown as well. */
void item_broken(struct parser *p);

/* The options that a tune gives to one kind of primitive; a second time is reported. */
void item_tune_options(struct parser *p, struct item_body *b, const struct token *word, struct seq options);

/* Append a shown expression (`name`: the one given by `as`, or NULL) or a declared field; the
 * changed list is returned. */
struct seq item_show(struct parser *p, struct seq list, struct ast_expr *expr, struct span at,
                     const struct token *name);
struct seq item_field(struct parser *p, struct seq list, const struct token *name, bool is_list,
                      const struct token *type, const struct token *doc, struct seq fields);

#endif
