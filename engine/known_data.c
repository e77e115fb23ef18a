#include "engine/known_data.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/timefmt.h"
#include "engine/repair.h"
#include "engine/tree.h"

bool known_data_is(struct known_data *d, const char *text)
{
    size_t len = strlen(text);
    if ((size_t)(d->end - d->at) < len || memcmp(d->at, text, len) != 0) {
        return false;
    }
    d->at += len;
    return true;
}

/* ---- strings ---- */

/* Behind the string that begins at `p`, or NULL. */
static const char *string_end(const char *p, const char *end)
{
    if (p == end || *p != '"') {
        return NULL;
    }
    for (p++; p < end; p++) {
        if ((unsigned char)*p < ' ') {
            return NULL;
        }
        if (*p == '"') {
            return p + 1;
        }
        p += *p == '\\';
    }
    return NULL;
}

bool known_data_string(struct known_data *d, struct arena *arena, struct str *out)
{
    struct tree token;
    const char *end = string_end(d->at, d->end);
    if (end == NULL || !tree_token(d->at, (size_t)(end - d->at), arena, &token) || token.kind != TREE_STRING) {
        return false;
    }
    *out = str_slice(token.s, token.len);
    d->at = end;
    return repair_valid(*out) == out->len;
}

/* ---- numbers ---- */

static const struct {
    const char *word;
    double f;
} words[] = {{"inf", (double)INFINITY}, {"-inf", -(double)INFINITY}, {"nan", (double)NAN}};

#define WORDS (sizeof words / sizeof words[0])

void known_float_print(double f, struct buf *out)
{
    if (isfinite(f)) {
        struct value v = value_float(f);
        value_json(&v, out);
    } else {
        buf_add_text(out, words[isnan(f) ? 2 : f < 0].word);
    }
}

bool known_float_word(struct str text, double *out)
{
    for (size_t i = 0; i < WORDS; i++) {
        if (str_equal(text, str_from(words[i].word))) {
            *out = words[i].f;
            return true;
        }
    }
    return false;
}

void known_number_print(struct number n, struct buf *out)
{
    const char *quote = n.is_float && !isfinite(n.f) ? "\"" : "";
    if (!n.is_float) {
        buf_addf(out, "%" PRId64, n.i);
        return;
    }
    buf_add_text(out, quote);
    known_float_print(n.f, out);
    buf_add_text(out, quote);
}

static bool word_read(struct known_data *d, struct number *out)
{
    struct str word;
    struct arena arena = ARENA_INIT;
    *out = number_float(0);
    bool good = known_data_string(d, &arena, &word) && known_float_word(word, &out->f);
    arena_release(&arena);
    return good;
}

bool known_data_number(struct known_data *d, struct number *out)
{
    if (d->at < d->end && *d->at == '"') {
        return word_read(d, out);
    }
    struct tree token;
    struct arena arena = ARENA_INIT;
    const char *end = d->at;
    while (end < d->end && *end != '\0' && strchr("+-.0123456789Ee", *end) != NULL) {
        end++;
    }
    bool good = tree_token(d->at, (size_t)(end - d->at), &arena, &token) &&
                (token.kind == TREE_INT || token.kind == TREE_FLOAT);
    if (good) {
        *out = token.kind == TREE_INT ? number_int(token.i) : number_float(token.f);
        d->at = end;
    }
    arena_release(&arena);
    return good;
}

/* ---- times ---- */

void known_seconds_print(int64_t time, struct buf *out)
{
    struct value v = value_duration(time);
    value_json(&v, out);
}

static bool is_digit(const struct known_data *d)
{
    return d->at < d->end && *d->at >= '0' && *d->at <= '9';
}

/* Digits as an integer of this sign; false for none and for what is too large. */
static bool digits_read(struct known_data *d, int sign, int64_t *out)
{
    bool some = is_digit(d);
    for (*out = 0; is_digit(d); d->at++) {
        int64_t digit = sign * (*d->at - '0');
        if (__builtin_mul_overflow(*out, 10, out) || __builtin_add_overflow(*out, digit, out)) {
            return false;
        }
    }
    return some;
}

/* Six digits at most, as µs. */
static bool fraction_read(struct known_data *d, int sign, int64_t *out)
{
    const char *start = d->at;
    if (!digits_read(d, sign, out) || d->at - start > 6) {
        return false;
    }
    for (int64_t i = d->at - start; i < 6; i++) {
        *out *= 10;
    }
    return true;
}

bool known_data_seconds(struct known_data *d, int64_t *out)
{
    int64_t fraction = 0;
    int sign = known_data_is(d, "-") ? -1 : 1;
    return digits_read(d, sign, out) && (!known_data_is(d, ".") || fraction_read(d, sign, &fraction)) &&
           !__builtin_mul_overflow(*out, TIME_SECOND, out) && !__builtin_add_overflow(*out, fraction, out);
}

/* ---- buckets ---- */

void known_bucket_print(bool first, int64_t bucket, int64_t step, struct number x, struct buf *out)
{
    buf_add_text(out, first ? "[" : ",[");
    known_seconds_print(bucket * step, out);
    buf_add_char(out, ',');
    known_number_print(x, out);
    buf_add_char(out, ']');
}

static bool bucket_read(struct known_data *d, int64_t step, int64_t *bucket, struct number *x)
{
    int64_t start;
    if (!known_data_is(d, "[") || !known_data_seconds(d, &start) || start % step != 0 || !known_data_is(d, ",")) {
        return false;
    }
    *bucket = start / step;
    return known_data_number(d, x) && known_data_is(d, "]");
}

bool known_data_buckets(struct known_data *d, int64_t step, known_bucket_take take, void *context)
{
    int64_t bucket, before = INT64_MIN;
    struct number x;
    if (!known_data_is(d, "[")) {
        return false;
    }
    if (known_data_is(d, "]")) {
        return true;
    }
    do {
        if (!bucket_read(d, step, &bucket, &x) || bucket <= before || !take(context, bucket, x)) {
            return false;
        }
        before = bucket;
    } while (known_data_is(d, ","));
    return known_data_is(d, "]");
}
