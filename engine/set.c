#include "engine/set.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

struct set {
    bool nets;
    struct strmap texts;                     /* strings */
    struct strmap jsons;                     /* lists and objects, by their text */
    struct map64 numbers[VALUE_DURATION + 1]; /* by kind: what is held in 64 bits */
    struct cidrset blocks;
    bool any_block;
};

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

static void number_add(struct set *set, const struct value *v)
{
    uint8_t kind;
    uint64_t key;
    if (number_key(v, &kind, &key)) {
        *map64_put(&set->numbers[kind], key, NULL) = 1;
    }
}

static bool number_holds(const struct set *set, const struct value *v)
{
    uint8_t kind;
    uint64_t key;
    return number_key(v, &kind, &key) && map64_get(&set->numbers[kind], key) != MAP64_NONE;
}

/* ---- texts and addresses ---- */

static void block_add(struct set *set, const struct cidr *c)
{
    cidrset_add(&set->blocks, c);
    set->any_block = true;
}

static void text_add(struct set *set, struct str text)
{
    struct cidr c;
    if (set->nets && cidr_parse(text, &c)) {
        block_add(set, &c);
    } else {
        *strmap_put(&set->texts, text, NULL) = 1;
    }
}

static bool text_holds(const struct set *set, struct str text)
{
    struct ip ip;
    if (set->texts.len > 0 && strmap_get(&set->texts, text) != STRMAP_NONE) {
        return true;
    }
    return set->nets && set->any_block && ip_parse(text, &ip) && cidrset_holds(&set->blocks, &ip);
}

static struct str json_text(const struct value *v, struct buf *out)
{
    value_json(v, out);
    return buf_str(out);
}

static bool json_holds(const struct set *set, const struct value *v)
{
    struct buf text = BUF_INIT;
    bool holds = set->jsons.len > 0 && strmap_get(&set->jsons, json_text(v, &text)) != STRMAP_NONE;
    buf_release(&text);
    return holds;
}

/* ---- the set ---- */

static void item_add(struct set *set, const struct value *v)
{
    struct buf text = BUF_INIT;
    switch ((enum value_kind)v->kind) {
    case VALUE_NULL:
        break;
    case VALUE_STRING:
        text_add(set, value_text(v));
        break;
    case VALUE_IP:
        block_add(set, &(struct cidr){*v->ip, 128});
        break;
    case VALUE_LIST:
    case VALUE_JSON:
        *strmap_put(&set->jsons, json_text(v, &text), NULL) = 1;
        break;
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_FLOAT:
    case VALUE_TIME:
    case VALUE_DURATION:
        number_add(set, v);
        break;
    }
    buf_release(&text);
}

struct set *set_new(const struct value *items, size_t n, bool nets)
{
    struct set *set = mem_zalloc(sizeof *set);
    set->nets = nets;
    for (size_t i = 0; i < n; i++) {
        item_add(set, &items[i]);
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
    free(set);
}

bool set_holds(const struct set *set, const struct value *v)
{
    switch ((enum value_kind)v->kind) {
    case VALUE_NULL:
        return false;
    case VALUE_STRING:
        return text_holds(set, value_text(v));
    case VALUE_IP:
        return set->any_block && cidrset_holds(&set->blocks, v->ip);
    case VALUE_LIST:
    case VALUE_JSON:
        return json_holds(set, v);
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_FLOAT:
    case VALUE_TIME:
    case VALUE_DURATION:
        break;
    }
    return number_holds(set, v);
}
