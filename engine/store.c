#include "engine/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "engine/store_term.h"

#define APPLICATION 0x4c757263 /* "Lurc": PRAGMA application_id */

static const char schema[] =
    "create table meta (name text primary key, value) without rowid;"
    "create table term (id integer primary key, kind text not null, parts text, text text not null,"
    " \"check\" integer not null);"
    "create table state (id integer primary key, signature text not null unique, kind text not null,"
    " source text not null, match text not null, key text not null, text text not null, born integer,"
    " rows integer not null, rules text not null, seen integer);"
    "create table known (state integer not null, entity integer not null, value integer not null,"
    " since integer, last integer, n integer, data text, \"check\" integer not null,"
    " primary key (state, entity, value)) without rowid;"
    "create table once (rule text not null, key integer not null, last integer not null, held integer not null,"
    " \"check\" integer not null, primary key (rule, key)) without rowid;"
    "create table chain (name text not null, key blob not null, value integer not null, until integer not null,"
    " \"check\" integer not null, primary key (name, key)) without rowid;"
    "create table waiting (id integer primary key, rule text not null, time integer not null, content text not null,"
    " \"check\" integer not null);"
    "create table session (id integer primary key, mark integer, done integer not null);"
    "create table input (id text primary key, path text not null, session integer not null, mark integer, rest integer)"
    " without rowid;"
    "create table recent (hour integer not null, part integer not null, ids blob not null,"
    " primary key (hour, part)) without rowid;";

/* ---- the folder ---- */

static char *path_of(const struct store *s, const char *name)
{
    struct buf path = BUF_INIT;
    buf_addf(&path, "%s/%s", s->folder, name);
    return path.ptr;
}

/* A folder that others may write to decides nothing about what is normal. */
static bool folder_check(const char *folder, struct err *err)
{
    struct stat st;
    if (stat(folder, &st) != 0) {
        return err_set(err, "%s: %s", folder, strerror(errno));
    }
    if (!S_ISDIR(st.st_mode)) {
        return err_set(err, "%s: it is no folder", folder);
    }
    if (st.st_mode & (S_IWGRP | S_IWOTH)) {
        return err_set(err, "%s: others may write to this folder: chmod 700 it", folder);
    }
    return true;
}

static bool is_ours(const char *name)
{
    static const char *const names[] = {".", "..", "lock", "state.db", "state.db-wal", "state.db-shm"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], name) == 0) {
            return true;
        }
    }
    return strncmp(name, "state.db.", 9) == 0;
}

/* A state is begun only in a folder with nothing else in it: the name may be a slip. */
static bool folder_empty(const char *folder, struct err *err)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    bool empty = true;
    if (dir == NULL) {
        return err_set(err, "%s: %s", folder, strerror(errno));
    }
    while (empty && (entry = readdir(dir)) != NULL) {
        empty = is_ours(entry->d_name);
        if (!empty) {
            err_set(err, "%s: it is no state folder: \"%s\" is in it", folder, entry->d_name);
        }
    }
    closedir(dir);
    return empty;
}

static bool is_there(const struct store *s)
{
    char *path = path_of(s, "state.db");
    struct stat st;
    bool there = stat(path, &st) == 0;
    free(path);
    return there;
}

static bool folder_find(const struct store *s, struct err *err)
{
    struct stat st;
    if (stat(s->folder, &st) != 0 && errno == ENOENT && s->mode == STORE_BEGIN) {
        if (mkdir(s->folder, 0700) != 0) {
            return err_set(err, "%s: %s", s->folder, strerror(errno));
        }
    }
    return folder_check(s->folder, err);
}

/* ---- the lock ---- */

static void holder_tell(const struct store *s, struct err *err)
{
    char text[32] = "";
    ssize_t n = pread(s->lock, text, sizeof text - 1, 0);
    text[n > 0 ? n : 0] = '\0';
    err_set(err, "%s: in use by process %s", s->folder, text[0] == '\0' ? "?" : strtok(text, "\n"));
}

static bool lock_take(struct store *s, struct err *err)
{
    char *path = path_of(s, "lock"), pid[32];
    s->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    free(path);
    if (s->lock < 0) {
        return err_set(err, "%s/lock: %s", s->folder, strerror(errno));
    }
    if (flock(s->lock, LOCK_EX | LOCK_NB) != 0) {
        holder_tell(s, err);
        return false;
    }
    int n = snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
    if (ftruncate(s->lock, 0) != 0 || pwrite(s->lock, pid, (size_t)n, 0) != n) {
        return err_set(err, "%s/lock: %s", s->folder, strerror(errno));
    }
    return true;
}

/* ---- the database ---- */

static int64_t pragma(struct db *db, const char *sql)
{
    struct db_statement *st = db_prepare(db, sql);
    int64_t v = db_step(st) ? db_int(st, 0) : 0;
    db_end(st);
    db_statement_free(st);
    return v;
}

static bool is_blank(struct db *db)
{
    return pragma(db, "pragma application_id") == 0 && pragma(db, "select count(*) from sqlite_schema") == 0;
}

static bool tables_make(struct store *s, struct err *err)
{
    char sql[96];
    snprintf(sql, sizeof sql, "pragma application_id = %d; pragma user_version = %d", APPLICATION, STORE_FORMAT);
    s->begun = store_begin(s, err) && db_run(s->db, schema) && db_run(s->db, sql) && store_commit(s, err);
    return s->begun || store_check(s, err);
}

static bool version_check(const struct store *s, struct err *err)
{
    int64_t application = pragma(s->db, "pragma application_id"), format = pragma(s->db, "pragma user_version");
    if (!store_check(s, err)) {
        return false;
    }
    if (application != APPLICATION) {
        return err_set(err, "%s/state.db: it is no state of Lurcher", s->folder);
    }
    if (format > STORE_FORMAT) {
        return err_set(err, "%s/state.db: written by a newer Lurcher (format %" PRId64 ", this one knows %d)",
                       s->folder, format, STORE_FORMAT);
    }
    return true;
}

static bool missing(const struct store *s, struct err *err)
{
    return err_set(err, "%s: there is no state", s->folder);
}

static bool database_open(struct store *s, struct err *err)
{
    char *path = path_of(s, "state.db");
    int fd = s->mode == STORE_BEGIN ? open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600) : -1; /* for its owner alone */
    if (fd >= 0) {
        close(fd);
    }
    enum db_mode mode = s->mode == STORE_READ ? DB_READ : s->mode == STORE_BEGIN ? DB_CREATE : DB_WRITE;
    s->db = db_open(path, mode, err);
    free(path);
    if (s->db == NULL) {
        return false;
    }
    if (s->mode != STORE_READ) {
        pragma(s->db, "pragma journal_mode = wal");
        db_run(s->db, "pragma synchronous = full; pragma temp_store = memory");
    }
    if (store_check(s, err) && is_blank(s->db)) { /* also what a kill left of a beginning */
        return s->mode == STORE_BEGIN ? tables_make(s, err) : missing(s, err);
    }
    return version_check(s, err);
}

static bool open_all(struct store *s, struct err *err)
{
    if (s->mode != STORE_BEGIN && !is_there(s)) {
        return missing(s, err);
    }
    return folder_find(s, err) && (is_there(s) || folder_empty(s->folder, err)) &&
           (s->mode == STORE_READ || lock_take(s, err)) && database_open(s, err);
}

struct store *store_open(const char *folder, enum store_mode mode, struct err *err)
{
    struct store *s = mem_zalloc(sizeof *s);
    s->folder = mem_copy(folder, strlen(folder));
    s->mode = mode;
    s->lock = -1;
    if (!open_all(s, err)) {
        store_close(s);
        return NULL;
    }
    s->terms = terms_new(s);
    return s;
}

void store_close(struct store *s)
{
    if (s == NULL) {
        return;
    }
    terms_free(s->terms);
    db_close(s->db);
    if (s->lock >= 0) {
        close(s->lock); /* the lock goes with it */
    }
    buf_release(&s->check.bytes);
    free(s->folder);
    free(s);
}

/* ---- transactions ---- */

bool store_check(const struct store *s, struct err *err)
{
    const char *failed = db_failed(s->db);
    if (s->damage.text[0] != '\0') {
        return err_set(err, "%s", s->damage.text);
    }
    return failed == NULL || err_set(err, "%s", failed);
}

bool store_damaged(struct store *s, const char *where)
{
    if (s->damage.text[0] == '\0') {
        err_set(&s->damage, "%s/state.db: damaged: %s is not as it was written", s->folder, where);
    }
    return false;
}

bool store_begin(struct store *s, struct err *err)
{
    db_run(s->db, "begin immediate");
    return store_check(s, err);
}

bool store_commit(struct store *s, struct err *err)
{
    if (store_check(s, err)) {
        db_run(s->db, "commit");
    }
    return store_check(s, err);
}

/* ---- values by name ---- */

static struct db_statement *meta_find(struct store *s, const char *name)
{
    struct db_statement *st = db_statement(s->db, "select value from meta where name = ?");
    db_bind_text(st, 1, str_from(name));
    return st;
}

int64_t store_number(struct store *s, const char *name, int64_t none)
{
    struct db_statement *st = meta_find(s, name);
    int64_t v = db_step(st) ? db_int(st, 0) : none;
    db_end(st);
    return v;
}

struct str store_text(struct store *s, const char *name, struct buf *out)
{
    size_t from = out->len;
    struct db_statement *st = meta_find(s, name);
    if (db_step(st)) {
        buf_add_str(out, db_text(st, 0));
    }
    db_end(st);
    return str_slice(out->ptr == NULL ? "" : out->ptr + from, out->len - from);
}

static const char meta_put[] = "insert or replace into meta (name, value) values (?, ?)";

void store_set_number(struct store *s, const char *name, int64_t value)
{
    struct db_statement *st = db_statement(s->db, meta_put);
    db_bind_text(st, 1, str_from(name));
    db_bind_int(st, 2, value);
    db_do(st);
}

void store_set_text(struct store *s, const char *name, struct str value)
{
    struct db_statement *st = db_statement(s->db, meta_put);
    db_bind_text(st, 1, str_from(name));
    db_bind_text(st, 2, value);
    db_do(st);
}

/* ---- checks of rows ---- */

void store_check_int(struct store_check *c, int64_t v) { buf_add(&c->bytes, &v, sizeof v); }

void store_check_text(struct store_check *c, struct str s)
{
    store_check_int(c, (int64_t)s.len);
    buf_add_str(&c->bytes, s);
}

int64_t store_check_end(struct store_check *c)
{
    uint64_t h = hash_salted(buf_str(&c->bytes), 0);
    buf_reset(&c->bytes);
    return (int64_t)(h & UINT32_MAX);
}
