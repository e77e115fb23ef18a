/* order: events in the order of (time, id, content), each id once.
 *
 * Two ways behind one interface. A batch waits for all of them, sorted runs on
 * disk holding what does not fit in memory; nothing is late. A stream lets events
 * wait until the newest is `lateness` ahead; what comes later still is handed out
 * at once, marked EVENT_LATE. */
#ifndef LURCHER_ENGINE_ORDER_H
#define LURCHER_ENGINE_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "engine/event.h"
#include "engine/stats.h"

struct order;

/* `memory`: bytes of events to hold; `folder`: for the runs, NULL: the default.
 * Counts duplicates, late and spilled in `stats`. All must outlive it. */
struct order *order_batch_new(const struct symbols *symbols, size_t memory, const char *folder, struct stats *stats);
struct order *order_stream_new(const struct symbols *symbols, int64_t lateness, struct stats *stats);
void order_free(struct order *o);

/* Add an event; the copy gets `flags` beside its own. False with *err when it cannot be kept. */
bool order_add(struct order *o, const struct event *event, uint32_t flags, struct err *err);

/* No more events will come. */
bool order_finish(struct order *o, struct err *err);

/* The next event whose turn it is, until the next call; NULL when there is none yet
 * (after order_finish: at the end), or with *err. */
const struct event *order_next(struct order *o, struct err *err);

/* For the two ways. */
struct order_kind {
    void (*free)(struct order *o);
    bool (*add)(struct order *o, const struct event *event, uint32_t flags, struct err *err);
    bool (*finish)(struct order *o, struct err *err);
    const struct event *(*next)(struct order *o, struct err *err);
};

struct order {
    const struct order_kind *kind;
};

#endif
