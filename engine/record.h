/* record: cutting bytes into records, whatever they are wrapped in: objects one
 * after another, on lines or pretty-printed, arrays, and objects that hold an
 * array of them ({"Records":[…]}), in any mix.
 *
 * One bad byte costs one record: after damage the cutter looks for the next place
 * where a record can begin. What it finds there is `doubtful` (it may be a part of
 * the damaged record) until record_settle says that it was a record indeed.
 *
 * An object that only a source that nothing reads (program->unread) has as an envelope is given
 * as a whole, since it may be a record of another source; it is taken apart when it is too
 * large to be one. */
#ifndef LURCHER_ENGINE_RECORD_H
#define LURCHER_ENGINE_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "engine/report.h"
#include "lang/program.h"

#define RECORD_SIZE_MAX (UINT32_C(16) << 20)
#define RECORD_PADDING 64u /* readable bytes behind a record's text */

struct record {
    struct str text;          /* one object, or one line; holds until the next call on the cutter */
    uint64_t offset;          /* in the inflated content */
    struct program_run rest;  /* the path that leads from this item of an envelope to its record; count 0: none */
    bool unread;              /* that path is one of program->unread */
    bool doubtful;
};

/* What the cutter could not use. REPORT_REJECTED: a record; REPORT_DAMAGED: bytes
 * between records. */
typedef void (*record_lost)(void *context, enum report_kind kind, uint64_t offset, const char *text);

struct record_cutter;

/* The program must outlive it. */
struct record_cutter *record_cutter_new(const struct program *program, record_lost lost, void *context);
void record_cutter_free(struct record_cutter *c);

/* Before a file (or another run of bytes of its own). */
void record_start(struct record_cutter *c);

/* Where the next bytes of the file go: append to it, then call record_next until it
 * says false. */
struct buf *record_window(struct record_cutter *c);

/* The file is lines: from now on each line is a record, without its line end. */
void record_lines(struct record_cutter *c);

/* The next record; false when more bytes are needed. `last`: none will come, and
 * what is cut off is told. */
bool record_next(struct record_cutter *c, bool last, struct record *out);

/* The doubtful record that came last was one. */
void record_settle(struct record_cutter *c);

#endif
