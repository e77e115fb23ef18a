#include "base/timefmt.h"

#include <inttypes.h>

static int64_t unit_of(char c)
{
    switch (c) {
    case 's':
        return TIME_SECOND;
    case 'm':
        return TIME_MINUTE;
    case 'h':
        return TIME_HOUR;
    case 'd':
        return TIME_DAY;
    case 'w':
        return 7 * TIME_DAY;
    default:
        return 0;
    }
}

/* A number and its unit at *at, as a duration. */
static bool take_part(struct str s, size_t *at, int64_t *out)
{
    int64_t n = 0;
    size_t start = *at;
    while (*at < s.len && s.ptr[*at] >= '0' && s.ptr[*at] <= '9') {
        int digit = s.ptr[(*at)++] - '0';
        if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, digit, &n)) {
            return false;
        }
    }
    if (*at == start || *at == s.len) {
        return false;
    }
    int64_t unit = unit_of(s.ptr[(*at)++]);
    return unit != 0 && !__builtin_mul_overflow(n, unit, out);
}

bool duration_parse(struct str s, int64_t *out)
{
    int64_t sum = 0, part;
    size_t at = 0;
    while (at < s.len) {
        if (!take_part(s, &at, &part) || __builtin_add_overflow(sum, part, &sum)) {
            return false;
        }
    }
    *out = s.len == 0 ? *out : sum;
    return s.len != 0;
}

/* The units that durations are written in. Weeks are only read: nobody looks for
 * "4w2d" who wrote 30d. */
static const struct {
    int64_t size;
    const char *letter, *word;
} units[] = {
    {TIME_DAY, "d", "day"},
    {TIME_HOUR, "h", "hour"},
    {TIME_MINUTE, "m", "minute"},
    {TIME_SECOND, "s", "second"},
};

#define UNITS (sizeof units / sizeof units[0])

/* The size without its sign: INT64_MIN has none in int64_t. */
static uint64_t magnitude(int64_t d)
{
    return d < 0 ? -(uint64_t)d : (uint64_t)d;
}

void duration_format(int64_t d, struct buf *out)
{
    uint64_t rest = magnitude(d);
    if (rest < (uint64_t)TIME_SECOND) {
        buf_add_text(out, "0s");
        return;
    }
    buf_add_text(out, d < 0 ? "-" : "");
    for (size_t i = 0; i < UNITS; i++) {
        uint64_t size = (uint64_t)units[i].size;
        if (rest >= size) {
            buf_addf(out, "%" PRIu64 "%s", rest / size, units[i].letter);
            rest %= size;
        }
    }
}

void duration_describe(int64_t d, struct buf *out)
{
    uint64_t rest = magnitude(d);
    size_t i = 0;
    while (i < UNITS - 1 && rest < (uint64_t)units[i].size) {
        i++;
    }
    buf_add_text(out, d < 0 ? "-" : "");
    for (size_t last = i + 1; i <= last && i < UNITS; i++) {
        uint64_t n = rest / (uint64_t)units[i].size;
        rest %= (uint64_t)units[i].size;
        bool first = i + 1 == last;
        if (first || n != 0) {
            buf_addf(out, "%s%" PRIu64 " %s%s", first ? "" : " ", n, units[i].word, n == 1 ? "" : "s");
        }
    }
}
