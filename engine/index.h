/* index: which populations an event can belong to, by a few of its fields.
 *
 * For each distinct combination of the values of the source's index fields, the
 * match of every population is walked once with those values known and all else
 * unknown; an unknown test goes both ways. Where TRUE can be come to, the population is
 * a candidate. So an index can only leave out what could not match. */
#ifndef LURCHER_ENGINE_INDEX_H
#define LURCHER_ENGINE_INDEX_H

#include <stddef.h>
#include <stdint.h>

#include "engine/event.h"
#include "engine/symbol.h"
#include "lang/program.h"

struct index;

/* Does the (decided) bool node hold for the current event? */
typedef bool (*index_holds)(void *context, uint32_t node);

struct index *index_new(const struct program *program);
void index_free(struct index *index);

/* The candidates, ascending; they hold until the next call. `holds` is asked only
 * for a combination that was not met before. */
const uint32_t *index_candidates(struct index *index, const struct event *event, struct symbols *symbols,
                                 index_holds holds, void *context, uint32_t *count);

size_t index_bytes(const struct index *index);

#endif
