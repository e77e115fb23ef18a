/* file_stamp: has a file changed since it was looked at last? */
#ifndef LURCHER_BASE_FILE_STAMP_H
#define LURCHER_BASE_FILE_STAMP_H

#include <stdbool.h>
#include <stdint.h>

/* What changes when a file is written or another one takes its place. A file that cannot be
 * looked at has the errno alone. */
struct file_stamp {
    uint64_t device, inode;
    int64_t size, seconds, nanoseconds; /* of the last writing */
    int error;
};

struct file_stamp file_stamp(int fd);
bool file_stamp_equal(const struct file_stamp *a, const struct file_stamp *b);

#endif
