/* eval: the values and predicates of a program for one event at a time.
 *
 * A node that one slot decides is computed once per distinct text of that slot
 * and remembered by symbol; other nodes are computed at most once per event. */
#ifndef LURCHER_ENGINE_EVAL_H
#define LURCHER_ENGINE_EVAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "engine/event.h"
#include "engine/geo.h"
#include "engine/report.h"
#include "engine/symbol.h"
#include "lang/program.h"

struct eval;

/* Compiles regular expressions and lists. `geo` may be NULL. NULL with *err when
 * that fails. The program, symbols and geo must outlive it. */
struct eval *eval_new(const struct program *program, struct symbols *symbols, struct geo *geo,
                      struct report report, struct err *err);
void eval_free(struct eval *ev);

/* Lists with other items, between eval_end of an event and eval_begin of the next. What was computed
 * before is forgotten; what a chain or a state has learnt stays. */
void eval_replace_lists(struct eval *ev, const struct program_list_items *items, uint32_t n);

/* Turn to an event: what was computed for the last one is forgotten. */
void eval_begin(struct eval *ev, const struct event *event);

/* The answers of the primitives for this event, one value per prim of the
 * program, read by PRIM nodes. Set before a predicate that reads them. */
void eval_set_prims(struct eval *ev, const struct value *answers);

/* Behind the last answer for this event: its chains learn of it. Without it they know nothing of the
 * event. Once for an event; the event must still be there. */
void eval_end(struct eval *ev);

/* The value of a node; holds until the next eval_begin. */
struct value eval_node(struct eval *ev, uint32_t node);

/* The same in memory that holds as long as the symbols; a list is its JSON text. */
struct value eval_kept(struct eval *ev, uint32_t node);

/* Does the predicate hold (an index into tests, PROGRAM_TRUE or PROGRAM_FALSE)? */
bool eval_test(struct eval *ev, uint32_t predicate);

/* The tuple of a run of args (nodes) as one number (symbol_tuple); false when a
 * part is null. */
bool eval_key(struct eval *ev, struct program_run args, uint32_t *key);

/* The populations whose match could hold for this event, by the values of the
 * source's index fields: ascending, decided once per distinct combination. */
const uint32_t *eval_candidates(struct eval *ev, uint32_t *count);

/* Let chains be kept in a state folder, whose newest event has the time `now`: take what is known, before any
 * event; write what has changed, inside of a transaction. False: see store_check. */
struct store;
bool eval_load(struct eval *ev, struct store *store, uint64_t salt, int64_t now);
void eval_save(struct eval *ev, struct store *store);

/* Regular expressions that hit their limit (each rule's first is reported). */
uint64_t eval_errors(const struct eval *ev);
size_t eval_bytes(const struct eval *ev);

#endif
