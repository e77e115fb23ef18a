/* type: the types of the language as the checker sees them. */
#ifndef LURCHER_LANG_TYPE_H
#define LURCHER_LANG_TYPE_H

#include <stdbool.h>

#include "base/str.h"

enum type_kind {
    TYPE_UNKNOWN, /* after an error: fits everything, no second message */
    TYPE_NULL,
    TYPE_BOOL,
    TYPE_INT,
    TYPE_FLOAT,
    TYPE_STRING,
    TYPE_TIME,
    TYPE_DURATION,
    TYPE_IP,
    TYPE_ADDRESS, /* text that may be an ip */
    TYPE_JSON,    /* known only at run time */
    TYPE_RECORD,
    TYPE_LOCATION, /* what geo() gives: its parts are read with a dot */
};

/* A list has the type of its items and `list` set; lists of lists are json. */
struct type {
    enum type_kind kind;
    bool list;
};

const char *type_name(struct type t); /* "string", "list of string", … */
const char *type_article(struct type t); /* "a" or "an", before its name */

/* The type that a source block calls so; false when there is none. */
bool type_find(struct str name, enum type_kind *out);
bool type_same(struct type a, struct type b);

/* One value, not a list: of this kind, an int or float, a string or address. */
static inline bool type_is(struct type t, enum type_kind kind) { return !t.list && t.kind == kind; }
static inline bool type_is_number(struct type t) { return type_is(t, TYPE_INT) || type_is(t, TYPE_FLOAT); }
static inline bool type_is_text(struct type t) { return type_is(t, TYPE_STRING) || type_is(t, TYPE_ADDRESS); }

#endif
