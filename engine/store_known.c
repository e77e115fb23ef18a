#include "engine/store_known.h"

#include <inttypes.h>
#include <stdio.h>

/* ---- states ---- */

struct store_state store_state_find(struct store *s, struct str signature)
{
    struct store_state state = {.born = STORE_UNBORN};
    struct db_statement *st = db_statement(s->db, "select id, born, rows from state where signature = ?");
    db_bind_text(st, 1, signature);
    if (db_step(st)) {
        state.id = db_int(st, 0);
        state.born = db_is_null(st, 1) ? STORE_UNBORN : db_int(st, 1);
        state.rows = db_int(st, 2);
    }
    db_end(st);
    return state;
}

/* A view with texts, for people. */
static void view_make(struct store *s, int64_t id)
{
    char sql[512];
    snprintf(sql, sizeof sql,
             "create view known_%" PRId64 " as select e.text as entity, v.text as value, since, last, n, data"
             " from known left join term e on e.id = entity left join term v on v.id = value where state = %" PRId64,
             id, id);
    db_run(s->db, sql);
}

void store_state_begin(struct store *s, struct store_state *state, const struct store_label *label)
{
    struct db_statement *st = db_statement(
        s->db, "insert into state (signature, kind, source, match, key, text, rows, rules)"
               " values (?, ?, ?, ?, ?, ?, 0, '') returning id");
    db_bind_text(st, 1, label->signature);
    db_bind_text(st, 2, label->kind);
    db_bind_text(st, 3, label->source);
    db_bind_text(st, 4, label->match);
    db_bind_text(st, 5, label->key);
    db_bind_text(st, 6, label->text);
    if (db_step(st)) {
        state->id = db_int(st, 0);
        db_do(st);
        view_make(s, state->id);
    }
}

void store_state_mark(struct store *s, const struct store_state *state, struct str text, struct str rules,
                      int64_t seen)
{
    struct db_statement *st = db_statement(
        s->db, "update state set born = ?1, rows = ?2, rules = ?3, seen = ?4, text = iif(?6 = '', text, ?6)"
               " where id = ?5");
    if (state->born != STORE_UNBORN) {
        db_bind_int(st, 1, state->born);
    }
    db_bind_int(st, 2, state->rows);
    db_bind_text(st, 3, rules);
    db_bind_int(st, 4, seen);
    db_bind_int(st, 5, state->id);
    db_bind_text(st, 6, text);
    db_do(st);
}

/* ---- rows ---- */

/* Of a row: whose it is, in ids of terms. */
struct place {
    int64_t state, entity, value;
};

static int64_t check_of(struct store *s, struct place at, const struct known *row)
{
    struct store_check *c = &s->check;
    store_check_int(c, at.state);
    store_check_int(c, at.entity);
    store_check_int(c, at.value);
    store_check_int(c, row->since);
    store_check_int(c, row->last);
    store_check_int(c, row->n);
    store_check_text(c, row->data);
    return store_check_end(c);
}

static void bind_place(struct db_statement *st, int first, struct place at)
{
    db_bind_int(st, first, at.state);
    db_bind_int(st, first + 1, at.entity);
    db_bind_int(st, first + 2, at.value);
}

/* What there is nothing to tell of stays null. */
static void bind_known(struct db_statement *st, int n, int64_t v)
{
    if (v != KNOWN_NOTHING) {
        db_bind_int(st, n, v);
    }
}

static void bind_row(struct db_statement *st, int first, const struct known *row, int64_t check)
{
    bind_known(st, first, row->since);
    bind_known(st, first + 1, row->last);
    bind_known(st, first + 2, row->n);
    if (row->data.len > 0) {
        db_bind_text(st, first + 3, row->data);
    }
    db_bind_int(st, first + 4, check);
}

static int64_t row_drop(struct store *s, struct place at)
{
    struct db_statement *st = db_statement(s->db, "delete from known where state = ? and entity = ? and value = ?");
    bind_place(st, 1, at);
    return db_do(st);
}

static int64_t row_add(struct store *s, struct place at, const struct known *row)
{
    struct db_statement *st = db_statement(
        s->db, "insert into known (state, entity, value, since, last, n, data, \"check\")"
               " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing");
    bind_place(st, 1, at);
    bind_row(st, 4, row, check_of(s, at, row));
    return db_do(st);
}

static void row_change(struct store *s, struct place at, const struct known *row)
{
    struct db_statement *st = db_statement(
        s->db, "update known set since = ?, last = ?, n = ?, data = ?, \"check\" = ?"
               " where state = ? and entity = ? and value = ?");
    bind_row(st, 1, row, check_of(s, at, row));
    bind_place(st, 6, at);
    db_do(st);
}

void store_known_put(struct store *s, struct store_state *state, uint32_t entity, const struct known *row)
{
    struct place at = {state->id, term_of_tuple(s->terms, entity, state->key), TERM_NONE};
    if (row->value != 0) {
        at.value = term_of_tuple(s->terms, row->value, state->value);
    }
    if (row->gone) {
        state->rows -= row_drop(s, at);
    } else if (row_add(s, at, row) > 0) {
        state->rows++;
    } else {
        row_change(s, at, row);
    }
}

/* ---- reading ---- */

static int64_t known_int(struct db_statement *st, int n) { return db_is_null(st, n) ? KNOWN_NOTHING : db_int(st, n); }

static bool row_take(struct store *s, const struct store_state *state, struct db_statement *st, store_known_take take,
                     void *context)
{
    struct place at = {state->id, db_int(st, 0), db_int(st, 1)};
    struct known row = {.since = known_int(st, 2), .last = known_int(st, 3), .n = known_int(st, 4),
                        .data = db_text(st, 5)};
    if (check_of(s, at, &row) != db_int(st, 6) || !term_tuple(s->terms, at.entity, state->key, &row.entity)) {
        return false;
    }
    if (at.value != TERM_NONE && !term_tuple(s->terms, at.value, state->value, &row.value)) {
        return false;
    }
    return take(context, &row);
}

bool store_known_each(struct store *s, const struct store_state *state, store_known_take take, void *context)
{
    struct db_statement *st = db_statement(
        s->db, "select entity, value, since, last, n, data, \"check\" from known where state = ?");
    bool good = true;
    int64_t rows = 0;
    db_bind_int(st, 1, state->id);
    while (good && db_step(st)) {
        good = row_take(s, state, st, take, context);
        rows++;
    }
    db_end(st);
    if (db_failed(s->db) == NULL && (!good || rows != state->rows)) {
        char where[96];
        snprintf(where, sizeof where, good ? "the number of rows of state %" PRId64 : "a row of state %" PRId64,
                 state->id);
        return store_damaged(s, where);
    }
    return db_failed(s->db) == NULL;
}
