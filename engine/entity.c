#include "engine/entity.h"

static uint32_t entity_push(struct entity_table *t, uint32_t key, int64_t first)
{
    vec_push(&t->first, first);
    vec_push(&t->keys, key);
    return (uint32_t)(t->keys.len - 1);
}

uint32_t entity_meet(struct entity_table *t, uint32_t key, int64_t time)
{
    bool added;
    uint32_t *number = map64_put(&t->numbers, key, &added);
    if (added) {
        *number = entity_push(t, key, time);
        dirty_mark(&t->changed, *number);
    } else if (time < t->first.items[*number]) {
        t->first.items[*number] = time;
        dirty_mark(&t->changed, *number);
    }
    return *number;
}

void entity_save(struct entity_table *t, known_put put, void *context)
{
    for (size_t i = 0; i < t->changed.items.len; i++) {
        struct known row = known_of(t->changed.items.items[i], 0);
        row.since = t->first.items[row.entity];
        put(context, &row);
    }
    dirty_clear(&t->changed);
}

uint32_t entity_load(struct entity_table *t, uint32_t key, int64_t first)
{
    bool added;
    uint32_t *number = map64_put(&t->numbers, key, &added);
    if (added) {
        *number = entity_push(t, key, first);
    }
    return added && known_is_time(first) ? *number : ENTITY_NONE;
}

size_t entity_bytes(const struct entity_table *t)
{
    return map64_bytes(&t->numbers) + t->first.cap * sizeof *t->first.items + t->keys.cap * sizeof *t->keys.items +
           dirty_bytes(&t->changed);
}

void entity_release(struct entity_table *t)
{
    map64_release(&t->numbers);
    vec_release(&t->first);
    vec_release(&t->keys);
    dirty_release(&t->changed);
}
