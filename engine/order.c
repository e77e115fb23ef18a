#include "engine/order.h"

void order_free(struct order *o)
{
    if (o != NULL) {
        o->kind->free(o);
    }
}

bool order_add(struct order *o, const struct event *event, uint32_t flags, struct err *err)
{
    return o->kind->add(o, event, flags, err);
}

bool order_finish(struct order *o, struct err *err) { return o->kind->finish(o, err); }

const struct event *order_next(struct order *o, struct err *err) { return o->kind->next(o, err); }
