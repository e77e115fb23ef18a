#include "engine/once.h"

bool once_pass(struct once *o, uint32_t rule, uint32_t key, int64_t time, int64_t every, uint64_t *suppressed)
{
    bool added;
    uint32_t *number = map64_put(&o->numbers, (uint64_t)rule << 32 | key, &added);
    *suppressed = 0;
    if (added) {
        *number = (uint32_t)o->entries.len;
        vec_push(&o->entries, ((struct once_entry){time, 0}));
        return true;
    }
    struct once_entry *e = &o->entries.items[*number];
    int64_t age;
    if (__builtin_sub_overflow(time, e->last, &age)) {
        age = time < e->last ? INT64_MIN : INT64_MAX;
    }
    if (age < every) {
        e->held++;
        return false;
    }
    *suppressed = e->held;
    *e = (struct once_entry){time, 0};
    return true;
}

size_t once_bytes(const struct once *o)
{
    return map64_bytes(&o->numbers) + o->entries.cap * sizeof *o->entries.items;
}

void once_release(struct once *o)
{
    map64_release(&o->numbers);
    vec_release(&o->entries);
}
