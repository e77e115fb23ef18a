/* known_fixture: the table `known` of a state folder in memory, and primitives that are saved to it and made anew from
 * it, as another process would: with other numbers for entities, values, texts and primitives. */
#ifndef LURCHER_TESTS_UNIT_KNOWN_FIXTURE_H
#define LURCHER_TESTS_UNIT_KNOWN_FIXTURE_H

#include "tests/unit/prim_fixture.h"
#include "tests/unit/unit.h"

static uint32_t random_state;

static inline uint32_t random_below(uint32_t n)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) % n;
}

/* ---- the table ---- */

struct table_row {
    bool met; /* of the entity itself: its first(k) in `since` */
    uint32_t k, v;
    int64_t since, last, n;
    struct str data;
};

struct table {
    VEC(struct table_row) rows;
    struct arena texts; /* of the rows; those of a copy are of the table that it was made from as well */
    unsigned puts;
};

static inline struct table_row *table_find(const struct table *t, bool met, uint32_t k, uint32_t v)
{
    for (size_t i = 0; i < t->rows.len; i++) {
        struct table_row *row = &t->rows.items[i];
        if (row->met == met && row->k == k && row->v == v) {
            return row;
        }
    }
    return NULL;
}

/* The last row of an entity and value counts; one that is gone takes it away. */
static inline void table_put(struct table *t, bool met, uint32_t k, uint32_t v, const struct known *row)
{
    struct table_row *old = table_find(t, met, k, v);
    t->puts++;
    if (row->gone) {
        if (old != NULL) {
            *old = vec_pop(&t->rows);
        }
        return;
    }
    if (old == NULL) {
        vec_push(&t->rows, ((struct table_row){.met = met, .k = k, .v = v}));
        old = &vec_last(&t->rows);
    }
    old->since = row->since;
    old->last = row->last;
    old->n = row->n;
    old->data = arena_str(&t->texts, row->data);
}

static inline void table_copy(struct table *to, const struct table *from)
{
    vec_reset(&to->rows);
    for (size_t i = 0; i < from->rows.len; i++) {
        vec_push(&to->rows, from->rows.items[i]);
    }
}

static inline void table_release(struct table *t)
{
    vec_release(&t->rows);
    arena_release(&t->texts);
}

static inline bool table_row_equal(const struct table_row *a, const struct table_row *b)
{
    return a->since == b->since && a->last == b->last && a->n == b->n &&
           str_equal(a->data, b->data);
}

static inline bool table_equal(const struct table *a, const struct table *b)
{
    for (size_t i = 0; i < a->rows.len; i++) {
        const struct table_row *x = &a->rows.items[i], *y = table_find(b, x->met, x->k, x->v);
        if (y == NULL || !table_row_equal(x, y)) {
            return false;
        }
    }
    return a->rows.len == b->rows.len;
}

/* ---- a primitive with two sets of thresholds ---- */

enum { SIDE_READERS = 2, SIDE_POOL = 16 };

struct side {
    struct fixture f;
    struct program program;
    struct program_prim prims[SIDE_READERS + 1]; /* one is of another state */
    uint32_t ids[SIDE_READERS];
    uint32_t shift; /* of the values' numbers */
    struct symbols *symbols;
    struct value pool[SIDE_POOL][TRAVEL_PARTS]; /* parts of v, by its number */
};

/* What the parts of v are; interned in the symbols of a side. */
typedef void (*side_fill)(struct side *s);

/* What is the first side's primitive 0 is the second one's primitive 2. */
static inline void side_open(struct side *s, unsigned number, const struct fixture *kind, side_fill fill)
{
    struct primitive_options second = kind->prim.options;
    second.sigma += 1;
    second.min += 1;
    *s = (struct side){.ids = {number == 0 ? 0 : 2, 1}, .shift = number * 100, .symbols = symbols_new()};
    for (uint32_t i = 0; i < SIDE_READERS + 1; i++) {
        s->prims[i] = (struct program_prim){.kind = kind->prim.kind, .options = kind->prim.options, .state = 1};
    }
    s->prims[s->ids[0]].state = s->prims[s->ids[1]].state = 0;
    s->prims[s->ids[1]].options = second;
    s->program.prims = s->prims;
    s->program.n_prims = SIDE_READERS + 1;
    fixture_open_of(&s->f, kind->prim.kind, kind->state.measure, kind->prim.options, &s->program);
    if (fill != NULL) {
        fill(s);
    }
}

/* Every kind of value, and texts of all sorts. */
static inline void fill_values(struct side *s)
{
    static const char bytes[] = "\xff\0\x80";
    struct ip v4, v6;
    ip_parse(STR("192.0.2.1"), &v4);
    ip_parse(STR("2001:db8::1"), &v6);
    const struct value values[] = {
        value_int(INT64_MIN), value_int(INT64_MAX), value_float(0.1), value_float(3.0), value_float(-0.0),
        value_float(5e-324), value_bool(true), value_bool(false), value_str(STR("a \"text\"\n\xe2\x80\xa8")),
        value_str(str_slice(bytes, 3)), value_str(STR("")), value_time(1790000000123456), value_duration(-5),
        {.kind = VALUE_IP, .ip = &v4}, {.kind = VALUE_IP, .ip = &v6},
    };
    for (unsigned i = 0; i < sizeof values / sizeof values[0]; i++) {
        bool text = values[i].kind == VALUE_STRING || values[i].kind == VALUE_IP;
        s->pool[i + 1][0] = text ? symbol_value(s->symbols, symbol_of(s->symbols, &values[i])) : values[i];
    }
}

static inline void side_close(struct side *s)
{
    fixture_close(&s->f);
    symbols_free(s->symbols);
}

static inline struct prim_query side_query(struct side *s, const struct fixture_event *e, uint64_t turn)
{
    struct prim_query q = fixture_query(&s->f, e);
    q.turn = turn;
    q.v = q.v == 0 ? 0 : q.v + s->shift;
    q.parts = s->pool[e->v % SIDE_POOL];
    return q;
}

/* ---- saving and loading ---- */

struct side_save {
    struct side *side;
    struct table *table;
    bool met;
};

static inline void side_put(void *context, const struct known *row)
{
    struct side_save *save = context;
    uint32_t k = entity_key(&save->side->f.entities, row->entity);
    table_put(save->table, save->met, k, row->value == 0 ? 0 : row->value - save->side->shift, row);
}

static inline void side_save(struct side *s, struct table *table)
{
    struct side_save save = {s, table, true};
    table->puts = 0;
    entity_save(&s->f.entities, side_put, &save);
    save.met = false;
    s->f.ops->save(s->f.memory, s->symbols, side_put, &save);
}

static inline bool side_load_row(struct side *s, const struct table_row *row)
{
    if (row->met) {
        return entity_load(&s->f.entities, row->k, row->since) != ENTITY_NONE;
    }
    /* A copy without room behind it: what is read too far is seen. */
    char *data = malloc(row->data.len + 1 - (row->data.len > 0));
    memcpy(data, row->data.ptr, row->data.len);
    struct known known = known_of(entity_find(&s->f.entities, row->k), row->v == 0 ? 0 : row->v + s->shift);
    known.since = row->since;
    known.last = row->last;
    known.n = row->n;
    known.data = str_slice(row->data.len == 0 ? NULL : data, row->data.len);
    bool good = s->f.ops->load(s->f.memory, s->symbols, &known);
    free(data);
    return good;
}

/* All rows in the order of the table, which the caller has shuffled: entities first. */
static inline bool side_load(struct side *s, const struct table *table)
{
    bool good = true;
    for (int met = 1; met >= 0; met--) {
        for (size_t i = 0; i < table->rows.len; i++) {
            good &= table->rows.items[i].met != (met == 1) || side_load_row(s, &table->rows.items[i]);
        }
    }
    return good;
}

/* ---- what it answers ---- */

static inline void side_tell_value(const struct value *v, struct buf *out)
{
    buf_addf(out, "%u:", v->kind);
    if (v->kind == VALUE_FLOAT) {
        buf_addf(out, "%a", v->f);
    } else {
        value_print(v, out);
    }
}

/* Answer an event as both primitives do, tell why, and learn of it. Returns how many said something. */
static inline int side_take(struct side *s, const struct fixture_event *e, uint64_t turn, struct buf *out)
{
    struct prim_query q = side_query(s, e, turn);
    int told = 0;
    for (unsigned i = 0; i < SIDE_READERS; i++) {
        const struct program_prim *prim = &s->prims[s->ids[i]];
        struct value answer = s->f.ops->answer(s->f.memory, prim, s->ids[i], &q);
        side_tell_value(&answer, out);
        if (answer.kind == VALUE_NULL || (answer.kind == VALUE_BOOL && !answer.b)) {
            continue;
        }
        told++;
        evidence_reset(&s->f.evidence);
        s->f.ops->explain(s->f.memory, prim, &q, &s->f.evidence);
        for (unsigned j = 0; j < s->f.evidence.n_facts; j++) {
            buf_addf(out, " %.*s=", STR_ARG(s->f.evidence.facts[j].name));
            side_tell_value(&s->f.evidence.facts[j].value, out);
        }
        buf_addf(out, " %.*s\n", STR_ARG(buf_str(&s->f.evidence.text)));
    }
    s->f.ops->update(s->f.memory, &q);
    return told;
}

#endif
