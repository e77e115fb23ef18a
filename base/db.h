/* db: an SQLite file behind few calls.
 *
 * A failure is remembered: from then on every call does nothing, until the caller asks
 * (db_failed) and gives up or rolls back. So a run of writes is checked once, at its commit. */
#ifndef LURCHER_BASE_DB_H
#define LURCHER_BASE_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct db;
struct db_statement;

enum db_mode { DB_READ, DB_WRITE, DB_CREATE };

/* Open; with DB_CREATE also make it. NULL with *err, which begins with the path. */
struct db *db_open(const char *path, enum db_mode mode, struct err *err);
void db_close(struct db *db);

/* What failed first, with the path in front; NULL: nothing. */
const char *db_failed(const struct db *db);

/* Was the file itself found to be wrong: damaged, or no database? */
bool db_is_damaged(const struct db *db);

/* Run statements that give no rows. False when it, or something before it, failed. */
bool db_run(struct db *db, const char *sql);

/* A prepared statement, made the first time and kept: `sql` is a constant, whose address is its name. */
struct db_statement *db_statement(struct db *db, const char *sql);

/* The same for a text that is not kept; the caller frees it. */
struct db_statement *db_prepare(struct db *db, const char *sql);
void db_statement_free(struct db_statement *st);

/* Values for the `?` from 1 on. Texts and blobs must hold until the statement's end. */
void db_bind_int(struct db_statement *st, int n, int64_t v);
void db_bind_text(struct db_statement *st, int n, struct str s);
void db_bind_blob(struct db_statement *st, int n, struct str s);
void db_bind_null(struct db_statement *st, int n);

/* The next row. False at the end or after a failure: the statement is then ready to be run again, with
 * nothing bound. */
bool db_step(struct db_statement *st);

/* One that gives no rows: from its first step to its end; how many rows it changed. */
int64_t db_do(struct db_statement *st);

/* Columns of the row, from 0; texts and blobs hold until the next step. A null is 0 or "". */
int64_t db_int(struct db_statement *st, int n);
struct str db_text(struct db_statement *st, int n);
struct str db_blob(struct db_statement *st, int n);
bool db_is_null(struct db_statement *st, int n);

/* Leave the rest of the rows. */
void db_end(struct db_statement *st);

/* A copy of all that is committed, as a file of its own, which must not be there. */
bool db_copy(struct db *db, const char *path);

#endif
