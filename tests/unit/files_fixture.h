/* files_fixture: a folder of its own for a test, gone at the end. */
#ifndef LURCHER_TESTS_UNIT_FILES_FIXTURE_H
#define LURCHER_TESTS_UNIT_FILES_FIXTURE_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/buf.h"
#include "base/str.h"

static char files_folder[256];

static inline void files_start(void)
{
    const char *tmp = getenv("TMPDIR");
    tmp = tmp == NULL || *tmp == '\0' ? "/tmp" : tmp;
    snprintf(files_folder, sizeof files_folder, "%.200s/lurcher-test-XXXXXX", tmp);
    if (mkdtemp(files_folder) == NULL) {
        perror(files_folder);
        exit(1);
    }
}

/* The depth is that of the test's own folders; links are not followed. */
static inline void files_remove(const char *path)
{
    struct dirent *entry;
    DIR *folder = unlink(path) == 0 ? NULL : opendir(path);
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        struct buf inner = BUF_INIT;
        buf_addf(&inner, "%s/%s", path, entry->d_name);
        files_remove(inner.ptr);
        buf_release(&inner);
    }
    if (folder != NULL) {
        closedir(folder);
        rmdir(path);
    }
}

static inline void files_stop(void) { files_remove(files_folder); }

/* The path of `name` in the folder; holds until the fourth call after it. */
static inline const char *files_path(const char *name)
{
    static char paths[4][1024];
    static unsigned turn;
    char *path = paths[turn++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", files_folder, name);
    return path;
}

/* Write a file; the folders on the way are made. */
static inline const char *files_write(const char *name, struct str content)
{
    char *path = strdup(files_path(name));
    for (char *slash = strchr(path + strlen(files_folder) + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    FILE *file = fopen(path, "w");
    if (file == NULL || fwrite(content.ptr, 1, content.len, file) != content.len || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
    free(path);
    return files_path(name);
}

/* Add one gzip member. */
static inline void files_gzip(struct str content, struct buf *out)
{
    z_stream z = {0};
    deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    size_t most = deflateBound(&z, content.len);
    z.next_in = (Bytef *)(uintptr_t)content.ptr;
    z.avail_in = (uInt)content.len;
    z.next_out = (Bytef *)buf_reserve(out, most);
    z.avail_out = (uInt)most;
    deflate(&z, Z_FINISH);
    out->len += most - z.avail_out;
    deflateEnd(&z);
}

#endif
