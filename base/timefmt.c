#include "base/timefmt.h"

/* Days since 1970-01-01 of a date in the proleptic Gregorian calendar, and back:
 * years run from March to February, in eras of 400 (Howard Hinnant,
 * "chrono-Compatible Low-Level Date Algorithms"). */
static int64_t days_of(int64_t year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = floor_div(y, 400);
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

static void date_of(int64_t days, struct time_parts *out)
{
    int64_t shifted = days + 719468;
    int64_t era = floor_div(shifted, 146097);
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153; /* 0 is March */
    out->day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
    out->month = (int)(month < 10 ? month + 3 : month - 9);
    out->year = (int)(year_of_era + era * 400 + (out->month <= 2));
}

static int month_days(int year, int month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

/* Text that is read from the left; `ok` falls once and stays. */
struct cursor {
    struct str s;
    size_t at;
    bool ok;
};

static int take_digits(struct cursor *c, size_t count)
{
    int n = 0;
    for (size_t i = 0; i < count; i++, c->at++) {
        if (c->at >= c->s.len || c->s.ptr[c->at] < '0' || c->s.ptr[c->at] > '9') {
            c->ok = false;
            return 0;
        }
        n = n * 10 + (c->s.ptr[c->at] - '0');
    }
    return n;
}

static bool take_any(struct cursor *c, const char *choice)
{
    if (c->at < c->s.len && c->s.ptr[c->at] != '\0' && strchr(choice, c->s.ptr[c->at]) != NULL) {
        c->at++;
        return true;
    }
    return false;
}

static void need_any(struct cursor *c, const char *choice)
{
    if (!take_any(c, choice)) {
        c->ok = false;
    }
}

/* ".25" as microseconds; 0 when there is none. */
static int64_t take_fraction(struct cursor *c)
{
    int64_t micros = 0, scale = TIME_SECOND / 10;
    if (!take_any(c, ".")) {
        return 0;
    }
    size_t start = c->at;
    while (c->at < c->s.len && c->s.ptr[c->at] >= '0' && c->s.ptr[c->at] <= '9') {
        micros += (c->s.ptr[c->at++] - '0') * scale;
        scale /= 10;
    }
    c->ok = c->ok && c->at > start;
    return micros;
}

/* "Z" or "+02:00" ("+0200" in the basic form), as microseconds east of UTC. */
static int64_t take_zone(struct cursor *c, bool basic)
{
    if (take_any(c, "Zz")) {
        return 0;
    }
    bool west = c->at < c->s.len && c->s.ptr[c->at] == '-';
    need_any(c, "+-");
    int hours = take_digits(c, 2);
    if (!take_any(c, ":") && !basic) {
        c->ok = false;
    }
    int minutes = take_digits(c, 2);
    c->ok = c->ok && hours <= 23 && minutes <= 59;
    int64_t offset = hours * TIME_HOUR + minutes * TIME_MINUTE;
    return west ? -offset : offset;
}

static int64_t take_date(struct cursor *c, bool basic)
{
    int year = take_digits(c, 4);
    basic ? (void)0 : need_any(c, "-");
    int month = take_digits(c, 2);
    basic ? (void)0 : need_any(c, "-");
    int day = take_digits(c, 2);
    c->ok = c->ok && year >= 1 && month >= 1 && month <= 12 && day >= 1;
    c->ok = c->ok && day <= month_days(year, month);
    return c->ok ? days_of(year, month, day) * TIME_DAY : 0;
}

static int64_t take_clock(struct cursor *c, bool basic)
{
    int hour = take_digits(c, 2);
    basic ? (void)0 : need_any(c, ":");
    int minute = take_digits(c, 2);
    basic ? (void)0 : need_any(c, ":");
    int second = take_digits(c, 2);
    int64_t fraction = take_fraction(c);
    c->ok = c->ok && hour <= 23 && minute <= 59 && second <= 59;
    return hour * TIME_HOUR + minute * TIME_MINUTE + second * TIME_SECOND + fraction;
}

bool time_parse(struct str s, int64_t *out)
{
    struct cursor c = {s, 0, true};
    bool basic = s.len > 4 && s.ptr[4] != '-';
    int64_t t = take_date(&c, basic);
    if (basic || c.at < s.len) {
        need_any(&c, basic ? "Tt" : "Tt ");
        t += take_clock(&c, basic);
        t -= take_zone(&c, basic);
    }
    if (!c.ok || c.at != s.len || t < TIME_FIRST || t > TIME_LAST) {
        return false;
    }
    *out = t;
    return true;
}

/* ---- as Java writes it ---- */

static bool take_text(struct cursor *c, const char *text)
{
    size_t len = strlen(text);
    bool here = c->s.len - c->at >= len && memcmp(c->s.ptr + c->at, text, len) == 0;
    c->at += here ? len : 0;
    return here;
}

/* One or two digits. */
static int take_short(struct cursor *c)
{
    bool two = c->at + 1 < c->s.len && c->s.ptr[c->at + 1] >= '0' && c->s.ptr[c->at + 1] <= '9';
    return take_digits(c, two ? 2 : 1);
}

static int64_t take_java_date(struct cursor *c)
{
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int month = 0;
    while (month < 12 && !take_text(c, months[month])) {
        month++;
    }
    need_any(c, " ");
    int day = take_short(c);
    need_any(c, ",");
    need_any(c, " ");
    int year = take_digits(c, 4);
    c->ok = c->ok && month < 12 && year >= 1 && day >= 1 && day <= month_days(year, month + 1);
    return c->ok ? days_of(year, month + 1, day) * TIME_DAY : 0;
}

/* "8:43:17 PM"; 12 AM is midnight, 12 PM noon. */
static int64_t take_java_clock(struct cursor *c)
{
    int hour = take_short(c);
    need_any(c, ":");
    int minute = take_digits(c, 2);
    need_any(c, ":");
    int second = take_digits(c, 2);
    c->ok = c->ok && (take_text(c, " ") || take_text(c, "\xe2\x80\xaf")); /* U+202F */
    bool noon = take_text(c, "PM");
    c->ok = c->ok && (noon || take_text(c, "AM")) && hour >= 1 && hour <= 12 && minute <= 59 && second <= 59;
    return (hour % 12 + (noon ? 12 : 0)) * TIME_HOUR + minute * TIME_MINUTE + second * TIME_SECOND;
}

bool time_parse_java(struct str s, int64_t *out)
{
    struct cursor c = {s, 0, true};
    int64_t t = take_java_date(&c);
    (void)take_any(&c, ",");
    need_any(&c, " ");
    t += take_java_clock(&c);
    if (!c.ok || c.at != s.len) {
        return false;
    }
    *out = t;
    return true;
}

struct time_parts time_split(int64_t t)
{
    struct time_parts parts;
    int64_t days = floor_div(t, TIME_DAY);
    int64_t seconds = floor_div(t, TIME_SECOND) - days * (TIME_DAY / TIME_SECOND);
    date_of(days, &parts);
    parts.hour = (int)(seconds / 3600);
    parts.minute = (int)(seconds / 60 % 60);
    parts.second = (int)(seconds % 60);
    parts.weekday = (int)(days - 7 * floor_div(days + 3, 7) + 3) + 1; /* day 0 was a Thursday */
    return parts;
}

static void add_date(const struct time_parts *p, struct buf *out)
{
    /* Beyond four digits, which only arithmetic can reach, the sign makes it plain (ISO 8601). */
    bool plain = p->year >= 0 && p->year <= 9999;
    buf_addf(out, plain ? "%04d-%02d-%02d" : "%+07d-%02d-%02d", p->year, p->month, p->day);
}

void time_format_date(int64_t t, struct buf *out)
{
    struct time_parts p = time_split(t);
    add_date(&p, out);
}

/* ".25" for 250000; nothing for 0. */
static void add_fraction(int64_t micros, struct buf *out)
{
    int digits = 6;
    if (micros == 0) {
        return;
    }
    while (micros % 10 == 0) {
        micros /= 10;
        digits--;
    }
    buf_addf(out, ".%0*d", digits, (int)micros);
}

void time_format(int64_t t, struct buf *out)
{
    struct time_parts p = time_split(t);
    add_date(&p, out);
    buf_addf(out, "T%02d:%02d:%02d", p.hour, p.minute, p.second);
    add_fraction((t % TIME_SECOND + TIME_SECOND) % TIME_SECOND, out);
    buf_add_char(out, 'Z');
}
