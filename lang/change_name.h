/* change_name: which lets and lists differ between two versions of a rule, where its own words are the same. */
#ifndef LURCHER_LANG_CHANGE_NAME_H
#define LURCHER_LANG_CHANGE_NAME_H

#include "base/buf.h"
#include "lang/program.h"

struct change_side_rule {
    const struct program *program;
    uint32_t rule;
};

/* Told of each that has another meaning: "let" or "list", its name, and what it was and is, which hold during the
 * call. */
typedef void (*change_name_take)(void *context, const char *kind, struct str name, struct str was, struct str is);
void change_names(struct change_side_rule was, struct change_side_rule is, change_name_take take, void *context);

#endif
