#include "engine/once.h"

#include "engine/known.h"

static uint32_t *number_of(struct once *o, uint32_t rule, uint32_t key, bool *added)
{
    return map64_put(&o->numbers, (uint64_t)rule << 32 | key, added);
}

bool once_pass(struct once *o, uint32_t rule, uint32_t key, int64_t time, int64_t every, uint64_t *suppressed)
{
    bool added;
    uint32_t *number = number_of(o, rule, key, &added);
    *suppressed = 0;
    if (added) {
        *number = (uint32_t)o->entries.len;
        dirty_mark(&o->changed, *number);
        vec_push(&o->entries, ((struct once_entry){rule, key, time, 0}));
        return true;
    }
    struct once_entry *e = &o->entries.items[*number];
    dirty_mark(&o->changed, *number);
    int64_t age;
    if (__builtin_sub_overflow(time, e->last, &age)) {
        age = time < e->last ? INT64_MIN : INT64_MAX;
    }
    if (age < every) {
        e->held++;
        return false;
    }
    *suppressed = e->held;
    e->last = time;
    e->held = 0;
    return true;
}

void once_save(struct once *o, once_put put, void *context)
{
    for (size_t i = 0; i < o->changed.items.len; i++) {
        put(context, &o->entries.items[o->changed.items.items[i]]);
    }
    dirty_clear(&o->changed);
}

bool once_load(struct once *o, const struct once_entry *entry)
{
    bool added;
    uint32_t *number = number_of(o, entry->rule, entry->key, &added);
    if (added) {
        *number = (uint32_t)o->entries.len;
        vec_push(&o->entries, *entry);
    }
    return added && known_is_time(entry->last) && entry->held <= (uint64_t)KNOWN_N_MAX;
}

size_t once_bytes(const struct once *o)
{
    return map64_bytes(&o->numbers) + o->entries.cap * sizeof *o->entries.items +
           dirty_bytes(&o->changed);
}

void once_release(struct once *o)
{
    map64_release(&o->numbers);
    vec_release(&o->entries);
    dirty_release(&o->changed);
}
