#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIT_NO_MEMORY 4

/* No stdio here: it may want memory itself. */
static _Noreturn void mem_ended(void)
{
    static const char text[] = "lurcher: memory has ended\n";
    ssize_t written = write(STDERR_FILENO, text, sizeof text - 1);
    (void)written;
    _exit(EXIT_NO_MEMORY);
}

static void *mem_checked(void *block)
{
    if (block == NULL) {
        mem_ended();
    }
    return block;
}

void *mem_alloc(size_t size)
{
    return mem_checked(malloc(size == 0 ? 1 : size));
}

void *mem_zalloc(size_t size)
{
    return mem_checked(calloc(1, size == 0 ? 1 : size));
}

void *mem_resize(void *block, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        mem_ended();
    }
    return mem_checked(realloc(block, bytes == 0 ? 1 : bytes));
}

char *mem_copy(const char *bytes, size_t len)
{
    char *copy = mem_alloc(len + 1);
    if (len > 0) {
        memcpy(copy, bytes, len);
    }
    copy[len] = '\0';
    return copy;
}
