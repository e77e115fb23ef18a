/* diff_print: the changes between two versions of rules, for people and for programs. */
#ifndef LURCHER_CLI_DIFF_PRINT_H
#define LURCHER_CLI_DIFF_PRINT_H

#include "base/buf.h"
#include "lang/change.h"

/* Two lines of numbers, then what differs; nothing of what is the same. */
void diff_print_text(const struct changes *c, struct buf *out);

/* One JSON object a line for each rule and state, also for those that are the same
 * (docs/lurcher.1, "Diff as JSON"). */
void diff_print_json(const struct changes *c, struct buf *out);

#endif
