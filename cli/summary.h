/* summary: the numbers of a run, in words for people and as JSON. */
#ifndef LURCHER_CLI_SUMMARY_H
#define LURCHER_CLI_SUMMARY_H

#include "base/buf.h"
#include "base/err.h"
#include "engine/stats.h"
#include "lang/program.h"

/* A few lines; what is zero and says nothing is left out. The last one is `result` and
 * how long it took. */
void summary_text(const struct stats *stats, const struct program *program, struct str result, struct buf *out);

/* The result of a run: "8 alerts (and 2 repeats held back) from 20 rules". */
void summary_alerts(const struct stats *stats, const struct program *program, struct buf *out);

/* 1234567 as "1,234,567". */
void summary_add_number(struct buf *out, uint64_t n);

/* One JSON object (docs/lurcher.1, "--stats"). */
void summary_json(const struct stats *stats, const struct program *program, struct buf *out);

/* summary_json to a file ("-": stdout). False with *err when it cannot be written. */
bool summary_write(const struct stats *stats, const struct program *program, const char *path,
                   struct err *err);

#endif
