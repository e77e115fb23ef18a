#include "base/hash.h"

#include <stdint.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#define XXH_INLINE_ALL /* short keys are most of the work: no call, no choice at run time */
#include <xxhash.h>

/* Drawn before main, so that threads need no lock for it. */
static uint64_t hash_seed;
static unsigned char hash_secret[XXH3_SECRET_DEFAULT_SIZE]; /* for long keys, from the seed */

__attribute__((constructor)) static void hash_start(void)
{
    if (getrandom(&hash_seed, sizeof hash_seed, GRND_NONBLOCK) != (ssize_t)sizeof hash_seed) {
        struct timespec now; /* early in the boot, or an old kernel */
        clock_gettime(CLOCK_REALTIME, &now);
        hash_seed = (uint64_t)now.tv_nsec << 32 ^ (uint64_t)now.tv_sec ^ (uint64_t)getpid() << 16 ^
                    (uint64_t)(uintptr_t)&now;
    }
    XXH3_generateSecret_fromSeed(hash_secret, hash_seed);
}

uint64_t hash_bytes(const void *bytes, size_t len)
{
    return XXH3_64bits_withSecretandSeed(bytes, len, hash_secret, sizeof hash_secret, hash_seed);
}

/* A bijection (the "moremur" mixer, Pelle Evensen): two keys never have one hash. */
uint64_t hash_u64(uint64_t value)
{
    uint64_t x = value ^ hash_seed;
    x = (x ^ x >> 27) * UINT64_C(0x3c79ac492ba7b653);
    x = (x ^ x >> 33) * UINT64_C(0x1c69b3f74ac4ae35);
    return x ^ x >> 27;
}

uint64_t hash_salted(struct str s, uint64_t salt) { return XXH3_64bits_withSeed(s.ptr, s.len, salt); }

struct hash_wide hash_wide(const void *bytes, size_t len, uint64_t salt)
{
    XXH128_hash_t h = XXH3_128bits_withSeed(bytes, len, salt);
    return (struct hash_wide){h.low64, h.high64};
}

uint64_t hash_secret_number(void) { return hash_u64(~hash_seed); }

struct hash_name hash_name(struct str s)
{
    static const char digits[] = "0123456789abcdef";
    struct hash_name name;
    XXH128_canonical_t bytes;
    XXH128_canonicalFromHash(&bytes, XXH3_128bits(s.ptr, s.len));
    for (size_t i = 0; i < sizeof bytes.digest; i++) {
        name.hex[2 * i] = digits[bytes.digest[i] >> 4];
        name.hex[2 * i + 1] = digits[bytes.digest[i] & 15];
    }
    name.hex[32] = '\0';
    return name;
}
