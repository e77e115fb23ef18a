#include "base/file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define CHUNK 65536u

ssize_t file_read_some(int fd, struct buf *out, size_t most)
{
    char *to = buf_reserve(out, most);
    ssize_t n;
    do {
        n = read(fd, to, most);
    } while (n < 0 && errno == EINTR);
    if (n > 0) {
        to[n] = '\0';
        out->len += (size_t)n;
    }
    return n;
}

bool file_read(int fd, const char *name, size_t limit, struct buf *out, struct err *err)
{
    ssize_t n = 1;
    while (n > 0 && out->len <= limit) {
        n = file_read_some(fd, out, CHUNK);
    }
    return n >= 0 || err_set(err, "%s: cannot read: %s", name, strerror(errno));
}
