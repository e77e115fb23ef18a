#include "lang/fold.h"

#include "lang/function.h"
#include "tests/unit/unit.h"

static struct arena arena;
static struct expr_set set;

static const struct type bool_type = {TYPE_BOOL, false}, string_type = {TYPE_STRING, false};

static void start(void)
{
    expr_set_release(&set);
    expr_set_init(&set, &arena);
}

static const struct expr *field(const char *name)
{
    struct program_segment step = {SEGMENT_KEY, str_from(name), 0};
    return expr_field(&set, expr_field_step(&set, 0, NULL, step, NULL, string_type), false);
}

static const struct expr *text(const char *s)
{
    return expr_const(&set, value_str(str_from(s)), string_type);
}

static const struct expr *number(int64_t n)
{
    return expr_const(&set, value_int(n), (struct type){TYPE_INT, false});
}

static const struct expr *two(enum program_op op, const struct expr *a, const struct expr *b)
{
    return fold_node(&set, op, bool_type, (const struct expr *[]){a, b}, 2);
}

static const struct expr *equal(const char *name, const char *s) { return two(OP_EQ, field(name), text(s)); }

static const struct expr *all_of(const struct expr *a, const struct expr *b)
{
    return fold_and(&set, (const struct expr *[]){a, b}, 2);
}

static const struct expr *one_of(const struct expr *a, const struct expr *b)
{
    return fold_or(&set, (const struct expr *[]){a, b}, 2);
}

#define CHECK_TEXT(e, want) CHECK_STR(expr_text(&set, (e)), STR(want))

TEST(equal_expressions_are_one)
{
    start();
    CHECK(equal("a", "x") == equal("a", "x"));
    CHECK(equal("a", "x") != equal("a", "y"));
    CHECK(equal("a", "x") == two(OP_EQ, text("x"), field("a")));
    CHECK(two(OP_EQ, field("a"), field("b")) == two(OP_EQ, field("b"), field("a")));
    CHECK(text("a\0b") == text("a"));
    CHECK(expr_const(&set, value_str(STR("a\0b")), string_type) != text("a"));
}

TEST(and_or_have_one_form)
{
    start();
    const struct expr *a = equal("a", "x"), *b = equal("b", "y"), *c = equal("c", "z");
    CHECK(all_of(a, b) == all_of(b, a));
    CHECK(all_of(all_of(c, b), a) == all_of(all_of(a, b), all_of(b, c)));
    CHECK_TEXT(all_of(all_of(c, b), a), "a == \"x\" and b == \"y\" and c == \"z\"");
    CHECK(all_of(a, a) == a);
    CHECK_TEXT(all_of(one_of(b, a), c), "(a == \"x\" or b == \"y\") and c == \"z\"");
    CHECK_TEXT(fold_not(&set, one_of(a, b)), "not (a == \"x\" or b == \"y\")");
}

TEST(truth_is_absorbed)
{
    start();
    const struct expr *a = equal("a", "x"), *yes = expr_bool(&set, true), *no = expr_bool(&set, false);
    CHECK(all_of(a, yes) == a);
    CHECK(all_of(a, no) == no);
    CHECK(one_of(no, a) == a);
    CHECK(one_of(yes, a) == yes);
    CHECK(all_of(yes, yes) == yes);
    CHECK(fold_not(&set, yes) == no);
    CHECK(fold_not(&set, fold_not(&set, a)) == a);
}

TEST(constants_are_compared)
{
    start();
    CHECK(two(OP_EQ, text("a"), text("a")) == expr_bool(&set, true));
    CHECK(two(OP_EQ, text("a"), text("b")) == expr_bool(&set, false));
    CHECK(two(OP_LT, number(1), number(2)) == expr_bool(&set, true));
    CHECK(two(OP_GE, number(1), number(2)) == expr_bool(&set, false));
    CHECK(two(OP_LT, text("a"), text("b")) == expr_bool(&set, false));
    CHECK(two(OP_EQ, field("a"), expr_null(&set)) == expr_bool(&set, false));
    CHECK_TEXT(two(OP_LT, number(1), field("a")), "a > 1");
    CHECK_TEXT(two(OP_GE, number(1), field("a")), "a <= 1");
}

TEST(presence_of_what_is_always_there)
{
    start();
    const struct expr *a = field("a"), *test = equal("a", "x"), *nil = expr_null(&set), *one = number(1);
    CHECK_TEXT(fold_node(&set, OP_PRESENT, bool_type, &a, 1), "a != null");
    CHECK(fold_node(&set, OP_PRESENT, bool_type, &test, 1) == expr_bool(&set, true));
    CHECK(fold_node(&set, OP_PRESENT, bool_type, &one, 1) == expr_bool(&set, true));
    CHECK(fold_node(&set, OP_PRESENT, bool_type, &nil, 1) == expr_bool(&set, false));
}

TEST(branches)
{
    start();
    const struct expr *p = equal("p", "1"), *a = field("a"), *b = field("b"), *t = equal("t", "1");
    CHECK(fold_if(&set, string_type, expr_bool(&set, true), a, b) == a);
    CHECK(fold_if(&set, string_type, expr_bool(&set, false), a, b) == b);
    CHECK(fold_if(&set, string_type, p, a, a) == a);
    CHECK(fold_if(&set, string_type, fold_not(&set, p), a, b) == fold_if(&set, string_type, p, b, a));
    CHECK(fold_if(&set, bool_type, p, t, expr_bool(&set, false)) == all_of(p, t));
    CHECK(fold_if(&set, bool_type, p, expr_bool(&set, true), t) == one_of(p, t));
    CHECK(fold_if(&set, bool_type, p, expr_bool(&set, true), expr_bool(&set, false)) == p);
}

TEST(coalesce_drops_what_is_never_taken)
{
    start();
    const struct expr *a = field("a"), *b = field("b"), *nil = expr_null(&set), *x = text("x");
    const struct expr *all[] = {nil, a, nil, x, b};
    CHECK_TEXT(fold_coalesce(&set, string_type, all, 5), "coalesce(a, \"x\")");
    CHECK(fold_coalesce(&set, string_type, &all[0], 2) == a);
    CHECK(fold_coalesce(&set, string_type, &all[0], 1) == nil);
    const struct expr *inner = fold_coalesce(&set, string_type, (const struct expr *[]){a, b}, 2);
    CHECK_TEXT(fold_coalesce(&set, string_type, (const struct expr *[]){inner, x}, 2), "coalesce(a, b, \"x\")");
}

TEST(calls_of_constants)
{
    start();
    uint32_t lower = function_find(STR("lower"));
    const struct expr *abc = text("ABC"), *nil = expr_null(&set), *a = field("a");
    CHECK(fold_call(&set, lower, &abc, 1) == text("abc"));
    CHECK(fold_call(&set, lower, &nil, 1) == nil);
    CHECK_TEXT(fold_call(&set, lower, &a, 1), "lower(a)");
}

TEST(a_bool_is_no_test_until_it_is_asked)
{
    start();
    const struct expr *a = field("a"), *x = equal("a", "x");
    CHECK(fold_condition(&set, x) == x);
    CHECK(expr_is(fold_condition(&set, a), OP_TRUE));
    CHECK(fold_condition(&set, text("x")) == expr_bool(&set, false));
}

TEST(lists_are_sorted_sets)
{
    start();
    struct value items[] = {value_str(STR("b")), value_str(STR("a")), value_str(STR("b")), value_int(2), value_int(1)};
    const struct expr_list *list = expr_list_of(&set, &(struct expr_list){.items = items, .len = 5});
    CHECK_INT(list->len, 4);
    CHECK_STR(list->text, STR("[1, 2, \"a\", \"b\"]"));
    struct value same[] = {value_int(1), value_str(STR("a")), value_int(2), value_str(STR("b"))};
    CHECK(expr_list_of(&set, &(struct expr_list){.items = same, .len = 4}) == list);
}

TEST(the_last_of_equal_items_keeps_its_value)
{
    start();
    struct value items[] = {value_str(STR("b")), value_str(STR("a")), value_str(STR("b"))};
    struct value beside[] = {value_int(1), value_null(), value_int(3)};
    const struct expr_list *list = expr_list_of(&set, &(struct expr_list){.items = items, .beside = beside, .len = 3});
    CHECK_INT(list->len, 2);
    CHECK_STR(list->text, STR("[\"a\": null, \"b\": 3]"));
}

TEST(lists_of_files_are_told_apart)
{
    start();
    static const struct expr_origin one, other;
    struct value a[] = {value_str(STR("a"))}, b[] = {value_str(STR("a"))}, c[] = {value_str(STR("a"))};
    const struct expr_list *written = expr_list_of(&set, &(struct expr_list){.items = a, .len = 1});
    const struct expr_list *first = expr_list_of(&set, &(struct expr_list){.items = b, .len = 1, .origin = &one});
    const struct expr_list *second = expr_list_of(&set, &(struct expr_list){.items = c, .len = 1, .origin = &other});
    CHECK_STR(written->text, STR("[\"a\"]"));
    CHECK_STR(first->text, STR("file [\"a\"]"));
    CHECK_STR(second->text, STR("file 2 [\"a\"]"));
}

TEST(sizes_are_counted_as_trees)
{
    start();
    const struct expr *e = field("a");
    for (int i = 0; i < 20; i++) { /* each doubles the one before */
        uint32_t concat = function_find(STR("concat"));
        e = fold_call(&set, concat, (const struct expr *[]){e, e}, 2);
    }
    CHECK(e->size > EXPR_SIZE_MAX);
    CHECK_INT(e->depth, 21);
}
