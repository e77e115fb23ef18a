#include "engine/entity.h"

#include "tests/unit/unit.h"

TEST(entity_is_known_since_its_first_event)
{
    struct entity_table t;
    memset(&t, 0, sizeof t);
    CHECK_INT(entity_meet(&t, 42, 1000), 0);
    CHECK_INT(entity_meet(&t, 7, 2000), 1);
    CHECK_INT(entity_meet(&t, 42, 3000), 0);
    CHECK_INT(entity_first(&t, 0), 1000);
    CHECK_INT(entity_first(&t, 1), 2000);
    CHECK_INT(entity_key(&t, 0), 42);
    entity_release(&t);
}

TEST(entity_first_is_corrected_by_a_straggler)
{
    struct entity_table t;
    memset(&t, 0, sizeof t);
    entity_meet(&t, 1, 1000);
    entity_meet(&t, 1, -5);
    CHECK_INT(entity_first(&t, 0), -5);
    entity_release(&t);
}

/* ---- rows ---- */

static struct known put_rows[4];
static unsigned put_len;

static void put(void *context, const struct known *row)
{
    (void)context;
    put_rows[put_len++ % 4] = *row;
}

static unsigned saved(struct entity_table *t)
{
    put_len = 0;
    entity_save(t, put, NULL);
    return put_len;
}

TEST(entity_saves_what_changed)
{
    struct entity_table t;
    memset(&t, 0, sizeof t);
    t.changed.on = true;
    entity_meet(&t, 42, 1000);
    entity_meet(&t, 7, 2000);
    entity_meet(&t, 42, 3000);
    CHECK_INT(saved(&t), 2);
    CHECK(put_rows[1].entity == 1 && put_rows[1].value == 0 && put_rows[1].since == 2000);
    CHECK(put_rows[1].last == KNOWN_NOTHING && put_rows[1].n == KNOWN_NOTHING && put_rows[1].data.len == 0);
    entity_meet(&t, 7, 2001);
    CHECK_INT(saved(&t), 0);
    entity_meet(&t, 7, 1999); /* a straggler */
    CHECK_INT(saved(&t), 1);
    CHECK(put_rows[0].entity == 1 && put_rows[0].since == 1999);
    entity_release(&t);
}

TEST(entity_notes_nothing_unless_it_is_kept)
{
    struct entity_table t;
    memset(&t, 0, sizeof t);
    entity_meet(&t, 42, 1000);
    CHECK_INT(saved(&t), 0);
    CHECK_INT(dirty_bytes(&t.changed), 0);
    entity_release(&t);
}

TEST(entity_loads)
{
    struct entity_table t;
    memset(&t, 0, sizeof t);
    t.changed.on = true;
    CHECK_INT(entity_load(&t, 7, 2000), 0);
    CHECK_INT(entity_load(&t, 42, -1000), 1);
    CHECK_INT(entity_load(&t, 7, 2000), ENTITY_NONE); /* there is one */
    CHECK_INT(entity_load(&t, 8, INT64_MAX), ENTITY_NONE);
    CHECK_INT(saved(&t), 0);
    CHECK_INT(entity_find(&t, 42), 1);
    CHECK_INT(entity_first(&t, 1), -1000);
    CHECK_INT(entity_meet(&t, 42, 5), 1);
    CHECK_INT(saved(&t), 0);
    entity_release(&t);
}
