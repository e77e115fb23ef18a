#include "engine/engine.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/vec.h"
#include "engine/once.h"
#include "engine/outbox.h"
#include "engine/population.h"
#include "engine/run.h"

/* One event cannot drown a run: a pack of thousands of rules that all fire is a
 * mistake in the pack. */
#define ALERTS_PER_EVENT 256u

struct engine {
    const struct program *program;
    struct sink *sink;
    struct stats *stats;
    struct run *run;
    struct population_set *populations;
    bool every_alert;       /* `once` holds nothing back */
    struct once once;
    struct arena arena;     /* of the current event */
    uint32_t *ranks;        /* by rule: its place in the order of names */
    uint32_t *by_rank;      /* rules in the order of names */
    VEC(uint32_t) firing;   /* ranks of the rules that fire for the current event */
    bool drowned;           /* the limit was reported */
    struct outbox *outbox;  /* NULL: no rule has an `absent`, and alerts go out at once */
};

/* ---- the order of rules ---- */

struct named {
    struct str name;
    uint32_t rule;
};

static int named_compare(const void *a, const void *b)
{
    return str_compare(((const struct named *)a)->name, ((const struct named *)b)->name);
}

static void ranks_make(struct engine *e, const struct program *p)
{
    struct named *named = mem_zalloc((p->n_rules + 1) * sizeof *named);
    e->by_rank = mem_zalloc((p->n_rules + 1) * sizeof *e->by_rank);
    e->ranks = mem_zalloc((p->n_rules + 1) * sizeof *e->ranks);
    for (uint32_t i = 0; i < p->n_rules; i++) {
        named[i] = (struct named){p->rules[i].name, i};
    }
    qsort(named, p->n_rules, sizeof *named, named_compare);
    for (uint32_t i = 0; i < p->n_rules; i++) {
        e->by_rank[i] = named[i].rule;
        e->ranks[named[i].rule] = i;
    }
    free(named);
}

static int rank_compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* ---- verdicts that wait ---- */

static bool has_absent(const struct program *p)
{
    for (uint32_t i = 0; i < p->n_prims; i++) {
        if (p->prims[i].kind == PRIMITIVE_ABSENT) {
            return true;
        }
    }
    return false;
}

/* The `absent` of a rule whose keys are whole for the current event; how many the rule has in all. */
static unsigned absents_of(const struct engine *e, const struct program_rule *r, uint32_t *prims, unsigned *n)
{
    unsigned all = 0;
    *n = 0;
    for (uint32_t i = 0; i < r->prims.count; i++) {
        uint32_t prim = e->program->args[r->prims.first + i];
        if (e->program->prims[prim].kind == PRIMITIVE_ABSENT) {
            all++;
            if (population_answer_of(e->populations, prim).b) {
                prims[(*n)++] = prim;
            }
        }
    }
    return all;
}

/* What `when` says for every way in which these may come out: bit m for the ways that are the bits of m. */
static uint16_t table_make(struct engine *e, const struct program_rule *r, const uint32_t *prims, unsigned n)
{
    unsigned table = 0, ways = 1u << n;
    for (unsigned m = 0; m < ways; m++) {
        population_assume(e->populations, prims, n, m);
        table |= eval_test(e->run->ev, r->when) ? 1u << m : 0;
    }
    population_assume(e->populations, prims, n, ways - 1);
    return (uint16_t)table;
}

static bool rule_holds(struct engine *e, const struct program_rule *r)
{
    uint32_t prims[PRIMITIVE_ABSENTS_MAX];
    unsigned n;
    if (e->outbox == NULL || absents_of(e, r, prims, &n) == 0 || n == 0) {
        return eval_test(e->run->ev, r->when);
    }
    return table_make(e, r, prims, n) != 0;
}

/* ---- one event ---- */

/* The rules that fire, in the order of their names. */
static void firing_find(struct engine *e, const uint32_t *populations, uint32_t n)
{
    vec_reset(&e->firing);
    for (uint32_t i = 0; i < n; i++) {
        struct program_run rules = e->program->populations[populations[i]].rules;
        for (uint32_t r = rules.first; r < rules.first + rules.count; r++) {
            e->stats->rules[r].matched++;
            if (rule_holds(e, &e->program->rules[r])) {
                vec_push(&e->firing, e->ranks[r]);
            }
        }
    }
    if (e->firing.len > 1) {
        qsort(e->firing.items, e->firing.len, sizeof *e->firing.items, rank_compare);
    }
}

/* The key of `once`. Unlike the key of an entity it may have null parts (symbol 0). */
static uint32_t once_key(struct engine *e, struct program_run args)
{
    symbol *parts = arena_array(&e->arena, args.count, sizeof *parts);
    for (uint32_t i = 0; i < args.count; i++) {
        struct value v = eval_node(e->run->ev, e->program->args[args.first + i]);
        parts[i] = symbol_of(e->run->symbols, &v);
    }
    return symbol_tuple(e->run->symbols, parts, args.count);
}

static bool alert_out(struct engine *e, uint32_t rule, const struct alert *alert, struct err *err)
{
    e->stats->alerts++;
    e->stats->rules[rule].alerts++;
    return e->sink->alert(e->sink, alert, err);
}

/* Does `once` let it out? */
static bool once_lets(struct engine *e, uint32_t rule, uint32_t key, int64_t time, uint64_t *suppressed)
{
    int64_t every = e->program->rules[rule].once_every;
    if (every == 0 || e->every_alert || once_pass(&e->once, rule, key, time, every, suppressed)) {
        return true;
    }
    e->stats->suppressed++;
    e->stats->rules[rule].suppressed++;
    return false;
}

/* The waits of an alert, when its verdict depends on them. */
static void item_waits(struct engine *e, struct outbox_item *item, const uint32_t *prims, unsigned n)
{
    unsigned all = (1u << (1u << n)) - 1;
    item->table = n == 0 ? 1 : table_make(e, item->alert.rule, prims, n);
    item->next = item->alert.time;
    for (unsigned i = 0; i < n; i++) {
        item->waits[i] = population_wait_of(e->populations, prims[i]);
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
static void rule_post(struct engine *e, uint32_t rule, const struct event *event)
{
    uint32_t prims[PRIMITIVE_ABSENTS_MAX];
    unsigned n;
    const struct program_rule *r = &e->program->rules[rule];
    struct outbox_item *item = outbox_item_new();
    uint32_t key = r->once_every > 0 ? once_key(e, r->once_per) : 0;
    uint64_t suppressed = 0;
    item->rule = rule;
    item->once = absents_of(e, r, prims, &n) > 0;
    if (!item->once && !once_lets(e, rule, key, event->time, &suppressed)) {
        outbox_item_free(item);
        return;
    }
    item->alert = alert_make(e->program, rule, event, e->run->ev, e->populations, &item->arena);
    item->alert.suppressed = suppressed;
    item->alert.once_key = key;
    alert_keep(&item->alert, &item->arena);
    item_waits(e, item, prims, n);
    if (item->n_waits > 0) {
        outbox_wait(e->outbox, item);
    } else {
        outbox_ready(e->outbox, item);
    }
}

/* All verdicts that are due before an event of `time`. */
static void outbox_settle(struct engine *e, int64_t time)
{
    struct outbox_item *item;
    while ((item = outbox_due(e->outbox, time)) != NULL) {
        if (!outbox_decide(item, e->populations)) {
            outbox_wait(e->outbox, item);
        } else if (outbox_verdict(item)) {
            outbox_ready(e->outbox, item);
        } else {
            outbox_item_free(item);
        }
    }
}

/* Give out the alerts of times before that: nothing can come before them any more. */
static bool outbox_empty(struct engine *e, int64_t time, struct err *err)
{
    bool ok = true;
    struct outbox_item *item;
    while (ok && (item = outbox_out(e->outbox, time)) != NULL) {
        struct alert *a = &item->alert;
        if (!item->once || once_lets(e, item->rule, a->once_key, a->time, &a->suppressed)) {
            ok = alert_out(e, item->rule, a, err);
        }
        outbox_item_free(item);
    }
    return ok;
}

static bool rule_fire(struct engine *e, uint32_t rule, const struct event *event, struct err *err)
{
    if (e->outbox != NULL) {
        rule_post(e, rule, event);
        return true;
    }
    const struct program_rule *r = &e->program->rules[rule];
    uint64_t suppressed = 0;
    uint32_t key = r->once_every > 0 ? once_key(e, r->once_per) : 0;
    if (!once_lets(e, rule, key, event->time, &suppressed)) {
        return true;
    }
    struct alert alert = alert_make(e->program, rule, event, e->run->ev, e->populations, &e->arena);
    alert.suppressed = suppressed;
    alert.once_key = key;
    return alert_out(e, rule, &alert, err);
}

static void report_drowned(struct engine *e, const struct event *event)
{
    struct report report = e->run->options->report;
    struct buf text = BUF_INIT;
    if (e->drowned || report.call == NULL) {
        return;
    }
    e->drowned = true;
    buf_add_text(&text, "event ");
    buf_add_safe(&text, event_id(event));
    buf_addf(&text, ": %zu rules fire; only the first %u by name give an alert (said once)", e->firing.len,
             ALERTS_PER_EVENT);
    report.call(report.context, REPORT_WARNING, NULL, REPORT_NOWHERE, text.ptr);
    buf_release(&text);
}

static bool event_take(struct engine *e, const struct event *event, struct err *err)
{
    uint32_t n;
    bool ok = true;
    arena_reset(&e->arena);
    if (e->outbox != NULL) {
        outbox_settle(e, event->time);
        ok = outbox_empty(e, event->time, err);
    }
    const uint32_t *populations = population_answer(e->populations, event, &n);
    firing_find(e, populations, n);
    if (e->firing.len > ALERTS_PER_EVENT) {
        report_drowned(e, event);
    }
    for (uint32_t i = 0; ok && i < e->firing.len && i < ALERTS_PER_EVENT; i++) {
        ok = rule_fire(e, e->by_rank[e->firing.items[i]], event, err);
    }
    population_learn(e->populations);
    return ok;
}

/* ---- the run ---- */

static bool engine_loop(struct engine *e, struct err *err)
{
    const struct event *event;
    bool ok = true;
    while (ok && (event = run_next(e->run, err)) != NULL) {
        ok = event_take(e, event, err);
    }
    ok = ok && err->text[0] == '\0';
    if (e->outbox != NULL && ok) { /* what is still waited for will never be known */
        ok = outbox_empty(e, INT64_MAX, err);
    }
    /* What was found before a failure is still given out; its message stays. */
    struct err second = {""};
    return e->sink->finish(e->sink, ok ? err : &second) && ok;
}

bool engine_over(struct run *run, struct population_set *populations, bool every_alert, struct sink *sink,
                 struct err *err)
{
    struct engine e = {
        .program = run->program,
        .sink = sink,
        .stats = run->stats,
        .run = run,
        .populations = populations,
        .every_alert = every_alert,
        .arena = ARENA_INIT,
    };
    ranks_make(&e, run->program);
    e.outbox = has_absent(run->program) ? outbox_new() : NULL;
    bool ok = engine_loop(&e, err);
    size_t waiting = e.outbox == NULL ? 0 : outbox_bytes(e.outbox);
    run_stats(run, population_set_bytes(populations) + once_bytes(&e.once) + waiting);
    outbox_free(e.outbox);
    once_release(&e.once);
    arena_release(&e.arena);
    vec_release(&e.firing);
    free(e.ranks);
    free(e.by_rank);
    return ok;
}

bool engine_run(const struct program *program, const char *const *paths, unsigned n_paths,
                const struct engine_options *options, struct sink *sink,
                struct stats *stats, struct err *err)
{
    struct err own = {""};
    struct run run;
    if (!run_open(&run, program, paths, n_paths, options, stats, &own)) {
        return err_set(err, "%s", own.text);
    }
    struct population_set *populations = population_set_new(program, run.ev);
    bool ok = engine_over(&run, populations, false, sink, &own);
    population_set_free(populations);
    run_close(&run);
    return ok || err_set(err, "%s", own.text);
}
