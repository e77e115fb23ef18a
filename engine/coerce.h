/* coerce: a value of a record as the type that its field declares. */
#ifndef LURCHER_ENGINE_COERCE_H
#define LURCHER_ENGINE_COERCE_H

#include "base/arena.h"
#include "base/value.h"
#include "engine/tree.h"
#include "lang/type.h"

/* The value of a field. A scalar of a fitting kind is converted (text to a
 * number, a number to text, …); what does not fit is null, so is a container
 * where a scalar is declared, and the reverse. A json field keeps natural kinds.
 * Memory comes from `arena`, or the value points into the tree. */
struct value coerce(const struct tree *json, struct type type, struct arena *arena);

/* The same for one item of a list of `kind`: what has parts becomes JSON text. */
struct value coerce_item(const struct tree *json, enum type_kind kind, struct arena *arena);

/* A value as a time: a text (one without a zone is UTC: exports of other tools have such), or a number,
 * also as text, of seconds since 1970, or of milliseconds from COERCE_MILLISECONDS on. */
#define COERCE_MILLISECONDS INT64_C(100000000000) /* in seconds, the year 5138 */
bool coerce_time(const struct tree *json, struct arena *arena, int64_t *out);

#endif
