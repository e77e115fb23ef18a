/* lurcher check: compile rules and say what is wrong with them. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/command.h"
#include "cli/pack.h"
#include "cli/term.h"

struct options {
    int format;
    bool quiet, no_color;
};

static const struct arg args[] = {
    {'f', "format", ARG_CHOICE, offsetof(struct options, format), NULL, "text|json|gcc",
     "for people, one JSON object per line, or the\nform that editors and CI read"},
    {'q', "quiet", ARG_FLAG, offsetof(struct options, quiet), NULL, NULL, "no last line when all is well"},
    {0, "no-color", ARG_FLAG, offsetof(struct options, no_color), NULL, NULL, "no colour"},
    {0},
};

static void conclude(const struct options *o, const struct program *program, size_t problems)
{
    struct buf text = BUF_INIT;
    if (program == NULL || o->quiet || o->format != DIAG_TEXT) {
        return;
    }
    if (problems == 0) {
        buf_addf(&text, "no problems: %u rule%s, %u population%s, %u state%s", program->n_rules,
                 program->n_rules == 1 ? "" : "s", program->n_populations, program->n_populations == 1 ? "" : "s",
                 program->n_states, program->n_states == 1 ? "" : "s");
        if (program->n_disabled > 0) {
            buf_addf(&text, "; %u disabled", program->n_disabled);
        }
        buf_add_char(&text, '\n');
    }
    for (uint32_t i = 0; i < program->n_disabled; i++) {
        program_print_disabled(program, i, &text);
    }
    fwrite(text.ptr == NULL ? "" : text.ptr, 1, text.len, stderr);
    buf_release(&text);
}

static int check_run(const struct command *self, int argc, char **argv)
{
    static const enum diag_format formats[] = {DIAG_TEXT, DIAG_JSON, DIAG_GCC};
    struct options options = {0};
    struct arg_texts paths;
    int status = args_parse(self, &options, argc, argv, &paths);
    if (status != ARGS_GO) {
        return status;
    }
    if (paths.len == 0) {
        return command_misuse(self, "no rules: name files or pack folders, or - for stdin");
    }
    struct compile *compile = compile_new();
    status = EXIT_USAGE;
    if (pack_add(compile, &paths)) {
        struct program *program = compile_finish(compile);
        size_t problems = diag_count(compile_diags(compile), DIAG_WARNING);
        struct buf text = BUF_INIT;
        diag_print(compile_diags(compile), formats[options.format],
                   term_colour(stdout, options.no_color), &text);
        status = command_print(&text);
        conclude(&options, program, problems);
        program_free(program);
        if (status == EXIT_DONE && problems > 0) {
            status = EXIT_FINDINGS;
        }
    }
    compile_free(compile);
    return status;
}

const struct command cmd_check = {
    .name = "check",
    .synopsis = "lurcher check [options] PATH…",
    .summary = "compile rules and report what is wrong with them",
    .description =
        "Compiles rule files and pack folders and prints every mistake with its place,\n"
        "what was expected and, where there is one, the fix. Exit status 1 means that\n"
        "there was an error or a warning. `lurcher explain CODE` tells more of a code.",
    .examples = "  lurcher check rules/anomaly\n"
                "  lurcher check --format gcc my-rules/\n",
    .args = args,
    .run = check_run,
};
