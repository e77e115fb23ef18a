#include "lang/keys.h"

#include "tests/unit/compile_fixture.h"

static uint32_t slot_of(const struct program *p, const char *path)
{
    for (uint32_t i = 0; i < p->n_fields; i++) {
        if (str_equal(p->fields[i].path, str_from(path))) {
            return i;
        }
    }
    return PROGRAM_NONE;
}

/* The keys of eventName for a match, as text: "all", "none", "A B", "not A". */
static void check_keys(const char *match, const char *want)
{
    struct arena arena = ARENA_INIT;
    struct buf rule = BUF_INIT, got = BUF_INIT;
    buf_addf(&rule, "rule r { title \"t\" match %s show eventName }", match);
    struct program *p = program_of(rule.ptr);
    if (p != NULL) {
        struct keys k = keys_of(p, p->populations[0].match, slot_of(p, "eventName"), &arena);
        buf_add_text(&got, keys_is_all(&k) ? "all" : k.all_but ? "not" : k.len == 0 ? "none" : "");
        for (uint32_t i = 0; i < k.len; i++) {
            buf_addf(&got, "%s%.*s", got.len == 0 ? "" : " ", STR_ARG(k.items[i]));
        }
        if (!CHECK_STR(buf_str(&got), str_from(want))) {
            printf("#   for %s\n", match);
        }
    }
    program_free(p);
    arena_release(&arena);
    buf_release(&rule);
    buf_release(&got);
}

TEST(plain_tests)
{
    check_keys("eventName == \"A\"", "A");
    check_keys("eventName != \"A\"", "not A");
    check_keys("eventName in (\"B\", \"A\")", "A B");
    check_keys("eventName like (\"B\", \"A\")", "A B");
    check_keys("eventName like \"A*\"", "all");
    check_keys("eventName matches /A/", "all");
    check_keys("eventName != null", "all");
    check_keys("readOnly", "all");
    check_keys("true", "all");
}

TEST(algebra)
{
    check_keys("eventName == \"A\" or eventName == \"B\"", "A B");
    check_keys("eventName == \"A\" and eventName == \"B\"", "none");
    check_keys("eventName in (\"A\", \"B\") and eventName != \"A\"", "B");
    check_keys("eventName != \"A\" and eventName != \"B\"", "not A B");
    check_keys("eventName != \"A\" or eventName != \"B\"", "all");
    check_keys("eventName != \"A\" or eventName == \"A\"", "all");
    check_keys("eventName == \"A\" or eventName not in (\"A\", \"B\")", "not B");
    check_keys("not (eventName == \"A\" or readOnly)", "not A");
    check_keys("readOnly and eventName == \"A\"", "A");
    check_keys("readOnly or eventName == \"A\"", "all");
    check_keys("(readOnly and eventName == \"A\") or (not readOnly and eventName == \"B\")", "A B");
    check_keys("eventSource == \"s\" and (eventName == \"A\" or userAgent == null and eventName == \"C\")", "A C");
}

TEST(long_sets_are_everything)
{
    struct buf match = BUF_INIT;
    buf_add_text(&match, "eventName in (");
    for (int i = 0; i <= KEYS_MAX; i++) {
        buf_addf(&match, "\"a%d\", ", i);
    }
    buf_add_text(&match, ")");
    check_keys(match.ptr, "all");
    buf_release(&match);
}
