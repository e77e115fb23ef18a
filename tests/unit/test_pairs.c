#include "engine/pairs.h"

#include "tests/unit/unit.h"

TEST(pairs_number_in_the_order_of_arrival)
{
    struct pairs p = {NULL, NULL, 0, 0, 0};
    bool added;
    CHECK(pairs_find(&p, 1, 2) == PAIRS_NONE);
    CHECK_INT(pairs_add(&p, 7, 9, &added), 0);
    CHECK(added);
    CHECK_INT(pairs_add(&p, 9, 7, &added), 1);
    CHECK(added);
    CHECK_INT(pairs_add(&p, 7, 9, &added), 0);
    CHECK(!added);
    CHECK_INT(pairs_find(&p, 9, 7), 1);
    CHECK(pairs_find(&p, 7, 7) == PAIRS_NONE);
    CHECK_INT(pairs_entity(&p, 1), 9);
    CHECK_INT(pairs_value(&p, 1), 7);
    pairs_release(&p);
}

TEST(pairs_keep_their_numbers_while_growing)
{
    struct pairs p = {NULL, NULL, 0, 0, 0};
    bool added;
    uint32_t n = 100000;
    for (uint32_t i = 0; i < n; i++) {
        pairs_add(&p, i % 317, i, &added);
    }
    CHECK_INT(p.len, n);
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < n; i++) {
        wrong += pairs_find(&p, i % 317, i) != i;
        wrong += pairs_find(&p, i % 317 + 317, i) != PAIRS_NONE;
    }
    CHECK_INT(wrong, 0);
    pairs_release(&p);
}

TEST(pairs_are_small)
{
    struct pairs p = {NULL, NULL, 0, 0, 0};
    bool added;
    for (uint32_t i = 0; i < (1u << 20); i++) {
        pairs_add(&p, 1, i, &added);
    }
    CHECK(pairs_bytes(&p) / p.len <= 24); /* 8 more for a time: 32 bytes a pair */
    pairs_release(&p);
}
