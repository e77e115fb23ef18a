/* listpath: the path of a column in a document: `prefixes[*].ip_prefix`. */
#ifndef LURCHER_LANG_LISTPATH_H
#define LURCHER_LANG_LISTPATH_H

#include "base/arena.h"
#include "base/err.h"
#include "lang/program.h"

#define LISTPATH_STEPS_MAX 32u

struct listpath {
    struct program_segment *steps; /* names, [0], [*] */
    uint32_t n;
    uint32_t base; /* listpath_beside: from how many steps of the column the path goes on … */
    uint32_t rest; /* … with its own step number `rest` */
};

/* Names with dots between them, ["odd.name"], [0] and [*]; steps are in the arena and
 * their keys in it or in `text`. False with *err, which names no file. */
bool listpath_parse(struct str text, struct arena *arena, struct listpath *out, struct err *err);

/* Settle where `value` begins beside the items of `column`: a path with [*] speaks of the
 * same elements as the column, so what goes up to its last [*] must be the column's
 * beginning; one without is read in the innermost element by whose names the column goes
 * on, or in the whole document. False with *err. */
bool listpath_beside(const struct listpath *column, struct listpath *value, struct err *err);

#endif
