#include "engine/store_input.h"

#include <stdlib.h>

#include "base/mem.h"
#include "engine/recent.h"

#define NO_MARK INT64_MIN

struct store_inputs {
    struct store *store;
    int64_t session; /* of this run; 0: not begun */
    int64_t until;
    struct feed_past past;
    struct recent *recent;
};

/* ---- files ---- */

static int64_t mark_at(struct db_statement *st, int n) { return db_is_null(st, n) ? NO_MARK : db_int(st, n); }

/* What earlier runs took of a file. A run that ended took all up to where it left off; one that was interrupted
 * what its last commit tells. */
static enum feed_past_file file_find(struct store *s, const struct hash_name *identity, int64_t *mark)
{
    struct db_statement *st = db_statement(
        s->db, "select input.mark, rest, session.mark, done from input join session on session.id = session"
               " where input.id = ?");
    enum feed_past_file state = FEED_PAST_NEW;
    *mark = NO_MARK;
    db_bind_text(st, 1, str_from(identity->hex));
    if (db_step(st)) {
        bool done = db_int(st, 3) != 0, rest = !db_is_null(st, 1);
        int64_t own = mark_at(st, 0), of_run = done ? mark_at(st, 1) : mark_at(st, 2);
        *mark = own > of_run ? own : of_run;
        state = done && !rest ? FEED_PAST_DONE : *mark == NO_MARK ? FEED_PAST_NEW : FEED_PAST_PARTLY;
    }
    db_end(st);
    return state;
}

static enum feed_past_file past_file(void *context, const struct hash_name *identity, const char *path, int64_t *mark,
                                     struct err *err)
{
    struct store_inputs *in = context;
    (void)path;
    enum feed_past_file state = file_find(in->store, identity, mark);
    return store_check(in->store, err) ? state : FEED_PAST_FAILED;
}

static void session_begin(struct store_inputs *in)
{
    struct db_statement *st = db_statement(in->store->db, "insert into session (done) values (0) returning id");
    if (in->session == 0 && db_step(st)) {
        in->session = db_int(st, 0);
        db_do(st);
    }
}

/* From now on it is a file of this run; what earlier ones took of it is remembered with it. */
static bool past_read(void *context, const struct hash_name *identity, const char *path, bool rest, struct err *err)
{
    struct store_inputs *in = context;
    int64_t mark;
    file_find(in->store, identity, &mark);
    session_begin(in);
    struct db_statement *st = db_statement(
        in->store->db, "insert or replace into input (id, path, session, mark, rest) values (?, ?, ?, ?, ?)");
    db_bind_text(st, 1, str_from(identity->hex));
    db_bind_text(st, 2, str_from(path));
    db_bind_int(st, 3, in->session);
    if (mark != NO_MARK) {
        db_bind_int(st, 4, mark);
    }
    if (rest) {
        db_bind_int(st, 5, in->until - 1);
    }
    db_do(st);
    return store_check(in->store, err);
}

/* ---- ids ---- */

static bool past_seen(void *context, struct str id, int64_t time)
{
    const struct store_inputs *in = context;
    return recent_met(in->recent, time, id);
}

static bool recent_read(struct store_inputs *in)
{
    struct db_statement *st = db_statement(in->store->db, "select hour, ids from recent");
    bool good = true;
    while (good && db_step(st)) {
        good = recent_load(in->recent, db_int(st, 0), db_blob(st, 1));
    }
    db_end(st);
    return good || store_damaged(in->store, "an hour of recent ids");
}

static bool recent_put(void *context, int64_t hour, struct str hashes)
{
    const struct store_inputs *in = context;
    struct db_statement *st = db_statement(
        in->store->db, "insert into recent (hour, part, ids) values (?1,"
                       " (select coalesce(max(part), 0) + 1 from recent where hour = ?1), ?2)");
    db_bind_int(st, 1, hour);
    db_bind_blob(st, 2, hashes);
    db_do(st);
    return true;
}

static void recent_write(struct store_inputs *in)
{
    struct db_statement *st = db_statement(in->store->db, "delete from recent where hour < ?");
    recent_save(in->recent, recent_put, in);
    db_bind_int(st, 1, recent_first(in->recent));
    db_do(st);
}

/* ---- the door ---- */

struct store_inputs *store_inputs_new(struct store *s, int64_t newest, int64_t until, uint64_t salt, struct err *err)
{
    struct store_inputs *in = mem_zalloc(sizeof *in);
    in->store = s;
    in->until = until;
    in->past = (struct feed_past){newest, past_file, past_read, past_seen, in};
    in->recent = recent_new(salt);
    if (!recent_read(in) || !store_check(s, err)) {
        store_check(s, err);
        store_inputs_free(in);
        return NULL;
    }
    return in;
}

void store_inputs_free(struct store_inputs *in)
{
    if (in != NULL) {
        recent_free(in->recent);
        free(in);
    }
}

const struct feed_past *store_inputs_past(const struct store_inputs *in) { return &in->past; }

void store_inputs_took(struct store_inputs *in, const struct event *event)
{
    recent_add(in->recent, event->time, event_id(event));
}

void store_inputs_mark(struct store_inputs *in, int64_t mark, bool done)
{
    session_begin(in);
    struct db_statement *st = db_statement(in->store->db, "update session set mark = ?, done = ? where id = ?");
    if (mark != NO_MARK) {
        db_bind_int(st, 1, mark);
    }
    db_bind_int(st, 2, done);
    db_bind_int(st, 3, in->session);
    db_do(st);
    recent_write(in);
}

size_t store_inputs_bytes(const struct store_inputs *in) { return recent_bytes(in->recent); }
