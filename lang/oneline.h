/* oneline: a piece of source text on one line, for evidence and for names. */
#ifndef LURCHER_LANG_ONELINE_H
#define LURCHER_LANG_ONELINE_H

#include "base/arena.h"

/* `s` with comments left out and each run of blanks as one, none beside a
 * bracket's inner side. What is in quotes stays, but for line breaks. In the arena. */
struct str oneline(struct str s, struct arena *arena);

#endif
