/* hunt_pack: all rules of a program over a finite set as a whole: what a person asks who
 * has a month of logs and turns the rules on. The meanings are in docs/language.md,
 * "Hunt with a pack". */
#ifndef LURCHER_ENGINE_HUNT_PACK_H
#define LURCHER_ENGINE_HUNT_PACK_H

#include "engine/engine.h"
#include "engine/hunt_report.h"

/* The inputs are read twice, so none may be stdin or a pipe. `recent` is in µs, for new.
 * `grouped`: see struct hunt_report. The report, all of its rows in order, is the caller's:
 * hunt_report_free. `stats` is that of the second reading. NULL with *err as engine_run. */
struct hunt_report *hunt_pack_run(const struct program *program, const char *const *paths, unsigned n_paths,
                                  const struct engine_options *options, int64_t recent, bool grouped,
                                  struct stats *stats, struct err *err);

#endif
