/* json_path: parts of a json value, which is held as text (VALUE_JSON) or, when it
 * is an array, as a list. The text is compact JSON without duplicate keys; what is
 * no JSON gives null. */
#ifndef LURCHER_ENGINE_JSON_PATH_H
#define LURCHER_ENGINE_JSON_PATH_H

#include <stdint.h>

#include "base/arena.h"
#include "base/value.h"
#include "lang/program.h"

/* The value at a path of keys and indexes below `v`, or null. Parts of it point
 * into `v` or `scratch`. */
struct value json_path_get(const struct value *v, const struct program_segment *path, uint32_t n,
                           struct arena *scratch);

/* Item `index` of a list or array, or null. */
struct value json_path_item(const struct value *v, uint32_t index, struct arena *scratch);

/* A list as it is; an array that is still text (an item of a list) as a list; all
 * else is null. */
struct value json_path_list(const struct value *v, struct arena *scratch);

#endif
