#include "engine/sink_text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/timefmt.h"
#include "engine/text_group.h"

#define GROUP_SPAN TIME_HOUR
#define EVENTS_MAX 10000u /* that are held; beyond it the oldest group is written early */

struct sink_text {
    struct sink sink; /* first: what the engine sees */
    FILE *file;
    bool colour;
    bool begun;                      /* something was written: a blank line comes between groups */
    struct text_event *pending;      /* the event whose alerts are arriving */
    VEC(struct text_group *) groups; /* open, in the order of their first alerts */
    size_t n_events;                 /* in them */
    struct buf page;
};

static void group_close(struct sink_text *t, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct text_group *group = t->groups.items[i];
        if (t->begun) {
            buf_add_char(&t->page, '\n');
        }
        t->begun = true;
        text_group_print(group, t->colour, &t->page);
        t->n_events -= group->events.len;
        text_group_free(group);
    }
    if (n > 0) {
        t->groups.len -= n;
        memmove(t->groups.items, t->groups.items + n, t->groups.len * sizeof *t->groups.items);
    }
}

/* Groups that nothing can join any more. They stand at the front. */
static void groups_expire(struct sink_text *t, int64_t time)
{
    size_t n = 0;
    while (n < t->groups.len && t->groups.items[n]->first <= time - GROUP_SPAN) {
        n++;
    }
    if (n == 0 && t->n_events >= EVENTS_MAX) {
        n = 1;
    }
    group_close(t, n);
}

static struct text_group *group_find(const struct sink_text *t, struct str actor)
{
    for (size_t i = t->groups.len; actor.len > 0 && i > 0; i--) {
        if (str_equal(t->groups.items[i - 1]->actor, actor)) {
            return t->groups.items[i - 1];
        }
    }
    return NULL;
}

/* All alerts of the pending event are here: it joins its group. */
static void pending_place(struct sink_text *t)
{
    struct text_event *event = t->pending;
    if (event == NULL) {
        return;
    }
    t->pending = NULL;
    groups_expire(t, event->time);
    struct text_group *group = group_find(t, event->actor);
    if (group != NULL) {
        text_group_add(group, event);
    } else {
        group = text_group_new(event);
        vec_push(&t->groups, group);
    }
    t->n_events++;
}

static bool page_write(struct sink_text *t, struct err *err)
{
    bool ok = t->page.len == 0 || fwrite(t->page.ptr, 1, t->page.len, t->file) == t->page.len;
    buf_reset(&t->page);
    return ok || err_set(err, "cannot write alerts: %s", strerror(errno));
}

static bool text_alert(struct sink *sink, const struct alert *alert, struct err *err)
{
    struct sink_text *t = (struct sink_text *)sink;
    if (t->pending != NULL && t->pending->time == alert->time && str_equal(t->pending->id, alert->event_id)) {
        text_event_add(t->pending, alert);
        return true;
    }
    pending_place(t);
    t->pending = text_event_new(alert);
    return page_write(t, err);
}

static bool text_finish(struct sink *sink, struct err *err)
{
    struct sink_text *t = (struct sink_text *)sink;
    pending_place(t);
    group_close(t, t->groups.len);
    if (!page_write(t, err)) {
        return false;
    }
    return fflush(t->file) == 0 || err_set(err, "cannot write alerts: %s", strerror(errno));
}

static void text_free(struct sink *sink)
{
    struct sink_text *t = (struct sink_text *)sink;
    if (t->pending != NULL) {
        text_event_free(t->pending);
    }
    for (size_t i = 0; i < t->groups.len; i++) {
        text_group_free(t->groups.items[i]);
    }
    vec_release(&t->groups);
    buf_release(&t->page);
    free(t);
}

struct sink *sink_text_new(FILE *file, bool colour)
{
    struct sink_text *t = mem_zalloc(sizeof *t);
    t->sink = (struct sink){text_alert, text_finish, text_free};
    t->file = file;
    t->colour = colour;
    return &t->sink;
}
