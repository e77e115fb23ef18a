/* instant: all alerts of one time, which go out together when nothing of that time can come any
 * more: first those of rules over events, then, level by level, those of rules over alerts, which
 * get the ones before them as events. */
#ifndef LURCHER_ENGINE_INSTANT_H
#define LURCHER_ENGINE_INSTANT_H

#include "engine/firing.h"

struct instants;

/* Do alerts of this program have to wait in an outbox? */
bool instants_needed(const struct program *program);

/* Over the outbox of `firing`, which must outlive it. NULL with *err when the program reads too many fields. */
struct instants *instants_new(struct firing *firing, struct err *err);
void instants_free(struct instants *in);

/* Decide all verdicts that are due before that time (µs), and give out all alerts before it. Events
 * before it are all there. The evaluator may then have begun another event. False with *err when the sink fails. */
bool instants_settle(struct instants *in, int64_t before, struct err *err);

/* At the end of the input: what still waits for a verdict gives no alert. `kept`: it is kept for another run, and so
 * are the alerts of a time at which a verdict falls, since they go out in one order. */
bool instants_finish(struct instants *in, bool kept, struct err *err);

#endif
