/* stats: what a run did, in numbers that add up.
 *
 *     files_seen = files_read + files_skipped + files_failed + files_known
 *     records    = events + duplicates + rejected + outside + unread + resumed */
#ifndef LURCHER_ENGINE_STATS_H
#define LURCHER_ENGINE_STATS_H

#include <stdint.h>

struct stats_rule {
    uint64_t matched, alerts, suppressed;
};

struct stats {
    uint64_t files_seen, files_read, files_skipped, files_failed;
    uint64_t files_known;   /* earlier runs have read them */
    uint64_t records, events, duplicates, rejected, outside; /* outside: of --since/--until */
    uint64_t resumed;       /* of files that an earlier run took in part: that part */
    uint64_t late;          /* of events */
    uint64_t alerts, suppressed;
    uint64_t damaged;       /* places where bytes were no record: each is named on stderr */
    uint64_t bytes;         /* of input, as stored */
    int64_t first_time, last_time; /* µs; of events; INT64_MIN when there was none */
    double seconds;         /* wall clock */
    uint64_t rule_errors;   /* a regular expression that hit its limit, … */
    uint64_t spilled;       /* bytes that were written to sorted runs */
    uint32_t symbols;
    uint64_t state_bytes;
    struct stats_rule *rules; /* one for each rule of the program */
    uint32_t n_rules;
    uint64_t repaired;      /* records with bytes that are not UTF-8: each such run was read as U+FFFD */
    uint64_t unread;        /* records of sources that are known and that no rule reads */
    uint64_t *unread_by;    /* the same for each source of program->unread; NULL when that is */
    uint32_t n_unread;      /* of these */
};

#endif
