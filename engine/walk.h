/* walk: how a decoder goes through a record: a trie of the paths that a program
 * reads, and the slots that the values fall into.
 *
 * A decoder (decode_simdjson.cc, decode_jansson.c) goes through the members of
 * the record from WALK_ROOT on, asks walk_child for each key, and gives the value
 * to walk_value: a scalar, or a tree where walk_needs_tree says so. Below any
 * other object it goes on with the same steps. This header is read by C++ too. */
#ifndef LURCHER_ENGINE_WALK_H
#define LURCHER_ENGINE_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/tree.h"

#ifdef __cplusplus
extern "C" {
#endif

struct walk;

#define WALK_ROOT 0u
#define WALK_NONE UINT32_MAX

/* The node of `key` (escapes resolved) below `node`, or WALK_NONE when the program
 * reads nothing there. Entering a node again forgets what its first value gave. */
uint32_t walk_child(struct walk *w, uint32_t node, const char *key, size_t len);

/* Must an array or object at this node be given as a tree? */
bool walk_needs_tree(const struct walk *w, uint32_t node);

/* Take the value at a node. */
void walk_value(struct walk *w, uint32_t node, const struct tree *value);

/* Memory for the texts and trees of the current record. */
struct arena *walk_arena(struct walk *w);
void *arena_alloc(struct arena *a, size_t size); /* base/arena.h, which is no C++ */

/* The record is no JSON, since …; it is wrong altogether. The first message stays. */
void walk_fail(struct walk *w, const char *why);
void walk_refuse(struct walk *w, const char *why);

/* What a decoder implements. */
enum decode_result { DECODE_BACKEND_OK, DECODE_BACKEND_BAD, DECODE_BACKEND_UTF8 };

struct decode_backend {
    void *(*make)(void);
    void (*drop)(void *self);
    /* Go through the record once. BAD after walk_fail; UTF8: it is not UTF-8 and
     * was perhaps not gone through to the end. 64 bytes behind it are readable. */
    enum decode_result (*run)(void *self, const char *text, size_t len, struct walk *w);
};

extern const struct decode_backend decode_simdjson; /* only where HAVE_SIMDJSON */
extern const struct decode_backend decode_jansson;

#ifdef __cplusplus
}
#endif

#endif
