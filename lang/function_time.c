/* function_time: parts of a time, UTC. */
#include "base/timefmt.h"
#include "lang/function_calls.h"

struct value function_hour(const struct value *args, unsigned n, struct arena *scratch)
{
    (void)n, (void)scratch;
    return args[0].kind == VALUE_TIME ? value_int(time_split(args[0].i).hour) : value_null();
}

struct value function_weekday(const struct value *args, unsigned n, struct arena *scratch)
{
    (void)n, (void)scratch;
    return args[0].kind == VALUE_TIME ? value_int(time_split(args[0].i).weekday) : value_null();
}

struct value function_date(const struct value *args, unsigned n, struct arena *scratch)
{
    (void)n;
    if (args[0].kind != VALUE_TIME) {
        return value_null();
    }
    struct buf out = BUF_INIT;
    time_format_date(args[0].i, &out);
    struct value v = value_str(arena_str(scratch, buf_str(&out)));
    buf_release(&out);
    return v;
}
