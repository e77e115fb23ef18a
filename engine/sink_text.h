/* sink_text: alerts for people, in at most 80 columns.
 *
 *     2023-04-28 03:12:07 to 03:41:55 UTC  arn:aws:iam::111122223333:role/vendor
 *                                          (3 alerts)
 *       03:12:07  LOW  vendor called ec2:DescribeInstances for the first time
 *                     first time in 121 events over 29 days; 1 other value seen
 *                     before
 *                     rule anomaly.new_action_for_actor · T1078.004
 *                 MEDIUM  vendor came from RU, where it never was
 *                     …
 *                     source_ip: 203.0.113.9 · event 3038ebd2-…
 *
 * The alerts of one event stand together; the events of one actor (the shown
 * field `actor`) within an hour stand under one head. A field that a title or
 * the head already says is not said again; a null one is left out, a very long
 * one is cut and says so. The rule is named when it first stands under a head.
 * Groups come in the order of their first alerts. What an event says is made
 * safe to print. */
#ifndef LURCHER_ENGINE_SINK_TEXT_H
#define LURCHER_ENGINE_SINK_TEXT_H

#include <stdbool.h>
#include <stdio.h>

#include "engine/alert.h"

/* The file is the caller's: it stays open. Groups are written when they are
 * complete, the last ones in finish. The caller frees the sink by its own `free`. */
struct sink *sink_text_new(FILE *file, bool colour);

#endif
