#include "engine/checkpoint.h"

#include <inttypes.h>
#include <stdio.h>
#include <math.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "engine/firing.h"
#include "engine/population_keep.h"
#include "engine/store_input.h"
#include "engine/store_once.h"
#include "engine/store_waiting.h"

struct checkpoint {
    struct store *store;
    double every, saved;   /* seconds of the machine's clock */
    struct checkpoint_output output;
    struct store_inputs *inputs;
    struct run *run;
    struct firing *firing;
    struct population_keep *populations;
    int64_t mark;          /* the time of the last event that was taken; INT64_MIN: none */
    int64_t newest;        /* of all runs; INT64_MIN: none */
    int64_t alerts;        /* of all runs before this one */
    uint64_t salt;         /* of what is kept as hashes */
};

struct checkpoint *checkpoint_new(struct store *store, int64_t every, struct checkpoint_output output)
{
    struct checkpoint *c = mem_zalloc(sizeof *c);
    c->store = store;
    c->every = every == INT64_MAX ? INFINITY : (double)every / 1e6;
    c->output = output;
    c->mark = INT64_MIN;
    c->saved = clock_seconds();
    return c;
}

void checkpoint_free(struct checkpoint *c)
{
    if (c != NULL) {
        population_keep_free(c->populations);
        store_inputs_free(c->inputs);
        free(c);
    }
}

/* A new state draws its salt. */
static uint64_t salt_of(struct store *s)
{
    int64_t salt = store_number(s, "salt", 0);
    if (salt == 0) {
        salt = (int64_t)(hash_secret_number() | 1);
        store_set_number(s, "salt", salt);
    }
    return (uint64_t)salt;
}

const struct feed_past *checkpoint_past(struct checkpoint *c, int64_t until, struct err *err)
{
    if (!store_begin(c->store, err)) {
        return NULL;
    }
    c->newest = store_number(c->store, "now", INT64_MIN);
    c->alerts = store_number(c->store, "alerts", 0);
    c->salt = salt_of(c->store);
    c->inputs = store_inputs_new(c->store, c->newest, until, c->salt, err);
    return c->inputs == NULL ? NULL : store_inputs_past(c->inputs);
}

/* ---- the beginning ---- */

static void dropped_tell(const struct checkpoint *c, uint64_t dropped)
{
    const struct report *report = &c->run->options->report;
    char text[160];
    if (dropped > 0 && report->call != NULL) {
        snprintf(text, sizeof text,
                 "%" PRIu64 " alert%s waited for a verdict of a rule that is not as it was: left out", dropped,
                 dropped == 1 ? "" : "s");
        report->call(report->context, REPORT_WARNING, NULL, REPORT_NOWHERE, text);
    }
}

bool checkpoint_load(struct checkpoint *c, struct run *run, struct firing *firing, struct err *err)
{
    struct store *s = c->store;
    uint64_t dropped = 0;
    c->run = run;
    c->firing = firing;
    c->populations = population_keep_new(firing->populations, s, run->symbols);
    bool good = terms_load(s->terms, run->symbols) && population_keep_load(c->populations) &&
                eval_load(run->ev, s, c->salt, c->newest) && store_once_load(s, &firing->once, run->program) &&
                store_waiting_load(s, firing->outbox, run->program, run->symbols, &dropped);
    dropped_tell(c, dropped);
    return store_check(s, err) && good;
}

/* ---- on the way ---- */

void checkpoint_took(struct checkpoint *c, const struct event *event)
{
    c->mark = event->time;
    c->newest = event->time > c->newest ? event->time : c->newest;
    store_inputs_took(c->inputs, event);
}

bool checkpoint_due(const struct checkpoint *c) { return clock_seconds() - c->saved >= c->every; }

static void write_all(struct checkpoint *c, int64_t length, bool done)
{
    struct store *s = c->store;
    population_keep_save(c->populations, c->newest);
    eval_save(c->run->ev, s);
    store_once_put(s, &c->firing->once, c->run->program);
    store_waiting_put(s, c->firing->outbox, c->run->program);
    store_inputs_mark(c->inputs, c->mark, done);
    store_set_text(s, "writer", STR(PACKAGE_VERSION));
    store_set_number(s, "alerts", c->alerts + (int64_t)c->run->stats->alerts);
    if (c->newest != INT64_MIN) {
        store_set_number(s, "now", c->newest);
    }
    if (length >= 0) {
        store_set_number(s, "output_length", length);
    }
}

bool checkpoint_save(struct checkpoint *c, bool done, struct err *err)
{
    int64_t length = -1;
    if (!c->output.flush(c->output.context, &length, err)) {
        return false;
    }
    write_all(c, length, done);
    if (!store_commit(c->store, err)) {
        return false;
    }
    c->saved = clock_seconds();
    return done || store_begin(c->store, err);
}
