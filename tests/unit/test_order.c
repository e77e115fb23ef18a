#include "engine/order.h"

#include <signal.h>
#include <sys/resource.h>

#include "base/timefmt.h"
#include "tests/unit/unit.h"

static struct symbols *symbols;
static struct stats stats;
static struct event_builder *builder;
static struct buf seen;

static void start(void)
{
    stats = (struct stats){0};
    symbols = symbols_new();
    builder = event_builder_new(1);
    buf_reset(&seen);
}

static void stop(struct order *o)
{
    order_free(o);
    event_builder_free(builder);
    symbols_free(symbols);
}

static const struct event *make(int64_t time, const char *id, const char *content)
{
    struct value v = value_str(str_from(content));
    event_builder_start(builder, 0);
    event_builder_time(builder, time);
    event_builder_set(builder, 0, &v);
    event_builder_id(builder, str_from(id));
    return event_builder_finish(builder);
}

static void add(struct order *o, int64_t time, const char *id, const char *content)
{
    struct err err = {""};
    CHECK(order_add(o, make(time, id, content), 0, &err));
}

/* What is handed out now, as "time:id(content)", late ones with a star. */
static struct str drain(struct order *o)
{
    const struct event *e;
    struct err err = {""};
    buf_reset(&seen);
    while ((e = order_next(o, &err)) != NULL) {
        struct value v = event_value(e, &e->slots[0], symbols, NULL);
        buf_addf(&seen, "%s%lld:%.*s(%.*s)%s", seen.len > 0 ? " " : "", (long long)e->time, STR_ARG(event_id(e)),
                 STR_ARG(value_text(&v)), (e->flags & EVENT_LATE) != 0 ? "*" : "");
    }
    CHECK_STR(str_from(err.text), STR(""));
    return seen.len == 0 ? STR("") : buf_str(&seen);
}

static void finish(struct order *o)
{
    struct err err = {""};
    CHECK(order_finish(o, &err));
}

TEST(a_batch_is_sorted_by_time_id_content)
{
    start();
    struct order *o = order_batch_new(symbols, 0, NULL, &stats);
    add(o, 3, "c", "x");
    add(o, 1, "b", "x");
    add(o, 1, "a", "x");
    add(o, -2, "z", "x");
    CHECK_STR(drain(o), STR(""));
    finish(o);
    CHECK_STR(drain(o), STR("-2:z(x) 1:a(x) 1:b(x) 3:c(x)"));
    stop(o);
}

TEST(an_empty_batch_ends)
{
    start();
    struct order *o = order_batch_new(symbols, 0, NULL, &stats);
    finish(o);
    CHECK_STR(drain(o), STR(""));
    stop(o);
}

TEST(of_equal_ids_the_first_in_order_is_kept)
{
    start();
    struct order *o = order_batch_new(symbols, 0, NULL, &stats);
    add(o, 5, "a", "later");
    add(o, 2, "a", "z");
    add(o, 2, "a", "y");
    add(o, 3, "b", "x");
    add(o, 9, "a", "last");
    finish(o);
    CHECK_STR(drain(o), STR("2:a(y) 3:b(x)"));
    CHECK_INT(stats.duplicates, 3);
    stop(o);
}

/* ---- against a sorted array ---- */

struct plain {
    int64_t time;
    char id[16], content[16];
};

static int plain_compare(const void *a, const void *b)
{
    const struct plain *x = a, *y = b;
    if (x->time != y->time) {
        return x->time < y->time ? -1 : 1;
    }
    int order = strcmp(x->id, y->id);
    return order != 0 ? order : strcmp(x->content, y->content);
}

static uint32_t random_state;

static uint32_t random_under(uint32_t n)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) % n;
}

/* The sorted events without those whose id came before. Returns how many are left. */
static unsigned plain_unique(struct plain *p, unsigned n)
{
    unsigned kept = 0;
    qsort(p, n, sizeof *p, plain_compare);
    for (unsigned i = 0; i < n; i++) {
        bool met = false;
        for (unsigned k = 0; k < kept && !met; k++) {
            met = strcmp(p[k].id, p[i].id) == 0;
        }
        if (!met) {
            p[kept++] = p[i];
        }
    }
    return kept;
}

static void compare_batch(uint32_t seed, size_t memory, unsigned n, uint32_t ids)
{
    struct plain *p = malloc(n * sizeof *p);
    struct err err = {""};
    const struct event *e;
    start();
    random_state = seed;
    struct order *o = order_batch_new(symbols, memory, NULL, &stats);
    for (unsigned i = 0; i < n; i++) {
        p[i].time = random_under(500);
        snprintf(p[i].id, sizeof p[i].id, "id-%u", random_under(ids));
        snprintf(p[i].content, sizeof p[i].content, "c%u", random_under(3));
        add(o, p[i].time, p[i].id, p[i].content);
    }
    finish(o);
    unsigned kept = plain_unique(p, n), got = 0;
    bool same = true;
    while ((e = order_next(o, &err)) != NULL && same) {
        struct value v = event_value(e, &e->slots[0], symbols, NULL);
        same = got < kept && CHECK_INT(e->time, p[got].time) && CHECK_STR(event_id(e), str_from(p[got].id)) &&
               CHECK_STR(value_text(&v), str_from(p[got].content));
        got++;
    }
    CHECK_INT(got, kept);
    CHECK_INT(stats.duplicates, n - kept);
    CHECK((stats.spilled > 0) == (memory > 0));
    free(p);
    stop(o);
}

TEST(in_memory_it_is_a_sorted_array)
{
    compare_batch(1, 0, 2000, 1500);
    compare_batch(2, 0, 2000, 10);
    compare_batch(3, 0, 1, 1);
}

TEST(on_disk_it_is_the_same)
{
    compare_batch(4, 1, 5000, 4000);
    compare_batch(5, 1, 5000, 20);
    compare_batch(6, 100000, 5000, 1000000);
}

TEST(large_events_are_spilled_too)
{
    start();
    struct order *o = order_batch_new(symbols, 1, NULL, &stats);
    char *big = malloc(3000001);
    memset(big, 'x', 3000000);
    big[3000000] = '\0';
    add(o, 2, "b", big);
    add(o, 1, "a", big);
    add(o, 3, "c", "small");
    finish(o);
    struct err err = {""};
    const struct event *e = order_next(o, &err);
    CHECK(e != NULL && e->time == 1 && e->size > 3000000);
    e = order_next(o, &err);
    CHECK(e != NULL && e->time == 2);
    CHECK_STR(drain(o), STR("3:c(small)"));
    free(big);
    stop(o);
}

TEST(a_missing_folder_is_an_error)
{
    start();
    struct order *o = order_batch_new(symbols, 1, "/nonexistent/folder", &stats);
    struct err err = {""};
    bool ok = true;
    for (int i = 0; i < 100000 && ok; i++) {
        ok = order_add(o, make(i, "id", "content"), 0, &err);
    }
    CHECK(!ok);
    CHECK(strstr(err.text, "/nonexistent/folder") != NULL);
    stop(o);
}

TEST(a_full_disk_is_an_error)
{
    struct err err = {""};
    bool ok = true;
    start();
    struct order *o = order_batch_new(symbols, 1, "/dev/shm", &stats);
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit before, small = {200000, 200000};
    getrlimit(RLIMIT_FSIZE, &before);
    small.rlim_max = before.rlim_max;
    setrlimit(RLIMIT_FSIZE, &small);
    for (int i = 0; i < 100000 && ok; i++) {
        char id[16];
        snprintf(id, sizeof id, "%d", i);
        ok = order_add(o, make(i, id, "content"), 0, &err);
    }
    CHECK(!ok);
    CHECK(strstr(err.text, "cannot write") != NULL);
    setrlimit(RLIMIT_FSIZE, &before);
    stop(o);
}

/* ---- stream ---- */

TEST(a_stream_waits_for_the_lateness)
{
    start();
    struct order *o = order_stream_new(symbols, 10, &stats);
    add(o, 100, "a", "");
    CHECK_STR(drain(o), STR(""));
    add(o, 95, "b", "");
    add(o, 106, "c", "");
    CHECK_STR(drain(o), STR("95:b()"));
    add(o, 110, "d", "");
    CHECK_STR(drain(o), STR(""));
    add(o, 111, "e", "");
    CHECK_STR(drain(o), STR("100:a()"));
    finish(o);
    CHECK_STR(drain(o), STR("106:c() 110:d() 111:e()"));
    CHECK_INT(stats.late, 0);
    stop(o);
}

TEST(what_comes_late_goes_out_at_once)
{
    start();
    struct order *o = order_stream_new(symbols, 10, &stats);
    add(o, 100, "a", "");
    add(o, 90, "b", "");
    CHECK_STR(drain(o), STR(""));
    add(o, 89, "c", "");
    CHECK_STR(drain(o), STR("89:c()*"));
    CHECK_INT(stats.late, 1);
    finish(o);
    CHECK_STR(drain(o), STR("90:b() 100:a()"));
    stop(o);
}

TEST(a_stream_forgets_ids_after_a_day)
{
    start();
    struct order *o = order_stream_new(symbols, 0, &stats);
    add(o, 0, "a", "first");
    add(o, TIME_DAY, "a", "again");
    CHECK_INT(stats.duplicates, 1);
    add(o, TIME_DAY, "b", "");
    add(o, TIME_DAY + TIME_HOUR, "a", "again");
    CHECK_INT(stats.duplicates, 2);
    add(o, 4 * TIME_DAY, "c", "");
    add(o, 4 * TIME_DAY, "a", "new");
    CHECK_INT(stats.duplicates, 2);
    finish(o);
    CHECK_INT(stats.late, 0);
    stop(o);
}

TEST(an_event_that_comes_twice_after_a_long_silence_is_one)
{
    start();
    struct order *o = order_stream_new(symbols, 0, &stats);
    add(o, 0, "a", "");
    add(o, 3 * TIME_DAY, "b", "first");
    add(o, 3 * TIME_DAY, "b", "again");
    CHECK_INT(stats.duplicates, 1);
    finish(o);
    CHECK_INT(stats.late, 0);
    stop(o);
}

TEST(a_stream_keeps_the_first_that_arrives)
{
    start();
    struct order *o = order_stream_new(symbols, 100, &stats);
    add(o, 50, "a", "first");
    add(o, 40, "a", "second");
    finish(o);
    CHECK_STR(drain(o), STR("50:a(first)"));
    CHECK_INT(stats.duplicates, 1);
    stop(o);
    buf_release(&seen);
}
