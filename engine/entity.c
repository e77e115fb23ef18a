#include "engine/entity.h"

uint32_t entity_meet(struct entity_table *t, uint32_t key, int64_t time)
{
    bool added;
    uint32_t *number = map64_put(&t->numbers, key, &added);
    if (added) {
        *number = (uint32_t)t->first.len;
        vec_push(&t->first, time);
        vec_push(&t->keys, key);
    } else if (time < t->first.items[*number]) {
        t->first.items[*number] = time;
    }
    return *number;
}

size_t entity_bytes(const struct entity_table *t)
{
    return map64_bytes(&t->numbers) + t->first.cap * sizeof *t->first.items + t->keys.cap * sizeof *t->keys.items;
}

void entity_release(struct entity_table *t)
{
    map64_release(&t->numbers);
    vec_release(&t->first);
    vec_release(&t->keys);
}
