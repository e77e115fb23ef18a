/* hash: XXH3 (xxHash 0.8, Yann Collet), in the two forms we use, and maps. */
#ifndef LURCHER_BASE_HASH_H
#define LURCHER_BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* For tables in memory: keyed by a seed that is drawn once per process, so that
 * a sender of events cannot prepare collisions. Never let an output depend on it. */
uint64_t hash_bytes(const void *bytes, size_t len);
uint64_t hash_u64(uint64_t value);

/* For what outlives the process: keyed by a salt of the caller's, who keeps it. With one that others know, who can
 * choose texts can prepare collisions. */
uint64_t hash_salted(struct str s, uint64_t salt);

/* The same in 128 bits, for tables that keep the hash and not the text. */
struct hash_wide {
    uint64_t low, high;
};
struct hash_wide hash_wide(const void *bytes, size_t len, uint64_t salt);

/* A number that nobody outside of this process can know. */
uint64_t hash_secret_number(void);

/* For names that outlive the process (signatures, alert ids): no seed. Writes 32
 * lower-case hexadecimal digits and a NUL. */
struct hash_name {
    char hex[33];
};
struct hash_name hash_name(struct str s);

/* map64: uint64 -> uint32, open addressing with linear probing. Any key is fine.
 * Zeroed memory is an empty map. */
struct map64 {
    struct map64_slot *slots;
    size_t cap; /* a power of two, or 0 */
    size_t len;
};

#define MAP64_INIT {NULL, 0, 0}
#define MAP64_NONE UINT32_MAX

/* The value of `key`, or MAP64_NONE. */
uint32_t map64_get(const struct map64 *m, uint64_t key);

/* The place of the value of `key`; a new key starts as MAP64_NONE (*added says
 * so; it may be NULL). The pointer holds until the next call on this map. */
uint32_t *map64_put(struct map64 *m, uint64_t key, bool *added);

void map64_release(struct map64 *m); /* frees; m is empty and usable */
size_t map64_bytes(const struct map64 *m); /* memory held, for the statistics */

/* strmap: string -> uint32. Keys are copied. Zeroed memory is an empty map. */
struct strmap {
    struct strmap_slot *slots;
    size_t cap;
    size_t len;
    struct strmap_keys *keys;
};

#define STRMAP_INIT {NULL, 0, 0, NULL}
#define STRMAP_NONE UINT32_MAX

/* As map64_get and map64_put; an empty key is a key like any other. */
uint32_t strmap_get(const struct strmap *m, struct str key);
uint32_t *strmap_put(struct strmap *m, struct str key, bool *added);
void strmap_release(struct strmap *m);

#endif
