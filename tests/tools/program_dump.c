/* Show what the compiler makes of rules:
 *     program_dump program PATH   the whole program
 *     program_dump exprs FILE     each line of FILE as an expression: its type and what it is
 *                                 after names are put in and constants computed
 * What the compiler says goes to stdout too, so that one golden file holds all. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "lang/compile.h"

static struct program *finish(struct compile *c, struct buf *out)
{
    struct program *p = compile_finish(c);
    if (p == NULL) {
        diag_print(compile_diags(c), DIAG_GCC, false, out);
    }
    return p;
}

static bool dump_program(const char *path, struct buf *out)
{
    struct err err = {""};
    struct compile *c = compile_new();
    bool ok = compile_add(c, path, &err);
    if (ok) {
        struct program *p = finish(c, out);
        if (p != NULL) {
            program_print(p, out);
        }
        program_free(p);
    } else {
        fprintf(stderr, "%s\n", err.text);
    }
    compile_free(c);
    return ok;
}

/* The message alone: where in the made-up rule it stands says nothing. */
static void dump_message(struct compile *c, struct buf *out)
{
    struct buf text = BUF_INIT;
    diag_print(compile_diags(c), DIAG_GCC, false, &text);
    for (char *line = text.len == 0 ? NULL : strtok(text.ptr, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        const char *message = strstr(line, "error: ");
        buf_addf(out, "  %s\n", message == NULL ? line : message);
    }
    buf_release(&text);
}

static void dump_expr(struct str line, struct buf *out)
{
    struct err err = {""};
    struct buf rule = BUF_INIT;
    struct compile *c = compile_new();
    buf_addf(&rule, "import cloudtrail\nrule r { title \"t\" match true show %.*s\n as x }\n", STR_ARG(line));
    buf_addf(out, "%.*s\n", STR_ARG(line));
    if (compile_add_text(c, "expr", buf_str(&rule), &err)) {
        struct program *p = compile_finish(c);
        if (p == NULL) {
            dump_message(c, out);
        } else {
            buf_addf(out, "  %s: ", type_name(p->nodes[p->shows[0].node].type));
            program_print_node(p, p->shows[0].node, out);
            buf_add_char(out, '\n');
        }
        program_free(p);
    }
    compile_free(c);
    buf_release(&rule);
}

static bool dump_exprs(const char *path, struct buf *out)
{
    FILE *file = fopen(path, "r");
    char line[4096];
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        struct str s = str_slice(line, strcspn(line, "\n"));
        if (s.len == 0 || s.ptr[0] == '#') {
            buf_addf(out, "%.*s\n", STR_ARG(s));
        } else {
            dump_expr(s, out);
        }
    }
    if (file == NULL) {
        perror(path);
        return false;
    }
    fclose(file);
    return true;
}

int main(int argc, char **argv)
{
    struct buf out = BUF_INIT;
    bool ok = false;
    if (argc == 3 && strcmp(argv[1], "program") == 0) {
        ok = dump_program(argv[2], &out);
    } else if (argc == 3 && strcmp(argv[1], "exprs") == 0) {
        ok = dump_exprs(argv[2], &out);
    } else {
        fputs("usage: program_dump program PATH | exprs FILE\n", stderr);
    }
    fwrite(out.ptr == NULL ? "" : out.ptr, 1, out.len, stdout);
    buf_release(&out);
    return ok ? 0 : 1;
}
