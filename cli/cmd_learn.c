/* lurcher learn: teach a state from past logs, without alerts. */
#include <stdlib.h>

#include "cli/command.h"
#include "cli/pack.h"
#include "cli/session.h"
#include "cli/state_folder.h"
#include "cli/summary.h"

struct options {
    struct session_options session;
    struct arg_texts rules;
    struct state_options state;
    bool strict;
};

static const struct arg args[] = {
    {'r', "rules", ARG_TEXTS, offsetof(struct options, rules), "PATH", NULL,
     "a rule file or pack folder; repeatable\n(default: the installed packs)"},
    STATE_ARGS(struct options, state),
    SESSION_ARGS(struct options, session),
    {0, "strict", ARG_FLAG, offsetof(struct options, strict), NULL, NULL,
     "exit 3 when some input was rejected or unreadable"},
    {0},
};

/* Alerts that nobody sees. */
static bool silent_alert(struct sink *sink, const struct alert *alert, struct err *err)
{
    (void)sink;
    (void)alert;
    (void)err;
    return true;
}

static bool silent_finish(struct sink *sink, struct err *err)
{
    (void)sink;
    (void)err;
    return true;
}

static int learn_over(const struct options *o, const struct program *program, struct session *session,
                      const struct arg_texts *inputs)
{
    struct err err = {""};
    struct sink sink = {silent_alert, silent_finish, NULL};
    if (!engine_run(program, inputs->items, inputs->len, &session->engine, &sink, &session->stats, &err)) {
        return command_fail(EXIT_OUTPUT, "%s", err.text);
    }
    struct buf result = BUF_INIT;
    buf_add_text(&result, "learnt for ");
    summary_add_number(&result, program->n_rules);
    buf_add_text(&result, program->n_rules == 1 ? " rule" : " rules");
    bool ok = session_finish(session, program, buf_str(&result));
    buf_release(&result);
    if (!ok) {
        return EXIT_OUTPUT;
    }
    return o->strict && session_incomplete(session) ? EXIT_INPUT : EXIT_DONE;
}

static int learn_program(const struct options *o, const struct program *program, const struct arg_texts *inputs)
{
    struct session session;
    struct state_folder folder;
    int status = EXIT_USAGE;
    if (!session_open(&session, &o->session)) {
        return status;
    }
    session_check_geo(&session, program);
    session_tell_disabled(&session, program);
    status = EXIT_OUTPUT;
    if (state_folder_open(&folder, &o->state, true) && state_folder_output(&folder, &o->state, NULL, NULL)) {
        session.engine.checkpoint = folder.checkpoint;
        status = learn_over(o, program, &session, inputs);
    }
    state_folder_close(&folder);
    session_close(&session);
    return status;
}

static int learn_run(const struct command *self, int argc, char **argv)
{
    struct options options = {.session = SESSION_DEFAULTS, .state = STATE_DEFAULTS};
    struct arg_texts inputs;
    int status = args_parse(self, &options, argc, argv, &inputs);
    if (status == ARGS_GO && options.state.folder == NULL) {
        status = command_misuse(self, "--state DIR says where to keep what is learnt");
    } else if (status == ARGS_GO && inputs.len == 0) {
        status = command_misuse(self, "no input: name files, folders or - for stdin");
    } else if (status == ARGS_GO) {
        struct program *program = pack_compile(&options.rules, options.session.no_color);
        status = program == NULL ? EXIT_USAGE : learn_program(&options, program, &inputs);
        program_free(program);
    }
    free(options.rules.items);
    return status;
}

const struct command cmd_learn = {
    .name = "learn",
    .synopsis = "lurcher learn --state DIR [options] INPUT…",
    .summary = "teach a state from past logs, without alerts",
    .description =
        "Reads logs as run does, and remembers in the folder what the rules learn. It is\n"
        "a run whose alerts nobody sees. A folder that is not there is made.",
    .examples = "  lurcher learn --state /var/lib/lurcher -r rules/anomaly logs/2026-09/\n",
    .args = args,
    .run = learn_run,
};
