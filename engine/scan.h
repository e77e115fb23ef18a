/* scan: the end of a JSON object in raw bytes, at several GB/s, with enough
 * checks to notice where quotes or brackets stop to pair.
 *
 * It does not validate JSON (the decoder does). It finds damage where it shows
 * first, so that what follows can be saved: a control character in a string, a
 * string that is not followed by , : } or ], a bracket in a place where no value
 * can begin, a bracket that closes the wrong one. */
#ifndef LURCHER_ENGINE_SCAN_H
#define LURCHER_ENGINE_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "engine/tree.h"

#define SCAN_PADDING 64u /* readable bytes behind the text; their content does not matter */

enum scan_result {
    SCAN_MORE,     /* all bytes were used: call again with more of them */
    SCAN_END,      /* the object or array ends before `at` */
    SCAN_DAMAGE,   /* at `at`; `why` */
    SCAN_ENVELOPE, /* `at` is behind the [ of the array that `key` names */
};

/* The arrays that a scan stops at: `"key": [` at the top of an object. */
struct scan_stop {
    const struct str *keys;
    uint32_t n;
};

struct scan {
    size_t at;    /* the next byte to look at */
    size_t floor; /* bytes before it are gone: nothing is read there */
    uint32_t depth;
    bool deep;      /* deeper than TREE_DEPTH_MAX somewhere */
    uint32_t key;   /* of SCAN_ENVELOPE: index in the stop's keys */
    const char *why;
    uint64_t objects[TREE_DEPTH_MAX / 64]; /* bit d: what is open at depth d is an object */
    uint64_t in_string; /* all bits or none */
    uint64_t escaped;   /* 1: the next byte is */
    uint64_t closed;    /* 1: the last byte closed a string */
    bool open;          /* only blanks were seen since a string was closed */
};

/* Begin at the bracket at offset `start`. */
void scan_start(struct scan *s, size_t start);

/* Begin inside an object, at `start`, right behind the ] of a member: a comma or the
 * object's } is expected. */
void scan_start_inside(struct scan *s, size_t start);

/* After SCAN_ENVELOPE: go into the array as into any other. */
void scan_enter(struct scan *s);

/* Go on through text[s->at … len). `stop` may be NULL. */
enum scan_result scan_run(struct scan *s, const char *text, size_t len, const struct scan_stop *stop);

/* Is all of `text` one object whose quotes and brackets pair? *why says why not. */
bool scan_object(struct str text, const char **why);

#endif
