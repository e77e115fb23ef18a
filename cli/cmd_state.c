/* lurcher state: a state folder, seen from outside. */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/state_verb.h"

static const struct arg args[] = {
    {0, "key", ARG_TEXTS, offsetof(struct state_options, keys), "TEXT", NULL,
     "for show: only entities whose key is TEXT, in which *\nstands for any text; repeatable"},
    {'f', "format", ARG_CHOICE, offsetof(struct state_options, format), NULL, "text|json",
     "for people, or one JSON object per line"},
    {0},
};

/* ---- the verbs ---- */

#define VERB(id) extern const struct state_verb state_verb_##id;
#include "cli/state_verbs.def"
#undef VERB

static const struct state_verb *const verbs[] = {
#define VERB(id) &state_verb_##id,
#include "cli/state_verbs.def"
#undef VERB
};

#define N_VERBS (sizeof verbs / sizeof *verbs)

static const struct state_verb *verb_find(const char *name)
{
    for (size_t i = 0; i < N_VERBS; i++) {
        if (strcmp(verbs[i]->name, name) == 0) {
            return verbs[i];
        }
    }
    return NULL;
}

/* "ls, show and verify" */
static void verbs_list(struct buf *out)
{
    for (size_t i = 0; i < N_VERBS; i++) {
        buf_addf(out, "%s%s", i == 0 ? "" : i + 1 < N_VERBS ? ", " : " and ", verbs[i]->name);
    }
}

static int verb_unknown(const struct command *self)
{
    struct buf names = BUF_INIT;
    verbs_list(&names);
    int status = command_misuse(self, "say what: there are %.*s", STR_ARG(buf_str(&names)));
    buf_release(&names);
    return status;
}

/* An option that was given and that the verb does not take; NULL: there is none. */
static const char *option_stray(const struct state_verb *verb, const struct state_options *o)
{
    if (o->keys.len > 0 && !(verb->takes & STATE_TAKES_KEY)) {
        return "--key";
    }
    return o->format >= 0 && !(verb->takes & STATE_TAKES_FORMAT) ? "--format" : NULL;
}

/* ---- the command ---- */

static int verb_run(const struct state_verb *verb, const struct state_options *o, const struct arg_texts *rest)
{
    struct err err = {""};
    struct state_call c = {.options = o, .words = rest->items + 1, .n_words = rest->len - 1, .out = BUF_INIT};
    c.store = store_open(c.words[0], verb->mode, &err);
    bool good = c.store != NULL && verb->run(&c, &err);
    store_close(c.store);
    int status = command_print(&c.out);
    return good ? status : command_fail(EXIT_OUTPUT, "%s", err.text);
}

static int state_go(const struct command *self, struct state_options *o, const struct arg_texts *rest)
{
    const struct state_verb *verb = rest->len == 0 ? NULL : verb_find(rest->items[0]);
    if (verb == NULL) {
        return verb_unknown(self);
    }
    const char *stray = option_stray(verb, o);
    if (rest->len - 1 < verb->least || rest->len - 1 > verb->most) {
        return command_misuse(self, "it is: lurcher state %s %s", verb->name, verb->words);
    }
    if (stray != NULL) {
        return command_misuse(self, "%s does not go with %s", stray, verb->name);
    }
    o->format = o->format < 0 ? STATE_FORMAT_TEXT : o->format;
    return verb_run(verb, o, rest);
}

static int state_run(const struct command *self, int argc, char **argv)
{
    struct state_options options = {.format = -1};
    struct arg_texts rest;
    int status = args_parse(self, &options, argc, argv, &rest);
    if (status == ARGS_GO) {
        status = state_go(self, &options, &rest);
    }
    free(options.keys.items);
    return status;
}

const struct command cmd_state = {
    .name = "state",
    .synopsis = "lurcher state [options] (ls DIR | show DIR RULE | verify DIR)",
    .summary = "what a state folder knows",
    .description =
        "ls: each primitive that has learnt: the rules that read it, how many entities\n"
        "and values it knows, and since when.\n"
        "\n"
        "show: what the primitives of a rule know, of all entities or of some (--key).\n"
        "\n"
        "verify: reads all that is known, and says whether it is as it was written.\n"
        "\n"
        "They may look while another process works on the folder.",
    .examples = "  lurcher state ls /var/lib/lurcher\n"
                "  lurcher state show /var/lib/lurcher new_action_for_actor --key '*role/deploy'\n",
    .args = args,
    .run = state_run,
};
