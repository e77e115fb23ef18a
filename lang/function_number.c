/* function_number: functions that make numbers of texts and times. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "base/timefmt.h"
#include "base/zone.h"
#include "lang/function_call.h"

#define NUMBER_TEXT_MAX 63

struct value function_number(struct str s)
{
    char text[NUMBER_TEXT_MAX + 1];
    if (s.len == 0 || s.len > NUMBER_TEXT_MAX) {
        return value_null();
    }
    for (size_t i = 0; i < s.len; i++) { /* strtod also reads blanks, hex, "inf" and "nan" */
        if (strchr("0123456789+-.eE", s.ptr[i]) == NULL || s.ptr[i] == '\0') {
            return value_null();
        }
        text[i] = s.ptr[i];
    }
    text[s.len] = '\0';
    char *end;
    errno = 0;
    long long whole = strtoll(text, &end, 10);
    if (end == text + s.len && errno == 0) {
        return value_int(whole);
    }
    double number = strtod(text, &end);
    return end == text + s.len && isfinite(number) ? value_float(number) : value_null();
}

static struct value number_of(const struct value *v)
{
    if (v->kind == VALUE_STRING) {
        return function_number(value_text(v));
    }
    return v->kind == VALUE_INT || v->kind == VALUE_FLOAT ? *v : value_null();
}

/* A float without fraction as an int; null when it is none of 64 bits. */
static struct value whole_of(double f)
{
    return f >= -0x1p63 && f < 0x1p63 ? value_int((int64_t)f) : value_null();
}

FUNCTION_CALL(function_to_int)
{
    (void)n, (void)scratch;
    struct value x = number_of(&args[0]);
    return x.kind == VALUE_FLOAT ? whole_of(trunc(x.f)) : x;
}

FUNCTION_CALL(function_to_float)
{
    (void)n, (void)scratch;
    struct value x = number_of(&args[0]);
    return x.kind == VALUE_INT ? value_float((double)x.i) : x;
}

FUNCTION_CALL(function_floor)
{
    (void)n, (void)scratch;
    struct value x = args[0].kind == VALUE_STRING ? value_null() : number_of(&args[0]);
    return x.kind == VALUE_FLOAT ? whole_of(floor(x.f)) : x;
}

/* A json text may be a time. */
static bool time_of(const struct value *v, int64_t *out)
{
    if (v->kind == VALUE_TIME) {
        *out = v->i;
        return true;
    }
    return v->kind == VALUE_STRING && time_parse(value_text(v), out);
}

/* The time of args[0] as the clocks of the zone args[1] show it, or in UTC without one. The
 * checker has loaded the zone. */
static bool local_time(const struct value *args, unsigned n, int64_t *out)
{
    const struct zone *zone = n < 2 || args[1].kind != VALUE_STRING ? NULL : zone_find(value_text(&args[1]));
    if ((n == 2 && zone == NULL) || !time_of(&args[0], out)) {
        return false;
    }
    *out = zone == NULL ? *out : zone_local(zone, *out);
    return true;
}

FUNCTION_CALL(function_hour)
{
    (void)scratch;
    int64_t t;
    return local_time(args, n, &t) ? value_int(time_split(t).hour) : value_null();
}

FUNCTION_CALL(function_weekday)
{
    (void)scratch;
    int64_t t;
    return local_time(args, n, &t) ? value_int(time_split(t).weekday) : value_null();
}

FUNCTION_CALL(function_date)
{
    int64_t t;
    if (!local_time(args, n, &t)) {
        return value_null();
    }
    struct buf text = BUF_INIT;
    time_format_date(t, &text);
    struct value date = value_str(arena_str(scratch, buf_str(&text)));
    buf_release(&text);
    return date;
}
