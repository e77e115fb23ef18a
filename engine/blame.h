/* blame: which rules read something of the program, for messages about it. */
#ifndef LURCHER_ENGINE_BLAME_H
#define LURCHER_ENGINE_BLAME_H

#include <stdint.h>

#include "lang/program.h"

/* The first rule, by number, that asks for the regular expressions of a list (an index
 * into lists) anywhere: PROGRAM_NONE when no rule does. *more is how many others do. */
uint32_t blame_regexes(const struct program *p, uint32_t list, uint32_t *more);

#endif
