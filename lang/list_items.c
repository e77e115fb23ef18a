#include "lang/list_items.h"

#include <stdlib.h>
#include <string.h>

#include "base/ip.h"
#include "base/mem.h"

static int value_rank(const struct value *a, const struct value *b)
{
    int order;
    if (value_order(a, b, &order) && order != 0) {
        return order;
    }
    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }
    if (a->kind == VALUE_STRING) {
        return str_compare(value_text(a), value_text(b));
    }
    if (a->kind == VALUE_IP) {
        return ip_compare(a->ip, b->ip);
    }
    return a->kind == VALUE_BOOL ? (int)a->b - (int)b->b : 0;
}

static int item_compare(const void *a, const void *b) { return value_rank(a, b); }

static int regex_compare(const void *a, const void *b)
{
    const struct program_regex *x = a, *y = b;
    int order = str_compare(x->pattern, y->pattern);
    return order != 0 ? order : (int)x->nocase - (int)y->nocase;
}

/* Sorted, each once: how many are left. */
static uint32_t sort_once(void *items, uint32_t len, size_t size, int (*compare)(const void *, const void *))
{
    char *bytes = items;
    uint32_t kept = 0;
    if (len > 1) {
        qsort(items, len, size, compare);
    }
    for (uint32_t i = 0; i < len; i++) {
        if (kept == 0 || compare(bytes + (kept - 1) * size, bytes + i * size) != 0) {
            memmove(bytes + kept * size, bytes + i * size, size);
            kept++;
        }
    }
    return kept;
}

/* An item with what stands beside it. */
struct pair {
    struct value item, beside;
    uint32_t place; /* in the order written */
};

/* The last of equal items comes first, and is the one that stays; but one with a value
 * before those without. */
static int pair_compare(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    int order = value_rank(&x->item, &y->item);
    if (order == 0) {
        order = (x->beside.kind == VALUE_NULL) - (y->beside.kind == VALUE_NULL);
    }
    return order != 0 ? order : x->place > y->place ? -1 : 1;
}

static uint32_t pairs_sort(struct value *items, struct value *beside, uint32_t n)
{
    struct pair *pairs = mem_alloc(((size_t)n + 1) * sizeof *pairs);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        pairs[i] = (struct pair){items[i], beside[i], i};
    }
    qsort(pairs, n, sizeof *pairs, pair_compare);
    for (uint32_t i = 0; i < n; i++) {
        if (kept == 0 || value_rank(&items[kept - 1], &pairs[i].item) != 0) {
            items[kept] = pairs[i].item;
            beside[kept++] = pairs[i].beside;
        }
    }
    free(pairs);
    return kept;
}

uint32_t list_items_sort(struct value *items, struct value *beside, uint32_t n)
{
    return beside != NULL ? pairs_sort(items, beside, n) : sort_once(items, n, sizeof *items, item_compare);
}

uint32_t list_regexes_sort(struct program_regex *regexes, uint32_t n)
{
    return sort_once(regexes, n, sizeof *regexes, regex_compare);
}
