/* text_group: alerts on their way to people: the events of one actor within an
 * hour, each with its alerts, and how they are printed. Private to sink_text. */
#ifndef LURCHER_ENGINE_TEXT_GROUP_H
#define LURCHER_ENGINE_TEXT_GROUP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/vec.h"
#include "engine/alert.h"

/* All texts are safe to print. */
struct text_alert {
    enum severity severity;
    struct str title, rule, attack; /* "T1078.004, T1526" or empty */
    struct str *evidence;           /* sentences */
    unsigned n_evidence;
    uint64_t suppressed;
};

struct text_field {
    struct str name, value;
};

struct text_event {
    struct arena arena; /* of all below */
    int64_t time;
    struct str id, actor; /* as they are in the event; actor may be empty */
    VEC(struct text_alert) alerts;
    VEC(struct text_field) fields; /* of all its alerts, each once */
};

struct text_group {
    struct str actor; /* empty: an event that stands alone */
    int64_t first, last;
    VEC(struct text_event *) events;
    size_t n_alerts;
};

/* Copy what is printed of an alert. */
struct text_event *text_event_new(const struct alert *alert);
void text_event_add(struct text_event *event, const struct alert *alert);
void text_event_free(struct text_event *event);

/* The group takes its first event, and further ones. */
struct text_group *text_group_new(struct text_event *event);
void text_group_add(struct text_group *group, struct text_event *event);
void text_group_free(struct text_group *group);

void text_group_print(const struct text_group *group, bool colour, struct buf *out);

#endif
