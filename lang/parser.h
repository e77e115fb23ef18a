/* parser: what lexer, grammar and hints share while one text is parsed. Internal
 * to the front end; others use parse.h. */
#ifndef LURCHER_LANG_PARSER_H
#define LURCHER_LANG_PARSER_H

#include "lang/ast.h"
#include "lang/diag.h"
#include "lang/keyword.h"
#include "lang/parse.h"
#include "lang/seq.h"
#include "lang/token.h"

struct parser_bracket {
    char kind; /* ( [ { */
    int word;  /* the kind of the token before it */
    struct span span;
};

struct parser {
    const struct source_set *sources;
    struct diag_list *diags;
    struct arena *arena;
    uint32_t file;
    struct keyword_index keywords;

    /* lexer.l */
    void *scanner;
    uint32_t at;          /* the next byte */
    int previous, before; /* kinds of the last two tokens */
    bool techniques;      /* inside of `attack …` */
    uint32_t triple_start; /* of the """ text that is being read */
    bool no_triple;       /* no closing """ to the end of the text */
    bool quiet;           /* passing over a broken item: say nothing */

    /* stream.c */
    int start;            /* T_START_…, until it is given out */
    bool is_expr;         /* one expression, not a file */
    bool recovering;
    bool has_pending;
    struct token pending; /* to be given out again after T_RESUME */
    struct token last;    /* the newest that the parser has seen, and those before it */
    struct token last2, last3;
    struct parser_bracket brackets[PARSE_DEPTH_MAX];
    unsigned depth;
    unsigned prefixes;    /* how many `not` and `-` stand directly before */
    struct token item, item_name; /* the item in progress: its word and its name; kind 0: none */
    bool item_called;     /* its name is followed by ( */
    uint32_t title_cut;   /* where a quote in a title ended it too early; 0: nowhere */
    bool test_said;       /* `test` blocks are not there: one message is enough */

    /* results */
    struct seq items;     /* struct ast_item */
    struct ast_expr *expr;
};

/* Report unless a broken item is being passed over; NULL then. */
struct diag *parser_report(struct parser *p, enum diag_code code, struct span at,
                           const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Is the byte at `offset` the first on its line that is not blank? */
bool parser_line_begins(const struct parser *p, uint32_t offset);

/* Add an item (no-op for NULL). */
void parser_add(struct parser *p, enum ast_item_kind kind, void *item);

/* Parse `text`, which stands for the bytes of `span` and has their length, as one
 * expression. Differs from parse_expr where the bytes are not plain source text. */
struct ast_expr *parse_expr_text(const struct source_set *sources, struct span span, struct str text,
                                 struct diag_list *diags, struct arena *arena);

/* The bytes of the text that is parsed. */
struct str parser_text(const struct parser *p);

#endif
