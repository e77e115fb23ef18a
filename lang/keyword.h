/* keyword: the words with a meaning of their own, in one table for the lexer, the
 * hints and the documents. Primitives and options come from their own tables. */
#ifndef LURCHER_LANG_KEYWORD_H
#define LURCHER_LANG_KEYWORD_H

#include <stdint.h>

#include "base/str.h"

enum keyword_class {
    KEYWORD_ITEM,      /* begins an item of a file: rule, let, … */
    KEYWORD_CLAUSE,    /* begins a clause of a rule */
    KEYWORD_OPERATOR,  /* and, or, not, in, like, … */
    KEYWORD_LITERAL,   /* true, false, null */
    KEYWORD_JOINT,     /* for, where: inside a primitive */
    KEYWORD_PRIMITIVE,
    KEYWORD_OPTION,
    KEYWORD_LATER,     /* of a later version: reserved */
    KEYWORD_CONTEXT,   /* has a meaning in one place and is a plain name elsewhere */
};

struct keyword {
    const char *text;
    enum keyword_class class;
    int token;     /* of the grammar */
    int64_t value; /* which primitive, which option */
};

/* All keywords; ends with text NULL. */
const struct keyword *keywords(void);

/* An index by first letter. Zeroed memory is not usable; fill it by keyword_index. */
struct keyword_index {
    uint8_t head[128], next[128]; /* position + 1; 0 ends a chain */
};
void keyword_index(struct keyword_index *index);

/* The keyword that is written `text`, or NULL. */
const struct keyword *keyword_find(const struct keyword_index *index, struct str text);

#endif
