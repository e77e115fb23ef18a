/* report: messages about the input, one line each, with file and place.
 *
 * The engine never prints by itself: it calls a report. */
#ifndef LURCHER_ENGINE_REPORT_H
#define LURCHER_ENGINE_REPORT_H

#include <stdint.h>

#define REPORT_NOWHERE UINT64_MAX

enum report_kind {
    REPORT_REJECTED, /* one record was not taken */
    REPORT_DAMAGED,  /* bytes that are no record were passed over */
    REPORT_FAILED,   /* a file could not be read, or not to its end */
    REPORT_SKIPPED,  /* a file was passed over by its name or kind (verbose) */
    REPORT_WARNING,  /* the run goes on, but the user should know */
    REPORT_NOTE,     /* nothing is wrong, but the user may want to know */
};

struct report {
    /* `file` may be NULL; `offset` counts bytes of the inflated content from 0,
     * or is REPORT_NOWHERE. `text` is one line, already safe for a terminal. */
    void (*call)(void *context, enum report_kind kind, const char *file, uint64_t offset, const char *text);
    void *context;
};

#endif
