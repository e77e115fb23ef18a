/* lurcher help: the overview, one command's help, or the man page's source. */
#include "cli/command.h"

struct options {
    bool man;
};

static const struct arg args[] = {
    {0, "man", ARG_FLAG, offsetof(struct options, man), NULL, NULL, "the manual page lurcher(1), as troff source"},
    {0},
};

static int help_run(const struct command *self, int argc, char **argv)
{
    struct options options = {false};
    struct arg_texts rest;
    int status = args_parse(self, &options, argc, argv, &rest);
    if (status != ARGS_GO) {
        return status;
    }
    const struct command *about = rest.len == 0 ? NULL : command_find(rest.items[0]);
    if (rest.len > 1) {
        return command_misuse(self, "give at most one command");
    }
    if (rest.len == 1 && about == NULL) {
        return command_unknown(rest.items[0]);
    }
    struct buf text = BUF_INIT;
    if (options.man) {
        command_man(&text);
    } else if (about != NULL) {
        command_help(about, &text);
    } else {
        command_overview(&text);
    }
    return command_print(&text);
}

const struct command cmd_help = {
    .name = "help",
    .synopsis = "lurcher help [COMMAND]",
    .summary = "this overview, or the help of one command",
    .description = "Prints the list of commands, or what one of them does and takes.",
    .args = args,
    .run = help_run,
};
