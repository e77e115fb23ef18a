#include "engine/event.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"

/* Offsets are 32 bits; a record has at most 16 MiB, so only a program that reads
 * the same large value through many fields can come near this. */
#define EVENT_SIZE_MAX (UINT32_C(1) << 30)

struct event_builder {
    struct buf block; /* the event as it grows; head and slots stand in front */
    uint32_t head;    /* bytes of head and slots */
    uint16_t n_slots;
    bool overflow;
};

static struct str slot_text(const struct event *e, const struct event_slot *slot, const struct symbols *symbols)
{
    if (slot->kind == VALUE_STRING && slot->symbol != 0) {
        return symbol_text(symbols, slot->symbol);
    }
    return str_slice((const char *)e + slot->at, slot->len);
}

static struct value list_value(const struct event *e, const struct event_slot *slot, const struct symbols *symbols,
                               struct arena *scratch)
{
    struct value *items = arena_array(scratch, slot->len, sizeof *items);
    for (uint32_t i = 0; i < slot->len; i++) {
        items[i] = event_value(e, event_item(e, slot, i), symbols, scratch);
    }
    return (struct value){.kind = VALUE_LIST, .len = slot->len, .items = items};
}

struct value event_value(const struct event *e, const struct event_slot *slot, const struct symbols *symbols,
                         struct arena *scratch)
{
    struct value v = {.kind = slot->kind};
    switch ((enum value_kind)slot->kind) {
    case VALUE_NULL:
        break;
    case VALUE_BOOL:
        v.b = slot->i != 0;
        break;
    case VALUE_INT:
    case VALUE_TIME:
    case VALUE_DURATION:
        v.i = slot->i;
        break;
    case VALUE_FLOAT:
        v.f = slot->f;
        break;
    case VALUE_STRING:
    case VALUE_JSON: {
        struct str text = slot_text(e, slot, symbols);
        v.s = text.ptr;
        v.len = (uint32_t)text.len;
        v.symbol = slot->symbol;
        break;
    }
    case VALUE_IP:
        v.ip = (const struct ip *)((const char *)e + slot->at);
        break;
    case VALUE_LIST:
        return list_value(e, slot, symbols, scratch);
    }
    return v;
}

static int order_i64(int64_t a, int64_t b) { return (a > b) - (a < b); }

static int slot_compare(const struct event *a, const struct event_slot *x, const struct event *b,
                        const struct event_slot *y, const struct symbols *symbols);

static int list_compare(const struct event *a, const struct event_slot *x, const struct event *b,
                        const struct event_slot *y, const struct symbols *symbols)
{
    for (uint32_t i = 0; i < x->len && i < y->len; i++) {
        int order = slot_compare(a, event_item(a, x, i), b, event_item(b, y, i), symbols);
        if (order != 0) {
            return order;
        }
    }
    return order_i64(x->len, y->len);
}

static int slot_compare(const struct event *a, const struct event_slot *x, const struct event *b,
                        const struct event_slot *y, const struct symbols *symbols)
{
    if (x->kind != y->kind) {
        return x->kind < y->kind ? -1 : 1;
    }
    switch ((enum value_kind)x->kind) {
    case VALUE_NULL:
        return 0;
    case VALUE_STRING:
        if (x->symbol != 0 && x->symbol == y->symbol) {
            return 0;
        }
        return str_compare(slot_text(a, x, symbols), slot_text(b, y, symbols));
    case VALUE_JSON:
        return str_compare(slot_text(a, x, symbols), slot_text(b, y, symbols));
    case VALUE_IP:
        return memcmp((const char *)a + x->at, (const char *)b + y->at, sizeof(struct ip));
    case VALUE_LIST:
        return list_compare(a, x, b, y, symbols);
    case VALUE_FLOAT:
        return (x->f > y->f) - (x->f < y->f);
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_TIME:
    case VALUE_DURATION:
        break;
    }
    return order_i64(x->i, y->i);
}

int event_compare(const struct event *a, const struct event *b, const struct symbols *symbols)
{
    if (a->time != b->time) {
        return a->time < b->time ? -1 : 1;
    }
    int order = str_compare(event_id(a), event_id(b));
    if (order != 0) {
        return order;
    }
    if (((a->flags ^ b->flags) & EVENT_TAKEN) != 0) {
        return (a->flags & EVENT_TAKEN) != 0 ? -1 : 1;
    }
    if (a->source != b->source) {
        return a->source < b->source ? -1 : 1;
    }
    for (uint16_t i = 0; i < a->n_slots && order == 0; i++) {
        order = slot_compare(a, &a->slots[i], b, &b->slots[i], symbols);
    }
    return order;
}

struct event_builder *event_builder_new(uint16_t n_slots)
{
    struct event_builder *b = mem_zalloc(sizeof *b);
    b->n_slots = n_slots;
    b->head = (uint32_t)(sizeof(struct event) + n_slots * sizeof(struct event_slot));
    return b;
}

void event_builder_free(struct event_builder *b)
{
    if (b == NULL) {
        return;
    }
    buf_release(&b->block);
    free(b);
}

/* The block may move with each addition: never keep what this returns. */
static struct event *builder_event(struct event_builder *b) { return (struct event *)(void *)b->block.ptr; }

static struct event_slot *builder_slot(struct event_builder *b, uint32_t at)
{
    return (struct event_slot *)(void *)(b->block.ptr + at);
}

void event_builder_start(struct event_builder *b, uint16_t source)
{
    buf_reset(&b->block);
    memset(buf_reserve(&b->block, b->head), 0, b->head);
    b->block.len = b->head;
    b->overflow = false;
    struct event *e = builder_event(b);
    e->source = source;
    e->n_slots = b->n_slots;
    e->id_at = b->head;
}

void event_builder_time(struct event_builder *b, int64_t time) { builder_event(b)->time = time; }

/* Append bytes; returns their offset. */
static uint32_t builder_add(struct event_builder *b, const void *bytes, size_t len)
{
    if (len > EVENT_SIZE_MAX - b->block.len) {
        b->overflow = true;
        return 0;
    }
    uint32_t at = (uint32_t)b->block.len;
    buf_add(&b->block, bytes, len);
    return at;
}

static void builder_align(struct event_builder *b)
{
    static const char zeros[8];
    builder_add(b, zeros, (8 - b->block.len % 8) % 8);
}

void event_builder_id(struct event_builder *b, struct str id)
{
    uint32_t at = builder_add(b, id.ptr, id.len);
    builder_event(b)->id_at = at;
    builder_event(b)->id_len = b->overflow ? 0 : (uint32_t)id.len;
}

static void builder_set_at(struct event_builder *b, uint32_t at, const struct value *v);

static void builder_set_list(struct event_builder *b, struct event_slot *slot, const struct value *v)
{
    builder_align(b);
    size_t bytes = (size_t)v->len * sizeof *slot;
    if (b->overflow || bytes > EVENT_SIZE_MAX - b->block.len) {
        b->overflow = true;
        return;
    }
    slot->at = (uint32_t)b->block.len;
    slot->len = v->len;
    memset(buf_reserve(&b->block, bytes), 0, bytes);
    b->block.len += bytes;
    for (uint32_t i = 0; i < v->len; i++) {
        builder_set_at(b, slot->at + i * (uint32_t)sizeof *slot, &v->items[i]);
    }
}

/* `at` is the slot's offset in the block. */
static void builder_set_at(struct event_builder *b, uint32_t at, const struct value *v)
{
    struct event_slot slot;
    memset(&slot, 0, sizeof slot);
    slot.kind = v->kind;
    switch ((enum value_kind)v->kind) {
    case VALUE_NULL:
        break;
    case VALUE_BOOL:
        slot.i = v->b;
        break;
    case VALUE_INT:
    case VALUE_TIME:
    case VALUE_DURATION:
        slot.i = v->i;
        break;
    case VALUE_FLOAT:
        slot.f = v->f;
        break;
    case VALUE_STRING:
        slot.symbol = v->symbol;
        if (slot.symbol != 0) {
            break;
        }
        slot.len = v->len;
        slot.at = builder_add(b, v->s, v->len);
        break;
    case VALUE_JSON:
        slot.len = v->len;
        slot.at = builder_add(b, v->s, v->len);
        break;
    case VALUE_IP:
        slot.len = sizeof(struct ip);
        slot.at = builder_add(b, v->ip, sizeof(struct ip));
        break;
    case VALUE_LIST:
        builder_set_list(b, &slot, v);
        break;
    }
    *builder_slot(b, at) = slot;
}

void event_builder_set(struct event_builder *b, uint32_t slot, const struct value *v)
{
    builder_set_at(b, (uint32_t)(sizeof(struct event) + slot * sizeof(struct event_slot)), v);
}

const struct event *event_builder_finish(struct event_builder *b)
{
    builder_align(b);
    if (b->overflow) {
        return NULL;
    }
    builder_event(b)->size = (uint32_t)b->block.len;
    return builder_event(b);
}
