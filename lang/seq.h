/* seq: a growing array in an arena, for lists whose length the parser does not
 * know yet. Zeroed memory is an empty one. */
#ifndef LURCHER_LANG_SEQ_H
#define LURCHER_LANG_SEQ_H

#include <stdint.h>

#include "base/arena.h"

struct seq {
    void *items;
    uint32_t len, cap;
};

/* Room for one more item of `size` bytes, zeroed; `len` counts it. The pointer
 * holds until the next call. All items of a seq have the same size. */
void *seq_add(struct arena *arena, struct seq *s, size_t size);

#endif
