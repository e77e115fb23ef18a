#include "base/arena.h"

#include <stdarg.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define BLOCK_SIZE (64u * 1024u)
#define ALIGNMENT alignof(max_align_t)

struct arena_block {
    struct arena_block *next;
    size_t size, used;
    max_align_t bytes[]; /* the type gives the alignment */
};

static struct arena_block *block_new(size_t size, struct arena_block *next)
{
    struct arena_block *b = mem_alloc(sizeof *b + size);
    *b = (struct arena_block){.next = next, .size = size, .used = 0};
    return b;
}

void arena_release(struct arena *a)
{
    while (a->blocks != NULL) {
        struct arena_block *next = a->blocks->next;
        free(a->blocks);
        a->blocks = next;
    }
    a->used = 0;
}

void arena_reset(struct arena *a)
{
    if (a->blocks == NULL) {
        return;
    }
    struct arena_block *kept = a->blocks;
    a->blocks = kept->next;
    arena_release(a);
    if (kept->size > BLOCK_SIZE) { /* one large event must not hold its memory for ever */
        free(kept);
        return;
    }
    kept->next = NULL;
    kept->used = 0;
    a->blocks = kept;
}

void *arena_alloc(struct arena *a, size_t size)
{
    size_t rounded;
    if (__builtin_add_overflow(size, ALIGNMENT - 1, &rounded)) {
        return mem_resize(NULL, SIZE_MAX, 2); /* ends the program */
    }
    rounded &= ~(ALIGNMENT - 1);
    struct arena_block *b = a->blocks;
    if (b == NULL || b->size - b->used < rounded) {
        b = block_new(rounded > BLOCK_SIZE ? rounded : BLOCK_SIZE, b);
        a->blocks = b;
    }
    char *at = (char *)b->bytes + b->used;
    b->used += rounded;
    a->used += rounded;
    return memset(at, 0, rounded);
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        bytes = SIZE_MAX;
    }
    return arena_alloc(a, bytes);
}

struct str arena_str(struct arena *a, struct str s)
{
    char *copy = arena_alloc(a, s.len + 1);
    if (s.len > 0) {
        memcpy(copy, s.ptr, s.len);
    }
    return (struct str){copy, s.len};
}

char *arena_text(struct arena *a, const char *text)
{
    size_t len = strlen(text);
    return memcpy(arena_alloc(a, len + 1), text, len + 1);
}

struct str arena_printf(struct arena *a, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    size_t size = len < 0 ? 0 : (size_t)len;
    char *text = arena_alloc(a, size + 1);
    if (len > 0) {
        vsnprintf(text, size + 1, format, again);
    }
    va_end(again);
    return (struct str){text, size};
}
