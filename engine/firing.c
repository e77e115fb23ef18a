#include "engine/firing.h"

#include <stdlib.h>

#include "base/mem.h"

/* One event cannot drown a run: a pack of thousands of rules that all fire is a
 * mistake in the pack. */
#define ALERTS_PER_EVENT 256u

/* ---- the order of rules ---- */

struct named {
    struct str name;
    uint32_t rule;
};

static int named_compare(const void *a, const void *b)
{
    return str_compare(((const struct named *)a)->name, ((const struct named *)b)->name);
}

static void ranks_make(struct firing *f)
{
    const struct program *p = f->run->program;
    struct named *named = mem_zalloc((p->n_rules + 1) * sizeof *named);
    f->by_rank = mem_zalloc((p->n_rules + 1) * sizeof *f->by_rank);
    f->ranks = mem_zalloc((p->n_rules + 1) * sizeof *f->ranks);
    for (uint32_t i = 0; i < p->n_rules; i++) {
        named[i] = (struct named){p->rules[i].name, i};
    }
    qsort(named, p->n_rules, sizeof *named, named_compare);
    for (uint32_t i = 0; i < p->n_rules; i++) {
        f->by_rank[i] = named[i].rule;
        f->ranks[named[i].rule] = i;
    }
    free(named);
}

static int rank_compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* ---- verdicts that wait ---- */

/* The `absent` of a rule whose keys are whole for the current event; how many the rule has in all. */
static unsigned absents_of(const struct firing *f, const struct program_rule *r, uint32_t *prims, unsigned *n)
{
    unsigned all = 0;
    *n = 0;
    for (uint32_t i = 0; i < r->prims.count; i++) {
        uint32_t prim = f->run->program->args[r->prims.first + i];
        if (f->run->program->prims[prim].kind == PRIMITIVE_ABSENT) {
            all++;
            if (population_answer_of(f->populations, prim).b) {
                prims[(*n)++] = prim;
            }
        }
    }
    return all;
}

/* What `when` says for every way in which these may come out: bit m for the ways that are the bits of m. */
static uint16_t table_make(struct firing *f, const struct program_rule *r, const uint32_t *prims, unsigned n)
{
    unsigned table = 0, ways = 1u << n;
    for (unsigned m = 0; m < ways; m++) {
        population_assume(f->populations, prims, n, m);
        table |= eval_test(f->run->ev, r->when) ? 1u << m : 0;
    }
    population_assume(f->populations, prims, n, ways - 1);
    return (uint16_t)table;
}

static bool rule_holds(struct firing *f, const struct program_rule *r)
{
    uint32_t prims[PRIMITIVE_ABSENTS_MAX];
    unsigned n;
    if (f->outbox == NULL || absents_of(f, r, prims, &n) == 0 || n == 0) {
        return eval_test(f->run->ev, r->when);
    }
    return table_make(f, r, prims, n) != 0;
}

/* ---- one event ---- */

/* The rules that fire, in the order of their names. */
static void firing_find(struct firing *f, const uint32_t *populations, uint32_t n)
{
    vec_reset(&f->rules);
    for (uint32_t i = 0; i < n; i++) {
        struct program_run rules = f->run->program->populations[populations[i]].rules;
        for (uint32_t r = rules.first; r < rules.first + rules.count; r++) {
            f->run->stats->rules[r].matched++;
            if (rule_holds(f, &f->run->program->rules[r])) {
                vec_push(&f->rules, f->ranks[r]);
            }
        }
    }
    if (f->rules.len > 1) {
        qsort(f->rules.items, f->rules.len, sizeof *f->rules.items, rank_compare);
    }
}

/* The key of `once`. Unlike the key of an entity it may have null parts (symbol 0). */
static uint32_t once_key(struct firing *f, struct program_run args)
{
    symbol *parts = arena_array(&f->arena, args.count, sizeof *parts);
    for (uint32_t i = 0; i < args.count; i++) {
        struct value v = eval_node(f->run->ev, f->run->program->args[args.first + i]);
        parts[i] = symbol_of(f->run->symbols, &v);
    }
    return symbol_tuple(f->run->symbols, parts, args.count);
}

/* Does `once` let it out? */
static bool once_lets(struct firing *f, uint32_t rule, uint32_t key, int64_t time, uint64_t *suppressed)
{
    int64_t every = f->run->program->rules[rule].once_every;
    if (every == 0 || f->every_alert || once_pass(&f->once, rule, key, time, every, suppressed)) {
        return true;
    }
    f->run->stats->suppressed++;
    f->run->stats->rules[rule].suppressed++;
    return false;
}

/* The waits of an alert, when its verdict depends on them. */
static void item_waits(struct firing *f, struct outbox_item *item, const uint32_t *prims, unsigned n)
{
    unsigned all = (1u << (1u << n)) - 1;
    item->table = n == 0 ? 1 : table_make(f, item->alert.rule, prims, n);
    item->next = item->alert.time;
    for (unsigned i = 0; i < n; i++) {
        item->waits[i] = population_wait_of(f->populations, prims[i]);
    }
    item->n_waits = n;
    if (n == 0 || item->table == all) { /* it is so whatever comes: what comes is no evidence */
        outbox_verdict(item);
        item->n_waits = 0;
        return;
    }
    item->next = INT64_MAX;
    for (unsigned i = 0; i < n; i++) {
        item->next = item->waits[i].until < item->next ? item->waits[i].until : item->next;
    }
}

/* An alert that goes out later, or in the order of those that do. */
static void rule_post(struct firing *f, uint32_t rule, const struct event *event)
{
    uint32_t prims[PRIMITIVE_ABSENTS_MAX];
    unsigned n;
    const struct program_rule *r = &f->run->program->rules[rule];
    struct outbox_item *item = outbox_item_new();
    uint32_t key = r->once_every > 0 ? once_key(f, r->once_per) : 0;
    uint64_t suppressed = 0;
    item->rule = rule;
    item->level = f->run->program->populations[r->population].level;
    item->once = absents_of(f, r, prims, &n) > 0 || item->level > 0;
    if (!item->once && !once_lets(f, rule, key, event->time, &suppressed)) {
        outbox_item_free(item);
        return;
    }
    item->alert = alert_make(f->run->program, rule, event, f->run->ev, f->populations, &item->arena);
    item->alert.suppressed = suppressed;
    item->alert.once_key = key;
    alert_keep(&item->alert, &item->arena);
    item_waits(f, item, prims, n);
    if (item->n_waits > 0) {
        outbox_wait(f->outbox, item);
    } else {
        outbox_ready(f->outbox, item);
    }
}

static bool rule_fire(struct firing *f, uint32_t rule, const struct event *event, struct err *err)
{
    if (f->outbox != NULL) {
        rule_post(f, rule, event);
        return true;
    }
    const struct program_rule *r = &f->run->program->rules[rule];
    uint64_t suppressed = 0;
    uint32_t key = r->once_every > 0 ? once_key(f, r->once_per) : 0;
    if (!once_lets(f, rule, key, event->time, &suppressed)) {
        return true;
    }
    struct alert alert = alert_make(f->run->program, rule, event, f->run->ev, f->populations, &f->arena);
    alert.suppressed = suppressed;
    alert.once_key = key;
    return firing_out(f, rule, &alert, err);
}

static void report_drowned(struct firing *f, const struct event *event)
{
    struct report report = f->run->options->report;
    struct buf text = BUF_INIT;
    if (f->drowned || report.call == NULL) {
        return;
    }
    f->drowned = true;
    buf_add_text(&text, "event ");
    buf_add_safe(&text, event_id(event));
    buf_addf(&text, ": %zu rules fire; only the first %u by name give an alert (said once)", f->rules.len,
             ALERTS_PER_EVENT);
    report.call(report.context, REPORT_WARNING, NULL, REPORT_NOWHERE, text.ptr);
    buf_release(&text);
}

/* ---- the door ---- */

bool firing_out(struct firing *f, uint32_t rule, const struct alert *alert, struct err *err)
{
    f->run->stats->alerts++;
    f->run->stats->rules[rule].alerts++;
    return f->sink->alert(f->sink, alert, err);
}

bool firing_lets(struct firing *f, struct outbox_item *item)
{
    struct alert *a = &item->alert;
    return !item->once || once_lets(f, item->rule, a->once_key, a->time, &a->suppressed);
}

bool firing_event(struct firing *f, const struct event *event, const uint32_t *populations, uint32_t n, struct err *err)
{
    bool ok = true;
    arena_reset(&f->arena);
    firing_find(f, populations, n);
    if (f->rules.len > ALERTS_PER_EVENT) {
        report_drowned(f, event);
    }
    for (uint32_t i = 0; ok && i < f->rules.len && i < ALERTS_PER_EVENT; i++) {
        ok = rule_fire(f, f->by_rank[f->rules.items[i]], event, err);
    }
    return ok;
}

void firing_init(struct firing *f, struct run *run, struct population_set *populations, bool every_alert,
                 struct sink *sink, struct outbox *outbox)
{
    *f = (struct firing){.run = run, .populations = populations, .every_alert = every_alert, .sink = sink,
                         .outbox = outbox, .arena = ARENA_INIT};
    ranks_make(f);
}

void firing_release(struct firing *f)
{
    once_release(&f->once);
    arena_release(&f->arena);
    vec_release(&f->rules);
    free(f->ranks);
    free(f->by_rank);
}
