/* regex: the regular expressions of a program (PCRE2, 8 bit, with JIT).
 *
 * Patterns and texts are UTF-8: `.` is a character, and what is not UTF-8 in a
 * text matches nothing (PCRE2_UTF | PCRE2_MATCH_INVALID_UTF). \d, \w and \s know
 * ASCII only. A text can be hostile and a pattern careless, so each search has
 * a limit of steps and memory, and a search that reaches it is given up. */
#ifndef LURCHER_ENGINE_REGEX_H
#define LURCHER_ENGINE_REGEX_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "lang/program.h"

struct regexes;

enum regex_answer { REGEX_NO, REGEX_YES, REGEX_GAVE_UP };

/* Compile. NULL with *err for a pattern that PCRE2 refuses. `regexes` must outlive the set. */
struct regexes *regexes_new(const struct program_regex *regexes, uint32_t n, struct err *err);
void regexes_free(struct regexes *set);

/* Is the `i`-th expression found somewhere in the text? When the search is given
 * up, *why (may be NULL) is PCRE2's word for it, a literal or in static memory. */
enum regex_answer regex_search(struct regexes *set, uint32_t i, struct str text, const char **why);

struct str regex_pattern(const struct regexes *set, uint32_t i);

/* True when it is asked for the first time for this one: what went wrong is told once. */
bool regex_tell_once(struct regexes *set, uint32_t i);

size_t regexes_bytes(const struct regexes *set); /* compiled patterns */

#endif
