#include "engine/symbol.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/vec.h"

/* Numbers are held in the entry itself, texts and addresses in the arena. */
struct symbol_entry {
    union {
        const char *s;
        const struct ip *ip;
        int64_t i; /* BOOL, INT, TIME, DURATION */
        double f;
    };
    uint32_t len; /* of s */
    uint8_t kind;
};

/* The hash stands beside the symbol, so that growing the table and passing over
 * a neighbour touch no entry. */
struct symbol_slot {
    uint32_t hash;
    symbol symbol; /* 0: free */
};

struct symbol_pair {
    uint32_t first, second;
};

struct symbols {
    struct symbol_slot *slots;
    size_t n_slots; /* a power of two */
    VEC(struct symbol_entry) entries; /* entries.items[0] is unused */
    VEC(struct symbol_pair) pairs;    /* the same */
    struct map64 pair_of;             /* first << 32 | second -> index in pairs */
    struct arena arena;
    struct buf scratch; /* the JSON text of a list */
};

#define SLOTS_START 1024

struct symbols *symbols_new(void)
{
    struct symbols *table = mem_zalloc(sizeof *table);
    table->n_slots = SLOTS_START;
    table->slots = mem_zalloc(table->n_slots * sizeof *table->slots);
    vec_push(&table->entries, (struct symbol_entry){.kind = VALUE_NULL});
    vec_push(&table->pairs, ((struct symbol_pair){0, 0}));
    return table;
}

void symbols_free(struct symbols *table)
{
    if (table == NULL) {
        return;
    }
    free(table->slots);
    vec_release(&table->entries);
    vec_release(&table->pairs);
    map64_release(&table->pair_of);
    arena_release(&table->arena);
    buf_release(&table->scratch);
    free(table);
}

static void slots_grow(struct symbols *table)
{
    size_t n = table->n_slots * 2;
    struct symbol_slot *slots = mem_zalloc(n * sizeof *slots);
    for (size_t i = 0; i < table->n_slots; i++) {
        struct symbol_slot old = table->slots[i];
        if (old.symbol == 0) {
            continue;
        }
        size_t at = old.hash & (n - 1);
        while (slots[at].symbol != 0) {
            at = (at + 1) & (n - 1);
        }
        slots[at] = old;
    }
    free(table->slots);
    table->slots = slots;
    table->n_slots = n;
}

static bool kind_is_text(uint8_t kind) { return kind == VALUE_STRING || kind == VALUE_JSON; }

static bool entry_equal(const struct symbol_entry *a, const struct symbol_entry *b)
{
    if (a->kind != b->kind) {
        return false;
    }
    if (kind_is_text(a->kind)) {
        return a->len == b->len && (a->len == 0 || memcmp(a->s, b->s, a->len) == 0);
    }
    if (a->kind == VALUE_IP) {
        return memcmp(a->ip->bytes, b->ip->bytes, sizeof a->ip->bytes) == 0;
    }
    return a->i == b->i; /* a float by its bits */
}

static uint32_t entry_hash(const struct symbol_entry *e)
{
    uint64_t h;
    if (kind_is_text(e->kind)) {
        h = hash_bytes(e->s, e->len);
    } else if (e->kind == VALUE_IP) {
        h = hash_bytes(e->ip->bytes, sizeof e->ip->bytes);
    } else {
        h = hash_u64((uint64_t)e->i);
    }
    h += e->kind * UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(h ^ h >> 32);
}

/* Move what the caller's entry points at into the table's own memory. */
static void entry_keep(struct symbols *table, struct symbol_entry *e)
{
    if (kind_is_text(e->kind)) {
        e->s = arena_str(&table->arena, str_slice(e->s, e->len)).ptr;
    } else if (e->kind == VALUE_IP) {
        struct ip *copy = arena_new(&table->arena, struct ip);
        *copy = *e->ip;
        e->ip = copy;
    }
}

static symbol entry_intern(struct symbols *table, struct symbol_entry e)
{
    uint32_t hash = entry_hash(&e);
    size_t mask = table->n_slots - 1;
    size_t at = hash & mask;
    for (; table->slots[at].symbol != 0; at = (at + 1) & mask) {
        const struct symbol_slot *slot = &table->slots[at];
        if (slot->hash == hash && entry_equal(&table->entries.items[slot->symbol], &e)) {
            return slot->symbol;
        }
    }
    entry_keep(table, &e);
    symbol s = (symbol)table->entries.len;
    table->slots[at] = (struct symbol_slot){hash, s};
    vec_push(&table->entries, e);
    if (table->entries.len * 2 > table->n_slots) {
        slots_grow(table);
    }
    return s;
}

symbol symbol_intern(struct symbols *table, struct str text)
{
    return entry_intern(table, (struct symbol_entry){.kind = VALUE_STRING, .s = text.ptr, .len = (uint32_t)text.len});
}

/* `1` and `1.0` are equal (docs/language.md), so they must be one key. */
static struct symbol_entry float_entry(double f)
{
    if (f >= -0x1p63 && f < 0x1p63 && (double)(int64_t)f == f) {
        return (struct symbol_entry){.kind = VALUE_INT, .i = (int64_t)f};
    }
    return (struct symbol_entry){.kind = VALUE_FLOAT, .f = f};
}

static struct symbol_entry text_entry(uint8_t kind, struct str text)
{
    return (struct symbol_entry){.kind = kind, .s = text.ptr, .len = (uint32_t)text.len};
}

symbol symbol_of(struct symbols *table, const struct value *v)
{
    switch ((enum value_kind)v->kind) {
    case VALUE_NULL:
        return 0;
    case VALUE_STRING:
        return v->symbol != 0 ? v->symbol : symbol_intern(table, value_text(v));
    case VALUE_JSON:
        return entry_intern(table, text_entry(VALUE_JSON, value_text(v)));
    case VALUE_LIST:
        buf_reset(&table->scratch);
        value_json(v, &table->scratch);
        return entry_intern(table, text_entry(VALUE_JSON, buf_str(&table->scratch)));
    case VALUE_FLOAT:
        return entry_intern(table, float_entry(v->f));
    case VALUE_IP:
        return entry_intern(table, (struct symbol_entry){.kind = VALUE_IP, .ip = v->ip});
    case VALUE_BOOL:
        return entry_intern(table, (struct symbol_entry){.kind = VALUE_BOOL, .i = v->b});
    case VALUE_INT:
    case VALUE_TIME:
    case VALUE_DURATION:
        break;
    }
    return entry_intern(table, (struct symbol_entry){.kind = v->kind, .i = v->i});
}

struct str symbol_text(const struct symbols *table, symbol s)
{
    const struct symbol_entry *e = &table->entries.items[s];
    return kind_is_text(e->kind) ? str_slice(e->s, e->len) : str_slice("", 0);
}

struct value symbol_value(const struct symbols *table, symbol s)
{
    const struct symbol_entry *e = &table->entries.items[s];
    struct value v = {.kind = e->kind};
    if (kind_is_text(e->kind)) {
        v.len = e->len;
        v.s = e->s;
        v.symbol = e->kind == VALUE_STRING ? s : 0;
    } else if (e->kind == VALUE_IP) {
        v.ip = e->ip;
    } else if (e->kind == VALUE_BOOL) {
        v.b = e->i != 0;
    } else if (e->kind == VALUE_FLOAT) {
        v.f = e->f;
    } else {
        v.i = e->i;
    }
    return v;
}

/* Longer tuples are pairs of (the tuple without its last part, the last part). */
uint32_t symbol_tuple(struct symbols *table, const symbol *parts, unsigned n)
{
    if (n == 0) {
        return 1;
    }
    uint32_t tuple = parts[0];
    for (unsigned i = 1; i < n; i++) {
        bool added;
        uint32_t *place = map64_put(&table->pair_of, (uint64_t)tuple << 32 | parts[i], &added);
        if (added) {
            *place = (uint32_t)table->pairs.len;
            vec_push(&table->pairs, ((struct symbol_pair){tuple, parts[i]}));
        }
        tuple = *place;
    }
    return tuple;
}

void symbol_parts(const struct symbols *table, uint32_t tuple, unsigned n, symbol *parts)
{
    for (unsigned i = n; i > 1; i--) {
        const struct symbol_pair *pair = &table->pairs.items[tuple];
        parts[i - 1] = pair->second;
        tuple = pair->first;
    }
    if (n > 0) {
        parts[0] = tuple;
    }
}

uint32_t symbols_count(const struct symbols *table) { return (uint32_t)table->entries.len - 1; }

size_t symbols_bytes(const struct symbols *table)
{
    return table->n_slots * sizeof *table->slots + table->entries.cap * sizeof *table->entries.items +
           table->pairs.cap * sizeof *table->pairs.items + map64_bytes(&table->pair_of) + table->arena.used;
}
