/* command: the commands of the program, one file each (cmd_NAME.c), listed in
 * commands.def. */
#ifndef LURCHER_CLI_COMMAND_H
#define LURCHER_CLI_COMMAND_H

#include "cli/args.h"

/* What the program's exit status means; the table is in docs/lurcher.1. */
enum exit_status {
    EXIT_DONE = 0,
    EXIT_FINDINGS = 1, /* check: an error or warning; diff: a difference; run: --fail-on */
    EXIT_USAGE = 2,    /* usage, configuration or pack error: nothing was processed */
    EXIT_INPUT = 3,    /* processed, but some input was rejected or unreadable */
    EXIT_OUTPUT = 4,   /* output or state could not be written, or memory ended */
};

struct command {
    const char *name;
    const char *synopsis;    /* "lurcher run [options] INPUT…" */
    const char *summary;     /* one line, for the list of commands */
    const char *description; /* paragraphs, split by blank lines */
    const char *examples;    /* lines: "command", indented; may be NULL */
    const struct arg *args;
    int (*run)(const struct command *self, int argc, char **argv);
};

/* All commands, in the order in which help lists them; ends with NULL. */
extern const struct command *const commands[];

const struct command *command_find(const char *name);

/* The help of one command, of the program, and the whole man page. */
void command_help(const struct command *command, struct buf *out);
void command_overview(struct buf *out);
void command_man(struct buf *out);

/* "lurcher run: MESSAGE" and the way to the help, on stderr. Returns EXIT_USAGE. */
int command_misuse(const struct command *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A name that is no command: said on stderr, with the nearest one. Returns EXIT_USAGE. */
int command_unknown(const char *name);

/* Write the text to stdout and release it. Returns EXIT_DONE, or EXIT_OUTPUT after a
 * message when not all of it could be written. */
int command_print(struct buf *text);

/* "lurcher: MESSAGE" on stderr. Returns `status`. */
int command_fail(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
