#include "engine/hunt_pack.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/hunt_prim.h"
#include "engine/population.h"
#include "engine/run.h"

/* Both readings. */
struct readings {
    const struct program *program;
    const char *const *paths;
    unsigned n_paths;
    const struct engine_options *options;
    struct symbols *symbols;
    struct prim_data data;
};

/* Can it be read again? What does not exist, or is a glob, is the feed's to judge. */
static bool path_check(const char *path, struct err *err)
{
    struct stat st;
    bool is_stdin = strcmp(path, "-") == 0;
    if (!is_stdin && (stat(path, &st) != 0 || S_ISREG(st.st_mode) || S_ISDIR(st.st_mode))) {
        return true;
    }
    return err_set(err, "%s: a hunt with rules reads its input twice, which %s does not allow: name files or folders",
                   is_stdin ? "stdin" : path, is_stdin ? "standard input" : "a pipe");
}

static bool run_begin(const struct readings *r, struct run *run, enum run_reading reading, struct stats *stats,
                      struct err *err)
{
    return run_open_reading(run, reading, r->symbols, r->program, r->paths, r->n_paths, r->options, stats, err);
}

/* The first reading: what the set is like. Gives what was learnt, or NULL with *err. */
static struct population_set *set_gather(struct readings *r, uint64_t *events, struct err *err)
{
    struct run run;
    struct stats stats;
    const struct event *event;
    uint32_t n;
    if (!run_begin(r, &run, RUN_FIRST, &stats, err)) {
        return NULL;
    }
    struct population_set *set = population_set_again(r->program, run.ev, hunt_prim_gather, &r->data, NULL);
    while ((event = run_next(&run, err)) != NULL) {
        r->data.last = event->time > r->data.last ? event->time : r->data.last;
        population_answer(set, event, &n);
        population_learn(set);
    }
    *events = stats.events;
    run_close(&run);
    stats_release(&stats);
    if (err->text[0] != '\0') {
        population_set_free(set);
        set = NULL;
    }
    return set;
}

static void tell_change(const struct readings *r, uint64_t first, uint64_t second)
{
    const struct report *report = &r->options->report;
    char text[128];
    if (first != second && report->call != NULL) {
        snprintf(text, sizeof text, "the input changed between its two readings: %" PRIu64 " events, then %" PRIu64,
                 first, second);
        report->call(report->context, REPORT_WARNING, NULL, REPORT_NOWHERE, text);
    }
}

/* The second reading: what the rules say, by what was learnt in the first one. */
static struct hunt_report *set_ask(const struct readings *r, struct population_set *whole, bool grouped,
                                   struct stats *stats, struct err *err)
{
    struct run run;
    if (!run_begin(r, &run, RUN_SECOND, stats, err)) {
        return NULL;
    }
    struct hunt_report *report = hunt_report_new(r->program, r->symbols, grouped);
    struct population_set *set = population_set_again(r->program, run.ev, hunt_prim_answer, &r->data, whole);
    if (engine_over(&run, set, true, &report->sink, err)) {
        hunt_report_rank(report);
    } else {
        hunt_report_free(report);
        report = NULL;
    }
    population_set_free(set);
    run_close(&run);
    return report;
}

static struct hunt_report *both_readings(struct readings *r, int64_t recent, bool grouped, struct stats *stats,
                                         struct err *err)
{
    uint64_t events;
    struct hunt_report *report = NULL;
    struct population_set *whole = set_gather(r, &events, err);
    if (__builtin_sub_overflow(r->data.last, recent, &r->data.border)) {
        r->data.border = INT64_MIN;
    }
    if (whole != NULL) {
        report = set_ask(r, whole, grouped, stats, err);
        tell_change(r, events, report == NULL ? events : stats->events);
    }
    population_set_free(whole);
    return report;
}

struct hunt_report *hunt_pack_run(const struct program *program, const char *const *paths, unsigned n_paths,
                                  const struct engine_options *options, int64_t recent, bool grouped,
                                  struct stats *stats, struct err *err)
{
    struct err own = {""};
    struct readings r = {program, paths, n_paths, options, NULL, {INT64_MIN, INT64_MIN}};
    bool good = true;
    *stats = (struct stats){.rules = NULL};
    for (unsigned i = 0; good && i < n_paths; i++) {
        good = path_check(paths[i], &own);
    }
    struct hunt_report *report = NULL;
    if (good) {
        r.symbols = symbols_new();
        report = both_readings(&r, recent, grouped, stats, &own);
        symbols_free(r.symbols);
    }
    if (report == NULL) {
        err_set(err, "%s", own.text);
    }
    return report;
}
