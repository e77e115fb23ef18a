/* event: one record, decoded: its time, its id and a slot for each field that
 * the program reads. One block of memory without pointers: it can be copied,
 * sorted and written to disk as it is. */
#ifndef LURCHER_ENGINE_EVENT_H
#define LURCHER_ENGINE_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/value.h"
#include "engine/symbol.h"

struct event_slot {
    uint8_t kind;    /* enum value_kind */
    uint8_t pad[3];
    symbol symbol;   /* STRING: its symbol; 0: the text is in the tail */
    union {
        int64_t i;   /* BOOL, INT, TIME, DURATION */
        double f;
        struct {
            uint32_t at;  /* STRING, JSON, IP: offset in the event; LIST: of its first slot */
            uint32_t len; /* bytes; LIST: items */
        };
    };
};

struct event {
    int64_t time;      /* µs */
    uint32_t size;     /* of the whole block */
    uint16_t source;
    uint16_t n_slots;  /* = the program's fields */
    uint32_t id_at, id_len;
    uint32_t flags;
    uint32_t reserved;
    struct event_slot slots[];
    /* the tail follows: lists, texts, addresses, the id */
};

/* Flags. */
#define EVENT_LATE 1u  /* it came behind the watermark, or is older than what earlier runs took */
#define EVENT_TAKEN 2u /* an earlier run took it: here it only stands for its id */

static inline struct str event_id(const struct event *e)
{
    return (struct str){(const char *)e + e->id_at, e->id_len};
}

/* The value of a slot. Lists are built in `scratch`; all else points into the
 * event or the symbol table. */
struct value event_value(const struct event *e, const struct event_slot *slot,
                         const struct symbols *symbols, struct arena *scratch);

/* The n-th item of a LIST slot. */
static inline const struct event_slot *event_item(const struct event *e, const struct event_slot *slot, uint32_t n)
{
    return (const struct event_slot *)((const char *)e + slot->at) + n;
}

/* The order of events: time, then id, then content (by text, never by symbol,
 * so that it does not depend on the order of reading). Of one id, what was taken comes first. */
int event_compare(const struct event *a, const struct event *b, const struct symbols *symbols);

/* Builds one event after another in the same memory. */
struct event_builder;
struct event_builder *event_builder_new(uint16_t n_slots);
void event_builder_free(struct event_builder *b);
void event_builder_start(struct event_builder *b, uint16_t source);
void event_builder_time(struct event_builder *b, int64_t time);
void event_builder_id(struct event_builder *b, struct str id);
/* Set a slot (again: the last wins). A value of kind LIST has its items copied.
 * A STRING value with a symbol keeps it and no text is stored. */
void event_builder_set(struct event_builder *b, uint32_t slot, const struct value *v);
/* The finished event; it belongs to the builder until the next start. NULL when it
 * would be larger than 1 GiB. */
const struct event *event_builder_finish(struct event_builder *b);

#endif
