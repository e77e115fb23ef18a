/* listfile: the values of a `list NAME from "file"`. */
#ifndef LURCHER_LANG_LISTFILE_H
#define LURCHER_LANG_LISTFILE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define LISTFILE_ITEMS_MAX 1000000u

struct listfile {
    struct str *items; /* in the order of the file, in the arena */
    uint32_t len;
};

/* Read `file`, relative to `folder`; no absolute path, no `..`, no symbolic link
 * out of the folder. With a `column` (ptr not NULL) it is CSV (RFC 4180) with a
 * header row; else one value per line, blank lines and # comments left out.
 * False with *err (the file's place in it): not readable, no such column, a bad
 * row, too many items. */
bool listfile_read(struct str folder, struct str file, struct str column,
                   struct arena *arena, struct listfile *out, struct err *err);

#endif
