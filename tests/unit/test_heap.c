#include "base/heap.h"
#include "tests/unit/unit.h"

static bool smaller(const void *context, const void *a, const void *b)
{
    const int *sign = context;
    return *sign * *(const int *)a < *sign * *(const int *)b;
}

/* 0, 7, 14, … modulo 101: every number to 100 once, out of order. */
static void numbers_make(int *numbers)
{
    for (int i = 0; i < 101; i++) {
        numbers[i] = i * 7 % 101;
    }
}

TEST(heap_gives_out_in_order)
{
    static const int up = 1, down = -1;
    int numbers[101];
    numbers_make(numbers);
    for (int turn = 0; turn < 2; turn++) {
        struct heap h = {.before = smaller, .context = turn == 0 ? &up : &down};
        for (int i = 0; i < 101; i++) {
            heap_push(&h, &numbers[i]);
        }
        for (int i = 0; i < 101; i++) {
            int want = turn == 0 ? i : 100 - i;
            CHECK_INT(*(int *)heap_first(&h), want);
            CHECK_INT(*(int *)heap_pop(&h), want);
        }
        CHECK(heap_first(&h) == NULL && heap_pop(&h) == NULL);
        heap_release(&h);
    }
}

TEST(heap_takes_more_between)
{
    static const int up = 1;
    int numbers[] = {5, 3, 4, 1, 3};
    struct heap h = {.before = smaller, .context = &up};
    heap_push(&h, &numbers[0]);
    heap_push(&h, &numbers[1]);
    CHECK_INT(*(int *)heap_pop(&h), 3);
    heap_push(&h, &numbers[2]);
    heap_push(&h, &numbers[3]);
    heap_push(&h, &numbers[4]);
    CHECK_INT(*(int *)heap_pop(&h), 1);
    CHECK_INT(*(int *)heap_pop(&h), 3);
    CHECK_INT(*(int *)heap_pop(&h), 4);
    CHECK_INT(*(int *)heap_pop(&h), 5);
    CHECK(heap_pop(&h) == NULL);
    heap_release(&h);
}
