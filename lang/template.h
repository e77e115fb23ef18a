/* template: a title's text with {expr} inside. */
#ifndef LURCHER_LANG_TEMPLATE_H
#define LURCHER_LANG_TEMPLATE_H

#include "lang/parser.h"

struct ast_template template_parse(struct parser *p, const struct token *string);

#endif
