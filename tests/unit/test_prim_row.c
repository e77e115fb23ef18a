/* Rows of what is known that no save has written: load refuses them, and nothing breaks behind it. */
#include "tests/unit/known_fixture.h"

#define NO KNOWN_NOTHING

struct hostile {
    enum primitive_kind kind;
    enum primitive_measure measure;
    int64_t within;
    bool good;
    uint32_t v;
    int64_t since, last, n;
    const char *data;
};

static const struct hostile hostile[] = {
    {PRIMITIVE_NEW, 0, FOREVER, true, 1, 5, NO, NO, ""},
    {PRIMITIVE_NEW, 0, FOREVER, true, 1, 5, 6, NO, ""},
    {PRIMITIVE_NEW, 0, FOREVER, false, 1, NO, NO, NO, ""},
    {PRIMITIVE_NEW, 0, FOREVER, false, 1, INT64_MAX, NO, NO, ""},
    {PRIMITIVE_NEW, 0, TIME_HOUR, false, 1, 5, INT64_MIN + 1, NO, ""},
    {PRIMITIVE_NEW, 0, TIME_HOUR, false, 1, 5, 6, 1, ""},
    {PRIMITIVE_NEW, 0, FOREVER, true, 0, NO, NO, 1, ""},
    {PRIMITIVE_NEW, 0, FOREVER, false, 0, NO, NO, 0, ""},
    {PRIMITIVE_NEW, 0, FOREVER, false, 0, NO, NO, -3, ""},
    {PRIMITIVE_NEW, 0, FOREVER, false, 0, NO, NO, INT64_MAX, ""},
    {PRIMITIVE_NEW, 0, FOREVER, false, 0, NO, NO, NO, ""},
    {PRIMITIVE_NEW, 0, FOREVER, false, 0, NO, NO, 1, "[]"},

    {PRIMITIVE_COUNT, 0, FOREVER, true, 0, NO, NO, 4, ""},
    {PRIMITIVE_COUNT, 0, FOREVER, false, 0, NO, NO, 4, "[[0,4]]"},
    {PRIMITIVE_COUNT, 0, FOREVER, false, 1, NO, NO, 4, ""},
    {PRIMITIVE_COUNT, 0, FOREVER, false, 0, NO, NO, (INT64_C(1) << 48) + 1, ""},
    {PRIMITIVE_COUNT, 0, TIME_HOUR, true, 0, NO, NO, 4, "[[-240,1],[0,3]]"},
    {PRIMITIVE_COUNT, 0, TIME_HOUR, true, 0, NO, NO, 1, "[[9223372036800,1]]"},
    {PRIMITIVE_COUNT, 0, TIME_HOUR, true, 0, NO, NO, 5000000000, "[[0,5000000000]]"},
    {PRIMITIVE_COUNT, 0, TIME_HOUR, false, 0, NO, NO, 4, ""},
    {PRIMITIVE_COUNT, 0, TIME_HOUR, false, 0, NO, NO, 4, "[]"},
    {PRIMITIVE_COUNT, 0, TIME_HOUR, false, 0, NO, NO, 4, "[[0,3]]"},
    {PRIMITIVE_COUNT, 0, TIME_HOUR, false, 0, NO, NO, 4, "[[0,5],[120,-1]]"},
    {PRIMITIVE_COUNT, 0, TIME_HOUR, false, 0, NO, NO, 4, "[[0,4],[120,0]]"},
    {PRIMITIVE_COUNT, 0, TIME_HOUR, false, 0, NO, NO, 4, "[[0,4.0]]"},
    {PRIMITIVE_COUNT, 0, TIME_HOUR, false, 0, NO, NO, 4, "[[0,\"inf\"]]"},
    {PRIMITIVE_COUNT, 0, TIME_HOUR, false, 0, NO, NO, 4, "[[120,3],[0,1]]"},
    {PRIMITIVE_COUNT, 0, TIME_HOUR, false, 0, NO, NO, 4, "[[0,3],[0,1]]"},
    {PRIMITIVE_COUNT, 0, TIME_HOUR, false, 0, NO, NO, 4, "[[1,4]]"},
    {PRIMITIVE_COUNT, 0, TIME_HOUR, false, 0, NO, NO, 4, "[[0.5,4]]"},
    {PRIMITIVE_COUNT, 0, TIME_HOUR, false, 0, NO, NO, 4, "[[0,3],[3720,1]]"}, /* never in one window */
    {PRIMITIVE_COUNT, 0, TIME_HOUR, false, 0, NO, NO, 1, "[[9223372036920,1]]"},
    {PRIMITIVE_COUNT, 0, TIME_HOUR, false, 0, NO, NO, 1, "[[99999999999999999999,1]]"},
    {PRIMITIVE_COUNT, 0, TIME_HOUR, false, 0, NO, NO, 1, "[[0,99999999999999999999]]"},
    {PRIMITIVE_COUNT, 0, TIME_HOUR, false, 0, NO, NO, 4, "[[0,4]]]"},
    {PRIMITIVE_COUNT, 0, TIME_HOUR, false, 0, NO, NO, 4, "[[0,4]"},
    {PRIMITIVE_COUNT, 0, TIME_HOUR, false, 0, NO, NO, 4, "[[0,4],]"},
    {PRIMITIVE_COUNT, 0, TIME_HOUR, false, 0, NO, NO, 4, "[[0,4,5]]"},
    {PRIMITIVE_COUNT, 0, TIME_HOUR, false, 0, NO, NO, 4, "[[0]]"},
    {PRIMITIVE_COUNT, 0, TIME_HOUR, false, 0, NO, NO, 4, "[0,4]"},
    {PRIMITIVE_COUNT, 0, TIME_HOUR, false, 0, NO, NO, 4, "{}"},
    {PRIMITIVE_COUNT, 0, TIME_HOUR, false, 0, NO, NO, 4, "["},

    {PRIMITIVE_RARE, 0, TIME_HOUR, true, 1, NO, NO, 4, "[[0,4]]"},
    {PRIMITIVE_RARE, 0, TIME_HOUR, false, 0, NO, NO, 4, "[[0,4]]"},
    {PRIMITIVE_RARE, 0, FOREVER, false, 0, NO, NO, 4, ""},
    {PRIMITIVE_RARE, 0, FOREVER, false, 1, NO, 5, 4, ""},

    {PRIMITIVE_DISTINCT, 0, TIME_HOUR, true, 1, NO, -120 * TIME_SECOND, NO, ""},
    {PRIMITIVE_DISTINCT, 0, TIME_HOUR, false, 1, NO, 1, NO, ""},
    {PRIMITIVE_DISTINCT, 0, TIME_HOUR, false, 1, NO, NO, NO, ""},
    {PRIMITIVE_DISTINCT, 0, TIME_HOUR, false, 0, NO, 0, NO, ""},
    {PRIMITIVE_DISTINCT, 0, FOREVER, true, 1, NO, NO, NO, ""},
    {PRIMITIVE_DISTINCT, 0, FOREVER, false, 1, NO, 0, NO, ""},

    {PRIMITIVE_SUM, MEASURE_SUM, TIME_HOUR, true, 0, NO, NO, NO, "[[0,-4],[120,0.5],[240,\"nan\"]]"},
    {PRIMITIVE_SUM, MEASURE_SUM, FOREVER, true, 0, NO, NO, NO, "[[0,-4]]"},
    {PRIMITIVE_SUM, MEASURE_SUM, TIME_HOUR, false, 0, NO, NO, NO, "[]"},
    {PRIMITIVE_SUM, MEASURE_SUM, TIME_HOUR, false, 0, NO, NO, NO, "[[0,1e999]]"},
    {PRIMITIVE_SUM, MEASURE_SUM, TIME_HOUR, false, 0, NO, NO, NO, "[[0,\"1\"]]"},
    {PRIMITIVE_SUM, MEASURE_SUM, TIME_HOUR, false, 0, NO, NO, NO, "[[0,null]]"},
    {PRIMITIVE_SUM, MEASURE_SUM, TIME_HOUR, false, 0, NO, NO, 1, "[[0,1]]"},

    {PRIMITIVE_SPIKE, MEASURE_COUNT, FOREVER, true, 0, NO, NO, NO, "{\"buckets\":[[3600,4]],\"marks\":{}}"},
    {PRIMITIVE_SPIKE, MEASURE_COUNT, FOREVER, true, 0, NO, NO, NO,
     "{\"buckets\":[],\"marks\":{\"after 0s, min 0, sigma 4.0\":3600,\"gone\":0}}"},
    {PRIMITIVE_SPIKE, MEASURE_COUNT, FOREVER, false, 0, NO, NO, NO, "{\"buckets\":[[3600,-4]],\"marks\":{}}"},
    {PRIMITIVE_SPIKE, MEASURE_COUNT, FOREVER, false, 0, NO, NO, NO, "{\"buckets\":[[3600,0.5]],\"marks\":{}}"},
    {PRIMITIVE_SPIKE, MEASURE_SUM, FOREVER, true, 0, NO, NO, NO, "{\"buckets\":[[3600,0.5]],\"marks\":{}}"},
    {PRIMITIVE_SPIKE, MEASURE_COUNT, FOREVER, false, 0, NO, NO, NO, "{\"buckets\":[[3601,4]],\"marks\":{}}"},
    {PRIMITIVE_SPIKE, MEASURE_COUNT, FOREVER, false, 0, NO, NO, NO, "{\"buckets\":[],\"marks\":{\"a\":1}}"},
    {PRIMITIVE_SPIKE, MEASURE_COUNT, FOREVER, false, 0, NO, NO, NO, "{\"buckets\":[],\"marks\":{\"a\":0,}}"},
    {PRIMITIVE_SPIKE, MEASURE_COUNT, FOREVER, false, 0, NO, NO, NO, "{\"buckets\":[],\"marks\":{\"\xff\":0}}"},
    {PRIMITIVE_SPIKE, MEASURE_COUNT, FOREVER, false, 0, NO, NO, NO, "{\"buckets\":[],\"marks\":{\"a"},
    {PRIMITIVE_SPIKE, MEASURE_COUNT, FOREVER, false, 0, NO, NO, NO, "{\"buckets\":[]}"},
    {PRIMITIVE_SPIKE, MEASURE_COUNT, FOREVER, false, 1, NO, 0, NO, ""},
    {PRIMITIVE_SPIKE, MEASURE_DISTINCT, FOREVER, true, 1, NO, 0, NO, ""},
    {PRIMITIVE_SPIKE, MEASURE_DISTINCT, FOREVER, false, 1, NO, 7, NO, ""},

    {PRIMITIVE_PREVIOUS, 0, FOREVER, true, 0, NO, 5, NO, "[\"int\",\"7\"]"},
    {PRIMITIVE_PREVIOUS, 0, FOREVER, false, 0, NO, NO, NO, "[\"int\",\"7\"]"},
    {PRIMITIVE_PREVIOUS, 0, FOREVER, false, 1, NO, 5, NO, "[\"int\",\"7\"]"},
    {PRIMITIVE_PREVIOUS, 0, FOREVER, false, 0, NO, 5, NO, ""},
    {PRIMITIVE_PREVIOUS, 0, FOREVER, false, 0, NO, 5, NO, "[\"null\",\"\"]"},

    {PRIMITIVE_ELAPSED, 0, FOREVER, true, 0, NO, 5, NO, ""},
    {PRIMITIVE_ELAPSED, 0, FOREVER, false, 0, NO, INT64_MAX, NO, ""},
    {PRIMITIVE_ELAPSED, 0, FOREVER, false, 3, NO, 5, NO, ""},
    {PRIMITIVE_SEEN, 0, FOREVER, true, 0, NO, 5, 1, ""},
    {PRIMITIVE_SEEN, 0, FOREVER, false, 0, NO, 5, 0, ""},
    {PRIMITIVE_SEEN, 0, FOREVER, false, 0, NO, NO, 1, ""},
    {PRIMITIVE_ABSENT, 0, TIME_HOUR, true, 0, NO, 5, 1, ""},
    {PRIMITIVE_ABSENT, 0, TIME_HOUR, false, 0, NO, 5, -1, ""},
    {PRIMITIVE_ABSENT, 0, TIME_HOUR, false, 0, NO, INT64_MIN + 1, 1, ""},

#define PLACE(latitude) "{\"latitude\":" latitude ",\"longitude\":1.0,\"ip\":\"a\",\"city\":\"\",\"country\":\"GB\"}"
    {PRIMITIVE_TRAVEL, 0, FOREVER, true, 0, NO, 5, NO, PLACE("2.5")},
    {PRIMITIVE_TRAVEL, 0, FOREVER, false, 0, NO, 5, NO, PLACE("2")},
    {PRIMITIVE_TRAVEL, 0, FOREVER, false, 0, NO, 5, NO, PLACE("null")},
    {PRIMITIVE_TRAVEL, 0, FOREVER, false, 0, NO, 5, NO, PLACE("2.5") "}"},
    {PRIMITIVE_TRAVEL, 0, FOREVER, false, 0, NO, 5, NO, "{\"latitude\":2.5}"},
    {PRIMITIVE_TRAVEL, 0, FOREVER, false, 0, NO, NO, NO, PLACE("2.5")},
};

static void hostile_open(struct side *s, const struct hostile *h)
{
    struct fixture kind = {.prim = {.kind = h->kind, .options = fixture_options(h->within)}};
    kind.state.measure = h->measure;
    side_open(s, 0, &kind, fill_values);
    entity_load(&s->f.entities, 1, 0);
}

static struct table_row hostile_row(const struct hostile *h)
{
    return (struct table_row){
        .k = 1, .v = h->v, .since = h->since, .last = h->last, .n = h->n, .data = str_from(h->data)};
}

#define HOSTILE (sizeof hostile / sizeof hostile[0])

TEST(known_rows_that_cannot_be)
{
    for (unsigned i = 0; i < HOSTILE; i++) {
        struct side s;
        struct table_row row = hostile_row(&hostile[i]);
        hostile_open(&s, &hostile[i]);
        if (!CHECK_INT(side_load_row(&s, &row), hostile[i].good)) {
            printf("#   row %u: %s\n", i, hostile[i].data);
        }
        if (hostile[i].good) {
            CHECK(!side_load_row(&s, &row)); /* twice */
        }
        side_close(&s);
    }
}

/* No row of one kind crashes another one, nor does what is behind it. */
TEST(known_rows_of_other_kinds)
{
    unsigned taken = 0;
    for (unsigned i = 0; i < HOSTILE * N_PRIMITIVES; i++) {
        struct side s;
        struct buf out = BUF_INIT;
        struct hostile h = hostile[i / N_PRIMITIVES];
        struct table_row row = hostile_row(&h);
        h.kind = (enum primitive_kind)(i % N_PRIMITIVES);
        hostile_open(&s, &h);
        taken += side_load_row(&s, &row) && h.kind != hostile[i / N_PRIMITIVES].kind;
        struct fixture_event e = {.time = TIME_HOUR, .k = 1, .v = 3, .amount = number_int(1), .now = TIME_HOUR};
        side_take(&s, &e, 2, &out);
        buf_release(&out);
        side_close(&s);
    }
    CHECK(taken > 0); /* count and rare tell the same of a pair and of an entity */
}

/* Any cut and any changed byte of a good row is refused, or it is another good row. */
TEST(known_rows_that_are_damaged)
{
    random_state = 17;
    for (unsigned i = 0; i < 20000; i++) {
        struct side s;
        struct buf out = BUF_INIT;
        const struct hostile *h = &hostile[random_below(HOSTILE)];
        struct table_row row = hostile_row(h);
        uint32_t len = (uint32_t)row.data.len;
        char data[256];
        if (len == 0) {
            continue;
        }
        memcpy(data, row.data.ptr, len);
        data[random_below(len)] = "\"[]{},.-0189eE\\nu\x80"[random_below(19)];
        row.data = str_slice(data, len - (random_below(3) == 0 ? random_below(len) : 0));
        hostile_open(&s, h);
        if (side_load_row(&s, &row)) {
            struct fixture_event e = {.time = TIME_HOUR, .k = 1, .v = 3, .amount = number_int(1), .now = TIME_HOUR};
            side_take(&s, &e, 2, &out);
        }
        buf_release(&out);
        side_close(&s);
    }
}
