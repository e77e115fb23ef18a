/* Runs every file of a folder through a fuzz harness, without a fuzzer: the corpus
 * is a test of its own. Prints TAP.
 *     fuzz_NAME FOLDER */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "tests/fuzz/fuzz.h"

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* The bytes of a file in a block of exactly their size, so that a sanitizer sees
 * the first byte that is read behind it. */
static uint8_t *file_read(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        return NULL;
    }
    long length = ftell(file);
    rewind(file);
    uint8_t *bytes = mem_alloc(length > 0 ? (size_t)length : 1);
    *size = length > 0 ? fread(bytes, 1, (size_t)length, file) : 0;
    fclose(file);
    return bytes;
}

static int file_replay(const char *folder, const char *name, int number)
{
    char path[4096];
    size_t size = 0;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    uint8_t *bytes = file_read(path, &size);
    bool ok = bytes != NULL && LLVMFuzzerTestOneInput(bytes, size) == 0;
    free(bytes);
    printf("%s %d - %s\n", ok ? "ok" : "not ok", number, name);
    return !ok;
}

int main(int argc, char **argv)
{
    struct dirent **entries = NULL;
    if (argc != 2) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    int n = scandir(argv[1], &entries, is_visible, alphasort);
    int failed = 0;
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (int i = 0; i < n; i++) {
        failed += file_replay(argv[1], entries[i]->d_name, i + 1);
        free(entries[i]);
    }
    free(entries);
    printf("1..%d\n", n > 0 ? n : 0);
    return failed > 0 || n <= 0;
}
