#include "engine/recent.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/timefmt.h"

#define HOURS 25         /* the newest event's, and those in which the 24 hours before it lie */
#define HASH_SIZE 8u
#define IDS_MAX UINT32_MAX
#define INDEX_LEAST 64u
#define NO_HOUR INT64_MIN

/* An hour keeps its hashes in the order in which they came, so that what is not saved yet stands at the
 * end. The index is made when the hour is first asked for: most never are. */
struct hour {
    int64_t hour;
    uint64_t *hashes; /* little-endian, as they are saved */
    size_t len, cap;
    size_t saved;     /* the first ones */
    uint32_t *index;  /* 1 + the place in hashes; 0: free. NULL: there is none */
    size_t slots;     /* a power of two */
};

struct recent {
    struct hour hours[HOURS]; /* hour h stands at h mod HOURS */
    int64_t newest;           /* hour; NO_HOUR: none yet */
    uint64_t salt;            /* of the hashes */
};

struct recent *recent_new(uint64_t salt)
{
    struct recent *r = mem_zalloc(sizeof *r);
    r->salt = salt;
    r->newest = NO_HOUR;
    return r;
}

static void hour_reset(struct hour *h, int64_t hour)
{
    free(h->hashes);
    free(h->index);
    *h = (struct hour){.hour = hour};
}

void recent_free(struct recent *r)
{
    for (size_t i = 0; r != NULL && i < HOURS; i++) {
        hour_reset(&r->hours[i], 0);
    }
    free(r);
}

/* The hash as it is saved, whatever the order of bytes here. */
static uint64_t stored_hash(const struct recent *r, struct str id)
{
    uint64_t hash = hash_salted(id, r->salt), stored;
    unsigned char bytes[HASH_SIZE];
    for (unsigned i = 0; i < HASH_SIZE; i++) {
        bytes[i] = (unsigned char)(hash >> 8 * i);
    }
    memcpy(&stored, bytes, sizeof stored);
    return stored;
}

/* ---- the index of an hour ---- */

static size_t place_of(const struct hour *h, uint64_t hash) { return hash_u64(hash) & (h->slots - 1); }

static void index_put(struct hour *h, size_t number)
{
    size_t at = place_of(h, h->hashes[number]);
    while (h->index[at] != 0) {
        at = (at + 1) & (h->slots - 1);
    }
    h->index[at] = (uint32_t)number + 1;
}

/* Make it anew, with room for twice as many. */
static void index_make(struct hour *h)
{
    free(h->index);
    h->slots = INDEX_LEAST;
    while (h->slots * 3 / 4 <= h->len) {
        h->slots *= 2;
    }
    h->index = mem_zalloc(h->slots * sizeof *h->index);
    for (size_t i = 0; i < h->len; i++) {
        index_put(h, i);
    }
}

static bool hour_met(struct hour *h, uint64_t hash)
{
    if (h->len == 0) {
        return false;
    }
    if (h->index == NULL) {
        index_make(h);
    }
    for (size_t at = place_of(h, hash); h->index[at] != 0; at = (at + 1) & (h->slots - 1)) {
        if (h->hashes[h->index[at] - 1] == hash) {
            return true;
        }
    }
    return false;
}

/* ---- the hashes of an hour ---- */

static void hour_reserve(struct hour *h, size_t more)
{
    if (h->cap - h->len >= more) {
        return;
    }
    h->cap = h->len + more > h->cap * 2 ? h->len + more : h->cap * 2;
    h->hashes = mem_resize(h->hashes, h->cap, sizeof *h->hashes);
}

/* The last `n` hashes have come. */
static void hour_grown(struct hour *h, size_t n)
{
    if (h->len >= IDS_MAX) {
        mem_ended(h->len * HASH_SIZE);
    }
    if (h->index == NULL) {
        return;
    }
    if (h->slots * 3 / 4 <= h->len) {
        index_make(h);
        return;
    }
    for (size_t i = h->len - n; i < h->len; i++) {
        index_put(h, i);
    }
}

/* Few more will come. */
static void hour_shrink(struct hour *h)
{
    if (h->len > 0 && h->len < h->cap) {
        h->hashes = mem_resize(h->hashes, h->len, sizeof *h->hashes);
        h->cap = h->len;
    }
}

/* ---- all hours ---- */

static int64_t hour_of(int64_t time) { return time / TIME_HOUR - (time % TIME_HOUR < 0); }

static struct hour *slot_of(struct recent *r, int64_t hour)
{
    return &r->hours[(hour % HOURS + HOURS) % HOURS];
}

int64_t recent_first(const struct recent *r) { return r->newest == NO_HOUR ? NO_HOUR : r->newest - (HOURS - 1); }

/* A new newest hour: what is too old now is forgotten. */
static void turn(struct recent *r, int64_t hour)
{
    if (r->newest != NO_HOUR) {
        hour_shrink(slot_of(r, r->newest));
    }
    r->newest = hour;
    for (size_t i = 0; i < HOURS; i++) {
        if (r->hours[i].hour < recent_first(r)) {
            hour_reset(&r->hours[i], NO_HOUR);
        }
    }
}

/* NULL: it is too old. */
static struct hour *hour_for(struct recent *r, int64_t hour)
{
    if (hour > r->newest) {
        turn(r, hour);
    } else if (hour < recent_first(r)) {
        return NULL;
    }
    struct hour *h = slot_of(r, hour);
    h->hour = hour;
    return h;
}

void recent_add(struct recent *r, int64_t time, struct str id)
{
    struct hour *h = hour_for(r, hour_of(time));
    if (h == NULL) {
        return;
    }
    hour_reserve(h, 1);
    h->hashes[h->len++] = stored_hash(r, id);
    hour_grown(h, 1);
}

bool recent_met(struct recent *r, int64_t time, struct str id)
{
    uint64_t hash = stored_hash(r, id);
    struct hour *own = slot_of(r, hour_of(time));
    if (hour_met(own, hash)) {
        return true;
    }
    for (size_t i = 0; i < HOURS; i++) {
        if (&r->hours[i] != own && hour_met(&r->hours[i], hash)) {
            return true;
        }
    }
    return false;
}

bool recent_save(struct recent *r, bool (*put)(void *context, int64_t hour, struct str hashes), void *context)
{
    for (size_t i = 0; i < HOURS; i++) {
        struct hour *h = &r->hours[i];
        if (h->saved == h->len) {
            continue;
        }
        if (!put(context, h->hour, str_slice((const char *)(h->hashes + h->saved), (h->len - h->saved) * HASH_SIZE))) {
            return false;
        }
        h->saved = h->len;
    }
    return true;
}

bool recent_load(struct recent *r, int64_t hour, struct str hashes)
{
    if (hour < hour_of(INT64_MIN) || hour > hour_of(INT64_MAX) || hashes.len % HASH_SIZE != 0) {
        return false;
    }
    struct hour *h = hashes.len == 0 ? NULL : hour_for(r, hour);
    if (h == NULL) {
        return true; /* nothing, or forgotten by now */
    }
    if (h->saved != h->len) {
        return false;
    }
    hour_reserve(h, hashes.len / HASH_SIZE);
    memcpy(h->hashes + h->len, hashes.ptr, hashes.len);
    h->len += hashes.len / HASH_SIZE;
    h->saved = h->len;
    hour_grown(h, hashes.len / HASH_SIZE);
    return true;
}

size_t recent_bytes(const struct recent *r)
{
    size_t bytes = sizeof *r;
    for (size_t i = 0; i < HOURS; i++) {
        bytes += r->hours[i].cap * HASH_SIZE + r->hours[i].slots * sizeof *r->hours[i].index;
    }
    return bytes;
}
