#include "engine/repeat.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/vec.h"
#include "engine/merge.h"

#define READ_BUFFER 65536u

struct repeat {
    uint64_t hash;
    int64_t time;
};

struct repeats {
    struct spill *spill;
    size_t most; /* items to hold */
    VEC(struct repeat) items;
    VEC(struct spill_run) runs;
    struct map64 contested;
    struct strmap met; /* contested ids that were */
};

/* Sorted sources of items: the runs, then what is in memory. */
struct sorted {
    struct spill_reader *readers;
    uint32_t n_readers;
    const struct repeat *items;
    size_t n_items, at;
    struct repeat *heads;
};

struct repeats *repeats_new(struct spill *spill, size_t memory)
{
    struct repeats *r = mem_zalloc(sizeof *r);
    r->spill = spill;
    r->most = memory / sizeof(struct repeat) + 1;
    return r;
}

void repeats_free(struct repeats *r)
{
    if (r == NULL) {
        return;
    }
    vec_release(&r->items);
    vec_release(&r->runs);
    map64_release(&r->contested);
    strmap_release(&r->met);
    free(r);
}

static int compare(const void *a, const void *b)
{
    const struct repeat *x = a, *y = b;
    if (x->hash != y->hash) {
        return x->hash < y->hash ? -1 : 1;
    }
    return (x->time > y->time) - (x->time < y->time);
}

static void sort(struct repeats *r)
{
    if (r->items.len > 1) {
        qsort(r->items.items, r->items.len, sizeof *r->items.items, compare);
    }
}

static bool write_run(struct repeats *r, struct err *err)
{
    struct spill_run run;
    sort(r);
    if (!spill_write(r->spill, r->items.items, r->items.len * sizeof *r->items.items, err) ||
        !spill_end(r->spill, &run, err)) {
        return false;
    }
    vec_push(&r->runs, run);
    vec_reset(&r->items);
    return true;
}

bool repeats_add(struct repeats *r, struct str id, int64_t time, struct err *err)
{
    if (r->items.len >= r->most && !write_run(r, err)) {
        return false;
    }
    vec_push(&r->items, ((struct repeat){hash_bytes(id.ptr, id.len), time}));
    return true;
}

static void take(struct repeats *r, struct repeat *last, bool *any, struct repeat next)
{
    if (*any && last->hash == next.hash && last->time != next.time) {
        *map64_put(&r->contested, next.hash, NULL) = 0;
    }
    *last = next;
    *any = true;
}

static bool before(void *context, uint32_t a, uint32_t b)
{
    const struct sorted *s = context;
    return compare(&s->heads[a], &s->heads[b]) < 0;
}

/* The next head of a source. False at its end, or with *failed. */
static bool head_next(struct sorted *s, uint32_t source, struct err *err, bool *failed)
{
    if (source == s->n_readers) {
        if (s->at == s->n_items) {
            return false;
        }
        s->heads[source] = s->items[s->at++];
        return true;
    }
    struct spill_reader *reader = &s->readers[source];
    const struct repeat *p = spill_reader_peek(reader, sizeof *p, err);
    if (p == NULL) {
        *failed = reader->next < reader->end;
        return false;
    }
    s->heads[source] = *p;
    spill_reader_take(reader, sizeof *p);
    return true;
}

static bool merge_all(struct repeats *r, struct sorted *s, struct err *err)
{
    struct merge m;
    struct repeat last = {0, 0};
    bool any = false, failed = false;
    uint32_t n = 0;
    for (uint32_t i = 0; i <= s->n_readers && !failed; i++) {
        n += head_next(s, i, err, &failed);
    }
    /* A run is never empty; the memory may be, and is the last. */
    merge_init(&m, n, before, s);
    while (m.n > 0 && !failed) {
        uint32_t source = m.runs[0];
        take(r, &last, &any, s->heads[source]);
        if (head_next(s, source, err, &failed)) {
            merge_advanced(&m);
        } else {
            merge_ended(&m);
        }
    }
    merge_release(&m);
    return !failed;
}

bool repeats_seal(struct repeats *r, struct err *err)
{
    sort(r);
    struct sorted s = {.n_readers = (uint32_t)r->runs.len, .items = r->items.items, .n_items = r->items.len};
    s.readers = mem_zalloc((r->runs.len + 1) * sizeof *s.readers);
    s.heads = mem_zalloc((r->runs.len + 1) * sizeof *s.heads);
    for (uint32_t i = 0; i < s.n_readers; i++) {
        spill_reader_init(&s.readers[i], r->spill, r->runs.items[i], READ_BUFFER);
    }
    bool ok = merge_all(r, &s, err);
    for (uint32_t i = 0; i < s.n_readers; i++) {
        spill_reader_release(&s.readers[i]);
    }
    free(s.readers);
    free(s.heads);
    vec_release(&r->items);
    return ok;
}

bool repeats_met(struct repeats *r, struct str id)
{
    if (r->contested.len == 0 || map64_get(&r->contested, hash_bytes(id.ptr, id.len)) == MAP64_NONE) {
        return false;
    }
    bool added;
    *strmap_put(&r->met, id, &added) = 0;
    return !added;
}
