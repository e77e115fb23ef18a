/* literal: what numbers and texts in the source mean. */
#ifndef LURCHER_LANG_LITERAL_H
#define LURCHER_LANG_LITERAL_H

#include "lang/parser.h"

/* Digits with an optional fraction, exponent, percent sign or units. Fills value,
 * kind (T_INT or T_NUMBER) and flag of `t`; a bad one is reported and is null. */
void literal_number(struct parser *p, struct str raw, struct token *t);

/* The body of a string: what is between its quotes, as offsets in the file. */
struct literal_body {
    uint32_t start, end;
    uint32_t indent; /* blanks that every line of a """ text has in common */
    bool triple;
};
struct literal_body literal_body(struct parser *p, struct span quoted);

/* Decode bytes [start, end) of a string's body: escapes, and the indentation of
 * a """ text. A bad escape is reported and left as it is. Result in the arena. */
struct str literal_decode(struct parser *p, const struct literal_body *body, uint32_t start, uint32_t end);

/* The whole string with its quotes. */
struct str literal_string(struct parser *p, struct span quoted);

#endif
