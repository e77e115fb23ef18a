#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

#define BLOCK_FIRST ((size_t)4096)    /* bytes of the first block; the next are larger */
#define BLOCK_MOST ((size_t)1 << 20)  /* until they have this size */
#define ALIGN alignof(max_align_t)

struct arena_block {
    struct arena_block *next;
    size_t cap, used;
    alignas(max_align_t) char bytes[];
};

void arena_release(struct arena *a)
{
    struct arena_block *block = a->blocks;
    while (block != NULL) {
        struct arena_block *next = block->next;
        free(block);
        block = next;
    }
    *a = (struct arena)ARENA_INIT;
}

/* Keep the largest block: an arena that is reset for every event then soon needs one only. */
void arena_reset(struct arena *a)
{
    struct arena_block *kept = NULL;
    for (struct arena_block *block = a->blocks, *next; block != NULL; block = next) {
        next = block->next;
        if (kept == NULL || block->cap > kept->cap) {
            free(kept);
            kept = block;
        } else {
            free(block);
        }
    }
    if (kept != NULL) {
        kept->next = NULL;
        kept->used = 0;
    }
    a->blocks = kept;
    a->used = 0;
}

static struct arena_block *block_new(size_t cap)
{
    size_t size;
    if (__builtin_add_overflow(sizeof(struct arena_block), cap, &size)) {
        size = SIZE_MAX; /* more than there can be: mem_alloc ends the run */
    }
    struct arena_block *block = mem_alloc(size);
    block->next = NULL;
    block->cap = cap;
    block->used = 0;
    return block;
}

/* A block with room for `size` bytes. A large one gets a block to itself, behind
 * the head, so that the rest of the head is not lost. */
static struct arena_block *arena_room(struct arena *a, size_t size)
{
    struct arena_block *head = a->blocks;
    size_t cap = head == NULL ? BLOCK_FIRST : head->cap * 2;
    if (cap > BLOCK_MOST) {
        cap = BLOCK_MOST;
    }
    if (head != NULL && size > cap / 4) {
        struct arena_block *block = block_new(size);
        block->next = head->next;
        head->next = block;
        return block;
    }
    struct arena_block *block = block_new(size > cap ? size : cap);
    block->next = head;
    a->blocks = block;
    return block;
}

static void *arena_take(struct arena *a, size_t size, size_t align)
{
    struct arena_block *block = a->blocks;
    size_t start = block == NULL ? 0 : (block->used + (align - 1)) & ~(align - 1);
    if (block == NULL || start > block->cap || size > block->cap - start) {
        block = arena_room(a, size);
        start = 0;
    }
    block->used = start + size;
    a->used += size;
    return block->bytes + start;
}

void *arena_alloc(struct arena *a, size_t size)
{
    void *memory = arena_take(a, size, ALIGN);
    return size == 0 ? memory : memset(memory, 0, size);
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(count, size, &total)) {
        total = SIZE_MAX; /* as in block_new */
    }
    return arena_alloc(a, total);
}

struct str arena_str(struct arena *a, struct str s)
{
    char *copy = arena_take(a, s.len + 1, 1);
    if (s.len != 0) {
        memcpy(copy, s.ptr, s.len);
    }
    copy[s.len] = '\0';
    return (struct str){copy, s.len};
}

char *arena_text(struct arena *a, const char *text)
{
    size_t size = strlen(text) + 1;
    return memcpy(arena_take(a, size, 1), text, size);
}

struct str arena_printf(struct arena *a, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    size_t size = len < 0 ? 0 : (size_t)len;
    char *text = arena_take(a, size + 1, 1);
    if (len < 0) {
        text[0] = '\0';
    } else {
        vsnprintf(text, size + 1, format, again);
    }
    va_end(again);
    return (struct str){text, size};
}
