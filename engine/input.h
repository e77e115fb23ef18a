/* input: the list of files that a run reads, from files, folders, globs and "-".
 *
 * Folders are walked in the order of names; symbolic links to folders are not
 * followed. What is no log by its path (digests, Insights, Lake exports of the S3
 * key tree) or unfinished (temporary names) is passed over, told and counted. One
 * file that is reached in two ways is read once. */
#ifndef LURCHER_ENGINE_INPUT_H
#define LURCHER_ENGINE_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "engine/report.h"
#include "engine/stats.h"

struct input_file {
    char *path;    /* "-" is stdin */
    int64_t stamp; /* µs, from a name of the S3 key tree (…_20230401T1205Z_…); INT64_MIN: none */
    bool named;    /* by the user, not found in a folder */
};

struct input_list {
    struct input_file *files; /* by stamp, those without one first; else in the order found */
    size_t n;
};

/* Find the files. Counts files_seen, files_skipped and files_failed. False with *err
 * for a path that does not exist and is no glob with a match. */
bool input_list_make(struct input_list *list, const char *const *paths, unsigned n_paths, struct report report,
                     struct stats *stats, struct err *err);
void input_list_release(struct input_list *list);

/* Does the name promise a log: NAME.json, NAME.gz, NAME.jsonl.zst, …? */
bool input_is_log_name(const char *path);

/* Standard input has no name of its own. */
bool input_is_stdin(const struct input_file *file);

/* Open for reading: the descriptor and, for a regular file, its size (else 0).
 * The caller closes it unless it is 0 (stdin). False with *err. */
bool input_open(const struct input_file *file, int *fd, uint64_t *size, struct err *err);

#endif
