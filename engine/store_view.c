#include "engine/store_view.h"

#include <stdio.h>

#include "engine/store_known.h"

static int64_t known_int(struct db_statement *st, int n) { return db_is_null(st, n) ? KNOWN_NOTHING : db_int(st, n); }

bool store_view_states(struct store *s, store_view_state_take take, void *context, struct err *err)
{
    struct db_statement *st = db_statement(
        s->db, "select id, kind, source, match, text, rules, born, seen, rows,"
               " (select count(distinct entity) from known where state = id),"
               " (select count(*) from known where state = id and value != 0)"
               " from state where kind != 'entity' order by id");
    while (db_step(st)) {
        struct store_view_state state = {
            .id = db_int(st, 0), .kind = db_text(st, 1), .source = db_text(st, 2), .match = db_text(st, 3),
            .text = db_text(st, 4), .rules = db_text(st, 5), .born = known_int(st, 6), .seen = known_int(st, 7),
            .rows = db_int(st, 8), .entities = db_int(st, 9), .values = db_int(st, 10)};
        take(context, &state);
    }
    return store_check(s, err);
}

bool store_view_rows(struct store *s, int64_t state, const char *glob, store_view_row_take take, void *context,
                     struct err *err)
{
    struct db_statement *st = db_statement(
        s->db, "select coalesce(e.text, ''), coalesce(v.text, ''), since, last, n, coalesce(data, '') from known"
               " left join term e on e.id = entity left join term v on v.id = value where state = ?"
               " order by 1, value != 0, 2");
    db_bind_int(st, 1, state);
    while (db_step(st)) {
        struct store_view_row row = {db_text(st, 0), db_text(st, 1), known_of(0, 0)};
        row.known.since = known_int(st, 2);
        row.known.last = known_int(st, 3);
        row.known.n = known_int(st, 4);
        row.known.data = db_text(st, 5);
        if (glob == NULL || str_glob(str_from(glob), row.entity, false)) {
            take(context, &row);
        }
    }
    return store_check(s, err);
}

/* ---- all of it ---- */

static bool row_pass(void *context, const struct known *row)
{
    uint64_t *rows = context;
    (void)row;
    ++*rows;
    return true;
}

/* How many parts the entities and values of a state have, by its rows: 0 where it has none. */
static unsigned parts_of(struct store *s, const char *column, int64_t state)
{
    char sql[256];
    snprintf(sql, sizeof sql,
             "select coalesce(json_array_length(parts), 1) from known join term on term.id = %s where state = ?"
             " limit 1",
             column);
    struct db_statement *st = db_prepare(s->db, sql);
    db_bind_int(st, 1, state);
    unsigned n = db_step(st) ? (unsigned)db_int(st, 0) : 0;
    db_end(st);
    db_statement_free(st);
    return n;
}

static bool states_verify(struct store *s, struct store_view_sizes *sizes)
{
    struct db_statement *st = db_statement(s->db, "select id, rows from state order by id");
    bool good = true;
    while (good && db_step(st)) {
        struct store_state state = {.id = db_int(st, 0), .rows = db_int(st, 1)};
        state.key = parts_of(s, "entity", state.id);
        state.value = parts_of(s, "value", state.id);
        sizes->states++;
        good = store_known_each(s, &state, row_pass, &sizes->rows);
    }
    db_end(st);
    return good;
}

static bool file_verify(struct store *s, struct err *err)
{
    struct db_statement *st = db_prepare(s->db, "pragma integrity_check(1)");
    struct str said = db_step(st) ? db_text(st, 0) : STR("");
    bool good = str_equal(said, STR("ok"));
    if (!good && store_check(s, err)) {
        err_set(err, "%s/state.db: damaged: %.*s", s->folder, STR_ARG(said));
    }
    db_end(st);
    db_statement_free(st);
    return good;
}

bool store_view_verify(struct store *s, struct store_view_sizes *sizes, struct err *err)
{
    struct symbols *symbols = symbols_new();
    *sizes = (struct store_view_sizes){0, 0, 0};
    bool good = file_verify(s, err);
    if (good) {
        good = terms_load(s->terms, symbols) && states_verify(s, sizes);
        good = store_check(s, err) && good;
        sizes->terms = terms_count(s->terms);
    }
    symbols_free(symbols);
    return good;
}
