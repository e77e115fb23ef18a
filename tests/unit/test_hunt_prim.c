/* What primitives answer in a hunt with a pack: by the set as a whole. */
#include "engine/hunt_prim.h"
#include "engine/spread.h"
#include "tests/unit/prim_fixture.h"
#include "tests/unit/unit.h"

/* Two readings of the same events. */
struct readings {
    struct fixture f;
    struct prim_data data;
    const struct hunt_prim *hunt;
};

static void readings_open(struct readings *r, const struct hunt_prim *hunt, enum primitive_measure measure,
                          struct primitive_options options)
{
    *r = (struct readings){.hunt = hunt, .data = {INT64_MIN, INT64_MIN}};
    r->f.state = (struct program_state){.measure = measure, .per = options.per};
    r->f.prim = (struct program_prim){.options = options, .text = STR("p")};
    struct prim_setup setup = {.state = &r->f.state, .data = &r->data};
    r->f.ops = &hunt->gather;
    r->f.memory = hunt->gather.make(&setup);
}

/* The first reading; then the set is known. */
static void readings_gather(struct readings *r, const struct fixture_event *events, unsigned n, int64_t recent)
{
    for (unsigned i = 0; i < n; i++) {
        CHECK(fixture_take(&r->f, &events[i]).kind == VALUE_NULL);
        r->data.last = events[i].time;
    }
    r->data.border = r->data.last - recent;
    r->f.ops = &r->hunt->answer;
}

/* The second reading: a letter for each event, y where the answer is true. */
static const char *readings_ask(struct readings *r, const struct fixture_event *events, unsigned n)
{
    static char out[64];
    for (unsigned i = 0; i < n; i++) {
        struct value answer = fixture_take(&r->f, &events[i]);
        out[i] = answer.kind == VALUE_BOOL && answer.b ? 'y' : '-';
    }
    out[n] = '\0';
    fixture_close(&r->f);
    return out;
}

static int64_t hours(int64_t n) { return n * TIME_HOUR; }

TEST(hunt_new_of_the_last_days)
{
    struct readings r;
    struct fixture_event e[] = {
        {.time = hours(0), .k = 1, .v = 1},  {.time = hours(1), .k = 1, .v = 2},
        {.time = hours(10), .k = 1, .v = 3}, /* on the border */
        {.time = hours(11), .k = 1, .v = 3}, {.time = hours(11), .k = 1, .v = 2},
        {.time = hours(12), .k = 2, .v = 1}, /* not known before */
        {.time = hours(13), .k = 2, .v = 2}, {.time = hours(14), .k = 1, .v = 4, .outside = true},
        {.time = hours(20), .k = 1, .v = 4},
    };
    readings_open(&r, &hunt_new, MEASURE_NONE, (struct primitive_options){.within = 1, .after = hours(1000)});
    readings_gather(&r, e, 9, hours(10));
    CHECK_STR(str_from(readings_ask(&r, e, 9)), STR("--y-----y"));
}

TEST(hunt_rare_of_the_whole)
{
    struct readings r;
    struct fixture_event e[8];
    for (unsigned i = 0; i < 8; i++) {
        e[i] = (struct fixture_event){.time = hours(i), .k = 1, .v = i == 0 || i == 7 ? 2 : 1};
    }
    struct primitive_options o = {.within = 1, .after = hours(1000), .below = 0.3, .under = -1, .min = 8};
    readings_open(&r, &hunt_rare, MEASURE_NONE, o);
    readings_gather(&r, e, 8, 0);
    CHECK_STR(str_from(readings_ask(&r, e, 8)), STR("y------y"));
    o.min = 9;
    readings_open(&r, &hunt_rare, MEASURE_NONE, o);
    readings_gather(&r, e, 8, 0);
    CHECK_STR(str_from(readings_ask(&r, e, 8)), STR("--------"));
}

/* What was not there when the set was gathered is not judged. */
TEST(hunt_of_a_set_that_changes)
{
    struct readings r;
    struct fixture_event e[] = {{.time = 0, .k = 1, .v = 1}, {.time = hours(1), .k = 2, .v = 3}};
    struct primitive_options o = {.below = (double)NAN, .under = 5, .min = 0, .per = TIME_HOUR, .sigma = 0};
    readings_open(&r, &hunt_rare, MEASURE_NONE, o);
    readings_gather(&r, e, 1, 0);
    CHECK_STR(str_from(readings_ask(&r, e, 2)), STR("y-"));
    readings_open(&r, &hunt_spike, MEASURE_COUNT, o);
    readings_gather(&r, e, 1, 0);
    CHECK_STR(str_from(readings_ask(&r, e, 2)), STR("--"));
}

TEST(hunt_spike_is_the_first_of_a_record)
{
    struct readings r;
    struct fixture_event e[12];
    for (unsigned i = 0; i < 12; i++) { /* hours 0, 1, 2: 1, 9, 2 events */
        e[i] = (struct fixture_event){.time = hours(i == 0 ? 0 : i < 10 ? 1 : 2) + i, .k = 1, .v = 1 + i % 3};
    }
    e[1].outside = true; /* the hour's first event is of P, not of P_F */
    struct primitive_options o = {.per = TIME_HOUR, .sigma = 2, .min = 8};
    readings_open(&r, &hunt_spike, MEASURE_COUNT, o);
    readings_gather(&r, e, 12, 0);
    CHECK_STR(str_from(readings_ask(&r, e, 12)), STR("--y---------"));
    o.min = 9;
    readings_open(&r, &hunt_spike, MEASURE_COUNT, o);
    readings_gather(&r, e, 12, 0);
    CHECK_STR(str_from(readings_ask(&r, e, 12)), STR("------------"));
    o = (struct primitive_options){.per = TIME_HOUR, .sigma = 1, .min = 3};
    readings_open(&r, &hunt_spike, MEASURE_DISTINCT, o); /* 1, 3, 2 values */
    readings_gather(&r, e, 12, 0);
    CHECK_STR(str_from(readings_ask(&r, e, 12)), STR("--y---------"));
}

/* Two hours with as much are no record; one hour alone has nothing beside it; empty hours measure 0. */
TEST(hunt_spike_records)
{
    struct readings r;
    struct primitive_options o = {.per = TIME_HOUR, .sigma = 0, .min = 0};
    struct fixture_event e[] = {{.time = 0, .k = 1, .v = 1}, {.time = hours(5), .k = 1, .v = 1}};
    readings_open(&r, &hunt_spike, MEASURE_COUNT, o);
    readings_gather(&r, e, 2, 0);
    CHECK_STR(str_from(readings_ask(&r, e, 2)), STR("--"));
    readings_open(&r, &hunt_spike, MEASURE_COUNT, o);
    readings_gather(&r, e, 1, 0);
    CHECK_STR(str_from(readings_ask(&r, e, 1)), STR("-"));
    e[0].amount = number_int(-5);
    e[1].amount = number_int(-1); /* the largest that there is, but the hours between are 0 */
    readings_open(&r, &hunt_spike, MEASURE_SUM, o);
    readings_gather(&r, e, 2, 0);
    CHECK_STR(str_from(readings_ask(&r, e, 2)), STR("--"));
}

TEST(spread_leaves_its_own_bucket_out)
{
    struct spread_sums exact = {.rough = false}, rough = {.rough = false};
    const int64_t x[] = {1, 2, 3, 100};
    for (unsigned i = 0; i < 4; i++) {
        spread_add(&exact, number_int(x[i]));
        spread_add(&rough, number_float((double)x[i]));
    }
    struct spread a = spread_of(&exact, 5, number_int(100)), b = spread_of(&rough, 5, number_float(100));
    CHECK(a.mean == 1.5 && a.margin == sqrt(1.5) && a.z == (100 - 1.5) / sqrt(1.5)); /* 1, 2, 3, 0 */
    CHECK(a.sd == sqrt(20) / 4 && fabs(a.sd - b.sd) < 1e-12 && a.mean == b.mean);
    spread_add(&exact, number_int(INT64_MAX)); /* too large to square: in doubles from here */
    CHECK(exact.rough && spread_of(&exact, 6, number_int(1)).mean > 1e18);
}
