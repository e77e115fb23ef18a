/* recent: the ids of the events of the last 24 hours before the newest, by the hour of their
 * time, as 64-bit hashes: to recognise what comes again in another run.
 *
 * An id takes eight bytes (up to sixteen in the newest hour), and 5 to 11 more in an hour that was asked
 * for. Two ids have one hash with a chance of 2^-64 for each pair. */
#ifndef LURCHER_ENGINE_RECENT_H
#define LURCHER_ENGINE_RECENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct recent;
struct recent *recent_new(uint64_t salt); /* of the hashes: the same for all that it loads */
void recent_free(struct recent *r);

/* Remember the id of an event with this time (µs); not when it is too old by now. The caller
 * adds each id once. */
void recent_add(struct recent *r, int64_t time, struct str id);

/* Was this id added, with any time? One with this time is found fastest. */
bool recent_met(struct recent *r, int64_t time, struct str id);

/* The first hour that is remembered, counted since 1970: all before it are forgotten.
 * INT64_MIN while nothing was added. */
int64_t recent_first(const struct recent *r);

/* Give out what was added since the last save: hashes of eight bytes, little-endian, in no
 * order, at most once for each hour. They hold during the call. False as soon as `put` gives
 * false: what it has not taken is given out again. */
bool recent_save(struct recent *r, bool (*put)(void *context, int64_t hour, struct str hashes), void *context);

/* Take back what a save gave out, in any order, before anything is added. False when no save
 * can have given it. */
bool recent_load(struct recent *r, int64_t hour, struct str hashes);

size_t recent_bytes(const struct recent *r); /* memory held, for the statistics */

#endif
