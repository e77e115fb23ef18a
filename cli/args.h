/* args: a command's options as a table that parses them and prints their help. */
#ifndef LURCHER_CLI_ARGS_H
#define LURCHER_CLI_ARGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum arg_kind {
    ARG_FLAG,     /* bool */
    ARG_TEXT,     /* const char * */
    ARG_TEXTS,    /* struct arg_texts: may be given several times */
    ARG_CHOICE,   /* int: the position in `choices` */
    ARG_DURATION, /* int64_t, µs */
    ARG_TIME,     /* int64_t, µs */
    ARG_NUMBER,   /* uint32_t */
    ARG_SIZE,     /* uint64_t, bytes; K, M, G are powers of 1024 */
};

struct arg_texts {
    const char **items;
    unsigned len;
};

struct arg {
    char letter;         /* 0: long form only */
    const char *name;    /* without the dashes; NULL ends the table */
    enum arg_kind kind;
    size_t offset;       /* of the target in the command's options */
    const char *value;   /* what the help calls the value; NULL for a flag */
    const char *choices; /* "text|json" */
    const char *help;    /* one or two lines of at most 54 columns, split by \n */
};

struct command;

#define ARGS_GO (-1) /* the command line is good: go on */

/* Parse argv (argv[0] is the command's name). What is no option is moved to
 * *rest, which points into argv. Returns ARGS_GO, or the exit status to leave with:
 * after --help, which prints the command's help on stdout, or after a mistake, which
 * is said on stderr with the way out. */
int args_parse(const struct command *command, void *options, int argc, char **argv,
               struct arg_texts *rest);

/* The table as help text. */
void args_help(const struct arg *table, struct buf *out);

#endif
