/* tune_option: give primitives other options than those that are written in the rule. */
#ifndef LURCHER_LANG_TUNE_OPTION_H
#define LURCHER_LANG_TUNE_OPTION_H

#include "base/vec.h"
#include "lang/rule.h"

/* The text of a primitive inside of another one, and what it is now. */
struct tune_text {
    struct str was, is;
};

struct tune_option {
    enum primitive_kind kind;
    struct span at;                 /* of the kind's name in the tune */
    struct primitive_options given; /* those of its bits */
    bool met;                       /* a primitive of this kind was found */
    VEC(struct tune_text) texts;    /* release it */
};

/* Change every primitive of the kind in the rule's `when`, title and shown fields. Where options
 * do not fit together, it is reported, and the primitive stays as it is. */
void tune_option_apply(struct check *c, struct tune_option *o, struct rule *rule);

#endif
