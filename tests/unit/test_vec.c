#include "base/vec.h"

#include "base/mem.h"
#include "tests/unit/unit.h"

TEST(vec_pushes_and_pops)
{
    VEC(int) numbers = VEC_INIT;
    for (int i = 0; i < 1000; i++) {
        vec_push(&numbers, i);
    }
    CHECK_INT(numbers.len, 1000);
    CHECK(numbers.cap >= 1000);
    CHECK_INT(vec_last(&numbers), 999);
    CHECK_INT(vec_pop(&numbers), 999);
    CHECK_INT(vec_last(&numbers), 998);
    unsigned wrong = 0;
    for (size_t i = 0; i < numbers.len; i++) {
        wrong += numbers.items[i] != (int)i;
    }
    CHECK_INT(wrong, 0);
    vec_reset(&numbers);
    CHECK(numbers.len == 0 && numbers.items != NULL);
    vec_release(&numbers);
    CHECK(numbers.items == NULL && numbers.cap == 0);
}

TEST(vec_of_structures)
{
    struct pair {
        const char *name;
        size_t n;
    };
    VEC(struct pair) pairs = VEC_INIT;
    for (size_t i = 0; i < 20; i++) {
        vec_push(&pairs, ((struct pair){"p", i}));
    }
    CHECK_INT(pairs.items[19].n, 19);
    vec_last(&pairs).n = 5;
    CHECK_INT(pairs.items[19].n, 5);
    vec_release(&pairs);
}

TEST(mem_copy_ends_with_nul)
{
    char *copy = mem_copy("a\0b", 3);
    CHECK(memcmp(copy, "a\0b\0", 4) == 0);
    free(copy);
    char *empty = mem_copy(NULL, 0);
    CHECK(empty[0] == '\0');
    free(empty);
}

TEST(mem_blocks_of_no_bytes)
{
    void *a = mem_alloc(0), *b = mem_zalloc(0), *c = mem_resize(NULL, 0, 8);
    CHECK(a != NULL && b != NULL && c != NULL);
    free(a);
    free(b);
    free(c);
}

TEST(vec_reach_makes_zeroes)
{
    VEC(int64_t) v = VEC_INIT;
    vec_reach(&v, 20);
    CHECK_INT(v.len, 21);
    CHECK_INT(v.items[0] + v.items[20], 0);
    vec_reach(&v, 3);
    CHECK_INT(v.len, 21);
    vec_release(&v);
}
