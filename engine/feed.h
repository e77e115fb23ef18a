/* feed: the input side as one stream: files, inflated, cut into records,
 * decoded, ordered, without duplicates.
 *
 * Batch: the order is global over all inputs; what does not fit in `memory` is
 * spilled to sorted runs in `tmp`. Stream: events wait `lateness` behind the
 * newest time; what comes later still is handed out when it arrives, marked
 * EVENT_LATE and counted.
 *
 * With a past, what earlier runs took is left out: whole files, events of files of which they
 * took a part, and events that come again in another file. Of the others, those that
 * are older than what was taken are marked EVENT_LATE and counted. */
#ifndef LURCHER_ENGINE_FEED_H
#define LURCHER_ENGINE_FEED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "engine/event.h"
#include "engine/feed_past.h"
#include "engine/report.h"
#include "engine/stats.h"
#include "lang/program.h"

enum feed_decoder { FEED_DECODER_DEFAULT, FEED_DECODER_SIMDJSON, FEED_DECODER_JANSSON };

struct feed_options {
    enum feed_decoder decoder;
    bool stream;
    int64_t lateness;      /* µs; stream only */
    int64_t since, until;  /* µs: since <= time < until; INT64_MIN, INT64_MAX: no limit */
    size_t memory;         /* bytes of events to hold before spilling; 0: the default (1 GiB) */
    const char *tmp;       /* folder for runs; NULL: $TMPDIR or /tmp */
    void (*progress)(void *context, const struct stats *stats); /* may be NULL; about ten times a second of reading */
    void *progress_context;
    void (*idle)(void *context); /* may be NULL; about once a second while an input has nothing to read */
    void *idle_context;
    const struct feed_past *past; /* NULL: each run stands alone; batches only */
};

struct feed;

/* Lists the files, opens none yet. `paths` are files, folders, globs, "-". All pointers must
 * outlive the feed. NULL with *err for what is wrong at once (a decoder that
 * was not built in; a stream with a past; a path that does not exist and is no glob with a match). */
struct feed *feed_new(const struct program *program, struct symbols *symbols,
                      const char *const *paths, unsigned n_paths,
                      const struct feed_options *options, struct report report,
                      struct stats *stats, struct err *err);

/* The next event, or NULL at the end or after a failure (then *err is set: the
 * disk of the runs is full, …). It holds until the next call. */
const struct event *feed_next(struct feed *feed, struct err *err);

void feed_free(struct feed *feed);

#endif
