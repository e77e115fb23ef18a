#include "tests/unit/program_builder.h"
#include "tests/unit/unit.h"

/* A source with two index fields and one other. */
struct names {
    struct maker m;
    uint32_t source, name, other;
    struct buf out; /* of candidates */
};

static void names_open(struct names *n)
{
    n->out = (struct buf)BUF_INIT;
    maker_open(&n->m);
    n->source = maker_field(&n->m, "eventSource", TYPE_STRING);
    n->name = maker_field(&n->m, "eventName", TYPE_STRING);
    n->other = maker_field(&n->m, "other", TYPE_STRING);
    n->m.sources[0].index = maker_args(&n->m, (const uint32_t[]){n->source, n->name}, 2);
}

static uint32_t is(struct names *n, uint32_t field, const char *text)
{
    return maker_op(&n->m, OP_EQ, field, maker_text(&n->m, text));
}

/* The candidates of an event with these two values, as text: "0 2 ". */
static struct str candidates(struct names *n, const char *source, const char *name)
{
    uint32_t count;
    maker_event(&n->m);
    if (source != NULL) {
        maker_set(&n->m, n->source, value_str(str_from(source)));
    }
    if (name != NULL) {
        maker_set(&n->m, n->name, value_str(str_from(name)));
    }
    maker_done(&n->m);
    const uint32_t *c = eval_candidates(n->m.ev, &count);
    buf_reset(&n->out);
    for (uint32_t i = 0; i < count; i++) {
        buf_addf(&n->out, "%u ", c[i]);
    }
    return buf_str(&n->out);
}

static void names_close(struct names *n)
{
    maker_close(&n->m);
    buf_release(&n->out);
}

TEST(index_leaves_out_what_cannot_match)
{
    struct names n;
    names_open(&n);
    uint32_t s3 = is(&n, n.source, "s3"), get = is(&n, n.name, "Get"), other = is(&n, n.other, "x");
    uint32_t first = maker_branch(&n.m, s3, 1, PROGRAM_FALSE); /* s3 and Get and other */
    maker_branch(&n.m, get, 2, PROGRAM_FALSE);
    maker_branch(&n.m, other, PROGRAM_TRUE, PROGRAM_FALSE);
    uint32_t second = maker_branch(&n.m, get, PROGRAM_FALSE, PROGRAM_TRUE); /* not Get */
    uint32_t third = maker_branch(&n.m, other, PROGRAM_TRUE, 5);           /* other or s3 */
    maker_branch(&n.m, s3, PROGRAM_TRUE, PROGRAM_FALSE);
    maker_population(&n.m, first);
    maker_population(&n.m, second);
    maker_population(&n.m, third);
    maker_population(&n.m, PROGRAM_TRUE);
    maker_population(&n.m, PROGRAM_FALSE);
    if (CHECK(maker_ready(&n.m))) {
        CHECK_STR(candidates(&n, "s3", "Get"), STR("0 2 3 "));
        CHECK_STR(candidates(&n, "s3", "Put"), STR("1 2 3 "));
        CHECK_STR(candidates(&n, "ec2", "Get"), STR("2 3 ")); /* other is unknown */
        CHECK_STR(candidates(&n, "ec2", NULL), STR("1 2 3 "));
        CHECK_STR(candidates(&n, NULL, NULL), STR("1 2 3 "));
        CHECK_STR(candidates(&n, "s3", "Get"), STR("0 2 3 ")); /* remembered */
    }
    names_close(&n);
}

TEST(index_follows_expressions_of_index_fields)
{
    struct names n;
    names_open(&n);
    uint32_t like = maker_list(&n.m, OP_LIKE, n.name, (const char *const[]){"Get*", "List*", NULL});
    uint32_t same = maker_op(&n.m, OP_EQ, n.source, n.name); /* of both fields */
    uint32_t mixed = maker_op(&n.m, OP_EQ, n.name, n.other);
    maker_population(&n.m, maker_test(&n.m, like));
    maker_population(&n.m, maker_test(&n.m, same));
    maker_population(&n.m, maker_test(&n.m, mixed));
    if (CHECK(maker_ready(&n.m))) {
        CHECK_STR(candidates(&n, "s3", "GetObject"), STR("0 2 "));
        CHECK_STR(candidates(&n, "s3", "PutObject"), STR("2 "));
        CHECK_STR(candidates(&n, "s3", "s3"), STR("1 2 "));
    }
    names_close(&n);
}

TEST(index_of_other_kinds_of_values_leaves_nothing_out)
{
    struct names n;
    uint32_t count;
    names_open(&n);
    maker_population(&n.m, maker_test(&n.m, is(&n, n.source, "s3")));
    if (CHECK(maker_ready(&n.m))) {
        maker_event(&n.m);
        maker_set(&n.m, n.source, value_int(3));
        maker_done(&n.m);
        (void)eval_candidates(n.m.ev, &count);
        CHECK_INT(count, 1);
        CHECK_STR(candidates(&n, "ec2", "x"), STR(""));
    }
    names_close(&n);
}

/* A field that decides nothing does not multiply the combinations. */
TEST(index_leaves_out_fields_that_decide_nothing)
{
    struct names n;
    char name[16];
    names_open(&n);
    maker_population(&n.m, maker_test(&n.m, is(&n, n.source, "s3")));
    if (CHECK(maker_ready(&n.m))) {
        CHECK_STR(candidates(&n, "s3", "a"), STR("0 "));
        size_t before = eval_bytes(n.m.ev);
        for (int i = 0; i < 5000; i++) {
            snprintf(name, sizeof name, "n%d", i);
            candidates(&n, "s3", name);
        }
        CHECK(eval_bytes(n.m.ev) < before + 4096);
    }
    names_close(&n);
}

/* Equal lists are kept once, however many combinations lead to them. */
TEST(index_keeps_equal_lists_once)
{
    struct names n;
    char name[16];
    names_open(&n);
    for (int i = 0; i < 60; i++) {
        maker_population(&n.m, maker_test(&n.m, is(&n, n.other, "x")));
    }
    maker_population(&n.m, maker_test(&n.m, is(&n, n.name, "y")));
    if (CHECK(maker_ready(&n.m))) {
        for (int i = 0; i < 5000; i++) {
            snprintf(name, sizeof name, "n%d", i);
            candidates(&n, "s3", name);
        }
        CHECK(eval_bytes(n.m.ev) < 5000 * 60 * sizeof(uint32_t));
    }
    names_close(&n);
}

TEST(index_only_of_the_events_source)
{
    struct names n;
    names_open(&n);
    n.m.program.n_sources = 2;
    maker_population(&n.m, PROGRAM_TRUE);
    maker_population(&n.m, PROGRAM_TRUE);
    n.m.populations[1].source = 1;
    if (CHECK(maker_ready(&n.m))) {
        CHECK_STR(candidates(&n, "s3", "a"), STR("0 "));
    }
    names_close(&n);
}

TEST(index_follows_a_list_that_changes)
{
    struct names n;
    names_open(&n);
    uint32_t in = maker_list(&n.m, OP_IN, n.name, (const char *const[]){"Get", NULL});
    maker_population(&n.m, maker_test(&n.m, in));
    if (CHECK(maker_ready(&n.m))) {
        CHECK_STR(candidates(&n, "s3", "Get"), STR("0 "));
        CHECK_STR(candidates(&n, "s3", "Put"), STR(""));
        struct value put = value_str(STR("Put"));
        struct program_list_items news = {.list = n.m.nodes[in].b, .n = 1, .items = &put};
        eval_replace_lists(n.m.ev, &news, 1);
        CHECK_STR(candidates(&n, "s3", "Get"), STR(""));
        CHECK_STR(candidates(&n, "s3", "Put"), STR("0 "));
    }
    names_close(&n);
}
