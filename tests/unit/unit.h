/* unit: a small frame for tests in C.
 *
 *     TEST(str_find_takes_the_first) { CHECK_INT(str_find(STR("abab"), STR("b")), 1); }
 *
 * A test program is one file that includes this header (it holds main). Tests run
 * in the order of the file, or only those that are named as arguments; TAP goes to
 * stdout. A failed check tells its place and the test goes on. */
#ifndef LURCHER_TESTS_UNIT_UNIT_H
#define LURCHER_TESTS_UNIT_UNIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

struct unit_test {
    const char *name;
    void (*run)(void);
    struct unit_test *next;
};

static struct unit_test *unit_first, **unit_end = &unit_first;
static unsigned unit_failures; /* of the test that runs */

#define TEST(name)                                                       \
    static void name(void);                                              \
    __attribute__((constructor)) static void unit_add_##name(void)       \
    {                                                                    \
        static struct unit_test test = {#name, name, NULL};              \
        *unit_end = &test;                                               \
        unit_end = &test.next;                                           \
    }                                                                    \
    static void name(void)

static inline bool unit_check(bool good, const char *file, int line, const char *what)
{
    if (!good) {
        printf("# %s:%d: failed: %s\n", file, line, what);
        unit_failures++;
    }
    return good;
}

static inline void unit_print(const char *label, struct str s)
{
    printf("#   %s \"", label);
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c < ' ' || c == 0x7f || c == '\\') {
            printf("\\x%02x", c);
        } else {
            putchar(c);
        }
    }
    printf("\"\n");
}

static inline bool unit_check_str(struct str got, struct str want, const char *file, int line, const char *what)
{
    bool good = unit_check(str_equal(got, want), file, line, what);
    if (!good) {
        unit_print("got ", got);
        unit_print("want", want);
    }
    return good;
}

static inline bool unit_check_int(long long got, long long want, const char *file, int line, const char *what)
{
    bool good = unit_check(got == want, file, line, what);
    if (!good) {
        printf("#   got %lld, want %lld\n", got, want);
    }
    return good;
}

/* All are true when the check holds, so that a test can stop: `if (!CHECK(p)) return;` */
#define CHECK(condition) unit_check((condition), __FILE__, __LINE__, #condition)

/* Both are struct str. */
#define CHECK_STR(got, want) unit_check_str((got), (want), __FILE__, __LINE__, #got " is " #want)

/* Any integers that fit a long long. */
#define CHECK_INT(got, want) \
    unit_check_int((long long)(got), (long long)(want), __FILE__, __LINE__, #got " is " #want)

static inline bool unit_wanted(const char *name, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], name) == 0) {
            return true;
        }
    }
    return argc == 1;
}

int main(int argc, char **argv)
{
    unsigned number = 0, failed = 0;
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (struct unit_test *test = unit_first; test != NULL; test = test->next) {
        if (unit_wanted(test->name, argc, argv)) {
            unit_failures = 0;
            test->run();
            failed += unit_failures != 0;
            printf("%s %u - %s\n", unit_failures == 0 ? "ok" : "not ok", ++number, test->name);
        }
    }
    printf("1..%u\n", number);
    return failed != 0 || number == 0;
}

#endif
