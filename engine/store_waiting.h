/* store_waiting: alerts that wait for a verdict, in a state folder (docs/state.md, "waiting"). */
#ifndef LURCHER_ENGINE_STORE_WAITING_H
#define LURCHER_ENGINE_STORE_WAITING_H

#include "engine/outbox.h"
#include "engine/store_term.h"

/* Write those that wait in the outbox, or are ready there (NULL: none), in the place of those that did. Inside of a
 * transaction. */
void store_waiting_put(struct store *s, const struct outbox *outbox, const struct program *program);

/* Put all that wait into the outbox (NULL: no rule waits), each by its rule's name. Those whose rule is not there
 * any more, or does not wait for what they wait for, are left out; *dropped counts them. Texts are interned in
 * `symbols`. False: see store_check. */
bool store_waiting_load(struct store *s, struct outbox *outbox, const struct program *program, struct symbols *symbols,
                        uint64_t *dropped);

#endif
