/* err: what went wrong, in one line that a user can act on.
 *
 * Functions that can fail for an outside reason return false (or NULL) and
 * write here. Messages follow one style: lower case, no full stop, the subject
 * first: "rules/x.lur: cannot read: Permission denied". */
#ifndef LURCHER_BASE_ERR_H
#define LURCHER_BASE_ERR_H

#include <stdbool.h>

struct err {
    char text[512]; /* "" while nothing failed */
};

/* Write the message (cut at the size of text). Returns false, so that a
 * function can `return err_set(err, …)`. `err` may be NULL. */
bool err_set(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
