/* mem: allocation that cannot fail quietly.
 *
 * Lurcher has no use for a half-done run: when memory ends, it says so on
 * stderr and leaves with status 4 (see docs/ARCHITECTURE.md, "Memory").
 * Every allocation of the program goes through these calls. */
#ifndef LURCHER_BASE_MEM_H
#define LURCHER_BASE_MEM_H

#include <stddef.h>

/* Allocate `size` bytes (zeroed in mem_zalloc). Never returns NULL; the caller
 * frees the block with free(). Does not return when memory has ended. */
void *mem_alloc(size_t size);
void *mem_zalloc(size_t size);

/* As realloc, for `count` items of `size` bytes each; an overflow of the
 * product counts as the end of memory. */
void *mem_resize(void *block, size_t count, size_t size);

/* Memory has ended, or a table is as long as its numbers can count. */
_Noreturn void mem_ended(size_t size);

/* A copy of `len` bytes with a NUL behind them. The caller frees it. */
char *mem_copy(const char *bytes, size_t len);

#endif
