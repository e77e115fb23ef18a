/* sniff: what a file is, by its first bytes. */
#ifndef LURCHER_ENGINE_SNIFF_H
#define LURCHER_ENGINE_SNIFF_H

#include <stdbool.h>

#include "engine/line.h"

#define SNIFF_SIZE 65536u /* bytes that are enough to tell */

enum sniff_answer {
    SNIFF_JSON,
    SNIFF_LINES,  /* of a text log: the form is filled in */
    SNIFF_UNREAD, /* the same of one that nothing reads: the form's source is one of program->unread */
    SNIFF_OTHER,  /* *what says it: "zstd, which cannot be read" */
    SNIFF_UNSURE, /* more bytes are needed, up to SNIFF_SIZE */
};

/* `start` is the beginning of the content (inflated), `all` says that it is all of
 * it. Text that begins with no bracket is lines when one of them is a line of a source
 * (line.h), and JSON (with damage at its start) when the key of a record's time is in it. It is lines that
 * nothing reads only when all of `start` says nothing else and the first of them is such a line: any
 * text may show one somewhere. */
enum sniff_answer sniff_content(struct str start, bool all, const struct program *program, struct line_form *form,
                                const char **what);

#endif
