/* stream: the tokens as the grammar sees them. It stands between lexer and
 * grammar, counts brackets, notices where one is missing, and after a mistake
 * finds the next item, so that one mistake costs one item and one message. */
#ifndef LURCHER_LANG_STREAM_H
#define LURCHER_LANG_STREAM_H

#include "lang/parser.h"

void stream_next(struct parser *p, struct token *out);

/* After a syntax error: pass over the rest of the item. The next token is
 * T_RESUME before the word of the next item, or the end. */
void stream_recover(struct parser *p);

/* The innermost bracket that is open, or NULL. */
const struct parser_bracket *stream_bracket(const struct parser *p);

#endif
