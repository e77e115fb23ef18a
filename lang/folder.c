#include "lang/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lang/seq.h"

static int text_compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void sort(const char **names, uint32_t n)
{
    if (n > 0) {
        qsort(names, n, sizeof *names, text_compare);
    }
}

bool folder_is(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool folder_has_file(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && !S_ISDIR(st.st_mode);
}

const char *folder_join(struct arena *arena, const char *folder, const char *name)
{
    if (strcmp(folder, ".") == 0) {
        return arena_text(arena, name);
    }
    size_t len = strlen(folder);
    bool slash = len > 0 && folder[len - 1] == '/';
    return arena_printf(arena, "%s%s%s", folder, slash ? "" : "/", name).ptr;
}

const char *folder_parent(struct arena *arena, const char *path)
{
    size_t len = strlen(path);
    while (len > 1 && path[len - 1] == '/') {
        len--;
    }
    bool up = (len == 1 && path[0] == '.') ||
              (len >= 2 && memcmp(path + len - 2, "..", 2) == 0 && (len == 2 || path[len - 3] == '/'));
    if (up) { /* ".." of "." and of "..": the text holds no name to take away */
        return len == 1 ? ".." : arena_printf(arena, "%.*s/..", (int)len, path).ptr;
    }
    while (len > 0 && path[len - 1] != '/') {
        len--;
    }
    if (len == 0) {
        return ".";
    }
    while (len > 1 && path[len - 1] == '/') {
        len--;
    }
    return arena_str(arena, str_slice(path, len)).ptr;
}

static bool is_rule_file(const char *path, const char *name)
{
    size_t len = strlen(name);
    return len > 4 && strcmp(name + len - 4, ".lur") == 0 && folder_has_file(path);
}

static bool is_own_folder(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static void entry_add(const char *path, const char *name, struct arena *arena, struct seq *files,
                      struct seq *folders)
{
    if (name[0] == '.') {
        return;
    }
    const char *full = folder_join(arena, path, name);
    if (is_own_folder(full)) {
        *(const char **)seq_add(arena, folders, sizeof(char *)) = full;
    } else if (is_rule_file(full, name)) {
        *(const char **)seq_add(arena, files, sizeof(char *)) = full;
    }
}

bool folder_list(const char *path, struct arena *arena, struct folder *out, struct err *err)
{
    struct seq files = {NULL, 0, 0}, folders = {NULL, 0, 0};
    DIR *dir = opendir(path);
    if (dir == NULL) {
        return err_set(err, "%s: cannot open: %s", path, strerror(errno));
    }
    errno = 0;
    for (struct dirent *e; (e = readdir(dir)) != NULL; errno = 0) {
        entry_add(path, e->d_name, arena, &files, &folders);
    }
    int failed = errno;
    closedir(dir);
    if (failed != 0) {
        return err_set(err, "%s: cannot read: %s", path, strerror(failed));
    }
    *out = (struct folder){files.items, folders.items, files.len, folders.len};
    sort(out->files, out->n_files);
    sort(out->folders, out->n_folders);
    return true;
}
