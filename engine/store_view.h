/* store_view: what is in a state folder, for people: `lurcher state`. */
#ifndef LURCHER_ENGINE_STORE_VIEW_H
#define LURCHER_ENGINE_STORE_VIEW_H

#include "engine/known.h"
#include "engine/store.h"

/* A primitive's state. Texts hold during the call. */
struct store_view_state {
    int64_t id;
    struct str kind, source, match, text, rules; /* rules: their names with ", " between them; empty: an orphan */
    int64_t born, seen;  /* µs; KNOWN_NOTHING: not yet */
    int64_t rows, entities, values;
};

/* Each state of a primitive, in the order in which they were begun. False with *err. */
typedef void (*store_view_state_take)(void *context, const struct store_view_state *state);
bool store_view_states(struct store *s, store_view_state_take take, void *context, struct err *err);

/* Rows of a state with their texts, by entity and value; those whose entity fits `glob` (`*`: any text; NULL: all). */
struct store_view_row {
    struct str entity, value; /* empty value: of the entity as a whole */
    struct known known;
};
typedef void (*store_view_row_take)(void *context, const struct store_view_row *row);
bool store_view_rows(struct store *s, int64_t state, const char *glob, store_view_row_take take, void *context,
                     struct err *err);

/* Read all of it: each row's check, and what the database finds wrong with its file. Numbers of what was read. False
 * with *err for the first that is wrong. */
struct store_view_sizes {
    uint64_t states, terms, rows;
};
bool store_view_verify(struct store *s, struct store_view_sizes *sizes, struct err *err);

#endif
