/* zone: local time: how far a place is from UTC, and when that changes.
 *
 * What a place's clocks show is read once, from libc's time zone data, into a table that
 * stays until the end of the process and never changes. */
#ifndef LURCHER_BASE_ZONE_H
#define LURCHER_BASE_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct zone;

/* The zone of an IANA name ("Europe/Amsterdam") or of an offset from UTC ("+02:00", to 23:59);
 * NULL when it is neither, or the machine has no data of that name. The process owns it. For a
 * moment this sets TZ, which belongs to the process: no other thread may run. */
const struct zone *zone_load(struct str name);

/* A zone that was loaded before under this name, else NULL. Any thread may ask while nobody loads. */
const struct zone *zone_find(struct str name);

/* What a clock there shows at t, as if it were UTC: t + offset, in microseconds. Before 1840 the
 * first offset that is known holds; after 2100 the rule of the last years goes on for ever. A time
 * at the end of 64 bits stays as it is. */
int64_t zone_local(const struct zone *z, int64_t t);

/* Is there any time zone data on this machine? */
bool zone_data(void);

/* All names of zones that the machine has data of, in no order. */
void zone_names(void (*call)(void *context, struct str name), void *context);

#endif
