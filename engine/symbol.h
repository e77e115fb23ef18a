/* symbol: every text that keys something, as a small number.
 *
 * A symbol stands for a (kind, bytes) pair; equal pairs have equal symbols. What
 * `==` calls equal is one pair: a float without a fraction is kept as an int. A
 * list is kept as its JSON text. Symbols are dense from 1; 0 is "none". The table only grows (docs/ARCHITECTURE.md). */
#ifndef LURCHER_ENGINE_SYMBOL_H
#define LURCHER_ENGINE_SYMBOL_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "base/value.h"

typedef uint32_t symbol;

struct symbols;

struct symbols *symbols_new(void);
void symbols_free(struct symbols *table);

symbol symbol_intern(struct symbols *table, struct str text);          /* of a string */
symbol symbol_of(struct symbols *table, const struct value *v);        /* of any value; 0 for null */
/* Of STRING and JSON, else "". Holds as long as the table. */
struct str symbol_text(const struct symbols *table, symbol s);
struct value symbol_value(const struct symbols *table, symbol s);      /* what it was made from */

/* A tuple of `n` symbols as one symbol-like number: for n = 1 the symbol itself,
 * for n = 0 it is 1. Equal tuples of the same length give equal numbers; numbers
 * of different lengths share a space and must not be mixed. */
uint32_t symbol_tuple(struct symbols *table, const symbol *parts, unsigned n);

/* The parts of a tuple of n parts. */
void symbol_parts(const struct symbols *table, uint32_t tuple, unsigned n, symbol *parts);

uint32_t symbols_count(const struct symbols *table);
size_t symbols_bytes(const struct symbols *table);

#endif
