#include "base/db.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/vec.h"

#define BUSY_MS 10000 /* a reader beside us (sqlite3, a backup) may hold a commit up */

struct db_statement {
    struct db *db;
    sqlite3_stmt *stmt; /* NULL after a failure */
    const char *name;   /* address of its text; NULL: not kept */
};

struct db {
    sqlite3 *handle;
    char *path;
    struct err err; /* of the first failure */
    int code;
    VEC(struct db_statement *) statements;
};

static bool fail(struct db *db, int code)
{
    if (db->err.text[0] == '\0') {
        db->code = code & 0xff;
        err_set(&db->err, "%s: %s", db->path, sqlite3_errmsg(db->handle));
    }
    return false;
}

const char *db_failed(const struct db *db) { return db->err.text[0] == '\0' ? NULL : db->err.text; }
bool db_is_damaged(const struct db *db) { return db->code == SQLITE_CORRUPT || db->code == SQLITE_NOTADB; }

struct db *db_open(const char *path, enum db_mode mode, struct err *err)
{
    int flags = mode == DB_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    struct db *db = mem_zalloc(sizeof *db);
    db->path = mem_copy(path, strlen(path));
    int code = sqlite3_open_v2(path, &db->handle, flags | (mode == DB_CREATE ? SQLITE_OPEN_CREATE : 0), NULL);
    if (code != SQLITE_OK) {
        err_set(err, "%s: %s", path, db->handle == NULL ? "no memory" : sqlite3_errmsg(db->handle));
        db_close(db);
        return NULL;
    }
    sqlite3_extended_result_codes(db->handle, 1);
    sqlite3_busy_timeout(db->handle, BUSY_MS);
    return db;
}

void db_close(struct db *db)
{
    if (db == NULL) {
        return;
    }
    for (size_t i = 0; i < db->statements.len; i++) {
        sqlite3_finalize(db->statements.items[i]->stmt);
        free(db->statements.items[i]);
    }
    vec_release(&db->statements);
    sqlite3_close(db->handle);
    free(db->path);
    free(db);
}

bool db_run(struct db *db, const char *sql)
{
    if (db_failed(db) != NULL) {
        return false;
    }
    int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
    return code == SQLITE_OK || fail(db, code);
}

struct db_statement *db_prepare(struct db *db, const char *sql)
{
    struct db_statement *st = mem_zalloc(sizeof *st);
    st->db = db;
    if (db_failed(db) == NULL) {
        int code = sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &st->stmt, NULL);
        if (code != SQLITE_OK) {
            fail(db, code);
        }
    }
    return st;
}

void db_statement_free(struct db_statement *st)
{
    sqlite3_finalize(st->stmt);
    free(st);
}

struct db_statement *db_statement(struct db *db, const char *sql)
{
    for (size_t i = 0; i < db->statements.len; i++) {
        if (db->statements.items[i]->name == sql) {
            return db->statements.items[i];
        }
    }
    struct db_statement *st = db_prepare(db, sql);
    st->name = sql;
    vec_push(&db->statements, st);
    return st;
}

/* ---- values ---- */

static void bound(struct db_statement *st, int code)
{
    if (code != SQLITE_OK && st->stmt != NULL) {
        fail(st->db, code);
    }
}

void db_bind_int(struct db_statement *st, int n, int64_t v) { bound(st, sqlite3_bind_int64(st->stmt, n, v)); }
void db_bind_null(struct db_statement *st, int n) { bound(st, sqlite3_bind_null(st->stmt, n)); }

void db_bind_text(struct db_statement *st, int n, struct str s)
{
    const char *text = s.ptr == NULL ? "" : s.ptr;
    bound(st, sqlite3_bind_text64(st->stmt, n, text, s.len, SQLITE_STATIC, SQLITE_UTF8));
}

void db_bind_blob(struct db_statement *st, int n, struct str s)
{
    bound(st, sqlite3_bind_blob64(st->stmt, n, s.ptr == NULL ? "" : s.ptr, s.len, SQLITE_STATIC));
}

bool db_step(struct db_statement *st)
{
    if (st->stmt == NULL || db_failed(st->db) != NULL) {
        return false;
    }
    int code = sqlite3_step(st->stmt);
    if (code == SQLITE_ROW) {
        return true;
    }
    if (code != SQLITE_DONE) {
        fail(st->db, code);
    }
    db_end(st);
    return false;
}

int64_t db_do(struct db_statement *st)
{
    while (db_step(st)) {
    }
    return db_failed(st->db) == NULL ? sqlite3_changes64(st->db->handle) : 0;
}

int64_t db_int(struct db_statement *st, int n) { return sqlite3_column_int64(st->stmt, n); }
bool db_is_null(struct db_statement *st, int n) { return sqlite3_column_type(st->stmt, n) == SQLITE_NULL; }

struct str db_text(struct db_statement *st, int n)
{
    const char *text = (const char *)sqlite3_column_text(st->stmt, n);
    return str_slice(text == NULL ? "" : text, (size_t)sqlite3_column_bytes(st->stmt, n));
}

struct str db_blob(struct db_statement *st, int n)
{
    const char *bytes = sqlite3_column_blob(st->stmt, n);
    return str_slice(bytes == NULL ? "" : bytes, (size_t)sqlite3_column_bytes(st->stmt, n));
}

void db_end(struct db_statement *st)
{
    sqlite3_reset(st->stmt);
    sqlite3_clear_bindings(st->stmt);
}

bool db_copy(struct db *db, const char *path)
{
    struct db_statement *st = db_prepare(db, "vacuum into ?");
    db_bind_text(st, 1, str_from(path));
    db_do(st);
    db_statement_free(st);
    return db_failed(db) == NULL;
}
