#include "engine/memo.h"

#include <string.h>

#include "base/mem.h"

/* Small pages: a field with few values must not pay for the symbols of others. */
#define MEMO_PAGE 64u

/* ---- numbers ---- */

/* Grow an array of zeroed items so that it has at least `need`. */
static void *array_reach(void *items, size_t *cap, size_t need, size_t size)
{
    size_t old = *cap, cap_new = old == 0 ? 16 : old;
    while (cap_new < need) {
        cap_new *= 2;
    }
    items = mem_resize(items, cap_new, size);
    memset((char *)items + old * size, 0, (cap_new - old) * size);
    *cap = cap_new;
    return items;
}

static void pages_reach(struct memo_numbers *m, uint32_t page)
{
    size_t cap = m->n_pages;
    m->pages = array_reach(m->pages, &cap, (size_t)page + 1, sizeof *m->pages);
    m->n_pages = (uint32_t)cap;
}

static uint32_t leaf_new(struct memo_numbers *m)
{
    if (m->n_leaves == m->cap_leaves) {
        size_t cap = m->cap_leaves;
        m->leaves = array_reach(m->leaves, &cap, cap + 1, MEMO_PAGE * sizeof *m->leaves);
        m->cap_leaves = (uint32_t)cap;
    }
    return ++m->n_leaves;
}

uint32_t memo_number(struct memo_numbers *m, symbol s)
{
    uint32_t page = s / MEMO_PAGE;
    if (page >= m->n_pages) {
        pages_reach(m, page);
    }
    if (m->pages[page] == 0) {
        m->pages[page] = leaf_new(m);
    }
    uint32_t *number = &m->leaves[(size_t)(m->pages[page] - 1) * MEMO_PAGE + s % MEMO_PAGE];
    if (*number == 0) {
        *number = MEMO_FIRST + m->count++;
    }
    return *number;
}

size_t memo_numbers_bytes(const struct memo_numbers *m)
{
    return m->n_pages * sizeof *m->pages + (size_t)m->cap_leaves * MEMO_PAGE * sizeof *m->leaves;
}

void memo_numbers_release(struct memo_numbers *m)
{
    free(m->pages);
    free(m->leaves);
    memset(m, 0, sizeof *m);
}

/* ---- answers ---- */

void memo_answer_set(struct memo_answers *m, uint32_t number, enum memo_answer answer)
{
    size_t at = number >> 2;
    unsigned shift = (number & 3) * 2;
    if (at >= m->cap) {
        m->bytes = array_reach(m->bytes, &m->cap, at + 1, 1);
    }
    m->bytes[at] = (uint8_t)((m->bytes[at] & ~(3u << shift)) | (unsigned)answer << shift);
}

/* ---- values ---- */

/* A code: nothing known; null; an odd number: twice a symbol plus one; an even
 * one: twice the place in the pool, from 2. */
#define CODE_UNKNOWN 0u
#define CODE_NULL 1u
#define CODE_LIMIT (UINT32_MAX >> 1)

bool memo_value_get(const struct memo_values *m, const struct memo_pool *pool, const struct symbols *symbols,
                    uint32_t number, struct value *out)
{
    uint32_t code = number < m->cap ? m->codes[number] : CODE_UNKNOWN;
    if (code == CODE_UNKNOWN) {
        return false;
    }
    if (code == CODE_NULL) {
        *out = value_null();
    } else if (code & 1) {
        *out = symbol_value(symbols, code >> 1);
    } else {
        *out = pool->values.items[(code >> 1) - 1];
    }
    return true;
}

static struct value list_keep(struct memo_pool *pool, struct symbols *symbols, const struct value *v)
{
    struct value *items = arena_array(&pool->arena, v->len, sizeof *items);
    for (uint32_t i = 0; i < v->len; i++) {
        items[i] = memo_keep(pool, symbols, &v->items[i]);
    }
    return (struct value){.kind = VALUE_LIST, .len = v->len, .items = items};
}

/* A list's items are scalars or JSON texts, never lists: the recursion ends. */
struct value memo_keep(struct memo_pool *pool, struct symbols *symbols, const struct value *v)
{
    struct value kept = *v;
    if (v->kind == VALUE_STRING) {
        return symbol_value(symbols, symbol_of(symbols, v));
    }
    if (v->kind == VALUE_LIST) {
        return list_keep(pool, symbols, v);
    }
    if (v->kind == VALUE_JSON) {
        kept.s = arena_str(&pool->arena, value_text(v)).ptr;
    } else if (v->kind == VALUE_IP) {
        struct ip *ip = arena_new(&pool->arena, struct ip);
        *ip = *v->ip;
        kept.ip = ip;
    }
    return kept;
}

static uint32_t code_of(struct memo_pool *pool, const struct value *kept)
{
    if (kept->kind == VALUE_NULL) {
        return CODE_NULL;
    }
    if (kept->kind == VALUE_STRING) {
        return kept->symbol <= CODE_LIMIT ? kept->symbol << 1 | 1 : CODE_UNKNOWN;
    }
    if (pool->values.len >= CODE_LIMIT) {
        return CODE_UNKNOWN;
    }
    vec_push(&pool->values, *kept);
    return (uint32_t)pool->values.len << 1;
}

struct value memo_value_set(struct memo_values *m, struct memo_pool *pool, struct symbols *symbols, uint32_t number,
                            const struct value *v)
{
    struct value kept = memo_keep(pool, symbols, v);
    if (number >= m->cap) {
        m->codes = array_reach(m->codes, &m->cap, (size_t)number + 1, sizeof *m->codes);
    }
    m->codes[number] = code_of(pool, &kept);
    return kept;
}

size_t memo_pool_bytes(const struct memo_pool *pool)
{
    return pool->values.cap * sizeof *pool->values.items + pool->arena.used;
}

void memo_pool_release(struct memo_pool *pool)
{
    vec_release(&pool->values);
    arena_release(&pool->arena);
}
