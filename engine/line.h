/* line: logs that are text: a record a line, its fields separated by blanks, `-` for
 * what is not there. A source whose block has `columns` may come so (VPC flow logs).
 *
 * The form of a file's lines is said by a line that names its fields, or it is that of
 * the source's `columns`. A line that has the names of the source's time, of all that it
 * `has`, and of two columns at least, is such a line, wherever it stands: files may be joined. */
#ifndef LURCHER_ENGINE_LINE_H
#define LURCHER_ENGINE_LINE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/vec.h"
#include "engine/walk.h"
#include "lang/program.h"

#define LINE_FIELDS_MAX 256u /* of one line */

struct line_form {
    uint32_t source;   /* in the program; PROGRAM_NONE: not known yet */
    uint32_t n;        /* fields of a line */
    bool named;        /* by a line of the file: `names`; else the source's `columns` */
    struct buf names;  /* each with a NUL behind it, `_` for `-` */
};

/* A line without blanks and line ends around it, and without a byte order mark. */
struct str line_trim(struct str line);

/* Before a file. */
void line_form_reset(struct line_form *f);
void line_form_release(struct line_form *f);

/* Has the program a source whose records may be lines? */
bool line_possible(const struct program *program);

/* Take the form that `line` says: is it a line of names? */
bool line_names(const struct program *program, struct str line, struct line_form *f);

/* Take the form of the first source, in the order of names, whose `columns` the line fits:
 * their number is that of its fields, and there is a time where one belongs. */
bool line_fits(const struct program *program, struct str line, struct line_form *f);

/* Give the fields of a line (UTF-8) to a walk of the form's source, as a decoder gives those of
 * JSON. A line with another number of fields fails the walk. */
void line_walk(const struct program *program, const struct line_form *f, struct str line, struct walk *w);

#endif
