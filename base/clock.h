/* clock: the machine's clock, for people only: progress and how long a run took. No alert
 * depends on it (docs/ARCHITECTURE.md: time comes from the record). */
#ifndef LURCHER_BASE_CLOCK_H
#define LURCHER_BASE_CLOCK_H

/* Seconds since some moment that stays the same while the machine runs; never goes back. */
double clock_seconds(void);

#endif
