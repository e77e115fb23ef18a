#include "engine/engine.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/vec.h"
#include "engine/once.h"
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

/* ---- one event ---- */

/* The rules that fire, in the order of their names. */
static void firing_find(struct engine *e, const uint32_t *populations, uint32_t n)
{
    vec_reset(&e->firing);
    for (uint32_t i = 0; i < n; i++) {
        struct program_run rules = e->program->populations[populations[i]].rules;
        for (uint32_t r = rules.first; r < rules.first + rules.count; r++) {
            e->stats->rules[r].matched++;
            if (eval_test(e->run->ev, e->program->rules[r].when)) {
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

static bool rule_fire(struct engine *e, uint32_t rule, const struct event *event, struct err *err)
{
    const struct program_rule *r = &e->program->rules[rule];
    uint64_t suppressed = 0;
    uint32_t key = r->once_every > 0 ? once_key(e, r->once_per) : 0;
    if (r->once_every > 0 && !e->every_alert &&
        !once_pass(&e->once, rule, key, event->time, r->once_every, &suppressed)) {
        e->stats->suppressed++;
        e->stats->rules[rule].suppressed++;
        return true;
    }
    struct alert alert = alert_make(e->program, rule, event, e->run->ev, e->populations, &e->arena);
    alert.suppressed = suppressed;
    alert.once_key = key;
    e->stats->alerts++;
    e->stats->rules[rule].alerts++;
    return e->sink->alert(e->sink, &alert, err);
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
    bool ok = engine_loop(&e, err);
    run_stats(run, population_set_bytes(populations) + once_bytes(&e.once));
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
