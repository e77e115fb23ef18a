#include "engine/chain.h"

#include <stdlib.h>

#include "base/mem.h"

#define SLOTS_START 64u

static bool key_equal(struct hash_wide a, struct hash_wide b) { return a.low == b.low && a.high == b.high; }

/* ---- the slots ---- */

/* Where the key is, or the free slot where it would be. */
static size_t slot_at(const struct chain_slot *slots, size_t cap, struct hash_wide key)
{
    size_t at = key.low & (cap - 1);
    while (slots[at].value != 0 && !key_equal(slots[at].key, key)) {
        at = (at + 1) & (cap - 1);
    }
    return at;
}

static struct chain_slot *slot_find(const struct chain *c, struct hash_wide key)
{
    if (c->cap == 0) {
        return NULL;
    }
    struct chain_slot *slot = &c->slots[slot_at(c->slots, c->cap, key)];
    return slot->value == 0 ? NULL : slot;
}

/* Leave out what has ended; with room for as many again as are left. */
static void slots_sweep(struct chain *c, int64_t now)
{
    size_t live = 0, cap = SLOTS_START;
    for (size_t i = 0; i < c->cap; i++) {
        live += c->slots[i].value != 0 && c->slots[i].until >= now;
    }
    while (cap < live * 2 + 2) {
        cap *= 2;
    }
    struct chain_slot *slots = mem_zalloc(cap * sizeof *slots);
    for (size_t i = 0; i < c->cap; i++) {
        if (c->slots[i].value != 0 && c->slots[i].until >= now) {
            slots[slot_at(slots, cap, c->slots[i].key)] = c->slots[i];
        }
    }
    free(c->slots);
    c->slots = slots;
    c->cap = cap;
    c->len = live;
}

static struct chain_slot *slot_put(struct chain *c, struct hash_wide key, int64_t now)
{
    struct chain_slot *slot = slot_find(c, key);
    if (slot != NULL) {
        return slot;
    }
    if ((c->len + 1) * 4 > c->cap * 3) {
        slots_sweep(c, now);
    }
    slot = &c->slots[slot_at(c->slots, c->cap, key)];
    *slot = (struct chain_slot){.key = key};
    c->len++;
    return slot;
}

static void note(struct chain *c, struct hash_wide key)
{
    if (c->kept) {
        vec_push(&c->changed, key);
    }
}

symbol chain_find(const struct chain *c, struct hash_wide key, int64_t now)
{
    const struct chain_slot *slot = slot_find(c, key);
    return slot == NULL || slot->until < now ? 0 : slot->value;
}

/* ---- the links of one time ---- */

static void links_reset(struct chain *c)
{
    for (size_t i = 0; i < c->links.len; i++) {
        struct chain_slot *slot = slot_find(c, c->links.items[i].to);
        if (slot != NULL) {
            slot->link = 0;
        }
    }
    vec_reset(&c->links);
    map64_release(&c->by_from);
}

/* Remember who handed on to the slot, which an event without a key does not tell. */
static void link_add(struct chain *c, const struct hash_wide *from, struct chain_slot *slot)
{
    bool added;
    slot->link = 0;
    if (from == NULL) {
        return;
    }
    uint32_t *head = map64_put(&c->by_from, from->low, &added);
    vec_push(&c->links, ((struct chain_link){*from, slot->key, added ? 0 : *head, 0}));
    *head = slot->link = (uint32_t)c->links.len;
}

/* What was handed on with the key `from` at this time is `value` now; who is behind it has to wait. */
static void correct_from(struct chain *c, struct hash_wide from, symbol value)
{
    uint32_t at = map64_get(&c->by_from, from.low);
    for (at = at == MAP64_NONE ? 0 : at; at != 0 && c->waiting.len < CHAIN_CORRECTIONS_MAX;) {
        struct chain_link *link = &c->links.items[at - 1];
        struct chain_slot *slot = slot_find(c, link->to);
        if (key_equal(link->from, from) && link->walked != c->corrections && slot != NULL && slot->link == at) {
            link->walked = c->corrections;
            slot->value = value;
            note(c, link->to);
            vec_push(&c->waiting, at);
        }
        at = link->next;
    }
}

static void correct(struct chain *c, struct hash_wide from, symbol value)
{
    if (c->links.len == 0) {
        return;
    }
    c->corrections++;
    vec_reset(&c->waiting);
    correct_from(c, from, value);
    for (size_t i = 0; i < c->waiting.len; i++) {
        correct_from(c, c->links.items[c->waiting.items[i] - 1].to, value);
    }
}

void chain_hand(struct chain *c, const struct hash_wide *from, struct hash_wide to, symbol value, int64_t until,
                int64_t now)
{
    if (now != c->now) {
        links_reset(c);
        c->now = now;
    }
    if ((from != NULL && key_equal(*from, to)) || (from == NULL && chain_find(c, to, now) != 0)) {
        return;
    }
    struct chain_slot *slot = slot_put(c, to, now);
    slot->value = value;
    slot->until = until;
    link_add(c, from, slot);
    note(c, to);
    if (until >= now) {
        correct(c, to, value);
    }
}

void chain_save(struct chain *c, chain_put put, void *context)
{
    for (size_t i = 0; i < c->changed.len; i++) {
        const struct chain_slot *slot = slot_find(c, c->changed.items[i]);
        if (slot != NULL) { /* also one that has ended: it may stand in the place of one that had not */
            put(context, slot);
        }
    }
    vec_reset(&c->changed);
}

void chain_load(struct chain *c, struct hash_wide key, symbol value, int64_t until)
{
    struct chain_slot *slot = slot_put(c, key, INT64_MIN);
    slot->value = value;
    slot->until = until;
}

size_t chain_bytes(const struct chain *c)
{
    return c->cap * sizeof *c->slots + c->links.cap * sizeof *c->links.items +
           c->waiting.cap * sizeof *c->waiting.items + c->changed.cap * sizeof *c->changed.items +
           map64_bytes(&c->by_from);
}

void chain_release(struct chain *c)
{
    free(c->slots);
    vec_release(&c->links);
    vec_release(&c->waiting);
    vec_release(&c->changed);
    map64_release(&c->by_from);
    *c = (struct chain){.slots = NULL};
}
