/* syntax: says what is wrong where the grammar cannot go on, in the user's words,
 * with a hint for the frequent slips. */
#ifndef LURCHER_LANG_SYNTAX_H
#define LURCHER_LANG_SYNTAX_H

#include "lang/parser.h"

/* `expected`: the names of the tokens that the grammar would take (the aliases
 * of grammar.y: a spelling, or a class like "a name"). The token at fault is
 * p->last. Says nothing when it is one that was already reported. */
void syntax_report(struct parser *p, bool broken, const char *const *expected, int n);

#endif
