/* text_line: the lines that findings for people are made of. All texts that are given must
 * be safe to print (buf_add_safe). */
#ifndef LURCHER_ENGINE_TEXT_LINE_H
#define LURCHER_ENGINE_TEXT_LINE_H

#include "base/buf.h"
#include "lang/program.h"

#define TEXT_LINE_TIME 2u /* the column of a clock before a title */

/* "03:12:07" */
void text_line_clock(struct buf *out, int64_t time);

/* "2026-10-29 02:10:14 to 02:37:18 UTC", to the second; no date twice, no time twice. */
void text_line_span(struct buf *out, int64_t first, int64_t last);

/* The severity in capitals and the title, at column `indent`. Before it the clock of `time`,
 * unless that is NULL. */
void text_line_title(enum severity severity, struct str title, const int64_t *time, unsigned indent, bool colour,
                     struct buf *out);

/* A paragraph that hangs by two columns. */
void text_line_put(struct str text, unsigned indent, struct buf *out);

/* Does the title say the value, not just as a part of some word? */
bool text_line_says(struct str title, struct str value);

#endif
