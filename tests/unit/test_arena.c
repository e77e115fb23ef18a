#include "base/arena.h"

#include <stdalign.h>

#include "tests/unit/unit.h"

static bool is_zero(const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    return true;
}

TEST(arena_gives_zeroed_aligned_memory_apart)
{
    struct arena a = ARENA_INIT;
    char *blocks[500];
    for (size_t i = 0; i < 500; i++) {
        blocks[i] = arena_alloc(&a, i);
        CHECK((uintptr_t)blocks[i] % alignof(max_align_t) == 0);
        CHECK(is_zero(blocks[i], i));
        memset(blocks[i], (int)(i % 251) + 1, i);
        arena_str(&a, STR("x")); /* puts the next one off its alignment */
    }
    for (size_t i = 0; i < 500; i++) {
        for (size_t k = 0; k < i; k++) {
            if (!CHECK((unsigned char)blocks[i][k] == i % 251 + 1)) {
                break;
            }
        }
    }
    CHECK(a.used >= 500 * 499 / 2);
    arena_release(&a);
    CHECK(a.blocks == NULL && a.used == 0);
}

TEST(arena_takes_large_pieces)
{
    struct arena a = ARENA_INIT;
    char *small = arena_alloc(&a, 10);
    char *large = arena_alloc(&a, 5 << 20);
    char *next = arena_alloc(&a, 10);
    memset(large, 1, 5 << 20);
    CHECK(is_zero(small, 10) && is_zero(next, 10));
    CHECK(next - small >= 0 && next - small < 4096); /* the first block is still in use */
    arena_release(&a);
}

TEST(arena_reset_keeps_memory_and_clears_it)
{
    struct arena a = ARENA_INIT;
    for (int round = 0; round < 5; round++) {
        for (int i = 0; i < 1000; i++) {
            char *piece = arena_alloc(&a, 100);
            CHECK(is_zero(piece, 100));
            memset(piece, 0xee, 100);
        }
        CHECK(a.used >= 100 * 1000);
        arena_reset(&a);
        CHECK_INT(a.used, 0);
        CHECK(a.blocks != NULL);
    }
    arena_release(&a);
    arena_reset(&a); /* an empty one */
    CHECK(a.blocks == NULL);
}

TEST(arena_copies_texts)
{
    struct arena a = ARENA_INIT;
    struct str s = arena_str(&a, STR("a\0b"));
    CHECK_STR(s, STR("a\0b"));
    CHECK(s.ptr[3] == '\0');
    struct str empty = arena_str(&a, str_slice(NULL, 0));
    CHECK(empty.len == 0 && empty.ptr != NULL && empty.ptr[0] == '\0');
    CHECK_STR(str_from(arena_text(&a, "text")), STR("text"));
    CHECK_STR(arena_printf(&a, "%s=%d", "n", 42), STR("n=42"));
    struct str wide = arena_printf(&a, "%9000d", 1);
    CHECK_INT(wide.len, 9000);
    CHECK(wide.ptr[8999] == '1' && wide.ptr[9000] == '\0');
    arena_release(&a);
}

TEST(arena_array_and_new)
{
    struct arena a = ARENA_INIT;
    struct pair {
        uint64_t a, b;
    } *p = arena_array(&a, 100, sizeof *p), *one = arena_new(&a, struct pair);
    CHECK(p[99].b == 0 && one->a == 0);
    CHECK(arena_array(&a, 0, 8) != NULL);
    arena_release(&a);
}
