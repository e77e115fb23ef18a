#include "engine/window.h"

#include "base/timefmt.h"
#include "base/mem.h"
#include "engine/known_data.h"
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

/* ---- rows ---- */

/* How much is in the bucket of a node: in it and in those of the same bucket behind it; *n is then the next one. */
static uint64_t bucket_count(const struct window *w, uint32_t *n)
{
    int64_t bucket = w->nodes.items[*n].bucket;
    uint64_t count = 0;
    for (; *n != 0 && w->nodes.items[*n].bucket == bucket; *n = w->nodes.items[*n].next) {
        count += w->nodes.items[*n].count;
    }
    return count;
}

static void buckets_print(const struct window *w, uint32_t series, struct buf *out)
{
    bool first = true;
    buf_add_char(out, '[');
    for (uint32_t n = w->ends.items[series].head; n != 0;) {
        int64_t bucket = w->nodes.items[n].bucket;
        uint64_t count = bucket_count(w, &n);
        if (count > 0) {
            known_bucket_print(first, bucket, w->shape.step, number_int((int64_t)count), out);
            first = false;
        }
    }
    buf_add_char(out, ']');
}

void window_save(const struct window *w, uint32_t series, struct known *row, struct buf *text)
{
    uint64_t total = series < w->totals.len ? w->totals.items[series] : 0;
    row->gone = total == 0;
    if (row->gone) {
        return;
    }
    row->n = (int64_t)total;
    if (w->shape.step > 0) {
        size_t start = text->len;
        buckets_print(w, series, text);
        row->data = str_slice(text->ptr + start, text->len - start);
    }
}

void window_save_changed(const struct window *w, struct dirty *changed, known_put put, void *context)
{
    struct buf text = BUF_INIT;
    for (size_t i = 0; i < changed->items.len; i++) {
        struct known row = known_of(changed->items.items[i], 0);
        buf_reset(&text);
        window_save(w, row.entity, &row, &text);
        put(context, &row);
    }
    dirty_clear(changed);
    buf_release(&text);
}

/* The place of the first node that is not before a bucket, and the node before it. */
static uint32_t *place_of(struct window *w, uint32_t series, int64_t bucket, uint32_t *before)
{
    uint32_t *place = &w->ends.items[series].head;
    for (*before = 0; *place != 0 && w->nodes.items[*place].bucket < bucket; place = &w->nodes.items[*place].next) {
        *before = *place;
    }
    return place;
}

static void node_insert(struct window *w, uint32_t series, int64_t bucket, uint32_t count)
{
    uint32_t before, n = node_take(w); /* first: it may move the nodes */
    uint32_t *place = place_of(w, series, bucket, &before);
    w->nodes.items[n] = (struct window_node){bucket, count, *place};
    *place = n;
    if (w->nodes.items[n].next == 0) {
        w->ends.items[series].tail = n;
    }
}

/* Into the node of the bucket, as far as it goes, and new ones. */
static void bucket_put(struct window *w, uint32_t series, int64_t bucket, uint64_t count)
{
    uint32_t before, n = *place_of(w, series, bucket, &before);
    if (n != 0 && w->nodes.items[n].bucket == bucket && count <= UINT32_MAX - w->nodes.items[n].count) {
        w->nodes.items[n].count += (uint32_t)count;
        return;
    }
    for (; count > 0; count -= count > UINT32_MAX ? UINT32_MAX : count) {
        node_insert(w, series, bucket, count > UINT32_MAX ? UINT32_MAX : (uint32_t)count);
    }
}

bool window_put(struct window *w, uint32_t series, int64_t bucket, uint64_t count)
{
    vec_reach(&w->totals, series);
    if (count > (uint64_t)KNOWN_N_MAX - w->totals.items[series]) {
        return false;
    }
    if (w->shape.step == 0) {
        w->totals.items[series] += count;
        return true;
    }
    vec_reach(&w->ends, series);
    uint32_t tail = w->ends.items[series].tail;
    if (tail != 0 && bucket < w->nodes.items[tail].bucket - w->shape.span) {
        return true;
    }
    w->totals.items[series] += count;
    bucket_put(w, series, bucket, count);
    tail = w->ends.items[series].tail;
    series_expire(w, series, w->nodes.items[tail].bucket - w->shape.span);
    return true;
}

bool window_put_all(struct window *w, uint32_t series, const struct window *from, uint32_t from_series)
{
    if (w->shape.step == 0) {
        return window_put(w, series, 0, from->totals.items[from_series]);
    }
    for (uint32_t n = from->ends.items[from_series].head; n != 0;) {
        int64_t bucket = from->nodes.items[n].bucket;
        if (!window_put(w, series, bucket, bucket_count(from, &n))) {
            return false;
        }
    }
    return true;
}

struct series_load {
    struct window *w;
    uint32_t series;
    int64_t first;
    uint64_t total;
};

static bool bucket_load(void *context, int64_t bucket, struct number x)
{
    struct series_load *l = context;
    l->first = l->total == 0 ? bucket : l->first;
    if (x.is_float || x.i < 1 || x.i > KNOWN_N_MAX || bucket - l->first > l->w->shape.span) {
        return false;
    }
    l->total += (uint64_t)x.i;
    return window_put(l->w, l->series, bucket, (uint64_t)x.i);
}

bool window_load(struct window *w, uint32_t series, const struct known *row)
{
    struct series_load l = {.w = w, .series = series};
    struct known_data data = known_data_of(row->data);
    if (!known_is(row, w->shape.step == 0 ? KNOWN_N : KNOWN_N | KNOWN_DATA) ||
        (series < w->totals.len && w->totals.items[series] != 0)) {
        return false;
    }
    if (w->shape.step == 0) {
        return window_put(w, series, 0, (uint64_t)row->n);
    }
    return known_data_buckets(&data, w->shape.step, bucket_load, &l) && known_data_end(&data) &&
           l.total == (uint64_t)row->n;
}
