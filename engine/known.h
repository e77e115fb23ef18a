/* known: one row of what a state knows, on its way into a state folder and out of it
 * (docs/state.md, "known"). */
#ifndef LURCHER_ENGINE_KNOWN_H
#define LURCHER_ENGINE_KNOWN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/value.h"
#include "engine/symbol.h"

#define KNOWN_NOTHING INT64_MIN          /* a number or time that there is nothing to tell of */
#define KNOWN_TIME_MAX (INT64_C(1) << 62) /* µs before or after 1970: two times have a difference */
#define KNOWN_N_MAX (INT64_C(1) << 48)   /* events */

struct known {
    uint32_t entity;   /* its number in the entity table of the state */
    uint32_t value;    /* the tuple v; 0: the row is of the entity as a whole */
    int64_t since, last, n; /* µs, µs, a count; or KNOWN_NOTHING */
    struct str data;   /* JSON; empty: nothing */
    bool gone;         /* of a save: nothing is known any more, the row is to be dropped if there is one */
};

/* A row without anything but whose it is. */
static inline struct known known_of(uint32_t entity, uint32_t value)
{
    return (struct known){.entity = entity, .value = value, .since = KNOWN_NOTHING, .last = KNOWN_NOTHING,
                          .n = KNOWN_NOTHING};
}

/* Takes a row during the call. */
typedef void (*known_put)(void *context, const struct known *row);

/* What a row tells beside whose it is, as bits. */
enum known_part { KNOWN_SINCE = 1, KNOWN_LAST = 2, KNOWN_N = 4, KNOWN_DATA = 8 };

/* Does a row that was read tell exactly these parts, with times and a count (from 1) that can be? */
bool known_is(const struct known *row, unsigned parts);

/* Is it a time that can be? */
static inline bool known_is_time(int64_t t) { return t >= -KNOWN_TIME_MAX && t <= KNOWN_TIME_MAX; }

/* A value that is not null as a kind and a text, which is UTF-8 without NUL: adds the text to `out` and returns the
 * kind's word. A list is told as the JSON that it stands for, a string that is no such text as kind `hex`. */
const char *known_term_print(const struct value *v, struct buf *out);

/* And back: texts and addresses of what is read are interned in `symbols`, so they hold as long as these. False: no
 * value is told so. */
bool known_term_parse(struct str kind, struct str text, struct symbols *symbols, struct value *out);

/* The same as the JSON list [kind, text] that a row holds. */
void known_value_print(const struct value *v, struct buf *out);
bool known_value_parse(struct str json, struct symbols *symbols, struct value *out);

#endif
