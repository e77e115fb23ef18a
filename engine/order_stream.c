/* Order of a stream: a heap of the events that wait, and the ids of a day. */
#include <stdlib.h>

#include "base/hash.h"
#include "base/heap.h"
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
    struct stats *stats;
    int64_t lateness, remember;
    struct heap waiting; /* events */
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
    for (void *event = heap_pop(&s->waiting); event != NULL; event = heap_pop(&s->waiting)) {
        free(event);
    }
    heap_release(&s->waiting);
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

/* Was the id met within `remember` of the stream's way? It is from now on. An event that is newer than all takes
 * the stream as far as it stands itself. */
static bool met(struct stream *s, struct str id, int64_t time_of_event)
{
    int64_t now = time_of_event > s->newest ? time_of_event : s->newest;
    memory_turn(s);
    int64_t *young = memory_find(&s->young, id);
    int64_t *time = young != NULL ? young : memory_find(&s->old, id);
    bool known = time != NULL && minus(s->newest, *time) <= s->remember;
    if (young == NULL) {
        *strmap_put(&s->young.places, id, NULL) = (uint32_t)s->young.times.len;
        vec_push(&s->young.times, now);
    } else {
        *young = now;
    }
    return known;
}

/* ---- the stream ---- */

static bool event_before(const void *context, const void *a, const void *b)
{
    return event_compare(a, b, context) < 0;
}

/* What comes with an earlier time is late. Only when there was an event. */
static int64_t watermark(const struct stream *s) { return minus(s->newest, s->lateness); }

static bool stream_add(struct order *o, const struct event *event, uint32_t flags, struct err *err)
{
    struct stream *s = (struct stream *)o;
    (void)err;
    if (!s->any) {
        s->newest = s->turned = event->time;
    }
    if (met(s, event_id(event), event->time)) {
        s->stats->duplicates++;
        return true;
    }
    struct event *copy = mem_alloc(event->size);
    memcpy(copy, event, event->size);
    copy->flags |= flags;
    if (s->any && event->time < watermark(s)) {
        copy->flags |= EVENT_LATE;
        s->stats->late++;
    }
    s->any = true;
    if (event->time > s->newest) {
        s->newest = event->time;
    }
    heap_push(&s->waiting, copy);
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
    const struct event *first = heap_first(&s->waiting);
    if (first != NULL && (s->finished || first->time < watermark(s))) {
        s->out = heap_pop(&s->waiting);
    }
    return s->out;
}

struct order *order_stream_new(const struct symbols *symbols, int64_t lateness, struct stats *stats)
{
    static const struct order_kind kind = {stream_free, stream_add, stream_finish, stream_next};
    struct stream *s = mem_zalloc(sizeof *s);
    s->base.kind = &kind;
    s->waiting.before = event_before;
    s->waiting.context = symbols;
    s->stats = stats;
    s->lateness = lateness;
    s->remember = lateness > REMEMBER_LEAST ? lateness : REMEMBER_LEAST;
    return &s->base;
}
