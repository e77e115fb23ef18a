/* lurcher explain: a rule's program and state, or what a diagnostic means. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/pack.h"

struct options {
    struct arg_texts rules;
    bool no_color;
};

static const struct arg args[] = {
    {'r', "rules", ARG_TEXTS, offsetof(struct options, rules), "PATH", NULL,
     "where the rule is: a file or pack folder;\nrepeatable (default: the installed packs)"},
    {0, "no-color", ARG_FLAG, offsetof(struct options, no_color), NULL, NULL, "no colour"},
    {0},
};

static int explain_code(const struct diag_info *info)
{
    static const char *const severities[] = {"note", "warning", "error"};
    struct buf text = BUF_INIT;
    buf_addf(&text, "%s (%s, %s): %s\n\n%s\n", info->code, info->slug, severities[info->severity], info->title,
             info->explanation);
    return command_print(&text);
}

static int no_such_rule(const struct program *program, const char *name)
{
    struct buf safe = BUF_INIT;
    buf_add_safe(&safe, str_from(name));
    command_fail(0, "\"%s\" is neither a rule nor the code of a diagnostic", safe.ptr);
    buf_release(&safe);
    fputs("the rules are:\n", stderr);
    for (uint32_t i = 0; i < program->n_rules; i++) {
        fprintf(stderr, "  %.*s\n", STR_ARG(program->rules[i].name));
    }
    return EXIT_USAGE;
}

/* A rule that a tune leaves out has no program. */
static int explain_disabled(const struct program *program, uint32_t disabled)
{
    const struct program_disabled *d = &program->disabled[disabled];
    struct buf text = BUF_INIT;
    buf_addf(&text, "rule %.*s\n  written in   ", STR_ARG(d->name));
    buf_add_safe(&text, d->file);
    buf_addf(&text, ":%u\n  disabled by  ", d->line);
    buf_add_safe(&text, d->tune_file);
    buf_addf(&text, ":%u: ", d->tune_line);
    buf_add_safe(&text, d->why);
    buf_add_char(&text, '\n');
    return command_print(&text);
}

static int explain_rule(const struct options *o, const char *name)
{
    struct program *program = pack_compile(&o->rules, o->no_color);
    if (program == NULL) {
        return EXIT_USAGE;
    }
    int status;
    uint32_t rule = program_rule_find(program, str_from(name));
    uint32_t disabled = program_disabled_find(program, str_from(name));
    if (rule == PROGRAM_NONE && disabled != PROGRAM_NONE) {
        status = explain_disabled(program, disabled);
    } else if (rule == PROGRAM_NONE) {
        status = no_such_rule(program, name);
    } else {
        struct buf text = BUF_INIT;
        program_print_rule(program, rule, &text);
        status = command_print(&text);
    }
    program_free(program);
    return status;
}

/* Has the name the form of a code: E102, W003? Rules are not named so. */
static bool is_code(const char *name)
{
    return (name[0] == 'E' || name[0] == 'W') && name[1] != '\0' && strspn(name + 1, "0123456789") == strlen(name + 1);
}

static int explain(const struct options *o, const char *name)
{
    const struct diag_info *info = diag_find(name);
    if (info != NULL) {
        return explain_code(info);
    }
    if (is_code(name)) {
        return command_fail(EXIT_USAGE, "there is no diagnostic with the code %s", name);
    }
    return explain_rule(o, name);
}

static int explain_run(const struct command *self, int argc, char **argv)
{
    struct options options = {0};
    struct arg_texts names;
    int status = args_parse(self, &options, argc, argv, &names);
    if (status == ARGS_GO && names.len != 1) {
        status = command_misuse(self, "give one rule or one code");
    } else if (status == ARGS_GO) {
        status = explain(&options, names.items[0]);
    }
    free(options.rules.items);
    return status;
}

const struct command cmd_explain = {
    .name = "explain",
    .synopsis = "lurcher explain [-r PATH] RULE|CODE",
    .summary = "what a rule compiles to and remembers, or what a code means",
    .description =
        "For a rule: the events that it looks at, the tests in their order, the values of\n"
        "eventSource and eventName that it can match, its primitives with all options,\n"
        "and the state that they learn, with the rules that share it; the tunes that\n"
        "changed it, or the one that disables it. For the code of a diagnostic (E102):\n"
        "what it means, an example, and the remedy.",
    .examples = "  lurcher explain -r rules/anomaly new_action_for_actor\n"
                "  lurcher explain E102\n",
    .args = args,
    .run = explain_run,
};
