/* file: reading what an open descriptor gives. */
#ifndef LURCHER_BASE_FILE_H
#define LURCHER_BASE_FILE_H

#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"

/* Append what one read() gives, at most `most` bytes: how many; 0 at the end; -1
 * with errno when it fails. An interrupted read is done again. */
ssize_t file_read_some(int fd, struct buf *out, size_t most);

/* Append everything to the end. It stops when `out` is longer than `limit`: by how
 * much is chance, so the caller asks whether it is. False with *err, which begins
 * with `name`. */
bool file_read(int fd, const char *name, size_t limit, struct buf *out, struct err *err);

#endif
