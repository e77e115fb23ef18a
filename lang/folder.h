/* folder: the rule files and subfolders of a folder, sorted by name, so that
 * what is found first does not depend on the file system. */
#ifndef LURCHER_LANG_FOLDER_H
#define LURCHER_LANG_FOLDER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

struct folder {
    const char **files, **folders; /* paths, below the path that was given */
    uint32_t n_files, n_folders;
};

/* List *.lur files (also by symbolic link) and folders (not by link: they may go
 * in a circle) directly below `path`; names with a leading dot are left out.
 * Everything is in the arena. False with *err when it cannot be read. */
bool folder_list(const char *path, struct arena *arena, struct folder *out, struct err *err);

bool folder_is(const char *path); /* is it a folder? */
bool folder_has_file(const char *path); /* is it there, and no folder? */

/* "a/b"; "." as the folder leaves the name alone. */
const char *folder_join(struct arena *arena, const char *folder, const char *name);

/* "a" of "a/b" and of "a/b/"; "." of "b". */
const char *folder_parent(struct arena *arena, const char *path);

#endif
