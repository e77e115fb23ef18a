/* Order of a batch: sort all of it, on disk what does not fit in memory. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/vec.h"
#include "engine/merge.h"
#include "engine/order.h"
#include "engine/repeat.h"
#include "engine/spill.h"

#define MEMORY_DEFAULT (UINT64_C(1) << 30)
#define MEMORY_LEAST (UINT32_C(64) << 10)
#define BLOCK (UINT32_C(1) << 20)
#define READ_LEAST (UINT32_C(16) << 10)
#define READ_MOST BLOCK

struct block {
    char *bytes;
    size_t used, size;
};

/* The time stands beside the pointer, so that sorting seldom looks at an event. */
struct entry {
    int64_t time;
    const struct event *event;
};

struct batch {
    struct order base;
    const struct symbols *symbols;
    struct stats *stats;
    size_t memory, held; /* bytes */
    VEC(struct block) blocks;
    size_t block; /* the one that is being filled */
    VEC(struct entry) entries;
    struct spill *spill;
    struct repeats *repeats;

    VEC(struct spill_run) runs;
    struct spill_reader *readers;
    const struct event **heads; /* of each run; the last is that in memory */
    size_t at;                  /* in entries */
    struct merge merge;
    bool sealed, taken; /* taken: the first head was handed out */
    struct buf last_id;
    int64_t last_time;
    bool any;
};

static void batch_free(struct order *o)
{
    struct batch *b = (struct batch *)o;
    for (size_t i = 0; i < b->blocks.len; i++) {
        free(b->blocks.items[i].bytes);
    }
    for (size_t i = 0; b->readers != NULL && i < b->runs.len; i++) {
        spill_reader_release(&b->readers[i]);
    }
    vec_release(&b->blocks);
    vec_release(&b->entries);
    vec_release(&b->runs);
    free(b->readers);
    free(b->heads);
    merge_release(&b->merge);
    buf_release(&b->last_id);
    repeats_free(b->repeats);
    spill_free(b->spill);
    free(b);
}

/* ---- collecting ---- */

static void *room(struct batch *b, size_t size)
{
    while (b->block < b->blocks.len) {
        struct block *k = &b->blocks.items[b->block];
        if (k->size - k->used >= size) {
            k->used += size;
            return k->bytes + k->used - size;
        }
        b->block++;
    }
    size_t wanted = size > BLOCK ? size : BLOCK;
    vec_push(&b->blocks, ((struct block){mem_alloc(wanted), size, wanted}));
    return vec_last(&b->blocks).bytes;
}

static int compare(const void *x, const void *y, void *context)
{
    const struct entry *a = x, *b = y;
    if (a->time != b->time) {
        return a->time < b->time ? -1 : 1;
    }
    return event_compare(a->event, b->event, context);
}

static void sort(struct batch *b)
{
    void *symbols = (void *)(uintptr_t)b->symbols;
    if (b->entries.len > 1) {
        qsort_r(b->entries.items, b->entries.len, sizeof *b->entries.items, compare, symbols);
    }
}

static bool write_run(struct batch *b, struct err *err)
{
    struct spill_run run;
    sort(b);
    for (size_t i = 0; i < b->entries.len; i++) {
        const struct event *e = b->entries.items[i].event;
        if (!spill_write(b->spill, e, e->size, err)) {
            return false;
        }
    }
    if (!spill_end(b->spill, &run, err)) {
        return false;
    }
    vec_push(&b->runs, run);
    vec_reset(&b->entries);
    for (size_t i = 0; i < b->blocks.len; i++) {
        b->blocks.items[i].used = 0;
    }
    b->block = 0;
    b->held = 0;
    b->stats->spilled = spill_bytes(b->spill);
    return true;
}

static bool batch_add(struct order *o, const struct event *event, uint32_t flags, struct err *err)
{
    struct batch *b = (struct batch *)o;
    if (b->held + event->size > b->memory && b->entries.len > 0 && !write_run(b, err)) {
        return false;
    }
    struct event *copy = room(b, event->size);
    memcpy(copy, event, event->size);
    copy->flags |= flags;
    b->held += event->size + sizeof(struct entry);
    vec_push(&b->entries, ((struct entry){event->time, copy}));
    return repeats_add(b->repeats, event_id(event), event->time, err);
}

/* ---- merging ---- */

static bool before(void *context, uint32_t x, uint32_t y)
{
    struct batch *b = context;
    return event_compare(b->heads[x], b->heads[y], b->symbols) < 0;
}

/* Turn to the next event of a run. False at its end, or with *err. */
static bool head_next(struct batch *b, uint32_t run, struct err *err)
{
    if (run == b->runs.len) {
        b->heads[run] = b->at < b->entries.len ? b->entries.items[b->at++].event : NULL;
        return b->heads[run] != NULL;
    }
    struct spill_reader *r = &b->readers[run];
    if (b->heads[run] != NULL) {
        spill_reader_take(r, b->heads[run]->size);
    }
    const struct event *e = spill_reader_peek(r, sizeof *e, err);
    if (e != NULL) {
        e = spill_reader_peek(r, e->size, err);
    }
    b->heads[run] = e;
    return e != NULL;
}

static bool readers_open(struct batch *b, struct err *err)
{
    size_t n = b->runs.len, each = b->memory / 2 / (n + 1);
    if (each < READ_LEAST) {
        each = READ_LEAST;
    }
    if (each > READ_MOST) {
        each = READ_MOST;
    }
    b->readers = mem_zalloc((n + 1) * sizeof *b->readers);
    b->heads = mem_zalloc((n + 1) * sizeof *b->heads);
    for (uint32_t i = 0; i < n; i++) {
        spill_reader_init(&b->readers[i], b->spill, b->runs.items[i], each);
    }
    for (uint32_t i = 0; i < n; i++) {
        if (!head_next(b, i, err)) {
            return false;
        }
    }
    bool more = head_next(b, (uint32_t)n, err);
    merge_init(&b->merge, n + more, before, b);
    return true;
}

static bool batch_finish(struct order *o, struct err *err)
{
    struct batch *b = (struct batch *)o;
    b->sealed = true;
    sort(b);
    bool ok = repeats_seal(b->repeats, err) && readers_open(b, err);
    b->stats->spilled = spill_bytes(b->spill);
    return ok;
}

static bool is_duplicate(struct batch *b, const struct event *e)
{
    struct str id = event_id(e);
    if (b->any && b->last_time == e->time && str_equal(buf_str(&b->last_id), id)) {
        return true;
    }
    b->any = true;
    b->last_time = e->time;
    buf_reset(&b->last_id);
    buf_add_str(&b->last_id, id);
    return repeats_met(b->repeats, id);
}

/* The head that was handed out last is left; false with *err. */
static bool leave_head(struct batch *b, struct err *err)
{
    uint32_t run = b->merge.runs[0];
    if (head_next(b, run, err)) {
        merge_advanced(&b->merge);
        return true;
    }
    merge_ended(&b->merge);
    return run == b->runs.len || b->readers[run].next == b->readers[run].end;
}

static const struct event *batch_next(struct order *o, struct err *err)
{
    struct batch *b = (struct batch *)o;
    while (b->sealed && b->merge.n > 0) {
        if (b->taken && !leave_head(b, err)) {
            return NULL;
        }
        b->taken = b->merge.n > 0;
        if (!b->taken) {
            break;
        }
        const struct event *e = b->heads[b->merge.runs[0]];
        if (!is_duplicate(b, e)) {
            return e;
        }
        b->stats->duplicates++;
    }
    return NULL;
}

struct order *order_batch_new(const struct symbols *symbols, size_t memory, const char *folder, struct stats *stats)
{
    static const struct order_kind kind = {batch_free, batch_add, batch_finish, batch_next};
    struct batch *b = mem_zalloc(sizeof *b);
    b->base.kind = &kind;
    b->symbols = symbols;
    b->stats = stats;
    b->memory = memory == 0 ? (size_t)MEMORY_DEFAULT : memory;
    if (b->memory < MEMORY_LEAST) {
        b->memory = MEMORY_LEAST;
    }
    b->spill = spill_new(folder);
    b->repeats = repeats_new(b->spill, b->memory / 4);
    return &b->base;
}
