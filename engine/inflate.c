#include "engine/inflate.h"

#include <errno.h>
#include <libdeflate.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/file.h"
#include "base/mem.h"

#define CHUNK (UINT32_C(1) << 20)      /* of reading, and of a stream's output */
#define WHOLE_MAX (UINT32_C(64) << 20) /* a gzip file up to this size is read at once; so is a member's output */
#define RATIO_MAX 1032u                /* DEFLATE cannot expand more (RFC 1951: 258 bytes in two bits) */
#define SEARCHES_MAX 64u               /* places after damage that only look like a member */

#define IDLE_MS 1000

enum inflate_form { FORM_UNKNOWN, FORM_PLAIN, FORM_GZIP };

struct inflate {
    inflate_told told;
    void *context;
    void (*idle)(void *context); /* NULL: a read may wait as long as it will */
    void *idle_context;
    struct libdeflate_decompressor *whole;
    z_stream z;
    bool z_ready; /* inflateInit2 was done */

    /* of the current file */
    int fd;
    uint64_t size;
    enum inflate_form form;
    bool ended;        /* read() said so */
    uint64_t stored;   /* bytes read */
    uint64_t inflated; /* bytes given out */
    struct buf in;     /* stored bytes; those before `at` are used */
    size_t at;
    bool in_member;    /* the z stream is inside a member … */
    bool checked;      /* … that libdeflate found damaged: its start is kept */
    size_t member;     /* where it begins in `in` */
    unsigned searches;
};

struct inflate *inflate_new(inflate_told told, void *context)
{
    struct inflate *in = mem_zalloc(sizeof *in);
    in->told = told;
    in->context = context;
    in->whole = libdeflate_alloc_decompressor();
    in->z_ready = inflateInit2(&in->z, 15 + 16) == Z_OK;
    return in;
}

void inflate_free(struct inflate *in)
{
    if (in == NULL) {
        return;
    }
    libdeflate_free_decompressor(in->whole);
    if (in->z_ready) {
        inflateEnd(&in->z);
    }
    buf_release(&in->in);
    free(in);
}

void inflate_wait(struct inflate *in, void (*idle)(void *context), void *context)
{
    in->idle = idle;
    in->idle_context = context;
}

void inflate_start(struct inflate *in, int fd, uint64_t size)
{
    in->fd = fd;
    in->size = size;
    in->form = FORM_UNKNOWN;
    in->ended = in->in_member = in->checked = false;
    in->stored = in->inflated = 0;
    buf_reset(&in->in);
    in->at = 0;
    in->searches = 0;
}

uint64_t inflate_stored(const struct inflate *in) { return in->stored; }

/* ---- reading ---- */

/* Until read() would not wait. */
static void wait(const struct inflate *in)
{
    struct pollfd p = {.fd = in->fd, .events = POLLIN};
    while (in->idle != NULL && poll(&p, 1, IDLE_MS) == 0) {
        in->idle(in->idle_context);
    }
}

/* One read() to the end of `out`; at the end of the file in->ended is set. */
static bool read_some(struct inflate *in, struct buf *out, size_t want, struct err *err)
{
    wait(in);
    ssize_t n = file_read_some(in->fd, out, want);
    if (n < 0) {
        return err_set(err, "cannot read: %s", strerror(errno));
    }
    in->ended = n == 0;
    in->stored += (uint64_t)n;
    return true;
}

/* Have `want` stored bytes at hand, or all that there are. */
static bool fill(struct inflate *in, size_t want, struct err *err)
{
    if (in->at > 0 && in->at == in->in.len && !in->checked) {
        buf_reset(&in->in);
        in->at = 0;
    }
    while (!in->ended && in->in.len - in->at < want) {
        if (!read_some(in, &in->in, CHUNK, err)) {
            return false;
        }
    }
    return true;
}

/* Is all of the file at hand, so that libdeflate can be used? */
static bool is_whole(const struct inflate *in) { return in->size > 0 && in->size <= WHOLE_MAX && in->ended; }

static bool is_member(const char *p, size_t len)
{
    return len >= 4 && p[0] == '\x1f' && p[1] == '\x8b' && p[2] == 8 && ((unsigned char)p[3] & 0xe0) == 0;
}

/* The first piece decides the form. Plain bytes are left in `out`. */
static bool sniff(struct inflate *in, struct buf *out, struct err *err)
{
    size_t start = out->len;
    while (!in->ended && out->len - start < 4) {
        if (!read_some(in, out, CHUNK, err)) {
            return false;
        }
    }
    in->form = FORM_PLAIN;
    if (!is_member(out->ptr + start, out->len - start)) {
        return true;
    }
    in->form = FORM_GZIP;
    buf_add(&in->in, out->ptr + start, out->len - start);
    out->len = start;
    return in->size > WHOLE_MAX || in->size == 0 || fill(in, WHOLE_MAX, err);
}

/* ---- members ---- */

static void tell(struct inflate *in, bool damaged, const char *what, uint64_t place)
{
    char text[160];
    snprintf(text, sizeof text, "gzip: %s at byte %llu of the file", what, (unsigned long long)place);
    in->told(in->context, damaged, in->inflated, text);
}

static uint64_t place_of(const struct inflate *in, size_t at) { return in->stored - (in->in.len - at); }

/* How much a member may need: its last four bytes say it when it is the only one. */
static size_t guess_output(const struct inflate *in, size_t left)
{
    const unsigned char *p = (const unsigned char *)in->in.ptr + in->in.len - 4;
    uint64_t claimed = (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24;
    uint64_t most = (uint64_t)left * RATIO_MAX;
    if (claimed < left * 2) {
        claimed = left * 8;
    }
    if (claimed > most) {
        claimed = most;
    }
    return claimed > WHOLE_MAX ? WHOLE_MAX : (size_t)claimed + 64;
}

/* Unpack the member at `at` at once. */
static enum libdeflate_result member_whole(struct inflate *in, size_t at, struct buf *out)
{
    size_t left = in->in.len - at, used = 0, got = 0;
    enum libdeflate_result result;
    for (size_t room = guess_output(in, left);; room *= 2) {
        char *to = buf_reserve(out, room);
        result = libdeflate_gzip_decompress_ex(in->whole, in->in.ptr + at, left, to, room, &used, &got);
        if (result != LIBDEFLATE_INSUFFICIENT_SPACE || room >= WHOLE_MAX) {
            break;
        }
    }
    if (result == LIBDEFLATE_SUCCESS) {
        in->at = at + used;
        out->len += got;
        in->inflated += got;
    }
    return result;
}

/* Hand the member at `at` to zlib. */
static void member_stream(struct inflate *in, size_t at, bool checked)
{
    in->at = in->member = at;
    in->in_member = true;
    in->checked = checked;
    inflateReset(&in->z);
}

static void member_start(struct inflate *in, struct buf *out)
{
    if (!is_whole(in)) {
        member_stream(in, in->at, false);
        return;
    }
    size_t at = in->at;
    enum libdeflate_result result = member_whole(in, at, out);
    if (result != LIBDEFLATE_SUCCESS) {
        member_stream(in, at, result == LIBDEFLATE_BAD_DATA);
    }
}

/* Is there a whole, sound member at `at`? Then it is unpacked. */
static bool member_try(struct inflate *in, size_t at, struct buf *out)
{
    if (in->searches++ >= SEARCHES_MAX) {
        return false;
    }
    enum libdeflate_result result = member_whole(in, at, out);
    if (result == LIBDEFLATE_INSUFFICIENT_SPACE) {
        member_stream(in, at, false);
    }
    return result == LIBDEFLATE_SUCCESS || result == LIBDEFLATE_INSUFFICIENT_SPACE;
}

/* The next place from `at` on that looks like a member, or SIZE_MAX. */
static size_t member_find(const struct inflate *in, size_t at)
{
    while (at < in->in.len) {
        const char *p = memchr(in->in.ptr + at, '\x1f', in->in.len - at);
        if (p == NULL) {
            return SIZE_MAX;
        }
        at = (size_t)(p - in->in.ptr);
        if (is_member(p, in->in.len - at)) {
            return at;
        }
        at++;
    }
    return SIZE_MAX;
}

/* After damage that showed at `broken`: go to the next member. One that begins
 * before (the damaged one was cut short, and its end was read out of this one) must
 * prove sound; a later one is taken as it is. */
static bool resume(struct inflate *in, size_t broken, struct buf *out, struct err *err)
{
    size_t at = in->checked ? in->member + 1 : broken;
    in->in_member = in->checked = false;
    for (;;) {
        at = member_find(in, at);
        if (at != SIZE_MAX && at >= broken) {
            in->at = at;
            return true;
        }
        if (at != SIZE_MAX) {
            if (member_try(in, at, out)) {
                return true;
            }
            at++;
            continue;
        }
        in->at = in->in.len - (in->ended || in->in.len < 3 ? 0 : 3); /* a member's head may be cut */
        if (in->ended) {
            return true;
        }
        memmove(in->in.ptr, in->in.ptr + in->at, in->in.len - in->at);
        in->in.len -= in->at;
        broken = at = in->at = 0;
        if (!fill(in, CHUNK, err)) {
            return false;
        }
    }
}

/* The line end that is added keeps a record that was broken off from running into
 * the next member: in a string it is damage, and behind it a record may begin. */
static bool stream_broke(struct inflate *in, const char *what, struct buf *out, struct err *err)
{
    tell(in, true, what, place_of(in, in->at));
    buf_add_char(out, '\n');
    in->inflated++;
    return resume(in, in->at, out, err);
}

/* More of the member that zlib is in. */
static bool stream_more(struct inflate *in, struct buf *out, struct err *err)
{
    if (in->in.len == in->at && !fill(in, 1, err)) {
        return false;
    }
    if (in->in.len == in->at) {
        return stream_broke(in, "the data is cut off: the file ends", out, err);
    }
    in->z.next_in = (Bytef *)in->in.ptr + in->at;
    in->z.avail_in = (uInt)(in->in.len - in->at);
    in->z.next_out = (Bytef *)buf_reserve(out, CHUNK);
    in->z.avail_out = CHUNK;
    int result = inflate(&in->z, Z_NO_FLUSH);
    size_t got = CHUNK - in->z.avail_out;
    out->len += got;
    in->inflated += got;
    in->at = in->in.len - in->z.avail_in;
    if (result == Z_STREAM_END) {
        in->in_member = in->checked = false;
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
        return stream_broke(in, in->z.msg == NULL ? "the data is damaged" : in->z.msg, out, err);
    }
    return true;
}

/* What stands behind a member and is none. */
static bool pass_over(struct inflate *in, struct buf *out, struct err *err)
{
    bool zeros = true;
    for (size_t i = in->at; i < in->in.len; i++) {
        zeros = zeros && in->in.ptr[i] == '\0';
    }
    tell(in, false, zeros ? "zeros follow the data" : "bytes that are not gzip follow the data", place_of(in, in->at));
    return resume(in, in->at, out, err);
}

static bool gzip_more(struct inflate *in, struct buf *out, struct err *err)
{
    if (in->in_member) {
        return stream_more(in, out, err);
    }
    if (in->in.len - in->at < 4 && !fill(in, 4, err)) {
        return false;
    }
    if (in->in.len == in->at) {
        return true;
    }
    if (!is_member(in->in.ptr + in->at, in->in.len - in->at)) {
        return pass_over(in, out, err);
    }
    member_start(in, out);
    return true;
}

static bool is_over(const struct inflate *in)
{
    return in->ended && (in->form == FORM_PLAIN || (!in->in_member && in->at == in->in.len));
}

enum inflate_result inflate_more(struct inflate *in, struct buf *out, struct err *err)
{
    size_t start = out->len;
    if (!in->z_ready || in->whole == NULL) {
        err_set(err, "cannot set up gzip: out of memory");
        return INFLATE_FAILED;
    }
    if (in->form == FORM_UNKNOWN && !sniff(in, out, err)) {
        return INFLATE_FAILED;
    }
    while (out->len == start) {
        if (is_over(in)) {
            return INFLATE_END;
        }
        if (in->form == FORM_GZIP ? !gzip_more(in, out, err) : !read_some(in, out, CHUNK, err)) {
            return INFLATE_FAILED;
        }
    }
    if (in->form == FORM_PLAIN) {
        in->inflated += out->len - start;
    }
    return INFLATE_PIECE;
}
