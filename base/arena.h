/* arena: memory that is freed as a whole.
 *
 * One of the four lifetimes (docs/ARCHITECTURE.md): nobody frees one object of
 * an arena; pointers into it hold until arena_reset or arena_release. */
#ifndef LURCHER_BASE_ARENA_H
#define LURCHER_BASE_ARENA_H

#include <stddef.h>

#include "base/str.h"

struct arena_block;

struct arena {
    struct arena_block *blocks; /* the newest first */
    size_t used;                /* bytes handed out since init or reset */
};

#define ARENA_INIT {NULL, 0}

void arena_release(struct arena *a);   /* frees all; usable again as empty */
void arena_reset(struct arena *a);     /* forgets all, keeps one block for reuse */

/* Zeroed memory, aligned for any type. Never NULL. */
void *arena_alloc(struct arena *a, size_t size);

/* Zeroed memory for `count` items of `size` bytes; checked for overflow. */
void *arena_array(struct arena *a, size_t count, size_t size);

#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type)))

/* A copy with a NUL behind it (the NUL is not counted in len). */
struct str arena_str(struct arena *a, struct str s);
char *arena_text(struct arena *a, const char *text);
struct str arena_printf(struct arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
