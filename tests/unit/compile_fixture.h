/* compile_fixture: a program from rules in the text of a test. */
#ifndef LURCHER_TESTS_UNIT_COMPILE_FIXTURE_H
#define LURCHER_TESTS_UNIT_COMPILE_FIXTURE_H

#include "lang/compile.h"
#include "tests/unit/unit.h"

/* The program of rules over cloudtrail; NULL after a failed check with the messages
 * as comments. The caller frees it. */
static inline struct program *program_of(const char *rules)
{
    struct err err = {""};
    struct buf text = BUF_INIT, said = BUF_INIT;
    struct compile *c = compile_new();
    buf_addf(&text, "import cloudtrail\n%s\n", rules);
    CHECK(compile_add_text(c, "test.lur", buf_str(&text), &err));
    struct program *p = compile_finish(c);
    if (!CHECK(p != NULL)) {
        diag_print(compile_diags(c), DIAG_GCC, false, &said);
        printf("# %s\n", said.ptr == NULL ? "no message" : said.ptr);
    }
    buf_release(&said);
    buf_release(&text);
    compile_free(c);
    return p;
}

#endif
