/* known_data: the JSON in a row of what is known, written and read.
 *
 * It is read as it is written: no blanks, members in their order. All that reads moves behind what it
 * has read, and is false for anything else. */
#ifndef LURCHER_ENGINE_KNOWN_DATA_H
#define LURCHER_ENGINE_KNOWN_DATA_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "engine/number.h"

struct known_data {
    const char *at, *end;
};

static inline struct known_data known_data_of(struct str json)
{
    return (struct known_data){json.ptr, json.len == 0 ? json.ptr : json.ptr + json.len};
}
static inline bool known_data_end(const struct known_data *d) { return d->at == d->end; }

/* This text. */
bool known_data_is(struct known_data *d, const char *text);

/* A string of UTF-8; it points into the JSON or into `arena`. */
bool known_data_string(struct known_data *d, struct arena *arena, struct str *out);

/* A number, integer or float as it is written; what is not finite is a string: "inf", "-inf", "nan". */
bool known_data_number(struct known_data *d, struct number *out);
void known_number_print(struct number n, struct buf *out);

/* A float as text: with a point or an exponent, or one of these words. */
void known_float_print(double f, struct buf *out);
bool known_float_word(struct str text, double *out);

/* A time in seconds, as µs. */
bool known_data_seconds(struct known_data *d, int64_t *out);
void known_seconds_print(int64_t time, struct buf *out);

/* Sums by bucket: [[start in s, number], …], in the order of time. A bucket's number is its start divided by `step`
 * (µs, > 0). `take` may refuse. */
typedef bool (*known_bucket_take)(void *context, int64_t bucket, struct number x);
bool known_data_buckets(struct known_data *d, int64_t step, known_bucket_take take, void *context);
void known_bucket_print(bool first, int64_t bucket, int64_t step, struct number x, struct buf *out); /* "[s,x]" */

#endif
