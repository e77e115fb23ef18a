/* spill: sorted runs on disk, in one file that has no name (it is gone when the
 * process is, however it ends). */
#ifndef LURCHER_ENGINE_SPILL_H
#define LURCHER_ENGINE_SPILL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct spill;

/* `folder` NULL: $TMPDIR or /tmp. The file is made at the first write. */
struct spill *spill_new(const char *folder);
void spill_free(struct spill *s);

/* Append to the run that is being written. False with *err: the disk is full, … */
bool spill_write(struct spill *s, const void *bytes, size_t len, struct err *err);

/* The bytes of one run. */
struct spill_run {
    uint64_t start, end;
};

/* What was written since the last call is a run. */
bool spill_end(struct spill *s, struct spill_run *run, struct err *err);

uint64_t spill_bytes(const struct spill *s); /* written so far */

/* Reads one run from its start. */
struct spill_reader {
    struct spill *spill;
    uint64_t next, end; /* what is still on disk */
    char *buf;
    size_t at, len, cap; /* bytes at hand: buf[at … len) */
};

/* `buffer` bytes are read at a time. Release it before the spill is freed. */
void spill_reader_init(struct spill_reader *r, struct spill *s, struct spill_run run, size_t buffer);
void spill_reader_release(struct spill_reader *r);

/* `len` bytes at the reader's place, aligned to 8 when all lengths that were taken
 * are; they hold until the next call. NULL at the end of the run, or with *err. */
const void *spill_reader_peek(struct spill_reader *r, size_t len, struct err *err);
void spill_reader_take(struct spill_reader *r, size_t len);

#endif
