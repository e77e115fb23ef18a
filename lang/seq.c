#include "lang/seq.h"

#include <string.h>

/* Doubling leaves less garbage in the arena than the list itself has bytes. */
void *seq_add(struct arena *arena, struct seq *s, size_t size)
{
    if (s->len == s->cap) {
        uint32_t cap = s->cap == 0 ? 4 : s->cap * 2;
        void *items = arena_array(arena, cap, size);
        if (s->len > 0) {
            memcpy(items, s->items, s->len * size);
        }
        s->items = items;
        s->cap = cap;
    }
    return (char *)s->items + (size_t)s->len++ * size;
}
