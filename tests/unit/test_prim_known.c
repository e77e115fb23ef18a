/* What each primitive has learnt, saved and loaded again at random moments: it must go on as if nothing had been. */
#include "tests/unit/known_fixture.h"

enum { KEYS = 3, ROUNDS = 60 };

static void table_shuffle(struct table *t)
{
    for (size_t i = t->rows.len; i > 1; i--) {
        size_t j = random_below((uint32_t)i);
        struct table_row row = t->rows.items[i - 1];
        t->rows.items[i - 1] = t->rows.items[j];
        t->rows.items[j] = row;
    }
}

/* ---- events ---- */

struct stream {
    int64_t now;
    uint64_t turn;
    uint32_t values; /* different v */
    bool wild;       /* floats and very large numbers */
};

static struct number random_amount(bool wild)
{
    uint32_t dice = random_below(40);
    if (!wild || dice > 15) {
        return number_int((int64_t)random_below(21) - 5);
    }
    return dice == 0   ? number_int(INT64_MAX - (int64_t)random_below(9))
           : dice == 1 ? number_float(random_below(2) == 0 ? 1.7e308 : -1.7e308)
           : dice == 2 ? number_int(INT64_C(1) << 50)
                       : number_float(random_below(1000) / 7.0);
}

static struct fixture_event random_event(struct stream *s)
{
    uint32_t gap = random_below(20);
    bool late = random_below(12) == 0;
    s->now += gap < 10   ? (int64_t)random_below(90) * TIME_SECOND / 2
              : gap < 18 ? 0
              : gap < 19 ? (int64_t)random_below(7200) * TIME_SECOND + 250000
                         : (int64_t)random_below(4) * TIME_HOUR;
    s->turn++;
    return (struct fixture_event){
        .time = late ? s->now - (int64_t)random_below(9000) * TIME_SECOND : s->now,
        .k = random_below(20) == 0 ? 0 : 1 + random_below(KEYS),
        .v = random_below(15) == 0 ? 0 : 1 + random_below(1 + random_below(s->values)),
        .outside = random_below(6) == 0,
        .amount = random_amount(s->wild),
        .now = s->now,
    };
}

/* `absent` is asked when time has passed. */
static void absent_tell(struct side *s, const struct stream *stream, struct buf *out)
{
    for (uint32_t k = 1; s->f.prim.kind == PRIMITIVE_ABSENT && k <= KEYS; k++) {
        for (int64_t ago = 0; ago < 4; ago++) {
            int64_t time = stream->now - ago * TIME_MINUTE;
            uint64_t turn = stream->turn - (uint64_t)ago;
            uint32_t entity = entity_find(&s->f.entities, k);
            buf_addf(out, "%d", prim_absent_holds(s->f.memory, entity, time, turn, time + TIME_MINUTE));
        }
    }
}

/* ---- the property ---- */

struct property {
    struct side sides[2]; /* the one that goes on, and its copy */
    struct table table, copy;
    struct stream stream;
    struct fixture kind;
    side_fill fill;
    int told, loads;
};

/* Both sides take the same events; the copy may be missing. */
static bool take_some(struct property *p, struct side *a, struct side *b)
{
    struct buf of_a = BUF_INIT, of_b = BUF_INIT;
    for (uint32_t i = random_below(120); i > 0; i--) {
        struct fixture_event e = random_event(&p->stream);
        p->told += side_take(a, &e, p->stream.turn, &of_a);
        absent_tell(a, &p->stream, &of_a);
        if (b != NULL) {
            side_take(b, &e, p->stream.turn, &of_b);
            absent_tell(b, &p->stream, &of_b);
        }
    }
    bool equal = b == NULL || CHECK_STR(buf_str(&of_b), buf_str(&of_a));
    buf_release(&of_a);
    buf_release(&of_b);
    return equal;
}

/* Make `b` from the rows of `a`, let both go on, and compare what they save then. */
static bool go_on_twice(struct property *p, struct side *a, unsigned a_number, struct side *b)
{
    side_save(a, &p->table);
    table_shuffle(&p->table);
    side_open(b, 1 - a_number, &p->kind, p->fill);
    bool good = CHECK(side_load(b, &p->table));
    table_copy(&p->copy, &p->table);
    side_save(b, &p->copy);
    good = good && CHECK_INT(p->copy.puts, 0) && take_some(p, a, b);
    side_save(a, &p->table);
    side_save(b, &p->copy);
    p->loads++;
    return good && CHECK(table_equal(&p->table, &p->copy));
}

/* The kind is told by a fixture that was opened with it. Returns how often it said something. */
static int check_property(enum primitive_kind kind, enum primitive_measure measure, struct primitive_options options,
                          struct stream stream, side_fill fill)
{
    struct property p = {.stream = stream, .fill = fill};
    unsigned number = 0;
    bool good = true;
    p.kind.prim = (struct program_prim){.kind = kind, .options = options};
    p.kind.state.measure = measure;
    p.stream.now = -(int64_t)TIME_DAY;
    side_open(&p.sides[0], 0, &p.kind, fill);
    for (int i = 0; i < ROUNDS && good; i++) {
        struct side *a = &p.sides[number], *b = &p.sides[1 - number];
        take_some(&p, a, NULL);
        if (random_below(3) == 0) {
            side_save(a, &p.table);
            continue;
        }
        good = go_on_twice(&p, a, number, b);
        bool other = random_below(2) == 0; /* which of them goes on */
        side_close(other ? a : b);
        number ^= other;
    }
    side_close(&p.sides[number]);
    table_release(&p.table);
    table_release(&p.copy);
    CHECK(!good || p.loads > ROUNDS / 4);
    return p.told;
}

static const int64_t windows[] = {0, 10 * TIME_SECOND, 65 * TIME_MINUTE, 7 * TIME_HOUR, FOREVER};

#define WINDOWS (sizeof windows / sizeof windows[0])

static void check_windows(enum primitive_kind kind, enum primitive_measure measure, struct stream stream)
{
    for (unsigned i = 0; i < WINDOWS; i++) {
        struct primitive_options o = fixture_options(windows[i]);
        random_state = 7 * i + 1;
        o.after = i % 2 == 0 ? 0 : 30 * TIME_MINUTE;
        o.under = 4;
        CHECK(check_property(kind, measure, o, stream, NULL) > 100);
    }
}

TEST(known_new) { check_windows(PRIMITIVE_NEW, MEASURE_NONE, (struct stream){.values = 600}); }
TEST(known_rare) { check_windows(PRIMITIVE_RARE, MEASURE_NONE, (struct stream){.values = 9}); }
TEST(known_count) { check_windows(PRIMITIVE_COUNT, MEASURE_NONE, (struct stream){.values = 9}); }
TEST(known_distinct) { check_windows(PRIMITIVE_DISTINCT, MEASURE_NONE, (struct stream){.values = 40}); }
TEST(known_sum) { check_windows(PRIMITIVE_SUM, MEASURE_SUM, (struct stream){.values = 9}); }
TEST(known_sum_of_anything) { check_windows(PRIMITIVE_SUM, MEASURE_SUM, (struct stream){.values = 9, .wild = true}); }
TEST(known_elapsed) { check_windows(PRIMITIVE_ELAPSED, MEASURE_NONE, (struct stream){.values = 9}); }
TEST(known_seen) { check_windows(PRIMITIVE_SEEN, MEASURE_NONE, (struct stream){.values = 9}); }
TEST(known_absent) { check_windows(PRIMITIVE_ABSENT, MEASURE_NONE, (struct stream){.values = 9}); }

static void check_spike(enum primitive_measure measure, bool wild)
{
    static const int64_t pers[] = {10 * TIME_MINUTE, 90 * TIME_SECOND + 500};
    for (unsigned i = 0; i < 4; i++) {
        struct primitive_options o = fixture_options(i < 2 ? FOREVER : 65 * TIME_MINUTE);
        random_state = 5 * i + 3;
        o.per = pers[i % 2];
        o.sigma = 0.2;
        o.min = 1;
        CHECK(check_property(PRIMITIVE_SPIKE, measure, o, (struct stream){.values = 30, .wild = wild}, NULL) > 12);
    }
}

TEST(known_spike_of_events) { check_spike(MEASURE_COUNT, false); }
TEST(known_spike_of_values) { check_spike(MEASURE_DISTINCT, false); }
TEST(known_spike_of_a_sum) { check_spike(MEASURE_SUM, false); }
TEST(known_spike_of_a_sum_of_anything) { check_spike(MEASURE_SUM, true); }

static void fill_places(struct side *s)
{
    for (unsigned i = 1; i < SIDE_POOL; i++) {
        struct value ip = value_str(STR("203.0.113.9")), city = value_str(STR("São \"Paulo\""));
        s->pool[i][TRAVEL_IP] = i % 3 == 0 ? value_null() : symbol_value(s->symbols, symbol_of(s->symbols, &ip));
        s->pool[i][TRAVEL_CITY] = i % 4 == 0 ? value_null() : symbol_value(s->symbols, symbol_of(s->symbols, &city));
        s->pool[i][TRAVEL_LATITUDE] = value_float(i == 5 ? (double)NAN : i == 6 ? (double)INFINITY : i * 11 / 7.0 - 8);
        s->pool[i][TRAVEL_LONGITUDE] = value_float(i == 7 ? -(double)INFINITY : i * 37 / 3.0 - 90);
    }
}

TEST(known_previous)
{
    random_state = 11;
    struct primitive_options o = fixture_options(FOREVER);
    struct stream stream = {.values = SIDE_POOL - 1};
    CHECK(check_property(PRIMITIVE_PREVIOUS, MEASURE_NONE, o, stream, fill_values) > 100);
}

TEST(known_travel)
{
    random_state = 13;
    struct primitive_options o = fixture_options(FOREVER);
    struct stream stream = {.values = SIDE_POOL - 1};
    CHECK(check_property(PRIMITIVE_TRAVEL, MEASURE_NONE, o, stream, fill_places) > 100);
}

/* ---- what changes in the rules between two runs ---- */

static void new_open(struct side *s, unsigned number, int64_t within)
{
    struct fixture kind = {.prim = {.kind = PRIMITIVE_NEW, .options = fixture_options(within)}};
    side_open(s, number, &kind, NULL);
}

/* Learn of k 1 with v at a time; was it new? */
static bool new_at(struct side *s, int64_t time, uint32_t v)
{
    struct buf out = BUF_INIT;
    bool is_new = side_take(s, &(struct fixture_event){.time = time, .k = 1, .v = v, .now = time}, 1, &out) > 0;
    buf_release(&out);
    return is_new;
}

static void check_row(const struct table *t, uint32_t v, int64_t since, int64_t last, int64_t n)
{
    const struct table_row *row = table_find(t, false, 1, v);
    if (CHECK(row != NULL)) {
        CHECK_INT(row->since, since);
        CHECK_INT(row->last, last);
        CHECK_INT(row->n, n);
    }
}

TEST(known_new_gets_a_within)
{
    struct table table = {0};
    struct side before, after, again;
    new_open(&before, 0, FOREVER);
    CHECK(new_at(&before, 0, 1) && new_at(&before, 5, 2) && !new_at(&before, TIME_HOUR, 1));
    side_save(&before, &table);
    check_row(&table, 1, 0, KNOWN_NOTHING, KNOWN_NOTHING);
    check_row(&table, 0, KNOWN_NOTHING, KNOWN_NOTHING, 3);

    new_open(&after, 1, 10 * TIME_MINUTE);
    CHECK(side_load(&after, &table));
    CHECK(!new_at(&after, 50 * TIME_HOUR, 1)); /* it may have come a minute ago: nobody knows */
    CHECK(!new_at(&after, 50 * TIME_HOUR + 10 * TIME_MINUTE, 2));
    CHECK(new_at(&after, 50 * TIME_HOUR + 10 * TIME_MINUTE + 1, 1));
    side_save(&after, &table);
    check_row(&table, 1, 0, 50 * TIME_HOUR + 10 * TIME_MINUTE + 1, KNOWN_NOTHING);
    check_row(&table, 2, 5, 50 * TIME_HOUR + 10 * TIME_MINUTE, KNOWN_NOTHING);

    new_open(&again, 0, FOREVER); /* and loses it again */
    CHECK(side_load(&again, &table));
    CHECK(!new_at(&again, 60 * TIME_HOUR, 1) && new_at(&again, 60 * TIME_HOUR, 3));
    side_save(&again, &table);
    check_row(&table, 1, 0, KNOWN_NOTHING, KNOWN_NOTHING); /* what is not kept must not be told */
    check_row(&table, 3, 60 * TIME_HOUR, KNOWN_NOTHING, KNOWN_NOTHING);
    side_save(&again, &table);
    CHECK_INT(table.puts, 0);
    side_close(&before);
    side_close(&after);
    side_close(&again);
    table_release(&table);
}

/* What is not told is seen by now, also when there is nothing to save in between. */
TEST(known_new_tells_what_it_takes_for_seen)
{
    struct table table = {0};
    struct side a, b;
    new_open(&a, 0, FOREVER);
    new_at(&a, 0, 1);
    new_at(&a, 0, 2);
    side_save(&a, &table);
    new_open(&b, 1, TIME_HOUR);
    CHECK(side_load(&b, &table));
    side_save(&b, &table);
    CHECK_INT(table.puts, 0);
    new_at(&b, TIME_DAY, 1);
    side_save(&b, &table);
    check_row(&table, 2, 0, TIME_DAY, KNOWN_NOTHING);
    side_close(&a);
    side_close(&b);
    table_release(&table);
}

static void spike_open(struct side *s, unsigned number, double sigma)
{
    struct fixture kind = {.prim = {.kind = PRIMITIVE_SPIKE, .options = fixture_options(FOREVER)}};
    kind.prim.options.sigma = sigma;
    kind.state.measure = MEASURE_COUNT;
    side_open(s, number, &kind, NULL);
}

static int spike_events(struct side *s, int64_t time, int n)
{
    struct buf out = BUF_INIT;
    int told = 0;
    for (int i = 0; i < n; i++) {
        told += side_take(s, &(struct fixture_event){.time = time, .k = 1, .v = 1, .now = time}, 1, &out);
    }
    buf_release(&out);
    return told;
}

/* Marks go with the thresholds: with others the primitive may alert in the same bucket. */
TEST(known_marks_belong_to_thresholds)
{
    struct table table = {0};
    struct side a, same, other;
    spike_open(&a, 0, 2);
    spike_events(&a, 0, 1);
    CHECK_INT(spike_events(&a, TIME_HOUR, 20), 2); /* both primitives */
    side_save(&a, &table);
    CHECK_STR(table_find(&table, false, 1, 0)->data,
              STR("{\"buckets\":[[0,1],[3600,20]],"
                  "\"marks\":{\"after 0s, min 0, sigma 2.0\":3600,\"after 0s, min 1, sigma 3.0\":3600}}"));
    spike_open(&same, 1, 2);
    CHECK(side_load(&same, &table));
    CHECK_INT(spike_events(&same, TIME_HOUR, 20), 0);
    spike_open(&other, 1, 2.5);
    CHECK(side_load(&other, &table));
    CHECK_INT(spike_events(&other, TIME_HOUR, 20), 2);
    side_close(&a);
    side_close(&same);
    side_close(&other);
    table_release(&table);
}
