/* feed_past: what earlier runs have read, as far as the caller remembers it, and what
 * this run makes of it.
 *
 * Files are told apart by their identity (identity.h). Standard input, pipes and empty files
 * have none: they are always read, and nobody is asked about them or told. */
#ifndef LURCHER_ENGINE_FEED_PAST_H
#define LURCHER_ENGINE_FEED_PAST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/hash.h"
#include "base/str.h"
#include "engine/event.h"
#include "engine/stats.h"

/* What earlier runs took of a file. */
enum feed_past_file {
    FEED_PAST_NEW,    /* nothing */
    FEED_PAST_DONE,   /* all of it */
    FEED_PAST_PARTLY, /* its events with time <= *mark, and no others */
    FEED_PAST_FAILED, /* that cannot be found out: *err; the run ends */
};

/* Of the caller; it outlives the feed and does not change meanwhile. */
struct feed_past {
    int64_t newest; /* µs: the newest event that earlier runs took; INT64_MIN: none */

    /* Asked for a file that is about to be read. */
    enum feed_past_file (*file)(void *context, const struct hash_name *identity, const char *path, int64_t *mark,
                                struct err *err);

    /* A file that was NEW or PARTLY was read, to its end or to where it failed: its events
     * belong to this run; with `rest` but for those at or after `until`, which another run is
     * to take. Told before the first event is handed out. Not told of a file that failed before it
     * gave a record, or is no log: it is tried again another time. False with *err ends the run. */
    bool (*read)(void *context, const struct hash_name *identity, const char *path, bool rest, struct err *err);

    /* Did an earlier run take the event with this id? Asked in the order of events, when one is
     * about to be handed out, for times <= newest; later events cannot have been taken. */
    bool (*seen)(void *context, struct str id, int64_t time);

    void *context;
};

/* ---- for the feed: the past of one run ---- */

struct feed_past_run {
    const struct feed_past *past; /* NULL: there is none; then nothing below costs anything */
    struct strmap met;            /* identities of this run */

    /* of the current file */
    struct hash_name identity;
    bool known;   /* it has one */
    int64_t mark; /* events up to here were taken; INT64_MIN: none */
    bool rest;
};

/* Begin with a file that is open, `size` that of a regular file, else 0: take its identity. False with
 * *err when it cannot be read. */
bool feed_past_begin(struct feed_past_run *run, const char *path, int fd, uint64_t size, struct err *err);

/* What is to be done with it? A file that this run has met under another path is DONE. */
enum feed_past_file feed_past_ask(struct feed_past_run *run, const char *path, struct err *err);

/* The file was read. False with *err. */
bool feed_past_end(struct feed_past_run *run, const char *path, struct err *err);

/* An event of the current file lies at or after `until`. */
static inline void feed_past_leave(struct feed_past_run *run, int64_t time)
{
    run->rest = run->rest || time > run->mark;
}

/* The flags of an event of the current file, from its time. */
static inline uint32_t feed_past_flags(const struct feed_past_run *run, int64_t time)
{
    if (run->past == NULL) {
        return 0;
    }
    return (time <= run->mark ? EVENT_TAKEN : 0u) | (time < run->past->newest ? EVENT_LATE : 0u);
}

/* Of an event whose turn it is: did an earlier run take it, from this file or another? Counts
 * resumed, duplicates and late in `stats`. */
bool feed_past_took(const struct feed_past_run *run, const struct event *event, struct stats *stats);

void feed_past_release(struct feed_past_run *run);

#endif
