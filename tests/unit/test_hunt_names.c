/* The columns of a hunt are cut from the text of its primitive. */
#include "engine/hunt_set.h"
#include "tests/unit/unit.h"

/* The names, each between bars. */
static struct str names_of(const char *text, enum primitive_kind kind, enum primitive_measure measure, uint32_t n_v,
                           uint32_t n_k, struct buf *out)
{
    struct program_prim prim = {.kind = kind, .text = str_from(text)};
    struct program_state state = {.kind = kind, .measure = measure, .v = {0, n_v}};
    struct hunt_set set = {.prim = &prim, .state = &state, .key = {n_v, n_k}};
    struct hunt_table table = {.kind = kind};
    struct arena arena = ARENA_INIT;
    hunt_name_columns(&set, &table, &arena);
    buf_reset(out);
    buf_add_char(out, '|');
    for (unsigned i = 0; i < table.n_columns; i++) {
        buf_add_str(out, table.columns[i]);
        buf_add_char(out, '|');
    }
    arena_release(&arena);
    return buf_str(out);
}

static struct buf text;

TEST(hunt_names_of_pairs)
{
    CHECK_STR(names_of("rare(country for action)", PRIMITIVE_RARE, MEASURE_NONE, 1, 1, &text), STR("|country|action|"));
    CHECK_STR(names_of("new( geo(ip).country , a [0] for actor, x.for, after 7d)", PRIMITIVE_NEW,
                       MEASURE_NONE, 2, 2, &text),
              STR("|geo(ip).country|a [0]|actor|x.for|"));
    CHECK_STR(names_of("rare(concat(a, \", for \\\" (\", b) for `for`, within 1d)", PRIMITIVE_RARE,
                       MEASURE_NONE, 1, 1, &text),
              STR("|concat(a, \", for \\\" (\", b)|`for`|"));
    CHECK_STR(names_of("rare(before where x == null)", PRIMITIVE_RARE, MEASURE_NONE, 1, 0, &text), STR("|before|"));
    CHECK_STR(names_of("new(a for b where c)", PRIMITIVE_NEW, MEASURE_NONE, 1, 1, &text), STR("|a|b|"));
    buf_release(&text);
}

TEST(hunt_names_of_entities)
{
    CHECK_STR(names_of("spike(count for actor, per 1h)", PRIMITIVE_SPIKE, MEASURE_COUNT, 0, 1, &text),
              STR("|actor|"));
    CHECK_STR(
        names_of("spike(distinct a, b for c, d where e)", PRIMITIVE_SPIKE, MEASURE_DISTINCT, 2, 2, &text),
        STR("|c|d|"));
    CHECK_STR(names_of("sum(n for k, within 1d)", PRIMITIVE_SUM, MEASURE_SUM, 1, 1, &text), STR("|k|"));
    CHECK_STR(names_of("elapsed(for k, j where x)", PRIMITIVE_ELAPSED, MEASURE_NONE, 0, 2, &text), STR("|k|j|"));
    CHECK_STR(names_of("travel(ip for k)", PRIMITIVE_TRAVEL, MEASURE_NONE, TRAVEL_PARTS, 1, &text), STR("|k|"));
    CHECK_STR(names_of("previous(x for a.b, c)", PRIMITIVE_PREVIOUS, MEASURE_NONE, 1, 2, &text),
              STR("|from|to|a.b|c|"));
    CHECK_STR(names_of("seen(a == \"for\" and seen(b for c) for d == e, f, within 1h)", PRIMITIVE_SEEN,
                       MEASURE_NONE, 0, 2, &text),
              STR("|d == e|f|"));
    CHECK_STR(names_of("count(within 1d)", PRIMITIVE_COUNT, MEASURE_COUNT, 0, 0, &text), STR("|"));
    buf_release(&text);
}
