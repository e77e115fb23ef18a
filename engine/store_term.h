/* store_term: the texts of a state folder, by number: what symbols and tuples are in memory. */
#ifndef LURCHER_ENGINE_STORE_TERM_H
#define LURCHER_ENGINE_STORE_TERM_H

#include "engine/store.h"
#include "engine/symbol.h"

#define TERM_NONE 0 /* for a part that is null, and for the tuple of no part */

struct terms;

/* Of store_open and store_close. */
struct terms *terms_new(struct store *store);
void terms_free(struct terms *terms);

/* Read all terms: from then on they have symbols. Once, before the two below. False: see store_check. */
bool terms_load(struct terms *terms, struct symbols *symbols);

uint64_t terms_count(const struct terms *terms);

/* The id of a symbol, or of a tuple of `n` parts; a new one is written. Inside of a transaction. */
int64_t term_of(struct terms *terms, symbol s);
int64_t term_of_tuple(struct terms *terms, uint32_t tuple, unsigned n);

/* The tuple of `n` parts with this id; parts may be null (0). False: there is none. */
bool term_tuple(const struct terms *terms, int64_t id, unsigned n, uint32_t *tuple);

/* The symbol with this id; 0: there is none. */
symbol term_symbol(const struct terms *terms, int64_t id);

#endif
