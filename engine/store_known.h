/* store_known: what states know, by signature, in a state folder (docs/state.md, "state", "known"). */
#ifndef LURCHER_ENGINE_STORE_KNOWN_H
#define LURCHER_ENGINE_STORE_KNOWN_H

#include "engine/known.h"
#include "engine/store_term.h"

#define STORE_UNBORN INT64_MAX /* nothing was learnt yet */

/* A line of the table `state`. */
struct store_state {
    int64_t id;         /* 0: it is not in the folder yet */
    int64_t born;       /* µs: the first event that it learnt from; or STORE_UNBORN */
    int64_t rows;       /* of `known` */
    unsigned key, value; /* how many parts its entities and values have */
};

/* How a state is told of. Texts hold during the call. */
struct store_label {
    struct str signature, kind, source, match, key, text;
};

/* The state with this signature; id 0 when there is none. */
struct store_state store_state_find(struct store *s, struct str signature);

/* Begin it. Inside of a transaction. */
void store_state_begin(struct store *s, struct store_state *state, const struct store_label *label);

/* Write what changes with each commit: born, rows; how it is written now (empty: as before); the names of the rules
 * that read it, with ", " between them; and when that was. */
void store_state_mark(struct store *s, const struct store_state *state, struct str text, struct str rules,
                      int64_t seen);

/* Write a row: `entity` is the key of its entity (a tuple), not its number. Inside of a transaction. */
void store_known_put(struct store *s, struct store_state *state, uint32_t entity, const struct known *row);

/* All rows of a state, to `take`, in the order of ids; the entity is the key (a tuple). False: a row is not as it was
 * written, or `take` said that it cannot be one: see store_check. */
typedef bool (*store_known_take)(void *context, const struct known *row);
bool store_known_each(struct store *s, const struct store_state *state, store_known_take take, void *context);

#endif
