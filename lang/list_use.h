/* list_use: the items of a list as what they are compared with. A list of a file holds
 * texts, and one list may be asked for an address here and for a text there. */
#ifndef LURCHER_LANG_LIST_USE_H
#define LURCHER_LANG_LIST_USE_H

#include "lang/program.h"

enum list_use {
    LIST_USE_TEXT,
    LIST_USE_IP,      /* addresses and blocks alone … */
    LIST_USE_ADDRESS, /* … other texts too: names of services */
    LIST_USE_NUMBER,
    LIST_USE_BOOL,
    LIST_USE_TIME,
    LIST_USE_DURATION,
    LIST_USE_ANY,     /* beside a json value: as it is */
    LIST_USE_PATTERN,
    LIST_USE_REGEX,
    N_LIST_USES
};

/* What an item has to be when a value of this type is asked for. */
enum list_use list_use_of(struct type left);

enum list_fit { LIST_FITS, LIST_BAD_ITEM, LIST_BAD_BLOCK };

/* Bring an item into the form of the use. `from_file`: texts are read as numbers. */
enum list_fit list_use_take(enum list_use use, bool from_file, struct value *v);

#endif
