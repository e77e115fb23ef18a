/* slip: a place where the grammar cannot go on, and what may have been meant.
 * Internal to the front end (syntax.c, syntax_hint.c). */
#ifndef LURCHER_LANG_SLIP_H
#define LURCHER_LANG_SLIP_H

#include "lang/parser.h"

/* The place of the mistake and what may stand there. */
struct slip {
    struct parser *p;
    const struct token *at;     /* the token at fault */
    const struct token *before; /* and the two before it */
    const struct token *before2;
    const char *const *expected;
    int n;
    bool operand, operators, clause, item, any_word;
    bool tune; /* in the body of a tune: a clause may begin */
};

/* Would the grammar take the token of this name? */
bool slip_expects(const struct slip *s, const char *name);

/* Is the token at fault the first on its line? */
bool slip_begins_line(const struct slip *s);

/* A word that is a unit of time elsewhere ("minutes"): our letter for it, or '\0'. */
char slip_unit(struct str word);

/* Is the innermost open bracket that of seen or absent? */
bool slip_in_pred(const struct slip *s);

/* `5 minutes`: reported; false when it is none. */
bool slip_duration(const struct slip *s);

/* What may have been meant, as a help for the general message; nothing when it cannot be guessed. */
void slip_hint(const struct slip *s, struct diag *d);

#endif
