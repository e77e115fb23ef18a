/* item: how the grammar fills rules, packs, source blocks and the other items. */
#ifndef LURCHER_LANG_ITEM_H
#define LURCHER_LANG_ITEM_H

#include "lang/build.h"

/* A rule, pack or source block while it is read: which clauses were there. */
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
    N_CLAUSES
};

struct item_body {
    struct span seen[N_CLAUSES]; /* the word of each clause; end 0: not there */
    union {
        struct ast_rule rule;
        struct ast_pack pack;
        struct ast_source source;
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
void item_import(struct parser *p, struct span at, const struct token *name);
void item_let(struct parser *p, struct span at, const struct token *name, const struct seq *params,
              struct ast_expr *body);
void item_list(struct parser *p, struct span at, const struct token *name, struct ast_expr *literal);
void item_list_file(struct parser *p, struct span at, const struct token *name, const struct token *file,
                    const struct token *column);

/* After a syntax error inside of a `let` or `list`: add one with a broken body
 * under its name, so that its uses are not called unknown as well. */
void item_broken(struct parser *p);

/* Append a shown expression (`name`: the one given by `as`, or NULL) or a declared field; the
 * changed list is returned. */
struct seq item_show(struct parser *p, struct seq list, struct ast_expr *expr, struct span at,
                     const struct token *name);
struct seq item_field(struct parser *p, struct seq list, const struct token *name, bool is_list,
                      const struct token *type, const struct token *doc, struct seq fields);

#endif
