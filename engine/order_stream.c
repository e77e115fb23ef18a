/* Order of a stream: a heap of the events that wait, and the ids of a day. */
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/timefmt.h"
#include "base/vec.h"
#include "engine/order.h"

#define REMEMBER_LEAST TIME_DAY

/* Ids, and how far the stream had come when each was met last. Two of them take
 * turns, so that old ids go without being looked for. */
struct memory {
    struct strmap places; /* id -> index in times */
    VEC(int64_t) times;
};

struct stream {
    struct order base;
    const struct symbols *symbols;
    struct stats *stats;
    int64_t lateness, remember;
    VEC(struct event *) heap;
    struct event *out; /* handed out last */
    int64_t newest;
    bool any, finished;
    struct memory young, old;
    int64_t turned; /* where the stream was when young became young */
};

static void memory_release(struct memory *m)
{
    strmap_release(&m->places);
    vec_release(&m->times);
}

static void stream_free(struct order *o)
{
    struct stream *s = (struct stream *)o;
    for (size_t i = 0; i < s->heap.len; i++) {
        free(s->heap.items[i]);
    }
    vec_release(&s->heap);
    free(s->out);
    memory_release(&s->young);
    memory_release(&s->old);
    free(s);
}

/* ---- duplicates ---- */

static int64_t *memory_find(struct memory *m, struct str id)
{
    uint32_t place = strmap_get(&m->places, id);
    return place == STRMAP_NONE ? NULL : &m->times.items[place];
}

static int64_t minus(int64_t a, int64_t b)
{
    int64_t r;
    return __builtin_sub_overflow(a, b, &r) ? INT64_MIN : r;
}

static void memory_turn(struct stream *s)
{
    if (minus(s->newest, s->turned) <= s->remember) {
        return;
    }
    memory_release(&s->old);
    s->old = s->young;
    s->young = (struct memory){.places = STRMAP_INIT};
    s->turned = s->newest;
}

/* Was the id met within `remember` of the stream's way? It is from now on. */
static bool met(struct stream *s, struct str id)
{
    memory_turn(s);
    int64_t *young = memory_find(&s->young, id);
    int64_t *time = young != NULL ? young : memory_find(&s->old, id);
    bool known = time != NULL && minus(s->newest, *time) <= s->remember;
    if (young == NULL) {
        *strmap_put(&s->young.places, id, NULL) = (uint32_t)s->young.times.len;
        vec_push(&s->young.times, s->newest);
    } else {
        *young = s->newest;
    }
    return known;
}

/* ---- the heap ---- */

static bool earlier(const struct stream *s, size_t a, size_t b)
{
    return event_compare(s->heap.items[a], s->heap.items[b], s->symbols) < 0;
}

static void swap(struct stream *s, size_t a, size_t b)
{
    struct event *e = s->heap.items[a];
    s->heap.items[a] = s->heap.items[b];
    s->heap.items[b] = e;
}

static void heap_push(struct stream *s, struct event *e)
{
    vec_push(&s->heap, e);
    for (size_t at = s->heap.len - 1; at > 0 && earlier(s, at, (at - 1) / 2); at = (at - 1) / 2) {
        swap(s, at, (at - 1) / 2);
    }
}

static struct event *heap_pop(struct stream *s)
{
    struct event *top = s->heap.items[0];
    s->heap.items[0] = vec_last(&s->heap);
    s->heap.len--;
    for (size_t at = 0, child = 1; child < s->heap.len; child = at * 2 + 1) {
        if (child + 1 < s->heap.len && earlier(s, child + 1, child)) {
            child++;
        }
        if (!earlier(s, child, at)) {
            break;
        }
        swap(s, at, child);
        at = child;
    }
    return top;
}

/* ---- the stream ---- */

/* What comes with an earlier time is late. Only when there was an event. */
static int64_t watermark(const struct stream *s) { return minus(s->newest, s->lateness); }

static bool stream_add(struct order *o, const struct event *event, struct err *err)
{
    struct stream *s = (struct stream *)o;
    (void)err;
    if (!s->any) {
        s->newest = s->turned = event->time;
    }
    if (met(s, event_id(event))) {
        s->stats->duplicates++;
        return true;
    }
    struct event *copy = mem_alloc(event->size);
    memcpy(copy, event, event->size);
    if (s->any && event->time < watermark(s)) {
        copy->flags |= EVENT_LATE;
        s->stats->late++;
    }
    s->any = true;
    if (event->time > s->newest) {
        s->newest = event->time;
    }
    heap_push(s, copy);
    return true;
}

static bool stream_finish(struct order *o, struct err *err)
{
    (void)err;
    ((struct stream *)o)->finished = true;
    return true;
}

static const struct event *stream_next(struct order *o, struct err *err)
{
    struct stream *s = (struct stream *)o;
    (void)err;
    free(s->out);
    s->out = NULL;
    if (s->heap.len > 0 && (s->finished || s->heap.items[0]->time < watermark(s))) {
        s->out = heap_pop(s);
    }
    return s->out;
}

struct order *order_stream_new(const struct symbols *symbols, int64_t lateness, struct stats *stats)
{
    static const struct order_kind kind = {stream_free, stream_add, stream_finish, stream_next};
    struct stream *s = mem_zalloc(sizeof *s);
    s->base.kind = &kind;
    s->symbols = symbols;
    s->stats = stats;
    s->lateness = lateness;
    s->remember = lateness > REMEMBER_LEAST ? lateness : REMEMBER_LEAST;
    return &s->base;
}
