#include "engine/outbox.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/vec.h"

/* A heap: the first item is on top. */
struct heap {
    VEC(struct outbox_item *) items;
    bool (*before)(const struct outbox_item *a, const struct outbox_item *b);
};

struct outbox {
    struct heap waiting, ready;
};

/* ---- heaps ---- */

static bool waits_before(const struct outbox_item *a, const struct outbox_item *b) { return a->next < b->next; }

static bool goes_before(const struct outbox_item *a, const struct outbox_item *b)
{
    if (a->alert.time != b->alert.time) {
        return a->alert.time < b->alert.time;
    }
    int order = str_compare(a->alert.event_id, b->alert.event_id);
    return order != 0 ? order < 0 : str_compare(a->alert.rule->name, b->alert.rule->name) < 0;
}

static void swap(struct heap *h, size_t a, size_t b)
{
    struct outbox_item *item = h->items.items[a];
    h->items.items[a] = h->items.items[b];
    h->items.items[b] = item;
}

static bool earlier(const struct heap *h, size_t a, size_t b)
{
    return h->before(h->items.items[a], h->items.items[b]);
}

static void heap_push(struct heap *h, struct outbox_item *item)
{
    vec_push(&h->items, item);
    for (size_t at = h->items.len - 1; at > 0 && earlier(h, at, (at - 1) / 2); at = (at - 1) / 2) {
        swap(h, at, (at - 1) / 2);
    }
}

static struct outbox_item *heap_pop(struct heap *h)
{
    struct outbox_item *top = h->items.items[0];
    h->items.items[0] = vec_last(&h->items);
    h->items.len--;
    for (size_t at = 0, child = 1; child < h->items.len; child = at * 2 + 1) {
        if (child + 1 < h->items.len && earlier(h, child + 1, child)) {
            child++;
        }
        if (!earlier(h, child, at)) {
            break;
        }
        swap(h, at, child);
        at = child;
    }
    return top;
}

static void heap_release(struct heap *h)
{
    for (size_t i = 0; i < h->items.len; i++) {
        outbox_item_free(h->items.items[i]);
    }
    vec_release(&h->items);
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
        heap_release(&o->waiting);
        heap_release(&o->ready);
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

struct outbox_item *outbox_due(struct outbox *o, int64_t before)
{
    bool due = o->waiting.items.len > 0 && o->waiting.items.items[0]->next < before;
    return due ? heap_pop(&o->waiting) : NULL;
}

struct outbox_item *outbox_out(struct outbox *o, int64_t before)
{
    bool out = o->ready.items.len > 0 && o->ready.items.items[0]->alert.time < before;
    return out ? heap_pop(&o->ready) : NULL;
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
