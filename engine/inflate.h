/* inflate: the content of one file after another, piece by piece, unpacked when it
 * is gzip (told by its first bytes, never by its name).
 *
 * A gzip file of moderate size is unpacked a member at a time (libdeflate); a large
 * one, a pipe, and a damaged member go through zlib's stream, so that memory stays
 * small and what precedes damage is saved; a line end stands where it broke off.
 * Sizes that a file claims are only hints. */
#ifndef LURCHER_ENGINE_INFLATE_H
#define LURCHER_ENGINE_INFLATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum inflate_result {
    INFLATE_PIECE,  /* bytes were added */
    INFLATE_END,    /* that was all */
    INFLATE_FAILED, /* the file cannot be read on; *err */
};

/* Told of damage that was passed over (damaged) or of something odd (not damaged).
 * `offset` is in the inflated content. */
typedef void (*inflate_told)(void *context, bool damaged, uint64_t offset, const char *text);

struct inflate;

struct inflate *inflate_new(inflate_told told, void *context);
void inflate_free(struct inflate *in);

/* While a read waits for bytes (a pipe, a terminal), `idle` is called about once a second. */
void inflate_wait(struct inflate *in, void (*idle)(void *context), void *context);

/* Begin with a file. `size` is that of a regular file, or 0 for a stream. The
 * descriptor stays the caller's; it must stay open until the next start. */
void inflate_start(struct inflate *in, int fd, uint64_t size);

/* Add the next piece to `out`. */
enum inflate_result inflate_more(struct inflate *in, struct buf *out, struct err *err);

uint64_t inflate_stored(const struct inflate *in); /* bytes read from this file so far */

#endif
