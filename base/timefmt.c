#include "base/timefmt.h"

#include <inttypes.h>

/* Days since 1970-01-01 of a date of the proleptic Gregorian calendar, and back:
 * Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
static int64_t days_from_civil(int64_t y, int m, int d)
{
    y -= m <= 2;
    int64_t era = floor_div(y, 400);
    int64_t yoe = y - era * 400;
    int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

static void civil_from_days(int64_t z, struct time_parts *out)
{
    z += 719468;
    int64_t era = floor_div(z, 146097);
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    out->day = (int)(doy - (153 * mp + 2) / 5 + 1);
    out->month = (int)(mp < 10 ? mp + 3 : mp - 9);
    out->year = (int)(yoe + era * 400 + (out->month <= 2));
}

struct time_parts time_split(int64_t t)
{
    struct time_parts p;
    int64_t day = floor_div(t, TIME_DAY);
    int64_t second = (t - day * TIME_DAY) / TIME_SECOND;
    civil_from_days(day, &p);
    p.hour = (int)(second / 3600);
    p.minute = (int)(second / 60 % 60);
    p.second = (int)(second % 60);
    p.weekday = (int)((day % 7 + 7 + 3) % 7) + 1; /* 1970-01-01 was a Thursday */
    return p;
}

/* ---- reading ---- */

struct cursor {
    const char *p, *end;
};

static bool take(struct cursor *c, char want)
{
    if (c->p < c->end && *c->p == want) {
        c->p++;
        return true;
    }
    return false;
}

/* Exactly n digits. */
static bool digits(struct cursor *c, int n, int *out)
{
    *out = 0;
    for (int i = 0; i < n; i++, c->p++) {
        if (c->p == c->end || *c->p < '0' || *c->p > '9') {
            return false;
        }
        *out = *out * 10 + (*c->p - '0');
    }
    return true;
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

static bool date(struct cursor *c, int64_t *out, bool *basic)
{
    int y, m, d;
    if (!digits(c, 4, &y)) {
        return false;
    }
    *basic = !take(c, '-');
    if (!digits(c, 2, &m) || (!*basic && !take(c, '-')) || !digits(c, 2, &d)) {
        return false;
    }
    if (y < 1 || m < 1 || m > 12 || d < 1 || d > month_days(y, m)) {
        return false;
    }
    *out = days_from_civil(y, m, d) * TIME_DAY;
    return true;
}

/* ".123456789": digits after the sixth are dropped. */
static bool fraction(struct cursor *c, int64_t *out)
{
    int64_t unit = TIME_SECOND;
    const char *start = c->p;
    while (c->p < c->end && *c->p >= '0' && *c->p <= '9') {
        unit /= 10;
        *out += unit * (*c->p++ - '0');
    }
    return c->p > start;
}

static bool clock_time(struct cursor *c, bool basic, int64_t *out)
{
    int h, m, s;
    if (!digits(c, 2, &h) || (!basic && !take(c, ':')) || !digits(c, 2, &m) || (!basic && !take(c, ':')) ||
        !digits(c, 2, &s) || h > 23 || m > 59 || s > 59) {
        return false;
    }
    *out += h * TIME_HOUR + m * TIME_MINUTE + s * TIME_SECOND;
    return !take(c, '.') || fraction(c, out);
}

/* Z or ±hh:mm (±hhmm too). */
static bool zone(struct cursor *c, int64_t *out)
{
    int h, m;
    if (take(c, 'Z') || take(c, 'z')) {
        return true;
    }
    bool west = take(c, '-');
    if (!west && !take(c, '+')) {
        return false;
    }
    if (!digits(c, 2, &h)) {
        return false;
    }
    take(c, ':');
    if (!digits(c, 2, &m) || h > 23 || m > 59) {
        return false;
    }
    int64_t offset = h * TIME_HOUR + m * TIME_MINUTE;
    *out += west ? offset : -offset;
    return true;
}

bool time_parse(struct str s, int64_t *out)
{
    struct cursor c = {s.ptr, s.ptr + s.len};
    bool basic;
    int64_t t;
    if (s.len == 0 || !date(&c, &t, &basic)) {
        return false;
    }
    if (c.p == c.end) {
        *out = t;
        return !basic;
    }
    if (!take(&c, 'T') && !take(&c, 't') && !take(&c, ' ')) {
        return false;
    }
    if (!clock_time(&c, basic, &t) || !zone(&c, &t) || c.p != c.end) {
        return false;
    }
    *out = t;
    return true;
}

/* ---- writing ---- */

void time_format_date(int64_t t, struct buf *out)
{
    struct time_parts p = time_split(t);
    buf_addf(out, "%04d-%02d-%02d", p.year, p.month, p.day);
}

void time_format(int64_t t, struct buf *out)
{
    struct time_parts p = time_split(t);
    int64_t rest = t - floor_div(t, TIME_SECOND) * TIME_SECOND;
    buf_addf(out, "%04d-%02d-%02dT%02d:%02d:%02d", p.year, p.month, p.day, p.hour, p.minute, p.second);
    if (rest != 0) {
        buf_addf(out, ".%06" PRId64, rest);
        while (out->ptr[out->len - 1] == '0') {
            out->len--;
        }
    }
    buf_add_char(out, 'Z');
}

/* ---- durations ---- */

static const struct {
    char letter;
    int64_t size;
    const char *name;
} units[] = {
    {'w', 7 * TIME_DAY, "week"}, {'d', TIME_DAY, "day"},         {'h', TIME_HOUR, "hour"},
    {'m', TIME_MINUTE, "minute"}, {'s', TIME_SECOND, "second"},
};
#define N_UNITS (sizeof units / sizeof units[0])

static bool unit_size(char letter, int64_t *out)
{
    for (size_t i = 0; i < N_UNITS; i++) {
        if (units[i].letter == letter) {
            *out = units[i].size;
            return true;
        }
    }
    return false;
}

bool duration_parse(struct str s, int64_t *out)
{
    int64_t total = 0;
    size_t i = 0;
    while (i < s.len) {
        int64_t n = 0, size;
        size_t start = i;
        for (; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9'; i++) {
            if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, s.ptr[i] - '0', &n)) {
                return false;
            }
        }
        if (i == start || i == s.len || !unit_size(s.ptr[i++], &size) ||
            __builtin_mul_overflow(n, size, &n) || __builtin_add_overflow(total, n, &total)) {
            return false;
        }
    }
    *out = total;
    return s.len > 0;
}

void duration_format(int64_t d, struct buf *out)
{
    size_t start = out->len;
    for (size_t i = 1; i < N_UNITS; i++) { /* days, not weeks: they are easier to compare */
        if (d / units[i].size > 0) {
            buf_addf(out, "%" PRId64 "%c", d / units[i].size, units[i].letter);
            d %= units[i].size;
        }
    }
    if (out->len == start) {
        buf_add_text(out, "0s");
    }
}

void duration_describe(int64_t d, struct buf *out)
{
    int shown = 0;
    for (size_t i = 1; i < N_UNITS && shown < 2; i++) {
        int64_t n = d / units[i].size;
        if (n > 0) {
            buf_addf(out, "%s%" PRId64 " %s%s", shown > 0 ? " " : "", n, units[i].name, n == 1 ? "" : "s");
            d %= units[i].size;
            shown++;
        } else if (shown > 0) {
            break;
        }
    }
    if (shown == 0) {
        buf_add_text(out, "0 seconds");
    }
}
