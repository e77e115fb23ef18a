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
bool type_find(struct str name, enum type_kind *out);
bool type_same(struct type a, struct type b);

#endif
