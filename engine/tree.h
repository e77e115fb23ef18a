/* tree: parts of a record as they were read, and the pieces that both decoders
 * share: texts, numbers, the canonical form.
 *
 * Only the values that a program reads become trees, and only where they have
 * parts. Trees live in an arena. This header is read by C++ too. */
#ifndef LURCHER_ENGINE_TREE_H
#define LURCHER_ENGINE_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct arena;
struct buf;

#define TREE_DEPTH_MAX 128u /* of a record; the cutter refuses what is deeper */

enum tree_kind { TREE_NULL, TREE_BOOL, TREE_INT, TREE_FLOAT, TREE_STRING, TREE_ARRAY, TREE_OBJECT };

struct tree_member;

struct tree {
    uint8_t kind;  /* enum tree_kind */
    uint32_t len;  /* STRING: bytes; ARRAY: items; OBJECT: members */
    union {
        bool b;
        int64_t i;
        double f;
        const char *s;
        struct tree *items;
        struct tree_member *members;
    };
};

struct tree_member {
    struct tree value;
    const char *key;
    uint32_t key_len;
};

/* The value of a token: a string with its quotes, a number, true, false, null.
 * Integers outside int64 are floats; a number outside the range of a double is
 * null. Escapes are resolved, a lone surrogate becomes U+FFFD. A string without
 * escapes points into the token, one with escapes into `arena`. False for what
 * is no token of JSON. */
bool tree_token(const char *token, size_t len, struct arena *arena, struct tree *out);

/* Resolve the escapes between the quotes of a string. The result is never longer
 * than `len`; `out` has room for it. Returns its length, or SIZE_MAX for an
 * escape that JSON does not know. */
size_t tree_unescape(const char *text, size_t len, char *out);

/* Collects the items or members of one array or object after another. */
struct tree_builder {
    struct tree_member *members;
    size_t len, cap;
};

/* Add a value; the key must hold as long as the tree. */
void tree_builder_add(struct tree_builder *b, const char *key, size_t key_len, const struct tree *value);

/* Take everything from the `first`-th on as one array or object in the arena. Of
 * equal keys the last value wins, at the place of the first. */
struct tree tree_builder_take(struct tree_builder *b, size_t first, enum tree_kind kind, struct arena *arena);
void tree_builder_release(struct tree_builder *b);

/* The member of an object, or NULL (also for what is no object). */
const struct tree *tree_get(const struct tree *object, const char *key, size_t key_len);

/* Add the canonical form: compact, keys in their order. */
void tree_write(const struct tree *value, struct buf *out);

#ifdef __cplusplus
}
#endif

#endif
