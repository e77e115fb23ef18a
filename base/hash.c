#include "base/hash.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <xxhash.h>

#include "base/arena.h"
#include "base/mem.h"

/* Drawn at the first use; tables are built by one thread before any other starts. */
static uint64_t process_seed(void)
{
    static uint64_t seed;
    if (seed == 0) {
        if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed) {
            struct timespec t;
            clock_gettime(CLOCK_MONOTONIC, &t);
            seed = (uint64_t)t.tv_nsec * UINT64_C(0x9E3779B97F4A7C15);
        }
        seed |= 1;
    }
    return seed;
}

uint64_t hash_bytes(const void *bytes, size_t len)
{
    return XXH3_64bits_withSeed(bytes, len, process_seed());
}

/* The finaliser of MurmurHash3 (Austin Appleby, public domain), keyed. */
uint64_t hash_u64(uint64_t value)
{
    uint64_t h = value ^ process_seed();
    h = (h ^ h >> 33) * UINT64_C(0xFF51AFD7ED558CCD);
    h = (h ^ h >> 33) * UINT64_C(0xC4CEB9FE1A85EC53);
    return h ^ h >> 33;
}

struct hash_name hash_name(struct str s)
{
    static const char digits[] = "0123456789abcdef";
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(s.ptr, s.len));
    struct hash_name name;
    for (size_t i = 0; i < sizeof canonical.digest; i++) {
        name.hex[2 * i] = digits[canonical.digest[i] >> 4];
        name.hex[2 * i + 1] = digits[canonical.digest[i] & 15];
    }
    name.hex[32] = '\0';
    return name;
}

/* ---- map64 ---- */

/* A slot is in use when `used` is set: any key and any value are allowed. */
struct map64_slot {
    uint64_t key;
    uint32_t value;
    uint32_t used;
};

static struct map64_slot *map64_find(const struct map64 *m, uint64_t key)
{
    size_t at = (size_t)hash_u64(key) & (m->cap - 1);
    while (m->slots[at].used != 0 && m->slots[at].key != key) {
        at = (at + 1) & (m->cap - 1);
    }
    return &m->slots[at];
}

static void map64_grow(struct map64 *m)
{
    struct map64 bigger = {NULL, m->cap == 0 ? 16 : m->cap * 2, m->len};
    bigger.slots = mem_resize(NULL, bigger.cap, sizeof *bigger.slots);
    memset(bigger.slots, 0, bigger.cap * sizeof *bigger.slots);
    for (size_t i = 0; i < m->cap; i++) {
        if (m->slots[i].used != 0) {
            *map64_find(&bigger, m->slots[i].key) = m->slots[i];
        }
    }
    free(m->slots);
    *m = bigger;
}

uint32_t map64_get(const struct map64 *m, uint64_t key)
{
    if (m->len == 0) {
        return MAP64_NONE;
    }
    const struct map64_slot *slot = map64_find(m, key);
    return slot->used != 0 ? slot->value : MAP64_NONE;
}

uint32_t *map64_put(struct map64 *m, uint64_t key, bool *added)
{
    if (m->len * 4 >= m->cap * 3) {
        map64_grow(m);
    }
    struct map64_slot *slot = map64_find(m, key);
    bool fresh = slot->used == 0;
    if (fresh) {
        *slot = (struct map64_slot){key, MAP64_NONE, 1};
        m->len++;
    }
    if (added != NULL) {
        *added = fresh;
    }
    return &slot->value;
}

void map64_release(struct map64 *m)
{
    free(m->slots);
    *m = (struct map64)MAP64_INIT;
}

size_t map64_bytes(const struct map64 *m)
{
    return m->cap * sizeof *m->slots;
}

/* ---- strmap ---- */

struct strmap_slot {
    struct str key; /* ptr NULL: free */
    uint64_t hash;
    uint32_t value;
};

struct strmap_keys {
    struct arena arena;
};

static struct strmap_slot *strmap_find(const struct strmap *m, struct str key, uint64_t hash)
{
    size_t at = (size_t)hash & (m->cap - 1);
    while (m->slots[at].key.ptr != NULL &&
           !(m->slots[at].hash == hash && str_equal(m->slots[at].key, key))) {
        at = (at + 1) & (m->cap - 1);
    }
    return &m->slots[at];
}

static void strmap_grow(struct strmap *m)
{
    struct strmap bigger = {NULL, m->cap == 0 ? 16 : m->cap * 2, m->len, m->keys};
    bigger.slots = mem_resize(NULL, bigger.cap, sizeof *bigger.slots);
    memset(bigger.slots, 0, bigger.cap * sizeof *bigger.slots);
    for (size_t i = 0; i < m->cap; i++) {
        if (m->slots[i].key.ptr != NULL) {
            *strmap_find(&bigger, m->slots[i].key, m->slots[i].hash) = m->slots[i];
        }
    }
    free(m->slots);
    if (bigger.keys == NULL) {
        bigger.keys = mem_zalloc(sizeof *bigger.keys);
    }
    *m = bigger;
}

uint32_t strmap_get(const struct strmap *m, struct str key)
{
    if (m->len == 0) {
        return STRMAP_NONE;
    }
    const struct strmap_slot *slot = strmap_find(m, key, hash_bytes(key.ptr, key.len));
    return slot->key.ptr != NULL ? slot->value : STRMAP_NONE;
}

uint32_t *strmap_put(struct strmap *m, struct str key, bool *added)
{
    if (m->len * 4 >= m->cap * 3) {
        strmap_grow(m);
    }
    uint64_t hash = hash_bytes(key.ptr, key.len);
    struct strmap_slot *slot = strmap_find(m, key, hash);
    bool fresh = slot->key.ptr == NULL;
    if (fresh) {
        *slot = (struct strmap_slot){arena_str(&m->keys->arena, key), hash, STRMAP_NONE};
        m->len++;
    }
    if (added != NULL) {
        *added = fresh;
    }
    return &slot->value;
}

void strmap_release(struct strmap *m)
{
    free(m->slots);
    if (m->keys != NULL) {
        arena_release(&m->keys->arena);
        free(m->keys);
    }
    *m = (struct strmap)STRMAP_INIT;
}
