/* decode: from the text of a record to an event with the slots that the program
 * reads.
 *
 * Two implementations of one walk (walk.h) stand behind it and give identical
 * slots. simdjson looks only at what is read: damage inside a value that no rule
 * reads goes unseen as long as quotes and brackets pair; jansson reads all of a
 * record and refuses it then. */
#ifndef LURCHER_ENGINE_DECODE_H
#define LURCHER_ENGINE_DECODE_H

#include "base/buf.h"
#include "base/err.h"
#include "engine/event.h"
#include "engine/feed.h"
#include "engine/line.h"
#include "lang/program.h"

#define DECODE_PADDING 64u /* readable bytes behind a record; their content does not matter */

enum decode_status {
    DECODE_OK,
    DECODE_NO_TIME,  /* of no source, since the key of a time is not there: an envelope, or nothing of ours */
    DECODE_REJECTED, /* *why says it */
};

struct decoder;

/* NULL with *err when this build has no such decoder or the program has too many
 * fields. The program and symbols must outlive it. */
struct decoder *decoder_new(const struct program *program, struct symbols *symbols, enum feed_decoder which,
                            struct err *err);
void decoder_free(struct decoder *d);

/* Decode one object. The event belongs to the decoder until the next call. What
 * is not UTF-8 is replaced by U+FFFD; *repaired tells. `why` is added to. */
enum decode_status decoder_run(struct decoder *d, struct str record, const struct event **event, bool *repaired,
                               struct buf *why);

/* The same for an object that is known to be of this source, `alerts` included. */
enum decode_status decoder_as(struct decoder *d, uint32_t source, struct str record, const struct event **event,
                              bool *repaired, struct buf *why);

/* Decode one line of a text log, whose form has a source. Never DECODE_NO_TIME. */
enum decode_status decoder_line(struct decoder *d, const struct line_form *form, struct str line,
                                const struct event **event, bool *repaired, struct buf *why);

/* What an object that is of no source lacks, for a message. */
void decoder_lack(const struct decoder *d, struct buf *out);

#endif
