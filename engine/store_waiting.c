#include "engine/store_waiting.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "engine/known.h"
#include "engine/repair.h"

/* ---- writing ---- */

/* A text that a rule has put together may be no UTF-8: what is not stands as U+FFFD, as in alerts that go out. */
static json_t *text_json(struct str s)
{
    struct buf whole = BUF_INIT;
    if (repair_valid(s) < s.len) {
        repair_text(s, &whole);
        s = buf_str(&whole);
    }
    json_t *text = json_stringn_nocheck(s.ptr == NULL ? "" : s.ptr, s.len);
    buf_release(&whole);
    return text;
}

static json_t *value_json_pair(const struct value *v)
{
    struct buf text = BUF_INIT;
    const char *kind = v->kind == VALUE_NULL ? "null" : known_term_print(v, &text);
    json_t *pair = json_pack("[s, o]", kind, text_json(buf_str(&text)));
    buf_release(&text);
    return pair;
}

/* [[name, kind, text], …] */
static json_t *fields_json(const struct alert_field *fields, unsigned n)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < n; i++) {
        json_t *field = json_array();
        json_array_append_new(field, text_json(fields[i].name));
        json_array_append_new(field, value_json_pair(&fields[i].value));
        json_array_append_new(list, field);
    }
    return list;
}

static int wait_of(const struct outbox_item *item, uint32_t prim)
{
    for (unsigned i = 0; i < item->n_waits; i++) {
        if (item->waits[i].prim == prim) {
            return (int)i;
        }
    }
    return -1;
}

static json_t *evidence_json(const struct outbox_item *item)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < item->alert.n_evidence; i++) {
        const struct alert_evidence *e = &item->alert.evidence[i];
        json_array_append_new(list, json_pack("{s:s, s:o, s:o, s:o, s:i}", "primitive", e->primitive, "expr",
                                              text_json(e->expr), "text", text_json(e->text), "facts",
                                              fields_json(e->facts, e->n_facts), "wait", wait_of(item, e->prim)));
    }
    return list;
}

/* What an alert waits for: which `absent` of its rule, for which key. */
static json_t *waits_json(struct store *s, const struct outbox_item *item, const struct program *p)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < item->n_waits; i++) {
        const struct population_wait *w = &item->waits[i];
        const struct program_prim *prim = &p->prims[w->prim];
        int64_t key = term_of_tuple(s->terms, w->key, prim->key.count);
        json_array_append_new(list, json_pack("{s:s, s:I, s:I, s:I, s:I, s:I}", "state",
                                              p->states[prim->state].signature.hex, "within",
                                              (json_int_t)prim->options.within, "key", (json_int_t)key, "time",
                                              (json_int_t)w->time, "until", (json_int_t)w->until, "turn",
                                              (json_int_t)w->turn));
    }
    return list;
}

/* The term of the key of `once`. */
static int64_t once_term(struct store *s, const struct alert *a)
{
    return a->rule->once_every > 0 ? term_of_tuple(s->terms, a->once_key, a->rule->once_per.count) : TERM_NONE;
}

static json_t *item_json(struct store *s, const struct outbox_item *item, const struct program *p)
{
    const struct alert *a = &item->alert;
    return json_pack("{s:s, s:o, s:o, s:s#, s:o, s:o, s:I, s:b, s:I, s:o, s:i, s:i, s:i, s:I}", "id", a->id.hex,
                     "title", text_json(a->title), "event_id", text_json(a->event_id), "source", a->source.ptr,
                     (int)a->source.len, "fields", fields_json(a->fields, a->n_fields), "evidence",
                     evidence_json(item), "suppressed", (json_int_t)a->suppressed, "once", (int)item->once, "key",
                     (json_int_t)once_term(s, a), "waits", waits_json(s, item, p), "table", (int)item->table, "decided",
                     (int)item->decided, "absent", (int)item->absent, "next", (json_int_t)item->next);
}

static int64_t check_of(struct store *s, struct str rule, int64_t time, struct str content)
{
    store_check_text(&s->check, rule);
    store_check_int(&s->check, time);
    store_check_text(&s->check, content);
    return store_check_end(&s->check);
}

struct putting {
    struct store *store;
    const struct program *program;
};

static void item_put(void *context, const struct outbox_item *item)
{
    const struct putting *p = context;
    struct db_statement *st = db_statement(
        p->store->db, "insert into waiting (rule, time, content, \"check\") values (?, ?, ?, ?)");
    json_t *json = item_json(p->store, item, p->program);
    char *content = json_dumps(json, JSON_COMPACT);
    struct str text = str_from(content == NULL ? "" : content), rule = item->alert.rule->name;
    db_bind_text(st, 1, rule);
    db_bind_int(st, 2, item->alert.time);
    db_bind_text(st, 3, text);
    db_bind_int(st, 4, check_of(p->store, rule, item->alert.time, text));
    db_do(st);
    free(content);
    json_decref(json);
}

void store_waiting_put(struct store *s, const struct outbox *outbox, const struct program *program)
{
    struct putting p = {s, program};
    db_do(db_statement(s->db, "delete from waiting"));
    if (outbox != NULL) {
        outbox_each(outbox, item_put, &p);
    }
}

/* ---- reading ---- */

struct reading {
    struct store *store;
    const struct program *program;
    struct symbols *symbols;
    struct outbox_item *item; /* that is being made */
};

static struct str json_str(const json_t *v) { return str_slice(json_string_value(v), json_string_length(v)); }

/* Into the item's own memory. */
static struct str text_keep(struct reading *r, const json_t *v)
{
    return json_is_string(v) ? arena_str(&r->item->arena, json_str(v)) : STR("");
}

static bool value_read(struct reading *r, const json_t *pair, struct value *out)
{
    const json_t *kind = json_array_get(pair, 0), *text = json_array_get(pair, 1);
    if (!json_is_string(kind) || !json_is_string(text)) {
        return false;
    }
    *out = value_null();
    return str_equal(json_str(kind), STR("null")) || known_term_parse(json_str(kind), json_str(text), r->symbols, out);
}

static bool fields_read(struct reading *r, const json_t *list, struct alert_field **fields, unsigned *n)
{
    bool good = json_is_array(list);
    *n = (unsigned)json_array_size(list);
    *fields = arena_array(&r->item->arena, *n + 1, sizeof **fields);
    for (unsigned i = 0; good && i < *n; i++) {
        const json_t *field = json_array_get(list, i);
        (*fields)[i].name = text_keep(r, json_array_get(field, 0));
        good = value_read(r, json_array_get(field, 1), &(*fields)[i].value);
    }
    return good;
}

/* The word of a primitive, as a constant. */
static const char *primitive_name(struct str name)
{
    for (unsigned i = 0; i < N_PRIMITIVES; i++) {
        const char *known = primitive_info((enum primitive_kind)i)->name;
        if (str_equal(str_from(known), name)) {
            return known;
        }
    }
    return NULL;
}

static bool evidence_read(struct reading *r, const json_t *list)
{
    struct alert *a = &r->item->alert;
    bool good = json_is_array(list);
    unsigned n = (unsigned)json_array_size(list);
    a->evidence = arena_array(&r->item->arena, (size_t)n + 1, sizeof *a->evidence);
    for (; good && a->n_evidence < n; a->n_evidence++) {
        const json_t *json = json_array_get(list, a->n_evidence);
        struct alert_evidence *e = &a->evidence[a->n_evidence];
        json_int_t wait = json_integer_value(json_object_get(json, "wait"));
        e->primitive = primitive_name(json_str(json_object_get(json, "primitive")));
        e->expr = text_keep(r, json_object_get(json, "expr"));
        e->text = text_keep(r, json_object_get(json, "text"));
        e->prim = wait >= 0 && wait < (json_int_t)r->item->n_waits ? r->item->waits[wait].prim : PROGRAM_NONE;
        good = e->primitive != NULL && fields_read(r, json_object_get(json, "facts"), &e->facts, &e->n_facts);
    }
    return good;
}

/* The `absent` of the rule with this state and this `within`; PROGRAM_NONE: it has none any more. */
static uint32_t prim_find(const struct program *p, const struct program_rule *rule, struct str state, int64_t within)
{
    for (uint32_t i = 0; i < rule->prims.count; i++) {
        uint32_t id = p->args[rule->prims.first + i];
        const struct program_prim *prim = &p->prims[id];
        if (prim->kind == PRIMITIVE_ABSENT && prim->options.within == within &&
            str_equal(str_from(p->states[prim->state].signature.hex), state)) {
            return id;
        }
    }
    return PROGRAM_NONE;
}

static int64_t int_of(const json_t *object, const char *name)
{
    return json_integer_value(json_object_get(object, name));
}

enum outcome { ITEM_GOOD, ITEM_BAD, ITEM_DROPPED };

static enum outcome waits_read(struct reading *r, const json_t *list)
{
    struct outbox_item *item = r->item;
    size_t n = json_array_size(list);
    if (!json_is_array(list) || n > PRIMITIVE_ABSENTS_MAX) {
        return ITEM_BAD;
    }
    for (; item->n_waits < n; item->n_waits++) {
        const json_t *json = json_array_get(list, item->n_waits);
        struct population_wait *w = &item->waits[item->n_waits];
        struct str state = json_str(json_object_get(json, "state"));
        w->prim = prim_find(r->program, item->alert.rule, state, int_of(json, "within"));
        if (w->prim == PROGRAM_NONE) {
            return ITEM_DROPPED;
        }
        w->time = int_of(json, "time");
        w->until = int_of(json, "until");
        w->turn = (uint64_t)int_of(json, "turn");
        if (!term_tuple(r->store->terms, int_of(json, "key"), r->program->prims[w->prim].key.count, &w->key)) {
            return ITEM_BAD;
        }
    }
    return ITEM_GOOD;
}

static bool alert_read(struct reading *r, const json_t *json)
{
    struct alert *a = &r->item->alert;
    const struct program_rule *rule = a->rule;
    a->event_id = text_keep(r, json_object_get(json, "event_id"));
    a->id = alert_id(rule, a->event_id);
    a->title = text_keep(r, json_object_get(json, "title"));
    a->source = text_keep(r, json_object_get(json, "source"));
    a->suppressed = (uint64_t)int_of(json, "suppressed");
    bool keyed = rule->once_every == 0 || term_tuple(r->store->terms, int_of(json, "key"), rule->once_per.count,
                                                     &a->once_key);
    return keyed && fields_read(r, json_object_get(json, "fields"), &a->fields, &a->n_fields) &&
           evidence_read(r, json_object_get(json, "evidence"));
}

static enum outcome item_read(struct reading *r, const json_t *json)
{
    struct outbox_item *item = r->item;
    enum outcome outcome = waits_read(r, json_object_get(json, "waits"));
    if (outcome != ITEM_GOOD) {
        return outcome;
    }
    item->once = json_is_true(json_object_get(json, "once"));
    item->table = (uint16_t)int_of(json, "table");
    item->decided = (unsigned)int_of(json, "decided");
    item->absent = (unsigned)int_of(json, "absent");
    item->next = int_of(json, "next");
    return alert_read(r, json) ? ITEM_GOOD : ITEM_BAD;
}

static enum outcome row_read(struct reading *r, uint32_t rule, int64_t time, struct str content)
{
    const struct program *p = r->program;
    const struct program_rule *of = &p->rules[rule];
    json_t *json = json_loadb(content.ptr, content.len, JSON_ALLOW_NUL, NULL);
    r->item = outbox_item_new();
    r->item->rule = rule;
    r->item->level = p->populations[of->population].level;
    r->item->alert = (struct alert){.rule = of, .time = time, .program = p};
    enum outcome outcome = json == NULL ? ITEM_BAD : item_read(r, json);
    json_decref(json);
    return outcome;
}

static uint32_t rule_named(const struct program *p, struct str name)
{
    uint32_t i = 0;
    while (i < p->n_rules && !str_equal(p->rules[i].name, name)) {
        i++;
    }
    return i;
}

/* False: it is not as it was written. */
static bool row_take(struct reading *r, struct db_statement *st, struct outbox *outbox, uint64_t *dropped)
{
    struct str name = db_text(st, 0), content = db_text(st, 2);
    int64_t time = db_int(st, 1);
    uint32_t rule = rule_named(r->program, name);
    if (check_of(r->store, name, time, content) != db_int(st, 3)) {
        return false;
    }
    bool fits = outbox != NULL && rule < r->program->n_rules;
    enum outcome outcome = fits ? row_read(r, rule, time, content) : ITEM_DROPPED;
    if (outcome == ITEM_GOOD && r->item->decided == (1u << r->item->n_waits) - 1) {
        outbox_ready(outbox, r->item);
    } else if (outcome == ITEM_GOOD) {
        outbox_wait(outbox, r->item);
    } else if (r->item != NULL) {
        outbox_item_free(r->item);
    }
    r->item = NULL;
    *dropped += outcome == ITEM_DROPPED;
    return outcome != ITEM_BAD;
}

bool store_waiting_load(struct store *s, struct outbox *outbox, const struct program *program, struct symbols *symbols,
                        uint64_t *dropped)
{
    struct reading r = {.store = s, .program = program, .symbols = symbols};
    struct db_statement *st = db_statement(s->db, "select rule, time, content, \"check\" from waiting order by id");
    bool good = true;
    *dropped = 0;
    while (good && db_step(st)) {
        good = row_take(&r, st, outbox, dropped);
    }
    db_end(st);
    return (good || store_damaged(s, "an alert that waits")) && db_failed(s->db) == NULL;
}
