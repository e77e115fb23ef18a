/* identity: what a file is recognised by when it is met again, in another run and perhaps in
 * another folder.
 *
 * 128 bits of the last part of its path, its size, its first 4 KiB and its last 4 KiB as
 * stored. In the log files of one trail the beginnings are often equal, but names and sizes
 * differ, and a gzip file ends with the checksum of its content. A file that was changed in
 * its middle alone, at equal size and not packed, is taken for the same. */
#ifndef LURCHER_ENGINE_IDENTITY_H
#define LURCHER_ENGINE_IDENTITY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/hash.h"

/* Of the regular file that is open as `fd` and has `size` bytes, more than none: an empty
 * file has nothing to be recognised by. At most two reads, which leave its offset alone. The
 * same in every process. False with *err when it cannot be read. */
bool identity_of(const char *path, int fd, uint64_t size, struct hash_name *identity, struct err *err);

#endif
