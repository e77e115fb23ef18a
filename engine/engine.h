/* engine: a program over a feed of events. The one public door of the engine. */
#ifndef LURCHER_ENGINE_ENGINE_H
#define LURCHER_ENGINE_ENGINE_H

#include "base/err.h"
#include "engine/alert.h"
#include "engine/checkpoint.h"
#include "engine/feed.h"
#include "engine/geo.h"
#include "engine/report.h"
#include "engine/stats.h"
#include "lang/program.h"

/* Lists that may change while it runs. */
struct engine_lists {
    /* Asked between two events, about once a second: the lists that have other items now, *n of them, which hold
     * until the next call. NULL: the lists stay as the program has them. */
    const struct program_list_items *(*changed)(void *context, uint32_t *n);
    void *context;
};

struct engine_options {
    struct feed_options feed;
    struct geo *geo;          /* may be NULL; the caller closes it */
    struct checkpoint *checkpoint; /* may be NULL: nothing outlives the run; batches only */
    struct report report;
    void (*progress)(void *context, const struct stats *stats); /* may be NULL; about ten times a second */
    void *progress_context;
    struct engine_lists lists;
};

/* Run the program over the inputs; each alert goes to the sink in the order of
 * (time, event id, rule name). `stats` is filled, its rules array allocated: the
 * caller frees it with stats_release. False with *err for a failure of
 * configuration (nothing was processed: *stats is zero) or of output. */
bool engine_run(const struct program *program, const char *const *paths, unsigned n_paths,
                const struct engine_options *options, struct sink *sink,
                struct stats *stats, struct err *err);

void stats_release(struct stats *stats);

/* For the engine's own: the rules over the events of a run (run.h) that is open, which it
 * does not close. `every_alert`: `once` holds nothing back. Ends with run_stats. False
 * with *err, which must be empty before. */
struct run;
struct population_set;
bool engine_over(struct run *run, struct population_set *populations, bool every_alert, struct sink *sink,
                 struct err *err);

#endif
