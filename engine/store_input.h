/* store_input: which files were read, how far, and the ids of the last day, in a state folder
 * (docs/state.md, "input", "session", "recent"). A run is a session. */
#ifndef LURCHER_ENGINE_STORE_INPUT_H
#define LURCHER_ENGINE_STORE_INPUT_H

#include "engine/feed_past.h"
#include "engine/store.h"

struct store_inputs;

/* What is remembered, for a run that leaves events at or after `until` for later, after earlier ones whose newest event
 * has the time `newest`. Ids are hashed by the salt. NULL with *err. */
struct store_inputs *store_inputs_new(struct store *s, int64_t newest, int64_t until, uint64_t salt, struct err *err);
void store_inputs_free(struct store_inputs *in);

/* For the feed, as long as it lives. What it tells is written, so a transaction must be open. */
const struct feed_past *store_inputs_past(const struct store_inputs *in);

/* An event was taken. */
void store_inputs_took(struct store_inputs *in, const struct event *event);

/* Write that all events of this run's files up to `mark` were taken; `done`: all of them. */
void store_inputs_mark(struct store_inputs *in, int64_t mark, bool done);

size_t store_inputs_bytes(const struct store_inputs *in);

#endif
