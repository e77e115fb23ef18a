/* memo: what was computed for each distinct value of a slot.
 *
 * Symbols are dense over all texts of a run, but one field sees only some of
 * them. So each field first numbers its own values, densely, in the order in which
 * they are met; everything that is remembered is an array by that number. Zeroed
 * memory is an empty table of each kind. */
#ifndef LURCHER_ENGINE_MEMO_H
#define LURCHER_ENGINE_MEMO_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/value.h"
#include "base/vec.h"
#include "engine/symbol.h"

/* ---- the values of one slot, numbered ---- */

#define MEMO_NULL 0u  /* the numbers of values that every field can have */
#define MEMO_FALSE 1u
#define MEMO_TRUE 2u
#define MEMO_FIRST 3u /* of the first text */

struct memo_numbers {
    uint32_t *pages;  /* by symbol / MEMO_PAGE: the leaf, from 1; 0: none yet */
    uint32_t n_pages;
    uint32_t *leaves; /* MEMO_PAGE numbers each; 0: not met yet */
    uint32_t n_leaves, cap_leaves;
    uint32_t count;   /* texts that were met */
};

/* The number of a text (a symbol, not 0): at least MEMO_FIRST. */
uint32_t memo_number(struct memo_numbers *m, symbol s);
size_t memo_numbers_bytes(const struct memo_numbers *m);
void memo_numbers_release(struct memo_numbers *m);

/* ---- answers: null, false or true ---- */

enum memo_answer { MEMO_UNKNOWN, MEMO_IS_NULL, MEMO_IS_FALSE, MEMO_IS_TRUE };

struct memo_answers {
    uint8_t *bytes; /* four answers in each */
    size_t cap;
};

static inline enum memo_answer memo_answer_get(const struct memo_answers *m, uint32_t number)
{
    size_t at = number >> 2;
    return at < m->cap ? (enum memo_answer)(m->bytes[at] >> (number & 3) * 2 & 3) : MEMO_UNKNOWN;
}

void memo_answer_set(struct memo_answers *m, uint32_t number, enum memo_answer answer);

/* ---- other values ---- */

/* Values outlive the event here: texts as symbols, all else in the pool, which
 * all tables share. */
struct memo_pool {
    VEC(struct value) values;
    struct arena arena;
};

struct memo_values {
    uint32_t *codes;
    size_t cap;
};

/* False when nothing is remembered yet. The value holds as long as the pool and symbols. */
bool memo_value_get(const struct memo_values *m, const struct memo_pool *pool, const struct symbols *symbols,
                    uint32_t number, struct value *out);

/* Remember a value, of which parts may live in the memory of an event; returns it
 * as it is kept. */
struct value memo_value_set(struct memo_values *m, struct memo_pool *pool, struct symbols *symbols, uint32_t number,
                            const struct value *v);

/* A copy that lives as long as the pool. */
struct value memo_keep(struct memo_pool *pool, struct symbols *symbols, const struct value *v);

size_t memo_pool_bytes(const struct memo_pool *pool);
void memo_pool_release(struct memo_pool *pool);

static inline size_t memo_answers_bytes(const struct memo_answers *m) { return m->cap; }
static inline size_t memo_values_bytes(const struct memo_values *m) { return m->cap * sizeof *m->codes; }
static inline void memo_answers_release(struct memo_answers *m)
{
    free(m->bytes);
    *m = (struct memo_answers){NULL, 0};
}
static inline void memo_values_release(struct memo_values *m)
{
    free(m->codes);
    *m = (struct memo_values){NULL, 0};
}

#endif
