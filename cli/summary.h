/* summary: the numbers of a run, in words for people and as JSON. */
#ifndef LURCHER_CLI_SUMMARY_H
#define LURCHER_CLI_SUMMARY_H

#include "base/buf.h"
#include "base/err.h"
#include "engine/stats.h"
#include "lang/program.h"

/* A few lines; what is zero and says nothing is left out. */
void summary_text(const struct stats *stats, const struct program *program, struct buf *out);

/* One JSON object (docs/lurcher.1, "--stats"). */
void summary_json(const struct stats *stats, const struct program *program, struct buf *out);

/* summary_json to a file ("-": stdout). False with *err when it cannot be written. */
bool summary_write(const struct stats *stats, const struct program *program, const char *path,
                   struct err *err);

#endif
