#include "base/heap.h"

static bool earlier(const struct heap *h, size_t a, size_t b)
{
    return h->before(h->context, h->items.items[a], h->items.items[b]);
}

static void swap(struct heap *h, size_t a, size_t b)
{
    void *item = h->items.items[a];
    h->items.items[a] = h->items.items[b];
    h->items.items[b] = item;
}

void heap_push(struct heap *h, void *item)
{
    vec_push(&h->items, item);
    for (size_t at = h->items.len - 1; at > 0 && earlier(h, at, (at - 1) / 2); at = (at - 1) / 2) {
        swap(h, at, (at - 1) / 2);
    }
}

void *heap_first(const struct heap *h)
{
    return h->items.len == 0 ? NULL : h->items.items[0];
}

void *heap_pop(struct heap *h)
{
    void *top = heap_first(h);
    if (top == NULL) {
        return NULL;
    }
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

void heap_release(struct heap *h)
{
    vec_release(&h->items);
}
