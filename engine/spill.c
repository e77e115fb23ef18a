#include "engine/spill.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"

#define WRITE_AT (UINT32_C(1) << 20) /* bytes that are gathered before a write */

struct spill {
    char *folder;
    int fd; /* -1: not made yet */
    struct buf pending;
    uint64_t written;   /* in the file */
    uint64_t run_start; /* of the run that is being written */
};

static const char *default_folder(void)
{
    const char *folder = getenv("TMPDIR");
    return folder == NULL || *folder == '\0' ? "/tmp" : folder;
}

struct spill *spill_new(const char *folder)
{
    struct spill *s = mem_zalloc(sizeof *s);
    const char *chosen = folder != NULL ? folder : default_folder();
    s->folder = mem_copy(chosen, strlen(chosen));
    s->fd = -1;
    return s;
}

void spill_free(struct spill *s)
{
    if (s == NULL) {
        return;
    }
    if (s->fd >= 0) {
        close(s->fd);
    }
    buf_release(&s->pending);
    free(s->folder);
    free(s);
}

/* Not every file system has O_TMPFILE. */
static int open_named(const char *folder)
{
    struct buf name = BUF_INIT;
    buf_addf(&name, "%s/lurcher-XXXXXX", folder);
    int fd = mkostemp(name.ptr, O_CLOEXEC);
    if (fd >= 0) {
        unlink(name.ptr);
    }
    buf_release(&name);
    return fd;
}

static bool open_file(struct spill *s, struct err *err)
{
    if (s->fd >= 0) {
        return true;
    }
    s->fd = open(s->folder, O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
    if (s->fd < 0) {
        s->fd = open_named(s->folder);
    }
    if (s->fd < 0) {
        return err_set(err, "%.300s: cannot make a file for sorting: %s", s->folder, strerror(errno));
    }
    return true;
}

static bool flush(struct spill *s, struct err *err)
{
    size_t at = 0;
    if (!open_file(s, err)) {
        return false;
    }
    while (at < s->pending.len) {
        ssize_t n = pwrite(s->fd, s->pending.ptr + at, s->pending.len - at, (off_t)s->written);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return err_set(err, "%.300s: cannot write what is being sorted: %s", s->folder,
                           strerror(n < 0 ? errno : EIO));
        }
        at += (size_t)n;
        s->written += (uint64_t)n;
    }
    buf_reset(&s->pending);
    return true;
}

bool spill_write(struct spill *s, const void *bytes, size_t len, struct err *err)
{
    buf_add(&s->pending, bytes, len);
    return s->pending.len < WRITE_AT || flush(s, err);
}

bool spill_end(struct spill *s, struct spill_run *run, struct err *err)
{
    if (!flush(s, err)) {
        return false;
    }
    *run = (struct spill_run){s->run_start, s->written};
    s->run_start = s->written;
    return true;
}

uint64_t spill_bytes(const struct spill *s) { return s->written; }

void spill_reader_init(struct spill_reader *r, struct spill *s, struct spill_run run, size_t buffer)
{
    *r = (struct spill_reader){.spill = s, .next = run.start, .end = run.end, .buf = mem_alloc(buffer), .cap = buffer};
}

void spill_reader_release(struct spill_reader *r)
{
    free(r->buf);
    r->buf = NULL;
}

static bool read_more(struct spill_reader *r, struct err *err)
{
    uint64_t left = r->end - r->next;
    size_t want = r->cap - r->len;
    if (want > left) {
        want = (size_t)left;
    }
    ssize_t n = pread(r->spill->fd, r->buf + r->len, want, (off_t)r->next);
    if (n < 0 && errno == EINTR) {
        return true;
    }
    if (n <= 0) {
        return err_set(err, "cannot read back what was sorted: %s", n < 0 ? strerror(errno) : "the file is too short");
    }
    r->next += (uint64_t)n;
    r->len += (size_t)n;
    return true;
}

const void *spill_reader_peek(struct spill_reader *r, size_t len, struct err *err)
{
    if (r->len - r->at >= len) {
        return r->buf + r->at;
    }
    memmove(r->buf, r->buf + r->at, r->len - r->at);
    r->len -= r->at;
    r->at = 0;
    if (r->cap < len) {
        r->buf = mem_resize(r->buf, len, 1);
        r->cap = len;
    }
    while (r->len < len) {
        if (r->next == r->end || !read_more(r, err)) {
            return NULL;
        }
    }
    return r->buf;
}

void spill_reader_take(struct spill_reader *r, size_t len) { r->at += len; }
