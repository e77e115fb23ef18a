/* vec: a typed growing array as a macro.
 *
 *     VEC(int) numbers = VEC_INIT;
 *     vec_push(&numbers, 3);
 *     for (size_t i = 0; i < numbers.len; i++) use(numbers.items[i]);
 *     vec_release(&numbers);
 */
#ifndef LURCHER_BASE_VEC_H
#define LURCHER_BASE_VEC_H

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define VEC(type)    \
    struct {         \
        type *items; \
        size_t len;  \
        size_t cap;  \
    }

#define VEC_INIT {NULL, 0, 0}

/* Make room for one more item. */
#define vec_grow(v)                                                                      \
    ((v)->len < (v)->cap                                                                 \
         ? (void)0                                                                       \
         : (void)((v)->cap = (v)->cap == 0 ? 8 : (v)->cap * 2,                           \
                  (v)->items = mem_resize((v)->items, (v)->cap, sizeof *(v)->items)))

/* Make the array reach item `i`; new items are zero. */
#define vec_reach(v, i)                                                                  \
    do {                                                                                 \
        size_t reach_ = (size_t)(i);                                                     \
        while ((v)->len <= reach_) {                                                     \
            vec_grow(v);                                                                 \
            memset(&(v)->items[(v)->len++], 0, sizeof *(v)->items);                      \
        }                                                                                \
    } while (0)

#define vec_push(v, item) (vec_grow(v), (v)->items[(v)->len++] = (item))
#define vec_last(v) ((v)->items[(v)->len - 1])
#define vec_pop(v) ((v)->items[--(v)->len])
#define vec_reset(v) ((void)((v)->len = 0))
#define vec_release(v) (free((v)->items), (v)->items = NULL, (v)->len = (v)->cap = 0)

#endif
