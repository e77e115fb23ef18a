/* store_once: when `once` let alerts out last, in a state folder (docs/state.md, "once"). */
#ifndef LURCHER_ENGINE_STORE_ONCE_H
#define LURCHER_ENGINE_STORE_ONCE_H

#include "engine/once.h"
#include "engine/store_term.h"
#include "lang/program.h"

/* Write what changed. Inside of a transaction. */
void store_once_put(struct store *s, struct once *once, const struct program *program);

/* Take what is there of the program's rules; the keys of a rule whose `once per` has another number of parts now are
 * left out. Takes note of changes from then on. False: see store_check. */
bool store_once_load(struct store *s, struct once *once, const struct program *program);

#endif
