/* lexer: bytes to tokens (lexer.l). What is wrong inside of one token is reported
 * here; where it can be guessed what was meant, that is given out, so that the
 * mistake costs one message and nothing else; else T_BROKEN. */
#ifndef LURCHER_LANG_LEXER_H
#define LURCHER_LANG_LEXER_H

#include "lang/parser.h"

/* Begin with `text` (copied), which stands at offset p->at of the file. */
void lexer_open(struct parser *p, struct str text);
void lexer_close(struct parser *p);

/* The next token; kind 0 at the end. */
void lexer_next(struct parser *p, struct token *out);

#endif
