#include "engine/store_chain.h"

#include <string.h>

static struct str key_bytes(const struct hash_wide *key) { return str_slice((const char *)key, sizeof *key); }

static int64_t check_of(struct store *s, struct str name, struct str key, int64_t value, int64_t until)
{
    store_check_text(&s->check, name);
    store_check_text(&s->check, key);
    store_check_int(&s->check, value);
    store_check_int(&s->check, until);
    return store_check_end(&s->check);
}

void store_chain_put(struct store *s, struct str name, struct hash_wide key, symbol value, int64_t until)
{
    int64_t term = term_of(s->terms, value);
    struct db_statement *st = db_statement(
        s->db, "insert or replace into chain (name, key, value, until, \"check\") values (?, ?, ?, ?, ?)");
    db_bind_text(st, 1, name);
    db_bind_blob(st, 2, key_bytes(&key));
    db_bind_int(st, 3, term);
    db_bind_int(st, 4, until);
    db_bind_int(st, 5, check_of(s, name, key_bytes(&key), term, until));
    db_do(st);
}

void store_chain_sweep(struct store *s, int64_t now)
{
    struct db_statement *st = db_statement(s->db, "delete from chain where until < ?");
    db_bind_int(st, 1, now);
    db_do(st);
}

static bool row_take(struct store *s, struct db_statement *st, struct str name, store_chain_take take, void *context)
{
    struct str bytes = db_blob(st, 0);
    int64_t term = db_int(st, 1), until = db_int(st, 2);
    symbol value = term_symbol(s->terms, term);
    struct hash_wide key;
    if (bytes.len != sizeof key || value == 0 || check_of(s, name, bytes, term, until) != db_int(st, 3)) {
        return false;
    }
    memcpy(&key, bytes.ptr, sizeof key);
    take(context, key, value, until);
    return true;
}

bool store_chain_each(struct store *s, struct str name, store_chain_take take, void *context)
{
    struct db_statement *st = db_statement(s->db, "select key, value, until, \"check\" from chain where name = ?");
    bool good = true;
    db_bind_text(st, 1, name);
    while (good && db_step(st)) {
        good = row_take(s, st, name, take, context);
    }
    db_end(st);
    return (good || store_damaged(s, "a row of a chain")) && db_failed(s->db) == NULL;
}
