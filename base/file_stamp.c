#include "base/file_stamp.h"

#include <errno.h>
#include <sys/stat.h>

struct file_stamp file_stamp(int fd)
{
    struct stat st;
    if (fstat(fd, &st) != 0) {
        return (struct file_stamp){.error = errno};
    }
    return (struct file_stamp){(uint64_t)st.st_dev, (uint64_t)st.st_ino, st.st_size, st.st_mtim.tv_sec,
                               st.st_mtim.tv_nsec, 0};
}

bool file_stamp_equal(const struct file_stamp *a, const struct file_stamp *b)
{
    return a->device == b->device && a->inode == b->inode && a->size == b->size && a->seconds == b->seconds &&
           a->nanoseconds == b->nanoseconds && a->error == b->error;
}
