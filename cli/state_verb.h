/* state_verb: the verbs of `lurcher state`, one file each (state_VERB.c), listed in state_verbs.def. */
#ifndef LURCHER_CLI_STATE_VERB_H
#define LURCHER_CLI_STATE_VERB_H

#include "cli/args.h"
#include "engine/store.h"

/* Options of all verbs. */
struct state_options {
    struct arg_texts keys;
    int format;
};

enum { STATE_FORMAT_TEXT, STATE_FORMAT_JSON };

/* Which of them a verb takes. */
enum { STATE_TAKES_FORMAT = 1, STATE_TAKES_KEY = 2 };

/* What a verb works with. */
struct state_call {
    const struct state_options *options;
    const char **words; /* behind the verb: the folder, and what else it names */
    unsigned n_words;
    struct store *store; /* of the folder, open */
    struct buf out;      /* what goes to stdout when it is done, also when it fails */
};

struct state_verb {
    const char *name;
    const char *words;      /* "DIR RULE" */
    unsigned least, most;   /* how many words */
    unsigned takes;         /* STATE_TAKES_… */
    enum store_mode mode;   /* in which the folder is opened */
    bool (*run)(struct state_call *c, struct err *err); /* false with *err */
};

#endif
