#include "engine/window.h"

#include "base/timefmt.h"
#include "base/mem.h"
#include "lang/primitive.h"

#define STEPS 30

struct window_shape window_shape_of(int64_t within)
{
    if (within == FOREVER) {
        return (struct window_shape){0, 0};
    }
    int64_t part = STEPS * TIME_SECOND;
    int64_t seconds = within / part + (within % part > 0);
    int64_t step = (seconds < 1 ? 1 : seconds) * TIME_SECOND;
    return (struct window_shape){step, within / step + (within % step > 0)};
}

int64_t window_bucket(struct window_shape shape, int64_t time)
{
    return shape.step == 0 ? 0 : floor_div(time, shape.step);
}

int64_t window_oldest(struct window_shape shape, int64_t time)
{
    return window_bucket(shape, time) - shape.span;
}

void window_init(struct window *w, int64_t within)
{
    *w = (struct window){.shape = window_shape_of(within)};
    if (w->shape.step > 0) {
        vec_reach(&w->nodes, 0);
    }
}

void window_release(struct window *w)
{
    vec_release(&w->totals);
    vec_release(&w->ends);
    vec_release(&w->nodes);
}

size_t window_bytes(const struct window *w)
{
    return w->totals.cap * sizeof *w->totals.items + w->ends.cap * sizeof *w->ends.items +
           w->nodes.cap * sizeof *w->nodes.items;
}

static uint32_t node_take(struct window *w)
{
    uint32_t n = w->free;
    if (n != 0) {
        w->free = w->nodes.items[n].next;
        return n;
    }
    if (w->nodes.len == UINT32_MAX) {
        mem_ended(SIZE_MAX);
    }
    vec_reach(&w->nodes, w->nodes.len);
    return (uint32_t)(w->nodes.len - 1);
}

static void node_give(struct window *w, uint32_t n)
{
    w->nodes.items[n].next = w->free;
    w->free = n;
}

/* Drop what is older than `oldest`. */
static void series_expire(struct window *w, uint32_t series, int64_t oldest)
{
    struct window_ends *ends = &w->ends.items[series];
    while (ends->head != 0 && w->nodes.items[ends->head].bucket < oldest) {
        uint32_t n = ends->head;
        w->totals.items[series] -= w->nodes.items[n].count;
        ends->head = w->nodes.items[n].next;
        node_give(w, n);
    }
    if (ends->head == 0) {
        ends->tail = 0;
    }
}

uint64_t window_count(struct window *w, uint32_t series, int64_t time)
{
    if (series >= w->totals.len) {
        return 0;
    }
    if (w->shape.step > 0) {
        series_expire(w, series, window_oldest(w->shape, time));
    }
    return w->totals.items[series];
}

static uint32_t series_push(struct window *w, uint32_t series, int64_t bucket)
{
    uint32_t n = node_take(w);
    struct window_ends *ends = &w->ends.items[series];
    w->nodes.items[n] = (struct window_node){bucket, 0, 0};
    if (ends->tail == 0) {
        ends->head = n;
    } else {
        w->nodes.items[ends->tail].next = n;
    }
    ends->tail = n;
    return n;
}

void window_add(struct window *w, uint32_t series, int64_t time)
{
    vec_reach(&w->totals, series);
    w->totals.items[series]++;
    if (w->shape.step == 0) {
        return;
    }
    vec_reach(&w->ends, series);
    series_expire(w, series, window_oldest(w->shape, time));
    int64_t bucket = window_bucket(w->shape, time);
    uint32_t tail = w->ends.items[series].tail;
    /* A full counter is followed by a second node of the same bucket. */
    if (tail == 0 || w->nodes.items[tail].bucket < bucket || w->nodes.items[tail].count == UINT32_MAX) {
        tail = series_push(w, series, bucket);
    }
    w->nodes.items[tail].count++;
}

void window_take(struct window *w, uint32_t series, int64_t bucket)
{
    if (w->shape.step == 0) {
        w->totals.items[series]--;
        return;
    }
    for (uint32_t n = w->ends.items[series].head; n != 0; n = w->nodes.items[n].next) {
        struct window_node *node = &w->nodes.items[n];
        if (node->bucket == bucket && node->count > 0) {
            node->count--; /* a node of 0 stays until it leaves the window */
            w->totals.items[series]--;
            return;
        }
    }
}
