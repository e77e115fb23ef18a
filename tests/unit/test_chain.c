#include "engine/chain.h"

#include <stdlib.h>

#include "tests/unit/unit.h"

#define FOR_EVER INT64_MAX

static struct hash_wide key(unsigned n) { return hash_wide(&n, sizeof n, 3); }

/* Key `from` (0: none) hands on. */
static void hand(struct chain *c, unsigned from, unsigned to, symbol value, int64_t until, int64_t now)
{
    struct hash_wide f = key(from);
    chain_hand(c, from == 0 ? NULL : &f, key(to), value, until, now);
}

TEST(chain_that_is_empty)
{
    struct chain c = {.slots = NULL};
    CHECK_INT(chain_find(&c, key(1), 5), 0);
    chain_release(&c);
}

TEST(chain_holds_to_the_end_and_not_longer)
{
    struct chain c = {.slots = NULL};
    hand(&c, 1, 2, 7, 10, 5);
    CHECK_INT(chain_find(&c, key(2), 5), 7);
    CHECK_INT(chain_find(&c, key(2), 10), 7);
    CHECK_INT(chain_find(&c, key(2), 11), 0);
    CHECK_INT(chain_find(&c, key(1), 5), 0);
    hand(&c, 1, 3, 7, 4, 5); /* it has ended before it began */
    CHECK_INT(chain_find(&c, key(3), 5), 0);
    chain_release(&c);
}

TEST(chain_replaces_but_not_for_who_has_no_key)
{
    struct chain c = {.slots = NULL};
    hand(&c, 1, 2, 7, 10, 5);
    hand(&c, 0, 2, 8, FOR_EVER, 6);
    CHECK_INT(chain_find(&c, key(2), 6), 7);
    hand(&c, 3, 2, 9, 20, 7);
    CHECK_INT(chain_find(&c, key(2), 7), 9);
    hand(&c, 2, 2, 6, FOR_EVER, 8); /* to itself */
    CHECK_INT(chain_find(&c, key(2), 8), 9);
    hand(&c, 0, 2, 8, FOR_EVER, 21);
    CHECK_INT(chain_find(&c, key(2), 21), 8);
    chain_release(&c);
}

TEST(chain_corrects_what_its_time_handed_on_before)
{
    struct chain c = {.slots = NULL};
    hand(&c, 1, 4, 7, FOR_EVER, 4); /* of another time: it stays */
    hand(&c, 3, 4, 30, FOR_EVER, 5);
    hand(&c, 3, 5, 30, FOR_EVER, 5);
    hand(&c, 5, 6, 30, FOR_EVER, 5);
    hand(&c, 2, 5, 20, FOR_EVER, 5); /* 5 is no longer from 3; 6 is from 5 */
    CHECK_INT(chain_find(&c, key(6), 5), 20);
    hand(&c, 1, 3, 10, FOR_EVER, 5);
    CHECK_INT(chain_find(&c, key(3), 5), 10);
    CHECK_INT(chain_find(&c, key(4), 5), 10);
    CHECK_INT(chain_find(&c, key(5), 5), 20);
    CHECK_INT(chain_find(&c, key(6), 5), 20);
    hand(&c, 9, 3, 90, FOR_EVER, 6);
    CHECK_INT(chain_find(&c, key(3), 6), 90);
    CHECK_INT(chain_find(&c, key(4), 6), 10);
    hand(&c, 9, 2, 99, 6, 7); /* ended: nobody can have used it */
    CHECK_INT(chain_find(&c, key(5), 7), 20);
    chain_release(&c);
}

TEST(chain_in_a_circle)
{
    struct chain c = {.slots = NULL};
    hand(&c, 1, 2, 10, FOR_EVER, 5);
    hand(&c, 2, 3, 10, FOR_EVER, 5);
    hand(&c, 3, 1, 10, FOR_EVER, 5);
    hand(&c, 4, 1, 40, FOR_EVER, 5); /* comes round to 1, which is from 4 now */
    CHECK_INT(chain_find(&c, key(1), 5), 40);
    CHECK_INT(chain_find(&c, key(2), 5), 40);
    CHECK_INT(chain_find(&c, key(3), 5), 40);
    hand(&c, 3, 1, 40, FOR_EVER, 5);
    hand(&c, 3, 1, 50, FOR_EVER, 5); /* now a true circle */
    CHECK_INT(chain_find(&c, key(3), 5), 50);
    chain_release(&c);
}

TEST(chain_corrects_no_more_than_its_share)
{
    enum { N = 3 * CHAIN_CORRECTIONS_MAX };
    struct chain c = {.slots = NULL};
    for (unsigned i = N; i > 1; i--) {
        hand(&c, i - 1, i, 5, FOR_EVER, 1);
    }
    hand(&c, N + 1, 1, 6, FOR_EVER, 1);
    CHECK_INT(chain_find(&c, key(1 + CHAIN_CORRECTIONS_MAX), 1), 6);
    CHECK_INT(chain_find(&c, key(2 + CHAIN_CORRECTIONS_MAX), 1), 5);
    chain_release(&c);
}

/* A million credentials of an hour, a thousand of which are alive at a time. */
TEST(chain_forgets_what_has_ended)
{
    struct chain c = {.slots = NULL};
    size_t most = 0;
    unsigned wrong = 0;
    for (unsigned i = 1; i <= 1000000; i++) {
        hand(&c, i, i + 1, i, (int64_t)i + 1000, i);
        wrong += chain_find(&c, key(i + 1), i) != i;
        wrong += i > 2000 && chain_find(&c, key(i - 2000), i) != 0;
        wrong += i > 2000 && chain_find(&c, key(i - 999), i) != i - 1000;
        most = chain_bytes(&c) > most ? chain_bytes(&c) : most;
    }
    CHECK_INT(wrong, 0);
    CHECK(most < 4096 * 64);
    chain_release(&c);
}

/* ---- rows ---- */

static void take(void *context, const struct chain_slot *slot)
{
    struct chain *to = context;
    chain_load(to, slot->key, slot->value, slot->until);
}

/* What has ended stands in the place of what would not have, in what was saved before too. */
TEST(chain_saves_what_has_ended)
{
    struct chain c = {.kept = true}, loaded = {.slots = NULL};
    hand(&c, 1, 2, 10, FOR_EVER, 5);
    chain_save(&c, take, &loaded);
    CHECK_INT(chain_find(&loaded, key(2), 6), 10);
    hand(&c, 1, 2, 20, 6, 7);
    CHECK_INT(chain_find(&c, key(2), 7), 0);
    chain_save(&c, take, &loaded);
    CHECK_INT(chain_find(&loaded, key(2), 7), 0);
    chain_release(&c);
    chain_release(&loaded);
}
