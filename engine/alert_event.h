/* alert_event: alerts as events of the source `alerts` (stdlib/alerts.lur), for rules over alerts. */
#ifndef LURCHER_ENGINE_ALERT_EVENT_H
#define LURCHER_ENGINE_ALERT_EVENT_H

#include "engine/alert.h"
#include "engine/event.h"

struct alert_events;

/* For a program with rules over alerts. NULL with *err when it reads too many fields. The program
 * and symbols must outlive it. */
struct alert_events *alert_events_new(const struct program *program, struct symbols *symbols, struct err *err);
void alert_events_free(struct alert_events *a);

/* The event of an alert. It holds until the next call. NULL with *err when it cannot be one: its values
 * are larger than 1 GiB, or its time has no four-digit year. */
const struct event *alert_event_make(struct alert_events *a, const struct alert *alert, struct err *err);

#endif
