/* repeat: which ids occur at two different times.
 *
 * Events with the same time and id are neighbours once they are sorted. For equal
 * ids with different times a list of (hash of the id, time) is kept beside the
 * events, 16 bytes each, on disk when it grows, and sorted once. Only ids whose
 * hash occurs in it with two times are looked at by name. */
#ifndef LURCHER_ENGINE_REPEAT_H
#define LURCHER_ENGINE_REPEAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "engine/spill.h"

struct repeats;

/* At most `memory` bytes are held; more go to the spill, which must outlive it. */
struct repeats *repeats_new(struct spill *spill, size_t memory);
void repeats_free(struct repeats *r);

bool repeats_add(struct repeats *r, struct str id, int64_t time, struct err *err);

/* After the last id: find the contested ones. */
bool repeats_seal(struct repeats *r, struct err *err);

/* Of the ids in the order of events: was this one met before at another time? */
bool repeats_met(struct repeats *r, struct str id);

#endif
