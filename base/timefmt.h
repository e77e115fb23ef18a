/* timefmt: times and durations as text.
 *
 * A time is an int64_t of microseconds since 1970-01-01T00:00:00Z; a duration
 * is an int64_t of microseconds. Years 0001 to 9999. No leap seconds. */
#ifndef LURCHER_BASE_TIMEFMT_H
#define LURCHER_BASE_TIMEFMT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

#define TIME_SECOND INT64_C(1000000)
#define TIME_MINUTE (60 * TIME_SECOND)
#define TIME_HOUR (60 * TIME_MINUTE)
#define TIME_DAY (24 * TIME_HOUR)
#define TIME_FIRST INT64_C(-62135596800000000) /* 0001-01-01T00:00:00Z */
#define TIME_LAST INT64_C(253402300799999999)  /* 9999-12-31T23:59:59.999999Z */

/* RFC 3339 ("2023-04-01T12:00:03Z", fractions, ±hh:mm; a space for T is taken),
 * the ISO basic form that CloudTrail also uses ("20131102T010628Z"), and a date
 * alone (midnight UTC). Digits after the sixth of a fraction are dropped. */
bool time_parse(struct str s, int64_t *out);

/* As Java writes a time for people, and STS the end of credentials, always in UTC: "Nov 30, 2024, 8:43:17 PM",
 * in older versions without the second comma, in newer ones with a narrow blank before AM and PM. */
bool time_parse_java(struct str s, int64_t *out);

/* "2023-04-01T12:00:03Z"; a fraction only when it is not zero, without zeros at its
 * end. Years that are not 0000 to 9999 get a sign and six digits. */
void time_format(int64_t t, struct buf *out);

/* "2023-04-01" */
void time_format_date(int64_t t, struct buf *out);

struct time_parts {
    int year, month, day;     /* month and day from 1 */
    int hour, minute, second;
    int weekday;              /* 1 = Monday … 7 = Sunday (ISO 8601) */
};
struct time_parts time_split(int64_t t); /* UTC */

/* "30d", "1h", "10m", "5s", "2w", and runs of them ("1h30m"). No fractions, no
 * sign. False for anything else and for what overflows. */
bool duration_parse(struct str s, int64_t *out);

/* In days, hours, minutes and seconds, as duration_parse reads them: "30d", "1h30m",
 * "0s"; behind a "-" when it is negative. Fractions of a second are dropped. */
void duration_format(int64_t d, struct buf *out);

/* For people: the two largest units, rounded down: "29 days", "3 hours 10 minutes". */
void duration_describe(int64_t d, struct buf *out);

/* ⌊a/b⌋ for b > 0, also for negative a. */
static inline int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

#endif
