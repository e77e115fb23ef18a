#include "engine/store_term.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/vec.h"
#include "engine/known.h"

#define PARTS_MAX 64u

/* What an id stands for. */
struct term {
    uint32_t number; /* a symbol, or a tuple of `parts` parts; 0: there is no such term */
    uint32_t parts;  /* 1: a symbol */
};

struct terms {
    struct store *store;
    struct symbols *symbols;
    struct map64 by_number; /* parts << 32 | number -> id */
    VEC(struct term) terms; /* by id */
    struct store_check check;
    struct buf text;
};

struct terms *terms_new(struct store *store)
{
    struct terms *t = mem_zalloc(sizeof *t);
    t->store = store;
    return t;
}

void terms_free(struct terms *t)
{
    if (t == NULL) {
        return;
    }
    map64_release(&t->by_number);
    vec_release(&t->terms);
    buf_release(&t->check.bytes);
    buf_release(&t->text);
    free(t);
}

static uint64_t key_of(struct term term) { return (uint64_t)term.parts << 32 | term.number; }

static void remember(struct terms *t, int64_t id, struct term term)
{
    vec_reach(&t->terms, (size_t)id);
    t->terms.items[id] = term;
    *map64_put(&t->by_number, key_of(term), NULL) = (uint32_t)id;
}

static int64_t check_of(struct terms *t, int64_t id, struct str kind, struct str parts, struct str text)
{
    store_check_int(&t->check, id);
    store_check_text(&t->check, kind);
    store_check_text(&t->check, parts);
    store_check_text(&t->check, text);
    return store_check_end(&t->check);
}

/* ---- reading ---- */

/* "[3,17]": the ids of symbols that are there already, since parts are written before their tuple. */
static bool parts_read(const struct terms *t, struct str text, symbol *parts, unsigned *n)
{
    const char *p = text.ptr, *end = text.ptr + text.len;
    for (*n = 0; p < end && *n < PARTS_MAX && (*p == '[' || *p == ','); (*n)++) {
        uint64_t id = 0;
        for (p++; p < end && *p >= '0' && *p <= '9' && id < UINT32_MAX; p++) {
            id = id * 10 + (uint64_t)(*p - '0');
        }
        parts[*n] = term_symbol(t, (int64_t)id);
        if (id != TERM_NONE && parts[*n] == 0) {
            return false;
        }
    }
    return p + 1 == end && *p == ']' && *n > 1;
}

static bool term_read(struct terms *t, int64_t id, struct str kind, struct str parts, struct str text)
{
    symbol symbols[PARTS_MAX];
    struct value v;
    unsigned n;
    if (id <= 0 || id >= UINT32_MAX) {
        return false;
    }
    if (parts.len > 0) {
        if (!parts_read(t, parts, symbols, &n)) {
            return false;
        }
        remember(t, id, (struct term){symbol_tuple(t->symbols, symbols, n), n});
        return true;
    }
    if (!known_term_parse(kind, text, t->symbols, &v)) {
        return false;
    }
    remember(t, id, (struct term){symbol_of(t->symbols, &v), 1});
    return true;
}

bool terms_load(struct terms *t, struct symbols *symbols)
{
    struct db_statement *st = db_statement(
        t->store->db, "select id, kind, parts, text, \"check\" from term order by id");
    bool good = true;
    t->symbols = symbols;
    while (good && db_step(st)) {
        int64_t id = db_int(st, 0);
        struct str kind = db_text(st, 1), parts = db_text(st, 2), text = db_text(st, 3);
        good = check_of(t, id, kind, parts, text) == db_int(st, 4) && term_read(t, id, kind, parts, text);
        if (!good) {
            char where[64];
            snprintf(where, sizeof where, "term %" PRId64, id);
            store_damaged(t->store, where);
        }
    }
    db_end(st);
    return good && db_failed(t->store->db) == NULL;
}

uint64_t terms_count(const struct terms *t) { return t->by_number.len; }

/* ---- writing ---- */

/* The next id: ids are dense from 1. */
static int64_t term_write(struct terms *t, struct term term, struct str kind, struct str parts, struct str text)
{
    int64_t id = t->terms.len == 0 ? 1 : (int64_t)t->terms.len;
    struct db_statement *st = db_statement(
        t->store->db, "insert into term (id, kind, parts, text, \"check\") values (?, ?, ?, ?, ?)");
    db_bind_int(st, 1, id);
    db_bind_text(st, 2, kind);
    if (parts.len == 0) {
        db_bind_null(st, 3);
    } else {
        db_bind_text(st, 3, parts);
    }
    db_bind_text(st, 4, text);
    db_bind_int(st, 5, check_of(t, id, kind, parts, text));
    db_do(st);
    remember(t, id, term);
    return id;
}

static int64_t find(const struct terms *t, struct term term)
{
    uint32_t id = map64_get(&t->by_number, key_of(term));
    return id == MAP64_NONE ? TERM_NONE : id;
}

int64_t term_of(struct terms *t, symbol s)
{
    struct term term = {s, 1};
    int64_t id = s == 0 ? TERM_NONE : find(t, term);
    if (s == 0 || id != TERM_NONE) {
        return id;
    }
    struct value v = symbol_value(t->symbols, s);
    buf_reset(&t->text);
    const char *kind = known_term_print(&v, &t->text);
    return term_write(t, term, str_from(kind), STR(""), buf_str(&t->text));
}

int64_t term_of_tuple(struct terms *t, uint32_t tuple, unsigned n)
{
    symbol parts[PARTS_MAX];
    struct term term = {tuple, n};
    if (n < 2) {
        return n == 0 ? TERM_NONE : term_of(t, tuple);
    }
    int64_t id = find(t, term);
    if (id != TERM_NONE) {
        return id;
    }
    symbol_parts(t->symbols, tuple, n, parts);
    struct buf ids = BUF_INIT, texts = BUF_INIT;
    for (unsigned i = 0; i < n; i++) { /* first, since each may be new and uses the scratch memory */
        buf_addf(&ids, "%s%" PRId64, i == 0 ? "[" : ",", term_of(t, parts[i]));
    }
    for (unsigned i = 0; i < n; i++) {
        struct value v = symbol_value(t->symbols, parts[i]);
        buf_add_text(&texts, i == 0 ? "[" : ",");
        value_json(&v, &texts);
    }
    buf_add_char(&ids, ']');
    buf_add_char(&texts, ']');
    id = term_write(t, term, STR("tuple"), buf_str(&ids), buf_str(&texts));
    buf_release(&ids);
    buf_release(&texts);
    return id;
}

/* ---- asking ---- */

bool term_tuple(const struct terms *t, int64_t id, unsigned n, uint32_t *tuple)
{
    if (n == 0 || (n == 1 && id == TERM_NONE)) {
        *tuple = n == 0; /* the tuple of no part is 1; a part that is null 0 */
        return id == TERM_NONE;
    }
    bool there = id > 0 && (size_t)id < t->terms.len && t->terms.items[id].parts == n;
    *tuple = there ? t->terms.items[id].number : 0;
    return there;
}

symbol term_symbol(const struct terms *t, int64_t id)
{
    uint32_t s = 0;
    return term_tuple(t, id, 1, &s) ? s : 0;
}
