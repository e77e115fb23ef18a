/* run: what every pass over events needs: the feed, the symbols, the evaluator,
 * the clock. The engine and the hunt stand on it. */
#ifndef LURCHER_ENGINE_RUN_H
#define LURCHER_ENGINE_RUN_H

#include "engine/engine.h"
#include "engine/eval.h"

struct run {
    const struct program *program;
    const struct engine_options *options;
    struct stats *stats;
    struct feed_options feed_options; /* with the progress of the engine's options */
    struct symbols *symbols;
    bool own_symbols;                 /* freed at the end */
    struct eval *ev;
    struct feed *feed;
    uint64_t events;
    double started, reported, looked; /* seconds of the machine's clock: for people only */
};

/* Open all; *stats is set up. False with *err: nothing was read; the run is
 * closed and *stats is zero. */
bool run_open(struct run *run, const struct program *program, const char *const *paths, unsigned n_paths,
              const struct engine_options *options, struct stats *stats, struct err *err);

/* Where inputs are read twice, each message is given once: the first reading tells what is
 * wrong with them, the second one what is wrong with the rules. */
enum run_reading { RUN_ONLY, RUN_FIRST, RUN_SECOND };

/* As run_open. With symbols of the caller (not NULL), texts have the same numbers in both readings. */
bool run_open_reading(struct run *run, enum run_reading reading, struct symbols *symbols,
                      const struct program *program, const char *const *paths, unsigned n_paths,
                      const struct engine_options *options, struct stats *stats, struct err *err);

/* The next event, which the evaluator has begun; of the last one, the chains have learnt. NULL at the end or after a
 * failure: then *err is set, which must be empty before. */
const struct event *run_next(struct run *run, struct err *err);

/* Count up what is known only at the end, and report damage that the geo databases
 * showed; `state_bytes` is what the caller learnt. Once for a run. */
void run_stats(struct run *run, size_t state_bytes);

void run_close(struct run *run);

#endif
