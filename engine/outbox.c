#include "engine/outbox.h"

#include <stdlib.h>

#include "base/heap.h"
#include "base/mem.h"

struct outbox {
    struct heap waiting, ready;
};

/* ---- the orders ---- */

static bool waits_before(const void *context, const void *a, const void *b)
{
    const struct outbox_item *x = a, *y = b;
    (void)context;
    return x->next != y->next ? x->next < y->next : x->level < y->level;
}

int outbox_compare(const struct outbox_item *a, const struct outbox_item *b)
{
    const struct alert *x = &a->alert, *y = &b->alert;
    if (x->time != y->time) {
        return x->time < y->time ? -1 : 1;
    }
    if (a->level != b->level) {
        return a->level < b->level ? -1 : 1;
    }
    int order = str_compare(x->event_id, y->event_id);
    return order != 0 ? order : str_compare(x->rule->name, y->rule->name);
}

static bool goes_before(const void *context, const void *a, const void *b)
{
    (void)context;
    return outbox_compare(a, b) < 0;
}

static void items_free(struct heap *h)
{
    struct outbox_item *item;
    while ((item = heap_pop(h)) != NULL) {
        outbox_item_free(item);
    }
    heap_release(h);
}

/* ---- the outbox ---- */

struct outbox *outbox_new(void)
{
    struct outbox *o = mem_zalloc(sizeof *o);
    o->waiting.before = waits_before;
    o->ready.before = goes_before;
    return o;
}

void outbox_free(struct outbox *o)
{
    if (o != NULL) {
        items_free(&o->waiting);
        items_free(&o->ready);
        free(o);
    }
}

struct outbox_item *outbox_item_new(void) { return mem_zalloc(sizeof(struct outbox_item)); }

void outbox_item_free(struct outbox_item *item)
{
    arena_release(&item->arena);
    free(item);
}

void outbox_wait(struct outbox *o, struct outbox_item *item) { heap_push(&o->waiting, item); }
void outbox_ready(struct outbox *o, struct outbox_item *item) { heap_push(&o->ready, item); }

int64_t outbox_waits_until(const struct outbox *o)
{
    const struct outbox_item *first = heap_first(&o->waiting);
    return first == NULL ? INT64_MAX : first->next;
}

int64_t outbox_ready_at(const struct outbox *o)
{
    const struct outbox_item *first = heap_first(&o->ready);
    return first == NULL ? INT64_MAX : first->alert.time;
}

struct outbox_item *outbox_due(struct outbox *o, int64_t time, uint32_t level)
{
    const struct outbox_item *first = heap_first(&o->waiting);
    return first != NULL && first->next <= time && first->level <= level ? heap_pop(&o->waiting) : NULL;
}

struct outbox_item *outbox_out(struct outbox *o, int64_t time)
{
    const struct outbox_item *first = heap_first(&o->ready);
    return first != NULL && first->alert.time <= time ? heap_pop(&o->ready) : NULL;
}

void outbox_each(const struct outbox *o, void (*take)(void *context, const struct outbox_item *item), void *context)
{
    for (size_t i = 0; i < o->waiting.items.len; i++) {
        take(context, o->waiting.items.items[i]);
    }
    for (size_t i = 0; i < o->ready.items.len; i++) {
        take(context, o->ready.items.items[i]);
    }
}

size_t outbox_bytes(const struct outbox *o)
{
    size_t n = o->waiting.items.len + o->ready.items.len;
    return sizeof *o + n * (sizeof(struct outbox_item) + sizeof(struct outbox_item *));
}

/* ---- verdicts ---- */

bool outbox_decide(struct outbox_item *item, const struct population_set *set)
{
    int64_t next = INT64_MAX;
    for (unsigned i = 0; i < item->n_waits; i++) {
        const struct population_wait *w = &item->waits[i];
        if (w->until == item->next) {
            item->decided |= 1u << i;
            item->absent |= population_absent(set, w) ? 1u << i : 0;
        } else if (!(item->decided >> i & 1) && w->until < next) {
            next = w->until;
        }
    }
    if (item->decided == (1u << item->n_waits) - 1) {
        return true;
    }
    item->next = next;
    return false;
}

/* Does a piece of evidence say what did not come true? */
static bool is_refuted(const struct outbox_item *item, uint32_t prim)
{
    for (unsigned i = 0; i < item->n_waits; i++) {
        if (item->waits[i].prim == prim) {
            return !(item->absent >> i & 1);
        }
    }
    return false;
}

bool outbox_verdict(struct outbox_item *item)
{
    struct alert *a = &item->alert;
    unsigned kept = 0;
    for (unsigned i = 0; i < a->n_evidence; i++) {
        if (!is_refuted(item, a->evidence[i].prim)) {
            a->evidence[kept++] = a->evidence[i];
        }
    }
    a->n_evidence = kept;
    a->time = item->next;
    return item->table >> item->absent & 1;
}
