/* Rule source: any bytes are a rule file. Everything that can be said about it is
 * printed in every form. */
#include "base/buf.h"
#include "lang/compile.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const enum diag_format formats[] = {DIAG_TEXT, DIAG_JSON, DIAG_GCC};
    struct compile *c = compile_new();
    struct err err = {""};
    if (compile_add_text(c, "fuzz.lur", str_slice((const char *)bytes, size), &err)) {
        program_free(compile_finish(c));
    }
    struct buf out = BUF_INIT;
    for (unsigned i = 0; i < 3; i++) {
        diag_print(compile_diags(c), formats[i], i == 0, &out);
    }
    buf_release(&out);
    compile_free(c);
    return 0;
}
