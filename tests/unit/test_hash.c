#include "base/hash.h"

#include <inttypes.h>

#include "tests/unit/unit.h"

/* From the reference program: printf … | xxhsum -H2 (xxHash 0.8). */
TEST(hash_name_is_xxh3_128)
{
    CHECK_STR(str_from(hash_name(STR("")).hex), STR("99aa06d3014798d86001c324468d497f"));
    CHECK_STR(str_from(hash_name(STR("a")).hex), STR("a96faf705af16834e6c632b61e964e1f"));
    CHECK_STR(str_from(hash_name(STR("abc")).hex), STR("06b05ab6733a618578af5f94892f3950"));
}

TEST(hash_bytes_depends_on_every_byte)
{
    char text[600] = {0};
    for (size_t len = 1; len <= sizeof text; len += 13) {
        uint64_t before = hash_bytes(text, len);
        CHECK(before == hash_bytes(text, len));
        CHECK(before != hash_bytes(text, len - 1));
        for (size_t i = 0; i < len; i += 7) {
            text[i] = 1;
            CHECK(before != hash_bytes(text, len));
            text[i] = 0;
        }
    }
    CHECK(hash_bytes(NULL, 0) == hash_bytes("", 0));
}

TEST(hash_wide_depends_on_every_byte)
{
    char text[300];
    memset(text, 'x', sizeof text);
    struct hash_wide first = hash_wide(text, sizeof text, 3), empty = hash_wide(text, 0, 3);
    CHECK(hash_wide(text, sizeof text, 3).low == first.low && hash_wide(text, sizeof text, 3).high == first.high);
    CHECK(empty.low != first.low && empty.high != first.high);
    for (size_t i = 0; i < sizeof text; i++) {
        text[i] = 'y';
        struct hash_wide h = hash_wide(text, sizeof text, 3);
        CHECK(h.low != first.low && h.high != first.high);
        text[i] = 'x';
    }
}

TEST(hash_u64_spreads_low_and_high_bits)
{
    static const int shifts[] = {0, 20, 40, 52};
    for (size_t s = 0; s < 4; s++) {
        unsigned seen[256] = {0}, empty = 0;
        for (uint64_t i = 0; i < 256 * 16; i++) {
            seen[hash_u64(i << shifts[s]) & 255]++;
        }
        for (int i = 0; i < 256; i++) {
            empty += seen[i] == 0;
        }
        CHECK(empty < 10);
    }
}

TEST(map64_holds_any_key)
{
    static const uint64_t keys[] = {0, 1, UINT64_MAX, UINT64_MAX - 1, 1ull << 63, 42};
    struct map64 m = MAP64_INIT;
    bool added;
    CHECK(map64_get(&m, 0) == MAP64_NONE);
    CHECK_INT(map64_bytes(&m), 0);
    for (uint32_t i = 0; i < 6; i++) {
        uint32_t *value = map64_put(&m, keys[i], &added);
        CHECK(added && *value == MAP64_NONE);
        *value = i;
    }
    CHECK_INT(m.len, 6);
    for (uint32_t i = 0; i < 6; i++) {
        CHECK_INT(map64_get(&m, keys[i]), i);
        CHECK_INT(*map64_put(&m, keys[i], &added), i);
        CHECK(!added);
    }
    CHECK(map64_get(&m, 43) == MAP64_NONE);
    map64_release(&m);
    CHECK(m.slots == NULL && m.len == 0);
}

TEST(map64_with_many_keys)
{
    struct map64 m = MAP64_INIT;
    for (uint32_t i = 0; i < 200000; i++) {
        *map64_put(&m, (uint64_t)i << 32, NULL) = i;
    }
    CHECK_INT(m.len, 200000);
    CHECK(map64_bytes(&m) >= 200000 * 12);
    unsigned wrong = 0;
    for (uint32_t i = 0; i < 200000; i++) {
        wrong += map64_get(&m, (uint64_t)i << 32) != i;
        wrong += map64_get(&m, ((uint64_t)i << 32) + 1) != MAP64_NONE;
    }
    CHECK_INT(wrong, 0);
    map64_release(&m);
}

/* A new key whose value was never written is there all the same. */
TEST(map64_tells_none_from_absent)
{
    struct map64 m = MAP64_INIT;
    bool added;
    map64_put(&m, 7, &added);
    CHECK(added);
    map64_put(&m, 7, &added);
    CHECK(!added);
    CHECK_INT(m.len, 1);
    map64_release(&m);
}

TEST(strmap_copies_its_keys)
{
    struct strmap m = STRMAP_INIT;
    char key[] = "key";
    bool added;
    CHECK(strmap_get(&m, STR("key")) == STRMAP_NONE);
    *strmap_put(&m, str_from(key), &added) = 5;
    CHECK(added);
    key[0] = 'x';
    CHECK_INT(strmap_get(&m, STR("key")), 5);
    CHECK(strmap_get(&m, STR("xey")) == STRMAP_NONE);
    strmap_release(&m);
    strmap_release(&m);
}

TEST(strmap_keys_hold_nul_and_may_be_empty)
{
    struct strmap m = STRMAP_INIT;
    bool added;
    *strmap_put(&m, STR(""), NULL) = 0;
    *strmap_put(&m, STR("a"), NULL) = 1;
    *strmap_put(&m, STR("a\0"), NULL) = 2;
    *strmap_put(&m, STR("a\0b"), NULL) = 3;
    CHECK_INT(m.len, 4);
    CHECK_INT(strmap_get(&m, str_slice(NULL, 0)), 0);
    CHECK_INT(strmap_get(&m, STR("a")), 1);
    CHECK_INT(strmap_get(&m, STR("a\0")), 2);
    CHECK_INT(*strmap_put(&m, STR("a\0b"), &added), 3);
    CHECK(!added);
    strmap_release(&m);
}

TEST(strmap_with_many_keys)
{
    struct strmap m = STRMAP_INIT;
    char key[32];
    unsigned wrong = 0;
    for (uint32_t i = 0; i < 50000; i++) {
        snprintf(key, sizeof key, "arn:%" PRIu32, i);
        *strmap_put(&m, str_from(key), NULL) = i;
    }
    for (uint32_t i = 0; i < 50000; i++) {
        snprintf(key, sizeof key, "arn:%" PRIu32, i);
        wrong += strmap_get(&m, str_from(key)) != i;
    }
    CHECK_INT(wrong, 0);
    CHECK_INT(m.len, 50000);
    strmap_release(&m);
}
