/* str: a length-counted slice of bytes. It owns nothing and may hold NUL. */
#ifndef LURCHER_BASE_STR_H
#define LURCHER_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
    const char *ptr;
    size_t len;
};

/* A slice over a string literal. */
#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})

/* For printf("%.*s", STR_ARG(s)); lengths over INT_MAX are cut. */
#define STR_ARG(s) (int)((s).len > 0x7fffffff ? 0x7fffffff : (s).len), (s).ptr

static inline struct str str_from(const char *text)
{
    return (struct str){text, text == NULL ? 0 : strlen(text)};
}

static inline struct str str_slice(const char *ptr, size_t len)
{
    return (struct str){ptr, len};
}

static inline bool str_equal(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Order by bytes, then by length: <0, 0, >0 as memcmp. */
int str_compare(struct str a, struct str b);

/* Does `s` begin or end with it? Every text does with the empty one. */
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);

/* Offset of the first `needle` in `s`, or SIZE_MAX. An empty needle is at 0. */
size_t str_find(struct str s, struct str needle);

/* ASCII case-insensitive equality. */
bool str_equal_nocase(struct str a, struct str b);

/* The value of a hexadecimal digit in either case, 0 to 15; -1 for any other byte. */
int str_hex_digit(char c);

/* The edit distance of two short names (insert, delete, replace, swap of
 * neighbours: optimal string alignment distance), or a number over `limit`
 * when it is larger than that. For "did you mean": names over 255 bytes are
 * equal or over the limit. */
unsigned str_distance(struct str a, struct str b, unsigned limit);

/* Does `text` fit the glob `pattern`? `*` is any run of bytes, `?` one UTF-8
 * character, `\` makes the next byte itself; all else is itself. With `nocase`
 * ASCII letters are equal in either case. Time is O(pattern × text) at worst. */
bool str_glob(struct str pattern, struct str text, bool nocase);

#endif
