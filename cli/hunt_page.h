/* hunt_page: what a hunt with a pack found, as a page for people, as JSON lines or as CSV. */
#ifndef LURCHER_CLI_HUNT_PAGE_H
#define LURCHER_CLI_HUNT_PAGE_H

#include "cli/hunt_table.h"
#include "engine/hunt_report.h"

/* How many rows, and of groups how many, are within the first `top` (0: all): rows, or
 * groups where the report has some. */
struct hunt_page_size {
    uint32_t rows, groups;
};
struct hunt_page_size hunt_page_size(const struct hunt_report *report, uint32_t top);

/* JSON: {"rule","severity","by","key":{…},"count","first_time","last_time","title",
 * "event_id","evidence":[…],"attack":[…],"rule_rows"}; "by" only where rows are grouped. CSV has a header row. */
void hunt_page_print(const struct hunt_report *report, uint32_t top, enum hunt_format format, bool colour,
                     struct buf *out);

#endif
