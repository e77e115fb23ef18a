/* globs: a list of patterns of `like` or `ilike`, made ready: plain texts are
 * looked up, "abc*" and the like are compared directly; the rest goes to
 * str_glob (base/str.h), whose meaning all of them have. */
#ifndef LURCHER_ENGINE_GLOBS_H
#define LURCHER_ENGINE_GLOBS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/value.h"

struct globs;

/* Patterns that are no strings fit nothing. The patterns' text must outlive it. */
struct globs *globs_new(const struct value *patterns, size_t n, bool nocase);
void globs_free(struct globs *globs);

/* Does the whole text fit one of the patterns? */
bool globs_fit(const struct globs *globs, struct str text);

#endif
