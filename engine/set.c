#include "engine/set.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/mem.h"

/* Texts, numbers and blocks lead to the number of the item. */
struct set {
    bool nets;
    struct strmap texts;                     /* strings */
    struct strmap jsons;                     /* lists and objects, by their text */
    struct map64 numbers[VALUE_DURATION + 1]; /* by kind: what is held in 64 bits */
    struct cidrset blocks;
    bool any_block;
    struct value *beside;                    /* by number of the item; NULL: nothing */
    struct arena arena;                      /* its texts */
};

#define NO_ITEM UINT32_MAX /* as in every map */

/* ---- numbers ---- */

/* Like symbols: a float without a fraction equals an int, so it is kept as one. */
static bool number_key(const struct value *v, uint8_t *kind, uint64_t *key)
{
    *kind = v->kind;
    if (v->kind == VALUE_BOOL) {
        *key = v->b;
    } else if (v->kind != VALUE_FLOAT) {
        *key = (uint64_t)v->i;
    } else if (v->f >= -0x1p63 && v->f < 0x1p63 && (double)(int64_t)v->f == v->f) {
        *kind = VALUE_INT;
        *key = (uint64_t)(int64_t)v->f;
    } else {
        memcpy(key, &v->f, sizeof *key);
        return v->f == v->f; /* what is no number equals nothing */
    }
    return true;
}

static void number_add(struct set *set, const struct value *v, uint32_t item)
{
    uint8_t kind;
    uint64_t key;
    if (number_key(v, &kind, &key)) {
        *map64_put(&set->numbers[kind], key, NULL) = item;
    }
}

static uint32_t number_find(const struct set *set, const struct value *v)
{
    uint8_t kind;
    uint64_t key;
    return number_key(v, &kind, &key) ? map64_get(&set->numbers[kind], key) : NO_ITEM;
}

/* ---- texts and addresses ---- */

static void block_add(struct set *set, const struct cidr *c, uint32_t item)
{
    /* Without values all blocks are one: fewer runs to look in. */
    cidrset_add(&set->blocks, c, set->beside == NULL ? 0 : item);
    set->any_block = true;
}

static void text_add(struct set *set, struct str text, uint32_t item)
{
    struct cidr c;
    if (set->nets && cidr_parse(text, &c)) {
        block_add(set, &c, item);
    } else {
        *strmap_put(&set->texts, text, NULL) = item;
    }
}

static uint32_t text_find(const struct set *set, struct str text)
{
    struct ip ip;
    uint32_t item = strmap_get(&set->texts, text);
    if (item == NO_ITEM && set->any_block && ip_parse(text, &ip)) {
        item = cidrset_find(&set->blocks, &ip);
    }
    return item;
}

static struct str json_text(const struct value *v, struct buf *out)
{
    value_json(v, out);
    return buf_str(out);
}

static uint32_t json_find(const struct set *set, const struct value *v)
{
    struct buf text = BUF_INIT;
    uint32_t item = set->jsons.len == 0 ? NO_ITEM : strmap_get(&set->jsons, json_text(v, &text));
    buf_release(&text);
    return item;
}

/* ---- the set ---- */

static void item_add(struct set *set, const struct value *v, uint32_t item)
{
    struct buf text = BUF_INIT;
    switch ((enum value_kind)v->kind) {
    case VALUE_NULL:
        break;
    case VALUE_STRING:
        text_add(set, value_text(v), item);
        break;
    case VALUE_IP:
        block_add(set, &(struct cidr){*v->ip, 128}, item);
        break;
    case VALUE_LIST:
    case VALUE_JSON:
        *strmap_put(&set->jsons, json_text(v, &text), NULL) = item;
        break;
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_FLOAT:
    case VALUE_TIME:
    case VALUE_DURATION:
        number_add(set, v, item);
        break;
    }
    buf_release(&text);
}

/* Values are texts or null. */
static void beside_keep(struct set *set, const struct value *beside, uint32_t n)
{
    set->beside = arena_array(&set->arena, (size_t)n + 1, sizeof *set->beside);
    for (uint32_t i = 0; i < n; i++) {
        set->beside[i] = beside[i].kind == VALUE_STRING ? value_str(arena_str(&set->arena, value_text(&beside[i])))
                                                        : value_null();
    }
}

struct set *set_new(const struct value *items, const struct value *beside, uint32_t n, bool nets)
{
    struct set *set = mem_zalloc(sizeof *set);
    set->nets = nets;
    if (beside != NULL) {
        beside_keep(set, beside, n);
    }
    for (uint32_t i = 0; i < n; i++) {
        item_add(set, &items[i], i);
    }
    cidrset_seal(&set->blocks);
    return set;
}

void set_free(struct set *set)
{
    if (set == NULL) {
        return;
    }
    strmap_release(&set->texts);
    strmap_release(&set->jsons);
    for (size_t i = 0; i <= VALUE_DURATION; i++) {
        map64_release(&set->numbers[i]);
    }
    cidrset_release(&set->blocks);
    arena_release(&set->arena);
    free(set);
}

static uint32_t item_find(const struct set *set, const struct value *v)
{
    switch ((enum value_kind)v->kind) {
    case VALUE_NULL:
        return NO_ITEM;
    case VALUE_STRING:
        return text_find(set, value_text(v));
    case VALUE_IP:
        return set->any_block ? cidrset_find(&set->blocks, v->ip) : NO_ITEM;
    case VALUE_LIST:
    case VALUE_JSON:
        return json_find(set, v);
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_FLOAT:
    case VALUE_TIME:
    case VALUE_DURATION:
        break;
    }
    return number_find(set, v);
}

bool set_holds(const struct set *set, const struct value *v) { return item_find(set, v) != NO_ITEM; }

struct value set_lookup(const struct set *set, const struct value *v)
{
    uint32_t item = set->beside == NULL ? NO_ITEM : item_find(set, v);
    return item == NO_ITEM ? value_null() : set->beside[item];
}
