#include "lang/level.h"

#include "tests/unit/compile_fixture.h"

static const struct program_population *population_of(const struct program *p, const char *rule)
{
    return &p->populations[p->rules[program_rule_find(p, str_from(rule))].population];
}

/* The rule's level, and which rules over alerts it sees: "2: b c". */
static void check_level(const struct program *p, const char *rule, const char *want)
{
    const struct program_population *pop = population_of(p, rule);
    struct buf got = BUF_INIT;
    buf_addf(&got, "%u:", pop->level);
    for (uint32_t i = 0; i < pop->named.count; i++) {
        buf_addf(&got, " %.*s", STR_ARG(p->rules[p->args[pop->named.first + i]].name));
    }
    if (!CHECK_STR(buf_str(&got), str_from(want))) {
        printf("#   for %s\n", rule);
    }
    buf_release(&got);
}

/* The level of a rule r with this match beside the rules a and b over alerts and e over events. */
static void check_match(const char *match, const char *want)
{
    struct buf text = BUF_INIT;
    buf_addf(&text, "rule e { title \"t\" match eventName == \"E\" }\n"
                    "rule a { title \"t\" from alerts match true }\n"
                    "rule b { title \"t\" from alerts match severity == \"high\" }\n"
                    "rule r { title \"t\" from alerts match %s }\n", match);
    struct program *p = program_of(text.ptr);
    if (p != NULL) {
        check_level(p, "r", want);
        check_level(p, "e", "0:");
    }
    program_free(p);
    buf_release(&text);
}

TEST(names_are_said_by_equality)
{
    check_match("true", "1:");
    check_match("rule == \"a\"", "2: a");
    check_match("rule in (\"a\", \"b\", \"e\")", "2: a b");
    check_match("rule == \"a\" or rule == \"b\"", "2: a b");
    check_match("rule == \"e\"", "1:");
    check_match("rule like (\"a\", \"B\")", "2: a");
    check_match("rule ilike (\"a\", \"B\")", "2: a b");
    check_match("not (rule != \"a\" or title == \"x\")", "2: a");
    check_match("rule == \"a\" and rule != \"a\"", "1:");
    check_match("rule in (\"a\", \"b\") and rule != \"b\" and rule != null", "2: a");
}

TEST(what_could_be_any_rule_says_none)
{
    check_match("rule != \"a\"", "1:");
    check_match("rule like \"?\"", "1:");
    check_match("rule matches /^a$/", "1:");
    check_match("rule == \"a\" or actor == \"x\"", "1:");
    check_match("rule == \"a\" or rule like \"b*\"", "1:");
    check_match("lower(rule) == \"a\"", "1:");
    check_match("fields.rule == \"a\"", "1:");
    check_match("title == \"a\"", "1:");
}

TEST(levels_follow_what_is_seen)
{
    struct program *p = program_of("rule d { title \"t\" from alerts match rule in (\"c\", \"a\") }\n"
                                   "rule c { title \"t\" from alerts match rule == \"b\" }\n"
                                   "rule b { title \"t\" from alerts match rule == \"a\" }\n"
                                   "rule a { title \"t\" from alerts match actor != null }\n");
    if (p != NULL) {
        check_level(p, "a", "1:");
        check_level(p, "b", "2: a");
        check_level(p, "c", "3: b");
        check_level(p, "d", "4: a c");
    }
    program_free(p);
}

/* What a level has seen of a time, the ones below it have seen before: each has watches of its own. */
TEST(each_level_watches_by_itself)
{
    struct program *p = program_of(
        "rule a { title \"\" from alerts match true when seen(severity == \"high\" for actor, within 1h) }\n"
        "rule b { title \"\" from alerts match rule == \"a\" when seen(severity == \"high\" for actor, within 1h) }\n"
        "rule c { title \"\" from alerts match rule == \"k\" when seen(severity == \"high\" for actor, within 2h) }\n");
    if (p != NULL) {
        CHECK_INT(p->n_states, 2);
        CHECK_INT(p->prims[0].state == p->prims[1].state, false);
        CHECK_INT(p->prims[0].state == p->prims[2].state, true);
        for (uint32_t i = 0; i < p->n_populations; i++) {
            CHECK(p->populations[i].rules.count == 1 || p->populations[i].named.count == 0);
        }
    }
    program_free(p);
}
