/* listfile: the values of a `list NAME from "file"`.
 *
 * The name's ending says what the file is: .json, .ndjson or .jsonl, .yaml or .yml
 * are documents, in which a column is a path; else it is CSV when columns are asked
 * for, and lines of text when none are. */
#ifndef LURCHER_LANG_LISTFILE_H
#define LURCHER_LANG_LISTFILE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/file_stamp.h"
#include "base/str.h"

#define LISTFILE_ITEMS_MAX 1000000u
#define LISTFILE_COLUMNS_MAX 16u

/* What is asked for. */
struct listfile_ask {
    struct str folder, file;   /* the file is relative to the folder */
    const struct str *columns; /* where the items are */
    uint32_t n_columns;        /* 0: lines of text, or the scalars of a document */
    const struct str *values;  /* what stands beside an item: one for all columns, or one for each */
    uint32_t n_values;         /* 0: nothing */
};

struct listfile {
    struct str *items;  /* in the order of the file, in the arena */
    struct str *values; /* beside each item, ptr NULL where there is none; NULL when none were asked for */
    const uint32_t *lines; /* where each item stands; 0: somewhere in a document that is the whole file */
    uint32_t len;
    struct file_stamp stamp; /* of the file, before it was read */
};

enum listfile_format { LISTFILE_LINES, LISTFILE_CSV, LISTFILE_JSON, LISTFILE_NDJSON, LISTFILE_YAML };

/* The format of a file of this name. */
enum listfile_format listfile_format_of(struct str file, bool columns);

/* Can these columns and values be asked of the file at all? False with *err, which
 * names no file, and *bad: the number of the column, or n_columns + that of the value. */
bool listfile_check(const struct listfile_ask *ask, uint32_t *bad, struct err *err);

/* Read `file`: no absolute path, no `..`, no symbolic link on the way below the
 * folder. False with *err (the file's place in it) and nothing in *out but the stamp:
 * not readable, no such column, damage, too many items. The ask has been checked. */
bool listfile_read(const struct listfile_ask *ask, struct arena *arena, struct listfile *out, struct err *err);

/* How messages call the file; in the arena. */
const char *listfile_name(const struct listfile_ask *ask, struct arena *arena);

/* What the stamp would be, without reading. */
struct file_stamp listfile_stamp(const struct listfile_ask *ask);

#endif
