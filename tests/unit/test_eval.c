#include "lang/function.h"
#include "tests/unit/program_builder.h"
#include "tests/unit/unit.h"

/* ---- comparisons ---- */

/* Does the op hold for two constants? */
static bool consts(enum program_op op, struct value a, struct value b)
{
    struct maker m;
    maker_open(&m);
    uint32_t x = maker_const(&m, a), y = maker_const(&m, b);
    uint32_t node = maker_op(&m, op, x, y);
    bool holds = CHECK(maker_ready(&m));
    if (holds) {
        maker_event(&m);
        maker_done(&m);
        holds = maker_holds(&m, node);
    }
    maker_close(&m);
    return holds;
}

TEST(eval_equality_is_false_with_null)
{
    CHECK(consts(OP_EQ, value_int(1), value_float(1)));
    CHECK(!consts(OP_EQ, value_int(1), value_int(2)));
    CHECK(!consts(OP_EQ, value_null(), value_null()));
    CHECK(!consts(OP_EQ, value_null(), value_int(1)));
    CHECK(!consts(OP_EQ, value_str(STR("1")), value_int(1)));
}

TEST(eval_order)
{
    CHECK(consts(OP_LT, value_int(1), value_float(1.5)));
    CHECK(!consts(OP_LT, value_int(1), value_int(1)));
    CHECK(consts(OP_LE, value_int(1), value_int(1)));
    CHECK(consts(OP_GT, value_time(2), value_time(1)));
    CHECK(consts(OP_GE, value_duration(2), value_duration(2)));
    CHECK(!consts(OP_GE, value_time(2), value_duration(1)));
    CHECK(!consts(OP_LT, value_str(STR("a")), value_str(STR("b"))));
    CHECK(!consts(OP_GE, value_null(), value_int(1)));
}

TEST(eval_contains)
{
    struct value items[] = {value_int(1), value_str(STR("b"))};
    struct value list = {.kind = VALUE_LIST, .len = 2, .items = items};
    CHECK(consts(OP_CONTAINS, value_str(STR("abc")), value_str(STR("bc"))));
    CHECK(consts(OP_CONTAINS, value_str(STR("abc")), value_str(STR(""))));
    CHECK(!consts(OP_CONTAINS, value_str(STR("abc")), value_str(STR("x"))));
    CHECK(consts(OP_CONTAINS, list, value_float(1)));
    CHECK(!consts(OP_CONTAINS, list, value_str(STR("c"))));
    CHECK(!consts(OP_CONTAINS, list, value_null()));
    CHECK(!consts(OP_CONTAINS, value_null(), value_str(STR(""))));
    CHECK(consts(OP_IN_VALUE, value_str(STR("b")), list));
    CHECK(!consts(OP_IN_VALUE, value_str(STR("b")), value_str(STR("b"))));
    CHECK(!consts(OP_IN_VALUE, value_null(), list));
}

TEST(eval_a_text_beside_an_ip_is_one)
{
    struct maker m;
    struct ip ip;
    CHECK(ip_parse(STR("10.0.0.1"), &ip));
    maker_open(&m);
    uint32_t address = maker_field(&m, "address", TYPE_ADDRESS), open = maker_field(&m, "json", TYPE_JSON);
    uint32_t one = maker_const(&m, (struct value){.kind = VALUE_IP, .ip = &ip});
    uint32_t by_address = maker_op(&m, OP_EQ, address, one), by_json = maker_op(&m, OP_EQ, one, open);
    if (CHECK(maker_ready(&m))) {
        maker_event(&m);
        maker_set(&m, address, value_str(STR("::ffff:10.0.0.1")));
        maker_set(&m, open, value_str(STR("10.0.0.1")));
        maker_done(&m);
        CHECK(maker_holds(&m, by_address));
        CHECK(!maker_holds(&m, by_json)); /* json has the type of its value: a string */
    }
    maker_close(&m);
}

TEST(eval_in_a_list_of_the_event_takes_blocks_for_addresses)
{
    struct maker m;
    struct value items[] = {value_str(STR("10.0.0.0/8")), value_str(STR("ec2.amazonaws.com"))};
    struct value list = {.kind = VALUE_LIST, .len = 2, .items = items};
    maker_open(&m);
    uint32_t address = maker_field(&m, "address", TYPE_ADDRESS), text = maker_field(&m, "text", TYPE_STRING);
    uint32_t nets = maker_field(&m, "nets", TYPE_JSON);
    uint32_t in = maker_op(&m, OP_IN_VALUE, address, nets), text_in = maker_op(&m, OP_IN_VALUE, text, nets);
    if (CHECK(maker_ready(&m))) {
        maker_event(&m);
        maker_set(&m, address, value_str(STR("10.1.2.3")));
        maker_set(&m, text, value_str(STR("10.1.2.3")));
        maker_set(&m, nets, list);
        maker_done(&m);
        CHECK(maker_holds(&m, in));
        CHECK(!maker_holds(&m, text_in));
        maker_event(&m);
        maker_set(&m, address, value_str(STR("ec2.amazonaws.com")));
        maker_set(&m, nets, list);
        maker_done(&m);
        CHECK(maker_holds(&m, in));
        CHECK(!maker_holds(&m, text_in));
    }
    maker_close(&m);
}

/* ---- lists, patterns, expressions ---- */

TEST(eval_lists_in_each_of_their_forms)
{
    struct maker m;
    maker_open(&m);
    uint32_t f = maker_field(&m, "f", TYPE_ADDRESS);
    const char *const texts[] = {"10.0.0.0/8", "Get*", NULL};
    uint32_t in = maker_list(&m, OP_IN, f, texts);
    uint32_t list = m.nodes[in].b; /* one list in four forms */
    uint32_t net = maker_make(&m, OP_IN_NET, TYPE_BOOL, f, list, false);
    uint32_t like = maker_make(&m, OP_LIKE, TYPE_BOOL, f, list, false);
    uint32_t ilike = maker_make(&m, OP_ILIKE, TYPE_BOOL, f, list, false);
    if (CHECK(maker_ready(&m))) {
        maker_see(&m, f, "Get*");
        CHECK(maker_holds(&m, in) && maker_holds(&m, net) && maker_holds(&m, like) && maker_holds(&m, ilike));
        maker_see(&m, f, "10.9.9.9");
        CHECK(!maker_holds(&m, in) && maker_holds(&m, net) && !maker_holds(&m, like));
        maker_see(&m, f, "GETX");
        CHECK(!maker_holds(&m, in) && !maker_holds(&m, net) && !maker_holds(&m, like) && maker_holds(&m, ilike));
        maker_event(&m);
        maker_done(&m);
        CHECK(!maker_holds(&m, in) && !maker_holds(&m, net) && !maker_holds(&m, like) && !maker_holds(&m, ilike));
    }
    maker_close(&m);
}

TEST(eval_matches_one_of_several)
{
    struct maker m;
    maker_open(&m);
    uint32_t f = maker_field(&m, "f", TYPE_JSON);
    uint32_t node = maker_list(&m, OP_MATCHES, f, (const char *const[]){"^a", "z$", NULL});
    if (CHECK(maker_ready(&m))) {
        maker_see(&m, f, "abc");
        CHECK(maker_holds(&m, node));
        maker_see(&m, f, "xyz");
        CHECK(maker_holds(&m, node));
        maker_see(&m, f, "xy");
        CHECK(!maker_holds(&m, node));
        maker_event(&m);
        maker_set(&m, f, value_int(1));
        maker_done(&m);
        CHECK(!maker_holds(&m, node));
    }
    maker_close(&m);
}

TEST(eval_a_costly_expression_is_told_once_and_counted)
{
    struct maker m;
    char text[2001];
    memset(text, 'a', 2000);
    text[2000] = '\0';
    maker_open(&m);
    uint32_t f = maker_field(&m, "f", TYPE_STRING);
    uint32_t node = maker_list(&m, OP_MATCHES, f, (const char *const[]){"^(a+)+$", NULL});
    uint32_t population = maker_population(&m, maker_test(&m, node));
    uint32_t other = maker_population(&m, PROGRAM_TRUE);
    maker_rule(&m, "innocent", other);
    maker_rule(&m, "pack.costly", population);
    maker_rule(&m, "pack.other", population);
    if (CHECK(maker_ready(&m))) {
        text[1999] = 'b';
        maker_see(&m, f, text);
        CHECK(!maker_holds(&m, node));
        CHECK_INT(eval_errors(m.ev), 1);
        CHECK_INT(m.warnings, 1);
        CHECK(strstr(m.warning.ptr, "rule pack.costly (and 1 more): the search for /^(a+)+$/ was given up") != NULL);
        maker_see(&m, f, text); /* remembered: not tried again */
        CHECK_INT(eval_errors(m.ev), 1);
        text[0] = 'c';
        text[1] = 'a';
        maker_see(&m, f, text + 1);
        CHECK(!maker_holds(&m, node));
        CHECK_INT(eval_errors(m.ev), 2);
        CHECK_INT(m.warnings, 1);
    }
    maker_close(&m);
}

TEST(eval_a_bad_expression_is_refused)
{
    struct maker m;
    struct err err = {""};
    maker_open(&m);
    maker_list(&m, OP_MATCHES, maker_field(&m, "f", TYPE_STRING), (const char *const[]){"a(", NULL});
    CHECK(!maker_ready_with(&m, NULL, &err));
    CHECK(strstr(err.text, "/a(/") != NULL);
    maker_close(&m);
}

/* What an event with the text `f` gets: in, like, matches, length, lookup. */
static void list_answers(struct maker *m, const uint32_t *nodes, uint32_t f, const char *text, struct buf *out)
{
    maker_see(m, f, text);
    buf_reset(out);
    for (int i = 0; i < 3; i++) {
        buf_add_text(out, maker_holds(m, nodes[i]) ? "yes " : "no ");
    }
    for (int i = 3; i < 5; i++) {
        struct value v = eval_node(m->ev, nodes[i]);
        value_json(&v, out);
        buf_add_char(out, ' ');
    }
}

/* Each answer below was remembered for the same texts: by value (in, like, matches, lookup), once for all (length). */
TEST(eval_other_items_of_a_list_change_what_was_remembered)
{
    struct maker m;
    struct buf out = BUF_INIT;
    maker_open(&m);
    uint32_t f = maker_field(&m, "f", TYPE_STRING);
    uint32_t in = maker_list(&m, OP_IN, f, (const char *const[]){"Get", "aside", NULL});
    uint32_t list = m.nodes[in].b;
    m.lists[list].items.count = 1;
    m.lists[list].beside = (struct program_run){m.lists[list].items.first + 1, 1};
    uint32_t nodes[] = {in, maker_make(&m, OP_LIKE, TYPE_BOOL, f, list, false),
                        maker_list(&m, OP_MATCHES, f, (const char *const[]){"^Ge", NULL}),
                        maker_node(&m, (struct program_node){.op = OP_LIST_LENGTH, .b = list,
                                                             .depends = DEPENDS_NOTHING, .type = {TYPE_INT, false}}),
                        maker_make(&m, OP_LOOKUP, TYPE_STRING, f, list, false)};
    if (CHECK(maker_ready(&m))) {
        list_answers(&m, nodes, f, "Put", &out);
        CHECK_STR(buf_str(&out), STR("no no no 1 null "));
        list_answers(&m, nodes, f, "Get", &out);
        CHECK_STR(buf_str(&out), STR("yes yes yes 1 \"aside\" "));
        eval_end(m.ev);
        char pattern[] = "P*", plain[] = "Put", beside[] = "other", regex[] = "^P";
        struct value items[] = {value_str(str_from(pattern)), value_str(str_from(plain))};
        struct value asides[] = {value_null(), value_str(str_from(beside))};
        struct program_regex r = {str_from(regex), false};
        struct program_list_items news[] = {
            {.list = list, .n = 2, .items = items, .beside = asides},
            {.list = m.nodes[nodes[2]].b, .n = 1, .regexes = &r},
        };
        eval_replace_lists(m.ev, news, 2);
        memset(pattern, 'x', 2); /* it was copied */
        memset(plain, 'x', 3);
        memset(beside, 'x', 5);
        memset(regex, 'x', 2);
        list_answers(&m, nodes, f, "Put", &out);
        CHECK_STR(buf_str(&out), STR("yes yes yes 2 \"other\" "));
        list_answers(&m, nodes, f, "Get", &out);
        CHECK_STR(buf_str(&out), STR("no no no 2 null "));
        list_answers(&m, nodes, f, "P", &out);
        CHECK_STR(buf_str(&out), STR("no yes yes 2 null "));
    }
    buf_release(&out);
    maker_close(&m);
}

/* ---- values ---- */

TEST(eval_if_coalesce_and_arithmetic)
{
    struct maker m;
    maker_open(&m);
    uint32_t x = maker_field(&m, "x", TYPE_INT), y = maker_field(&m, "y", TYPE_INT);
    uint32_t three = maker_int(&m, 3), sum = maker_make(&m, OP_ADD, TYPE_INT, x, y, true);
    uint32_t big = maker_op(&m, OP_GT, sum, three), test = maker_test(&m, big);
    uint32_t choice = maker_node(&m, (struct program_node){
        .op = OP_IF, .a = test, .b = x, .c = y, .depends = DEPENDS_MUCH, .type = {TYPE_INT, false}});
    struct program_run run = maker_args(&m, (const uint32_t[]){x, y, three}, 3);
    uint32_t first = maker_node(&m, (struct program_node){
        .op = OP_COALESCE, .b = run.first, .c = run.count, .depends = DEPENDS_MUCH, .type = {TYPE_INT, false}});
    uint32_t minus = maker_make(&m, OP_NEG, TYPE_INT, x, 0, false);
    if (CHECK(maker_ready(&m))) {
        maker_event(&m);
        maker_set(&m, x, value_int(2));
        maker_set(&m, y, value_int(5));
        maker_done(&m);
        CHECK_INT(eval_node(m.ev, sum).i, 7);
        CHECK_INT(eval_node(m.ev, choice).i, 2);
        CHECK_INT(eval_node(m.ev, first).i, 2);
        CHECK_INT(eval_node(m.ev, minus).i, -2);
        maker_event(&m);
        maker_set(&m, y, value_int(5));
        maker_done(&m);
        CHECK_INT(eval_node(m.ev, sum).kind, VALUE_NULL);
        CHECK_INT(eval_node(m.ev, choice).i, 5); /* null > 3 is false */
        CHECK_INT(eval_node(m.ev, first).i, 5);
        maker_event(&m);
        maker_done(&m);
        CHECK_INT(eval_node(m.ev, first).i, 3);
    }
    maker_close(&m);
}

TEST(eval_functions_paths_and_items)
{
    struct maker m;
    maker_open(&m);
    uint32_t f = maker_field(&m, "f", TYPE_JSON);
    struct program_run run = maker_args(&m, &f, 1);
    uint32_t lower = maker_node(&m, (struct program_node){
        .op = OP_CALL, .a = function_find(STR("lower")), .b = run.first, .c = 1, .depends = m.nodes[f].depends,
        .type = {TYPE_STRING, false}});
    m.segments[0] = (struct program_segment){.kind = SEGMENT_KEY, .key = STR("a")};
    m.segments[1] = (struct program_segment){.kind = SEGMENT_INDEX, .index = 1};
    uint32_t get = maker_node(&m, (struct program_node){
        .op = OP_GET, .a = f, .b = 0, .c = 2, .depends = m.nodes[f].depends, .type = {TYPE_JSON, false}});
    uint32_t item = maker_node(&m, (struct program_node){
        .op = OP_ITEM, .a = f, .b = 1, .depends = m.nodes[f].depends, .type = {TYPE_JSON, false}});
    if (CHECK(maker_ready(&m))) {
        maker_see(&m, f, "ABC");
        struct value v = eval_node(m.ev, lower);
        CHECK_STR(value_text(&v), STR("abc"));
        CHECK(v.symbol != 0); /* remembered texts have symbols */
        CHECK_INT(eval_node(m.ev, get).kind, VALUE_NULL);
        maker_event(&m);
        struct value object = value_str(STR("{\"a\":[5,6]}"));
        object.kind = VALUE_JSON;
        maker_set(&m, f, object);
        maker_done(&m);
        CHECK_INT(eval_node(m.ev, get).i, 6);
        CHECK_INT(eval_node(m.ev, item).kind, VALUE_NULL);
        struct value items[] = {value_int(7), value_int(8)};
        maker_event(&m);
        maker_set(&m, f, (struct value){.kind = VALUE_LIST, .len = 2, .items = items});
        maker_done(&m);
        CHECK_INT(eval_node(m.ev, item).i, 8);
    }
    maker_close(&m);
}

TEST(eval_time_and_id_of_the_event)
{
    struct maker m;
    maker_open(&m);
    uint32_t time = maker_node(&m, (struct program_node){.op = OP_EVENT_TIME, .depends = DEPENDS_MUCH});
    uint32_t id = maker_node(&m, (struct program_node){.op = OP_EVENT_ID, .depends = DEPENDS_MUCH});
    if (CHECK(maker_ready(&m))) {
        maker_event(&m);
        maker_done(&m);
        CHECK(eval_node(m.ev, time).kind == VALUE_TIME && eval_node(m.ev, time).i == 1);
        struct value v = eval_node(m.ev, id);
        CHECK_STR(value_text(&v), STR("e1"));
    }
    maker_close(&m);
}

/* ---- elements ---- */

struct elements {
    struct maker m;
    uint32_t type, account, any, all, whole;
};

/* any and all of (type == "x" and account == "1") over one group. */
static void elements_open(struct elements *e)
{
    struct type text_list = {TYPE_STRING, false};
    maker_open(&e->m);
    e->m.program.n_groups = 1;
    e->type = maker_typed_field(&e->m, "r[*].type", text_list, 0);
    e->account = maker_typed_field(&e->m, "r[*].account", text_list, 0);
    e->whole = e->type;
    uint32_t bound[2];
    for (uint32_t i = 0; i < 2; i++) {
        bound[i] = maker_node(&e->m, (struct program_node){
            .op = OP_FIELD, .flags = NODE_BOUND, .a = i, .depends = i, .type = {TYPE_STRING, false}});
    }
    uint32_t x = maker_op(&e->m, OP_EQ, bound[0], maker_text(&e->m, "x"));
    uint32_t one = maker_op(&e->m, OP_EQ, bound[1], maker_text(&e->m, "1"));
    uint32_t both = maker_branch(&e->m, x, 1, PROGRAM_FALSE);
    maker_branch(&e->m, one, PROGRAM_TRUE, PROGRAM_FALSE);
    e->any = maker_node(&e->m, (struct program_node){
        .op = OP_ANY, .a = both, .b = 0, .depends = DEPENDS_MUCH, .type = {TYPE_BOOL, false}});
    e->all = maker_node(&e->m, (struct program_node){
        .op = OP_ALL, .a = both, .b = 0, .depends = DEPENDS_MUCH, .type = {TYPE_BOOL, false}});
}

static void elements_see(struct elements *e, const char *const *types, const char *const *accounts, uint32_t n)
{
    struct value t[4], a[4];
    for (uint32_t i = 0; i < n; i++) {
        t[i] = types[i] == NULL ? value_null() : value_str(str_from(types[i]));
        a[i] = accounts[i] == NULL ? value_null() : value_str(str_from(accounts[i]));
    }
    maker_event(&e->m);
    maker_set(&e->m, e->type, (struct value){.kind = VALUE_LIST, .len = n, .items = t});
    maker_set(&e->m, e->account, (struct value){.kind = VALUE_LIST, .len = n, .items = a});
    maker_done(&e->m);
}

#define TEXTS(...) ((const char *const[]){__VA_ARGS__})

TEST(eval_any_and_all_speak_of_one_element)
{
    struct elements e;
    elements_open(&e);
    if (CHECK(maker_ready(&e.m))) {
        elements_see(&e, TEXTS("x", "y"), TEXTS("2", "1"), 2);
        CHECK(!maker_holds(&e.m, e.any)); /* not of two different ones */
        CHECK(!maker_holds(&e.m, e.all));
        elements_see(&e, TEXTS("y", "x"), TEXTS("1", "1"), 2);
        CHECK(maker_holds(&e.m, e.any));
        CHECK(!maker_holds(&e.m, e.all));
        elements_see(&e, TEXTS("x", "x"), TEXTS("1", "1"), 2);
        CHECK(maker_holds(&e.m, e.any));
        CHECK(maker_holds(&e.m, e.all));
        elements_see(&e, TEXTS("x", NULL), TEXTS("1", "1"), 2);
        CHECK(maker_holds(&e.m, e.any));
        CHECK(!maker_holds(&e.m, e.all));
    }
    maker_close(&e.m);
}

TEST(eval_all_of_no_elements_is_false)
{
    struct elements e;
    elements_open(&e);
    if (CHECK(maker_ready(&e.m))) {
        elements_see(&e, NULL, NULL, 0);
        CHECK(!maker_holds(&e.m, e.any));
        CHECK(!maker_holds(&e.m, e.all));
        maker_event(&e.m);
        maker_done(&e.m);
        CHECK(!maker_holds(&e.m, e.any));
        CHECK(!maker_holds(&e.m, e.all));
    }
    maker_close(&e.m);
}

TEST(eval_a_star_path_by_itself_is_the_whole_list)
{
    struct elements e;
    elements_open(&e);
    if (CHECK(maker_ready(&e.m))) {
        elements_see(&e, TEXTS("x", "y"), TEXTS("1", NULL), 2);
        struct value v = eval_node(e.m.ev, e.whole);
        CHECK(v.kind == VALUE_LIST && v.len == 2);
        CHECK(!maker_holds(&e.m, e.all)); /* looking at elements does not change it */
        v = eval_node(e.m.ev, e.whole);
        CHECK(v.kind == VALUE_LIST && v.len == 2);
    }
    maker_close(&e.m);
}

/* ---- what is remembered ---- */

TEST(eval_remembers_by_value_not_by_event)
{
    struct maker m;
    maker_open(&m);
    uint32_t f = maker_field(&m, "f", TYPE_JSON);
    uint32_t node = maker_list(&m, OP_LIKE, f, (const char *const[]){"a*", NULL});
    uint32_t present = maker_make(&m, OP_PRESENT, TYPE_BOOL, f, 0, false);
    uint32_t truth = maker_make(&m, OP_TRUE, TYPE_BOOL, f, 0, false);
    if (CHECK(maker_ready(&m))) {
        for (int round = 0; round < 3; round++) {
            maker_see(&m, f, "abc");
            CHECK(maker_holds(&m, node) && maker_holds(&m, present) && !maker_holds(&m, truth));
            maker_see(&m, f, "xbc");
            CHECK(!maker_holds(&m, node) && maker_holds(&m, present));
            maker_event(&m);
            maker_done(&m);
            CHECK(!maker_holds(&m, node) && !maker_holds(&m, present));
            for (int b = 0; b <= 1; b++) {
                maker_event(&m);
                maker_set(&m, f, value_bool(b));
                maker_done(&m);
                CHECK(maker_holds(&m, present) && maker_holds(&m, truth) == b);
            }
            for (int i = 0; i <= 2; i++) { /* a number is never taken for another value */
                maker_event(&m);
                maker_set(&m, f, value_int(i));
                maker_done(&m);
                CHECK(maker_holds(&m, present) && !maker_holds(&m, truth) && !maker_holds(&m, node));
            }
        }
    }
    maker_close(&m);
}

TEST(eval_a_field_without_symbols_is_right_too)
{
    struct maker m;
    maker_open(&m);
    uint32_t f = maker_field(&m, "f", TYPE_STRING);
    m.fields[0].keyed = false;
    uint32_t node = maker_op(&m, OP_EQ, f, maker_text(&m, "abc"));
    if (CHECK(maker_ready(&m))) {
        maker_see(&m, f, "abc");
        CHECK(maker_holds(&m, node));
        maker_see(&m, f, "abd");
        CHECK(!maker_holds(&m, node));
    }
    maker_close(&m);
}

TEST(eval_what_depends_on_nothing_is_computed_once)
{
    struct maker m;
    maker_open(&m);
    uint32_t sum = maker_make(&m, OP_ADD, TYPE_INT, maker_int(&m, 2), maker_int(&m, 3), true);
    if (CHECK(maker_ready(&m))) {
        maker_event(&m);
        maker_done(&m);
        CHECK_INT(eval_node(m.ev, sum).i, 5);
        m.constants[0] = value_int(40);
        maker_event(&m);
        maker_done(&m);
        CHECK_INT(eval_node(m.ev, sum).i, 5);
    }
    maker_close(&m);
}

TEST(eval_answers_of_primitives)
{
    struct maker m;
    maker_open(&m);
    uint32_t prim = maker_node(&m, (struct program_node){
        .op = OP_PRIM, .flags = NODE_STATEFUL, .a = 1, .depends = DEPENDS_MUCH, .type = {TYPE_INT, false}});
    uint32_t many = maker_op(&m, OP_GE, prim, maker_int(&m, 10));
    uint32_t when = maker_test(&m, many);
    if (CHECK(maker_ready(&m))) {
        struct value answers[2] = {value_int(0), value_int(10)};
        maker_event(&m);
        maker_done(&m);
        CHECK(!eval_test(m.ev, when)); /* none yet */
        eval_set_prims(m.ev, answers);
        CHECK(eval_test(m.ev, when));
        answers[1] = value_int(9);
        eval_set_prims(m.ev, answers);
        CHECK(!eval_test(m.ev, when));
        maker_event(&m);
        maker_done(&m);
        answers[1] = value_int(12);
        eval_set_prims(m.ev, answers);
        CHECK(eval_test(m.ev, when));
    }
    maker_close(&m);
}

/* ---- keys ---- */

TEST(eval_keys)
{
    struct maker m;
    uint32_t one, two, key;
    maker_open(&m);
    uint32_t a = maker_field(&m, "a", TYPE_STRING), b = maker_field(&m, "b", TYPE_JSON);
    struct program_run both = maker_args(&m, (const uint32_t[]){a, b}, 2), none = {0, 0}, single = {0, 1};
    if (CHECK(maker_ready(&m))) {
        maker_event(&m);
        maker_set(&m, a, value_str(STR("x")));
        maker_set(&m, b, value_int(1));
        maker_done(&m);
        CHECK(eval_key(m.ev, both, &one));
        CHECK(eval_key(m.ev, single, &key));
        CHECK_INT(key, symbol_intern(m.symbols, STR("x")));
        CHECK(eval_key(m.ev, none, &key));
        CHECK_INT(key, 1);
        maker_event(&m);
        maker_set(&m, a, value_str(STR("x")));
        maker_set(&m, b, value_float(1)); /* equal to 1 */
        maker_done(&m);
        CHECK(eval_key(m.ev, both, &two));
        CHECK_INT(one, two);
        maker_see(&m, a, "x");
        CHECK(!eval_key(m.ev, both, &two)); /* b is null */
    }
    maker_close(&m);
}

/* ---- predicates ---- */

TEST(eval_predicates_follow_their_targets)
{
    struct maker m;
    maker_open(&m);
    uint32_t f = maker_field(&m, "f", TYPE_STRING);
    uint32_t a = maker_op(&m, OP_EQ, f, maker_text(&m, "a")), b = maker_op(&m, OP_EQ, f, maker_text(&m, "b"));
    uint32_t either = maker_branch(&m, a, PROGRAM_TRUE, 1); /* a or b */
    maker_branch(&m, b, PROGRAM_TRUE, PROGRAM_FALSE);
    uint32_t neither = maker_branch(&m, a, PROGRAM_FALSE, 3);
    maker_branch(&m, b, PROGRAM_FALSE, PROGRAM_TRUE);
    uint32_t as_value = maker_node(&m, (struct program_node){
        .op = OP_PRED, .a = neither, .depends = 0, .type = {TYPE_BOOL, false}});
    if (CHECK(maker_ready(&m))) {
        maker_see(&m, f, "b");
        CHECK(eval_test(m.ev, either) && !eval_test(m.ev, neither) && !maker_holds(&m, as_value));
        maker_see(&m, f, "c");
        CHECK(!eval_test(m.ev, either) && eval_test(m.ev, neither) && maker_holds(&m, as_value));
        CHECK(eval_test(m.ev, PROGRAM_TRUE) && !eval_test(m.ev, PROGRAM_FALSE));
    }
    maker_close(&m);
}

/* ---- programs that cannot be run ---- */

TEST(eval_refuses_a_program_that_is_not_in_order)
{
    struct maker m;
    struct err err = {""};
    maker_open(&m);
    uint32_t f = maker_field(&m, "f", TYPE_BOOL);
    maker_branch(&m, f, 0, PROGRAM_FALSE); /* to itself: it would never end */
    CHECK(!maker_ready_with(&m, NULL, &err));
    CHECK(strstr(err.text, "not in order") != NULL);
    maker_close(&m);

    maker_open(&m);
    f = maker_field(&m, "f", TYPE_INT);
    uint32_t sum = maker_make(&m, OP_ADD, TYPE_INT, f, f, true);
    m.nodes[sum].b = sum; /* an operand of itself */
    CHECK(!maker_ready_with(&m, NULL, &err));
    CHECK(strstr(err.text, "not in order") != NULL);
    maker_close(&m);
}

TEST(eval_depth_has_a_limit_that_the_stack_bears)
{
    struct maker m;
    struct err err = {""};
    maker_open(&m);
    uint32_t node = maker_field(&m, "f", TYPE_INT), one = maker_int(&m, 1);
    for (int i = 0; i < 1990; i++) {
        node = maker_make(&m, OP_ADD, TYPE_INT, node, one, true);
    }
    if (CHECK(maker_ready(&m))) {
        maker_event(&m);
        maker_set(&m, 0, value_int(10));
        maker_done(&m);
        CHECK_INT(eval_node(m.ev, node).i, 2000);
    }
    eval_free(m.ev);
    event_builder_free(m.events);
    for (int i = 0; i < 20; i++) {
        node = maker_make(&m, OP_ADD, TYPE_INT, node, one, true);
    }
    CHECK(!maker_ready_with(&m, NULL, &err));
    CHECK(strstr(err.text, "nests deeper") != NULL);
    maker_close(&m);
}
