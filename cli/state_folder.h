/* state_folder: what run and learn have in common where they go on with a state: the options, the folder, and the
 * file of alerts, which is cut back to what was committed. */
#ifndef LURCHER_CLI_STATE_FOLDER_H
#define LURCHER_CLI_STATE_FOLDER_H

#include <stdio.h>

#include "cli/args.h"
#include "engine/engine.h"

struct state_options {
    const char *folder; /* NULL: nothing outlives the run */
    int64_t checkpoint; /* µs */
};

#define STATE_DEFAULTS {.checkpoint = 60 * INT64_C(1000000)}

#define STATE_ARGS(type, member)                                                                \
    {0, "state", ARG_TEXT, offsetof(type, member.folder), "DIR", NULL,                          \
     "go on with what was learnt there, and write there\nwhat is learnt"},                      \
    {0, "checkpoint", ARG_DURATION, offsetof(type, member.checkpoint), "D", NULL,               \
     "with --state: commit so often (default 1m); a kill\nloses no more than that"}

struct state_folder {
    struct store *store;
    struct checkpoint *checkpoint;
    const char *output; /* the path of the file of alerts; NULL: none that could be cut back */
    FILE *file;
};

/* Open; `begin`: make it where it is not. False after a message on stderr: leave with EXIT_OUTPUT. */
bool state_folder_open(struct state_folder *f, const struct state_options *options, bool begin);

/* Alerts go to `file`; `path`: its name, or NULL when it is no file of JSON lines. Cuts a file of earlier runs back
 * to what they committed, and goes on behind it. Then the checkpoint is there. False after a message. */
bool state_folder_output(struct state_folder *f, const struct state_options *options, FILE *file, const char *path);

void state_folder_close(struct state_folder *f);

#endif
