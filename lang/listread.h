/* listread: a list file while it is read; shared by the files of listfile. */
#ifndef LURCHER_LANG_LISTREAD_H
#define LURCHER_LANG_LISTREAD_H

#include "base/buf.h"
#include "lang/listfile.h"
#include "lang/seq.h"

struct listread {
    const struct listfile_ask *ask;
    const char *name; /* of the file, for messages */
    struct str text;  /* the whole file: UTF-8 without a NUL */
    struct arena *arena;
    struct seq items;  /* struct str */
    struct seq values; /* struct str, as many; empty when none are asked for */
    struct seq lines;  /* uint32_t, as many */
    struct err *err;
};

/* Take an item with what stands beside it; both are copied. `line` is 0 in a document that is the
 * whole file. False with *err: too many. */
bool listread_add(struct listread *r, uint32_t line, struct str item, struct str value);

struct str listread_trim(struct str s); /* without blanks at its ends */

/* By format; false with *err. */
bool listread_lines(struct listread *r);
bool listread_csv(struct listread *r);
bool listread_json(struct listread *r);
bool listread_ndjson(struct listread *r);
bool listread_yaml(struct listread *r);

#endif
