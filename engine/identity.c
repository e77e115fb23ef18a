#include "engine/identity.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"

#define END_SIZE 4096u /* of each end of the file */

/* Add `n` bytes from `at`; fewer when the file has become shorter. */
static bool add_bytes(int fd, uint64_t at, size_t n, struct buf *out, struct err *err)
{
    char *place = buf_reserve(out, n);
    for (size_t got = 0; got < n;) {
        ssize_t more = pread(fd, place + got, n - got, (off_t)(at + got));
        if (more < 0 && errno == EINTR) {
            continue;
        }
        if (more < 0) {
            return err_set(err, "cannot read: %s", strerror(errno));
        }
        if (more == 0) {
            break;
        }
        got += (size_t)more;
        out->len += (size_t)more;
    }
    return true;
}

/* The name cannot hold a NUL, so that no two files give the same text. */
static void add_name(const char *path, uint64_t size, struct buf *out)
{
    const char *slash = strrchr(path, '/');
    buf_add_text(out, slash == NULL ? path : slash + 1);
    buf_add_char(out, '\0');
    for (unsigned i = 0; i < 8; i++) {
        buf_add_char(out, (char)(size >> 8 * i & 0xff));
    }
}

bool identity_of(const char *path, int fd, uint64_t size, struct hash_name *identity, struct err *err)
{
    struct buf text = BUF_INIT;
    add_name(path, size, &text);
    bool ok;
    if (size <= 2 * END_SIZE) {
        ok = add_bytes(fd, 0, (size_t)size, &text, err);
    } else {
        ok = add_bytes(fd, 0, END_SIZE, &text, err) && add_bytes(fd, size - END_SIZE, END_SIZE, &text, err);
    }
    if (ok) {
        *identity = hash_name(buf_str(&text));
    }
    buf_release(&text);
    return ok;
}
