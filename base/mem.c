#include "base/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MEM_EXIT 4 /* the exit status for "out of memory" (docs/ARCHITECTURE.md) */

_Noreturn void mem_ended(size_t size)
{
    fprintf(stderr, "lurcher: out of memory (%zu bytes were asked for)\n", size);
    _Exit(MEM_EXIT);
}

void *mem_alloc(size_t size)
{
    void *block = malloc(size == 0 ? 1 : size);
    if (block == NULL) {
        mem_ended(size);
    }
    return block;
}

void *mem_zalloc(size_t size)
{
    void *block = calloc(1, size == 0 ? 1 : size);
    if (block == NULL) {
        mem_ended(size);
    }
    return block;
}

void *mem_resize(void *block, size_t count, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(count, size, &total)) {
        mem_ended(SIZE_MAX);
    }
    void *bigger = realloc(block, total == 0 ? 1 : total);
    if (bigger == NULL) {
        mem_ended(total);
    }
    return bigger;
}

char *mem_copy(const char *bytes, size_t len)
{
    if (len == SIZE_MAX) {
        mem_ended(len);
    }
    char *copy = mem_alloc(len + 1);
    if (len != 0) {
        memcpy(copy, bytes, len);
    }
    copy[len] = '\0';
    return copy;
}
