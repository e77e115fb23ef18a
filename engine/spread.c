#include "engine/spread.h"

#include <math.h>

#define EXACT_MAX (INT64_C(1) << 45) /* as in series.c */

void spread_add(struct spread_sums *s, struct number x)
{
    double f = number_double(x);
    s->f_sum += f;
    s->f_squares += f * f;
    if (x.is_float || x.i > EXACT_MAX || x.i < -EXACT_MAX) {
        s->rough = true;
    } else {
        s->sum += x.i;
        s->squares += (series_wide)x.i * x.i;
    }
}

struct spread spread_of(const struct spread_sums *s, int64_t n, struct number x)
{
    double others = (double)(n - 1), value = number_double(x);
    double sum = s->f_sum - value;
    double square = value * value;
    double left = others * (s->f_squares - square), right = sum * sum;
    double variance = left - right;
    series_wide exact_left, exact_right, exact_sum = s->rough ? 0 : s->sum - x.i;
    if (!s->rough &&
        !__builtin_mul_overflow((series_wide)(n - 1), s->squares - (series_wide)x.i * x.i, &exact_left) &&
        !__builtin_mul_overflow(exact_sum, exact_sum, &exact_right)) {
        sum = (double)exact_sum;
        variance = (double)(exact_left - exact_right);
    }
    struct spread out = {.mean = sum / others, .sd = sqrt(variance > 0 ? variance : 0) / others};
    out.margin = fmax(fmax(out.sd, sqrt(out.mean > 0 ? out.mean : 0)), 1);
    out.z = (value - out.mean) / out.margin;
    return out;
}
