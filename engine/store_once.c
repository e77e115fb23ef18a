#include "engine/store_once.h"

static int64_t check_of(struct store *s, struct str rule, int64_t key, int64_t last, int64_t held)
{
    store_check_text(&s->check, rule);
    store_check_int(&s->check, key);
    store_check_int(&s->check, last);
    store_check_int(&s->check, held);
    return store_check_end(&s->check);
}

struct putting {
    struct store *store;
    const struct program *program;
};

static void entry_put(void *context, const struct once_entry *entry)
{
    const struct putting *p = context;
    const struct program_rule *rule = &p->program->rules[entry->rule];
    int64_t key = term_of_tuple(p->store->terms, entry->key, rule->once_per.count);
    struct db_statement *st = db_statement(
        p->store->db, "insert or replace into once (rule, key, last, held, \"check\") values (?, ?, ?, ?, ?)");
    db_bind_text(st, 1, rule->name);
    db_bind_int(st, 2, key);
    db_bind_int(st, 3, entry->last);
    db_bind_int(st, 4, (int64_t)entry->held);
    db_bind_int(st, 5, check_of(p->store, rule->name, key, entry->last, (int64_t)entry->held));
    db_do(st);
}

void store_once_put(struct store *s, struct once *once, const struct program *program)
{
    struct putting p = {s, program};
    once_save(once, entry_put, &p);
}

/* False: it is not as it was written. */
static bool row_take(struct store *s, struct db_statement *st, struct once *once, const struct program *program,
                     uint32_t rule)
{
    const struct program_rule *of = &program->rules[rule];
    int64_t key = db_int(st, 0), last = db_int(st, 1), held = db_int(st, 2);
    struct once_entry entry = {.last = last, .held = (uint64_t)held, .rule = rule};
    if (check_of(s, of->name, key, last, held) != db_int(st, 3)) {
        return false;
    }
    return !term_tuple(s->terms, key, of->once_per.count, &entry.key) || once_load(once, &entry);
}

static bool rule_load(struct store *s, struct once *once, const struct program *program, uint32_t rule)
{
    struct db_statement *st = db_statement(s->db, "select key, last, held, \"check\" from once where rule = ?");
    bool good = true;
    db_bind_text(st, 1, program->rules[rule].name);
    while (good && db_step(st)) {
        good = row_take(s, st, once, program, rule);
    }
    db_end(st);
    return good || store_damaged(s, "a row of once");
}

bool store_once_load(struct store *s, struct once *once, const struct program *program)
{
    bool good = true;
    once->changed.on = true;
    for (uint32_t i = 0; good && i < program->n_rules; i++) {
        good = program->rules[i].once_every == 0 || rule_load(s, once, program, i);
    }
    return good;
}
