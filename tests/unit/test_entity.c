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
