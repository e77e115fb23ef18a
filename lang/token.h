/* token: one word of the text, as the lexer gives it to the parser. */
#ifndef LURCHER_LANG_TOKEN_H
#define LURCHER_LANG_TOKEN_H

#include <stdbool.h>

#include "base/str.h"
#include "base/value.h"
#include "lang/source.h"

struct token {
    int kind; /* T_… of grammar.h; 0 at the end */
    struct span span;
    struct str text;    /* NAME, STRING, REGEX, TECHNIQUE, keywords: what it says, decoded */
    struct value value; /* INT, NUMBER: the number; PRIMITIVE, OPTION: which, as an int */
    bool flag;          /* NAME: in backquotes; REGEX: without case; NUMBER: a percentage */
};

#include "lang/grammar.h"

#endif
