#include "engine/run.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"

#define PROGRESS_EVERY 1024u /* events between looks at the clock */
#define PROGRESS_SECONDS 0.1
#define LOOK_SECONDS 1.0

static void stats_init(struct stats *stats, const struct program *program)
{
    *stats = (struct stats){.first_time = INT64_MIN, .last_time = INT64_MIN, .n_rules = program->n_rules};
    stats->rules = mem_zalloc((program->n_rules + 1) * sizeof *stats->rules);
    if (program->unread != NULL) {
        stats->n_unread = program->unread->n_sources;
        stats->unread_by = mem_zalloc(stats->n_unread * sizeof *stats->unread_by);
    }
}

void stats_release(struct stats *stats)
{
    free(stats->rules);
    free(stats->unread_by);
    *stats = (struct stats){.rules = NULL};
}

/* No event is under way. */
static void lists_look(void *context)
{
    struct run *run = context;
    double now = clock_seconds();
    uint32_t n;
    if (now - run->looked < LOOK_SECONDS) {
        return;
    }
    run->looked = now;
    const struct program_list_items *items = run->options->lists.changed(run->options->lists.context, &n);
    if (n > 0) {
        eval_replace_lists(run->ev, items, n);
    }
}

bool run_open_reading(struct run *run, enum run_reading reading, struct symbols *symbols,
                      const struct program *program, const char *const *paths, unsigned n_paths,
                      const struct engine_options *options, struct stats *stats, struct err *err)
{
    static const struct report silence = {NULL, NULL};
    *run = (struct run){.program = program, .options = options, .stats = stats, .started = clock_seconds()};
    run->feed_options = options->feed;
    if (run->feed_options.progress == NULL) {
        run->feed_options.progress = options->progress;
        run->feed_options.progress_context = options->progress_context;
    }
    if (options->lists.changed != NULL) {
        run->feed_options.idle = lists_look;
        run->feed_options.idle_context = run;
    }
    stats_init(stats, program);
    run->own_symbols = symbols == NULL;
    run->symbols = symbols == NULL ? symbols_new() : symbols;
    run->ev = eval_new(program, run->symbols, options->geo, reading == RUN_FIRST ? silence : options->report, err);
    if (run->ev != NULL) {
        run->feed = feed_new(program, run->symbols, paths, n_paths, &run->feed_options,
                             reading == RUN_SECOND ? silence : options->report, stats, err);
    }
    if (run->feed == NULL) {
        run_close(run);
        stats_release(stats);
        return false;
    }
    return true;
}

bool run_open(struct run *run, const struct program *program, const char *const *paths, unsigned n_paths,
              const struct engine_options *options, struct stats *stats, struct err *err)
{
    return run_open_reading(run, RUN_ONLY, NULL, program, paths, n_paths, options, stats, err);
}

static void progress_tell(struct run *run)
{
    double now = clock_seconds();
    if (run->options->progress != NULL && now - run->reported >= PROGRESS_SECONDS) {
        run->reported = now;
        run->stats->seconds = now - run->started;
        run->options->progress(run->options->progress_context, run->stats);
    }
}

const struct event *run_next(struct run *run, struct err *err)
{
    eval_end(run->ev); /* before its event goes */
    const struct event *event = feed_next(run->feed, err);
    if (event == NULL) {
        return NULL;
    }
    if (run->options->lists.changed != NULL) {
        lists_look(run);
    }
    if (++run->events % PROGRESS_EVERY == 0) {
        progress_tell(run);
    }
    eval_begin(run->ev, event);
    return event;
}

/* A place that could not be read is null, which silences rules: the user has to know. */
static void damage_tell(const struct run *run)
{
    const struct report *report = &run->options->report;
    uint64_t damaged = run->options->geo == NULL ? 0 : geo_damaged(run->options->geo);
    if (damaged > 0 && report->call != NULL) {
        char text[128];
        snprintf(text, sizeof text, "a geo database is damaged: %" PRIu64 " look-up%s met damage and gave nothing",
                 damaged, damaged == 1 ? "" : "s");
        report->call(report->context, REPORT_WARNING, NULL, REPORT_NOWHERE, text);
    }
}

void run_stats(struct run *run, size_t state_bytes)
{
    run->stats->symbols = symbols_count(run->symbols);
    run->stats->rule_errors = eval_errors(run->ev);
    run->stats->state_bytes = state_bytes + symbols_bytes(run->symbols) + eval_bytes(run->ev);
    run->stats->seconds = clock_seconds() - run->started;
    damage_tell(run);
}

void run_close(struct run *run)
{
    if (run->feed != NULL) {
        feed_free(run->feed);
    }
    if (run->ev != NULL) {
        eval_free(run->ev);
    }
    if (run->own_symbols) {
        symbols_free(run->symbols);
    }
    run->feed = NULL;
    run->ev = NULL;
    run->symbols = NULL;
}
