/* Every primitive against its meaning, computed naively from all earlier events. */
#include "tests/unit/prim_fixture.h"
#include "tests/unit/unit.h"

enum { EVENTS = 700 };

static struct fixture_event events[EVENTS];
static uint32_t random_state;

static uint32_t random_below(uint32_t n)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) % n;
}

static void events_make(uint32_t seed)
{
    int64_t now = -(int64_t)TIME_DAY;
    random_state = seed;
    for (int i = 0; i < EVENTS; i++) {
        uint32_t gap = random_below(10);
        now += gap < 6   ? (int64_t)random_below(90) * TIME_SECOND / 2
               : gap < 9 ? 0
                         : (int64_t)random_below(7200) * TIME_SECOND;
        events[i] = (struct fixture_event){
            .time = now,
            .k = random_below(20) == 0 ? 0 : 1 + random_below(3),
            .v = random_below(15) == 0 ? 0 : 1 + random_below(1 + random_below(9)),
            .outside = random_below(6) == 0,
            .amount = number_int((int64_t)random_below(21) - 5),
        };
    }
}

static bool is_measured(const struct fixture_event *e, uint32_t k)
{
    return e->k == k && !e->outside && e->v != 0;
}

static int64_t first_of(uint32_t k)
{
    for (int i = 0; i < EVENTS; i++) {
        if (events[i].k == k) {
            return events[i].time;
        }
    }
    return INT64_MAX;
}

static bool in_window(int64_t then, int64_t now, int64_t within)
{
    if (within == FOREVER) {
        return true;
    }
    int64_t seconds = (within + 30 * TIME_SECOND - 1) / (30 * TIME_SECOND);
    int64_t s = (seconds < 1 ? 1 : seconds) * TIME_SECOND;
    return then >= (floor_div(now, s) - (within + s - 1) / s) * s;
}

static bool naive_new(int i, const struct primitive_options *o)
{
    const struct fixture_event *e = &events[i];
    if (e->k == 0 || !is_measured(e, e->k) || e->time - first_of(e->k) < o->after) {
        return false;
    }
    for (int j = 0; j < i; j++) {
        bool recent = o->within == FOREVER || events[j].time >= e->time - o->within;
        if (is_measured(&events[j], e->k) && events[j].v == e->v && recent) {
            return false;
        }
    }
    return true;
}

static bool naive_rare(int i, const struct primitive_options *o)
{
    const struct fixture_event *e = &events[i];
    if (e->k == 0 || !is_measured(e, e->k) || e->time - first_of(e->k) < o->after) {
        return false;
    }
    int64_t n = 0, total = 0;
    for (int j = 0; j <= i; j++) {
        if (is_measured(&events[j], e->k) && in_window(events[j].time, e->time, o->within)) {
            total++;
            n += events[j].v == e->v;
        }
    }
    return total >= o->min && (isnan(o->below) || (double)n / (double)total < o->below) &&
           (o->under < 0 || n < o->under);
}

/* count, distinct, sum: false for null */
static bool naive_number(int i, const struct primitive_options *o, enum primitive_kind kind, int64_t *out)
{
    const struct fixture_event *e = &events[i];
    bool seen[64] = {false};
    *out = 0;
    if (e->k == 0 || (kind != PRIMITIVE_COUNT && !e->outside && e->v == 0)) {
        return false;
    }
    for (int j = 0; j <= i; j++) {
        const struct fixture_event *x = &events[j];
        bool counts = kind == PRIMITIVE_COUNT ? x->k == e->k && !x->outside : is_measured(x, e->k);
        if (counts && in_window(x->time, e->time, o->within)) {
            *out += kind == PRIMITIVE_SUM ? x->amount.i : kind == PRIMITIVE_COUNT || !seen[x->v];
            seen[x->v] = true;
        }
    }
    return true;
}

static int64_t naive_bucket(int i, uint32_t k, int64_t bucket, int64_t per, enum primitive_measure measure)
{
    bool seen[64] = {false};
    int64_t x = 0;
    for (int j = 0; j <= i; j++) {
        const struct fixture_event *e = &events[j];
        if (is_measured(e, k) && floor_div(e->time, per) == bucket) {
            x += measure == MEASURE_SUM ? e->amount.i : measure == MEASURE_COUNT || !seen[e->v];
            seen[e->v] = true;
        }
    }
    return x;
}

static bool naive_spike_raw(int i, const struct primitive_options *o, enum primitive_measure measure)
{
    const struct fixture_event *e = &events[i];
    if (e->k == 0 || !is_measured(e, e->k) || e->time - first_of(e->k) < o->after) {
        return false;
    }
    int64_t current = floor_div(e->time, o->per), from = floor_div(first_of(e->k), o->per);
    from = o->within != FOREVER && current - o->within / o->per > from ? current - o->within / o->per : from;
    int64_t x = naive_bucket(i, e->k, current, o->per, measure), sum = 0, squares = 0, n = current - from;
    for (int64_t b = from; b < current; b++) {
        int64_t y = naive_bucket(i, e->k, b, o->per, measure);
        sum += y;
        squares += y * y;
        if (y >= x) {
            return false;
        }
    }
    if (n == 0) {
        return false;
    }
    double mean = (double)sum / (double)n, sd = sqrt((double)(n * squares - sum * sum)) / (double)n;
    double floor = fmax(fmax(sd, sqrt(fmax(mean, 0))), 1);
    return x >= o->min && (double)x > mean + o->sigma * floor;
}

static bool naive_spike(int i, const struct primitive_options *o, enum primitive_measure measure)
{
    if (!naive_spike_raw(i, o, measure)) {
        return false;
    }
    for (int j = 0; j < i; j++) {
        if (events[j].k == events[i].k && floor_div(events[j].time, o->per) == floor_div(events[i].time, o->per) &&
            naive_spike_raw(j, o, measure)) {
            return false;
        }
    }
    return true;
}

/* Differences between a primitive and its meaning; *yes counts the answers that tell something. */
static int compare(enum primitive_kind kind, enum primitive_measure measure, struct primitive_options o, int *yes)
{
    struct fixture f;
    int wrong = 0;
    fixture_open(&f, kind, measure, o);
    for (int i = 0; i < EVENTS; i++) {
        int64_t number;
        struct fixture_event e = events[i];
        if (kind == PRIMITIVE_COUNT) {
            e.v = 1; /* count has no v that could be null */
        }
        struct value got = fixture_take(&f, &e);
        bool want = kind == PRIMITIVE_NEW    ? naive_new(i, &o)
                    : kind == PRIMITIVE_RARE ? naive_rare(i, &o)
                    : kind == PRIMITIVE_SPIKE ? naive_spike(i, &o, measure)
                                              : naive_number(i, &o, kind, &number);
        if (kind == PRIMITIVE_COUNT || kind == PRIMITIVE_DISTINCT || kind == PRIMITIVE_SUM) {
            wrong += want ? got.kind != VALUE_INT || got.i != number : got.kind != VALUE_NULL;
        } else {
            wrong += got.kind != VALUE_BOOL || got.b != want;
        }
        *yes += want;
    }
    fixture_close(&f);
    return wrong;
}

static void check_all(enum primitive_kind kind, enum primitive_measure measure, struct primitive_options o)
{
    int yes = 0;
    for (uint32_t seed = 1; seed <= 6; seed++) {
        events_make(seed);
        CHECK_INT(compare(kind, measure, o, &yes), 0);
    }
    CHECK(yes > 5); /* else the test tells nothing */
}

static const int64_t windows[] = {FOREVER, 20 * TIME_SECOND, 100 * TIME_SECOND, 37 * TIME_MINUTE, 9 * TIME_HOUR};
enum { WINDOWS = sizeof windows / sizeof windows[0] };

TEST(model_new)
{
    for (int i = 0; i < WINDOWS; i++) {
        struct primitive_options o = fixture_options(windows[i]);
        check_all(PRIMITIVE_NEW, MEASURE_NONE, o);
        o.after = 20 * TIME_MINUTE;
        check_all(PRIMITIVE_NEW, MEASURE_NONE, o);
    }
}

TEST(model_rare)
{
    for (int i = 0; i < WINDOWS; i++) {
        struct primitive_options o = fixture_options(windows[i]);
        o.under = 3;
        check_all(PRIMITIVE_RARE, MEASURE_NONE, o);
        o.after = TIME_HOUR;
        o.below = 0.4;
        o.min = 2;
        check_all(PRIMITIVE_RARE, MEASURE_NONE, o);
    }
}

TEST(model_numbers)
{
    for (int i = 0; i < WINDOWS; i++) {
        struct primitive_options o = fixture_options(windows[i]);
        check_all(PRIMITIVE_COUNT, MEASURE_NONE, o);
        check_all(PRIMITIVE_DISTINCT, MEASURE_NONE, o);
        check_all(PRIMITIVE_SUM, MEASURE_SUM, o);
    }
}

TEST(model_spike)
{
    static const enum primitive_measure measures[] = {MEASURE_COUNT, MEASURE_DISTINCT, MEASURE_SUM};
    for (int i = 0; i < 3; i++) {
        struct primitive_options o = fixture_options(FOREVER);
        o.per = 10 * TIME_MINUTE;
        o.sigma = 1.5;
        o.min = 2;
        check_all(PRIMITIVE_SPIKE, measures[i], o);
        o.within = 65 * TIME_MINUTE;
        o.after = TIME_HOUR;
        check_all(PRIMITIVE_SPIKE, measures[i], o);
    }
}
