/* store: a state folder: what rules have learnt, in an SQLite database (docs/state.md).
 *
 * A failure to read or write is remembered by the database (base/db.h): it is asked for
 * at the commit, or by store_check. Damage found in a row counts as one. */
#ifndef LURCHER_ENGINE_STORE_H
#define LURCHER_ENGINE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/db.h"
#include "base/err.h"
#include "base/hash.h"

#define STORE_FORMAT 1 /* of the tables; PRAGMA user_version */

/* The check of a row: of its columns one after the other. */
struct store_check {
    struct buf bytes;
};
enum store_mode {
    STORE_READ,  /* look at it; somebody else may work on it */
    STORE_WRITE, /* go on with it */
    STORE_BEGIN, /* the same; begin it where there is none */
};

struct store {
    char *folder;
    enum store_mode mode;
    int lock;           /* the lock's descriptor, or -1 */
    struct db *db;
    bool begun;         /* it was begun by this opening */
    struct err damage;  /* "": none was found */
    struct store_check check; /* scratch */
    struct terms *terms; /* of store_term.c */
};

/* Open. NULL with *err: it is not there, is in use, is of a newer version, is no state. */
struct store *store_open(const char *folder, enum store_mode mode, struct err *err);
void store_close(struct store *s);

/* One transaction: all that is written between the two, or nothing. False with *err, and nothing is changed. */
bool store_begin(struct store *s, struct err *err);
bool store_commit(struct store *s, struct err *err);
void store_rollback(struct store *s);

/* Did all go well so far? False with *err. */
bool store_check(const struct store *s, struct err *err);

/* A row is not as it was written: `where` says which. False. */
bool store_damaged(struct store *s, const char *where);

/* Values by name: `none` when there is none. */
int64_t store_number(struct store *s, const char *name, int64_t none);
void store_set_number(struct store *s, const char *name, int64_t value);
struct str store_text(struct store *s, const char *name, struct buf *out); /* added to `out`; "" when there is none */
void store_set_text(struct store *s, const char *name, struct str value);

void store_check_int(struct store_check *c, int64_t v);
void store_check_text(struct store_check *c, struct str s);
int64_t store_check_end(struct store_check *c); /* 32 bits; the check is then empty again */

#endif
