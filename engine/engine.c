#include "engine/engine.h"

#include "engine/checkpoint.h"
#include "engine/firing.h"
#include "engine/instant.h"

/* What a pass over events is made of. */
struct engine {
    struct firing firing;
    struct outbox *outbox;     /* both NULL when alerts go out at once */
    struct instants *instants;
    struct checkpoint *checkpoint; /* NULL: nothing outlives the run */
    int64_t last;              /* the time of the last event */
};

/* Between two times nothing is half done: all events of the last one were taken, and its alerts have gone out. */
static bool engine_commit(struct engine *e, int64_t time, struct err *err)
{
    bool due = e->checkpoint != NULL && e->last != INT64_MIN && time > e->last && checkpoint_due(e->checkpoint);
    return !due || checkpoint_save(e->checkpoint, false, err);
}

static bool event_take(struct engine *e, const struct event *event, struct err *err)
{
    uint32_t n;
    struct firing *f = &e->firing;
    if (e->instants != NULL) {
        if (!instants_settle(e->instants, event->time, err)) {
            return false;
        }
    }
    if (!engine_commit(e, event->time, err)) {
        return false;
    }
    if (e->instants != NULL) {
        eval_begin(f->run->ev, event); /* anew: alerts may have been looked at */
    }
    const uint32_t *populations = population_answer(f->populations, event, &n);
    bool ok = firing_event(f, event, populations, n, err);
    population_learn(f->populations);
    if (e->checkpoint != NULL) {
        checkpoint_took(e->checkpoint, event);
        e->last = event->time;
    }
    return ok;
}

static bool engine_loop(struct engine *e, struct err *err)
{
    const struct event *event;
    struct run *run = e->firing.run;
    bool ok = true;
    while (ok && (event = run_next(run, err)) != NULL) {
        ok = event_take(e, event, err);
    }
    ok = ok && err->text[0] == '\0';
    if (e->instants != NULL && ok) {
        ok = instants_finish(e->instants, e->checkpoint != NULL, err);
    }
    /* What was found before a failure is still given out; its message stays. */
    struct err second = {""};
    struct sink *sink = e->firing.sink;
    ok = sink->finish(sink, ok ? err : &second) && ok;
    return ok && (e->checkpoint == NULL || checkpoint_save(e->checkpoint, true, err));
}

/* False with *err. */
static bool engine_open(struct engine *e, struct run *run, struct population_set *populations, bool every_alert,
                        struct sink *sink, struct err *err)
{
    bool waits = instants_needed(run->program);
    e->outbox = waits ? outbox_new() : NULL;
    firing_init(&e->firing, run, populations, every_alert, sink, e->outbox);
    e->instants = waits ? instants_new(&e->firing, err) : NULL;
    e->checkpoint = run->options->checkpoint;
    e->last = INT64_MIN;
    return (!waits || e->instants != NULL) &&
           (e->checkpoint == NULL || checkpoint_load(e->checkpoint, run, &e->firing, err));
}

static size_t engine_bytes(const struct engine *e)
{
    return population_set_bytes(e->firing.populations) + once_bytes(&e->firing.once) +
           (e->outbox == NULL ? 0 : outbox_bytes(e->outbox));
}

bool engine_over(struct run *run, struct population_set *populations, bool every_alert, struct sink *sink,
                 struct err *err)
{
    struct engine e;
    bool ok = engine_open(&e, run, populations, every_alert, sink, err) && engine_loop(&e, err);
    run_stats(run, engine_bytes(&e));
    instants_free(e.instants);
    firing_release(&e.firing);
    outbox_free(e.outbox);
    return ok;
}

/* With what earlier runs on the state folder have read. */
static bool run_begin(struct run *run, const struct program *program, const char *const *paths, unsigned n_paths,
                      struct engine_options *options, struct stats *stats, struct err *err)
{
    if (options->checkpoint != NULL) {
        options->feed.past = checkpoint_past(options->checkpoint, options->feed.until, err);
        if (options->feed.past == NULL) {
            *stats = (struct stats){.rules = NULL};
            return false;
        }
    }
    return run_open(run, program, paths, n_paths, options, stats, err);
}

bool engine_run(const struct program *program, const char *const *paths, unsigned n_paths,
                const struct engine_options *options, struct sink *sink,
                struct stats *stats, struct err *err)
{
    struct err own = {""};
    struct run run;
    struct engine_options with = *options;
    if (!run_begin(&run, program, paths, n_paths, &with, stats, &own)) {
        return err_set(err, "%s", own.text);
    }
    struct population_set *populations = population_set_new(program, run.ev, with.checkpoint != NULL);
    bool ok = engine_over(&run, populations, false, sink, &own);
    population_set_free(populations);
    run_close(&run);
    return ok || err_set(err, "%s", own.text);
}
