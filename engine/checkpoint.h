/* checkpoint: a run on a state folder: what is taken from it at the beginning, and what is written to it,
 * all together, every now and then and at the end (docs/state.md). */
#ifndef LURCHER_ENGINE_CHECKPOINT_H
#define LURCHER_ENGINE_CHECKPOINT_H

#include "base/err.h"
#include "engine/store.h"

struct checkpoint;

/* Where alerts go. Called before each commit: what was given out is to be on its disk then; *length is how long the
 * file of alerts is then, or -1 when it is no file. False with *err: nothing is committed. */
struct checkpoint_output {
    bool (*flush)(void *context, int64_t *length, struct err *err);
    void *context;
};

/* Commit every so many µs of wall time, and at the end; with INT64_MAX at the end only. The store must outlive it. */
struct checkpoint *checkpoint_new(struct store *store, int64_t every, struct checkpoint_output output);
void checkpoint_free(struct checkpoint *c);

/* ---- for the engine ---- */

struct run;
struct firing;
struct event;
struct feed_past;

/* Before the feed: what earlier runs read. Opens the first transaction. NULL with *err. */
const struct feed_past *checkpoint_past(struct checkpoint *c, int64_t until, struct err *err);

/* Before the first event: what is known. */
bool checkpoint_load(struct checkpoint *c, struct run *run, struct firing *firing, struct err *err);

/* An event was taken; all before its time were, and their alerts have gone out. */
void checkpoint_took(struct checkpoint *c, const struct event *event);

/* Is it time? */
bool checkpoint_due(const struct checkpoint *c);

/* Commit. `done`: all events were taken. */
bool checkpoint_save(struct checkpoint *c, bool done, struct err *err);

#endif
