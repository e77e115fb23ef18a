#include "engine/instant.h"

#include <stdlib.h>

#include "base/mem.h"
#include "engine/alert_event.h"

struct instants {
    struct firing *firing;
    uint32_t levels;               /* of rules over alerts; 0: there are none */
    struct alert_events *events;   /* NULL: there are no such rules */
    VEC(struct outbox_item *) out; /* the alerts of the current time */
    bool told;                     /* an alert that can be no event was reported */
};

static bool has_absent(const struct program *p)
{
    for (uint32_t i = 0; i < p->n_prims; i++) {
        if (p->prims[i].kind == PRIMITIVE_ABSENT) {
            return true;
        }
    }
    return false;
}

static uint32_t levels_of(const struct program *p)
{
    uint32_t levels = 0;
    for (uint32_t i = 0; i < p->n_populations; i++) {
        levels = p->populations[i].level > levels ? p->populations[i].level : levels;
    }
    return levels;
}

bool instants_needed(const struct program *program) { return has_absent(program) || levels_of(program) > 0; }

struct instants *instants_new(struct firing *firing, struct err *err)
{
    const struct run *run = firing->run;
    struct instants *in = mem_zalloc(sizeof *in);
    in->firing = firing;
    in->levels = levels_of(run->program);
    in->events = in->levels == 0 ? NULL : alert_events_new(run->program, run->symbols, err);
    if (in->levels > 0 && in->events == NULL) {
        instants_free(in);
        return NULL;
    }
    return in;
}

void instants_free(struct instants *in)
{
    if (in == NULL) {
        return;
    }
    for (size_t i = 0; i < in->out.len; i++) { /* after a failure */
        outbox_item_free(in->out.items[i]);
    }
    vec_release(&in->out);
    alert_events_free(in->events);
    free(in);
}

/* ---- one level ---- */

/* The verdicts of a level that are due. */
static void verdicts(struct instants *in, int64_t time, uint32_t level)
{
    struct outbox *o = in->firing->outbox;
    struct outbox_item *item;
    while ((item = outbox_due(o, time, level)) != NULL) {
        if (!outbox_decide(item, in->firing->populations)) {
            outbox_wait(o, item);
        } else if (outbox_verdict(item)) {
            outbox_ready(o, item);
        } else {
            outbox_item_free(item);
        }
    }
}

/* What is ready joins the alerts of this time; what `once` holds back is none. */
static void gather(struct instants *in, int64_t time)
{
    struct outbox_item *item;
    while ((item = outbox_out(in->firing->outbox, time)) != NULL) {
        if (firing_lets(in->firing, item)) {
            vec_push(&in->out, item);
        } else {
            outbox_item_free(item);
        }
    }
}

static void report_unfit(struct instants *in, const struct alert *alert, const char *why)
{
    struct report report = in->firing->run->options->report;
    struct buf text = BUF_INIT;
    if (in->told || report.call == NULL) {
        return;
    }
    in->told = true;
    buf_addf(&text, "alert %s: rules over alerts do not see it: %s (said once)", alert->id.hex, why);
    report.call(report.context, REPORT_WARNING, NULL, REPORT_NOWHERE, text.ptr);
    buf_release(&text);
}

/* Show an alert to the rules of a level, as an event. */
static bool show(struct instants *in, const struct outbox_item *item, uint32_t level, struct err *err)
{
    struct firing *f = in->firing;
    struct err why = {""};
    uint32_t n;
    const struct event *event = alert_event_make(in->events, &item->alert, &why);
    if (event == NULL) {
        report_unfit(in, &item->alert, why.text);
        return true;
    }
    struct population_alert alert = {level, item->rule, item->level};
    eval_begin(f->run->ev, event);
    const uint32_t *populations = population_answer_alert(f->populations, event, &alert, &n);
    bool ok = firing_event(f, event, populations, n, err);
    population_learn(f->populations);
    return ok;
}

/* ---- one time ---- */

static bool give_out(struct instants *in, struct err *err)
{
    bool ok = true;
    for (size_t i = 0; i < in->out.len; i++) {
        struct outbox_item *item = in->out.items[i];
        ok = ok && firing_out(in->firing, item->rule, &item->alert, err);
        outbox_item_free(item);
    }
    vec_reset(&in->out);
    return ok;
}

/* `over`: the input is, so no verdict falls any more. */
static bool instant_take(struct instants *in, int64_t time, bool over, struct err *err)
{
    bool ok = true;
    for (uint32_t level = 0; ok && level <= in->levels; level++) {
        size_t below = in->out.len; /* alerts of lower levels, in their order */
        for (size_t i = 0; ok && level > 0 && i < below; i++) {
            ok = show(in, in->out.items[i], level, err);
        }
        if (!over) {
            verdicts(in, time, level);
        }
        gather(in, time);
    }
    return ok && give_out(in, err);
}

bool instants_settle(struct instants *in, int64_t before, struct err *err)
{
    const struct outbox *o = in->firing->outbox;
    bool ok = true;
    while (ok) {
        int64_t wait = outbox_waits_until(o), ready = outbox_ready_at(o), time = wait < ready ? wait : ready;
        if (time >= before) {
            break;
        }
        ok = instant_take(in, time, false, err);
    }
    return ok;
}

bool instants_finish(struct instants *in, bool kept, struct err *err)
{
    const struct outbox *o = in->firing->outbox;
    int64_t time;
    bool ok = true;
    while (ok && (time = outbox_ready_at(o)) != INT64_MAX && !(kept && outbox_waits_until(o) <= time)) {
        ok = instant_take(in, time, true, err);
    }
    return ok;
}
