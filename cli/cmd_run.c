/* lurcher run: rule packs over log files, alerts out. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/timefmt.h"
#include "cli/command.h"
#include "cli/pack.h"
#include "cli/session.h"
#include "cli/state_folder.h"
#include "cli/summary.h"
#include "cli/term.h"
#include "engine/sink_json.h"
#include "engine/sink_text.h"
#include "lang/list_watch.h"

#define LATENESS_DEFAULT (15 * TIME_MINUTE)
#define FAIL_NEVER (-1)

struct options {
    struct session_options session;
    struct arg_texts rules;
    struct state_options state;
    bool init;
    int format;
    const char *output;
    bool stream;
    int64_t lateness; /* -1: not given */
    int fail_on;
    bool strict;
};

enum { FORMAT_TEXT, FORMAT_JSON };

static const struct arg args[] = {
    {'r', "rules", ARG_TEXTS, offsetof(struct options, rules), "PATH", NULL,
     "a rule file or pack folder; repeatable\n(default: the installed packs)"},
    {'f', "format", ARG_CHOICE, offsetof(struct options, format), NULL, "text|json",
     "alerts for people, or one JSON object per line"},
    {'o', "output", ARG_TEXT, offsetof(struct options, output), "FILE", NULL,
     "write alerts there (default: stdout)"},
    STATE_ARGS(struct options, state),
    {0, "init", ARG_FLAG, offsetof(struct options, init), NULL, NULL,
     "with --state: begin a state where there is none"},
    SESSION_ARGS(struct options, session),
    {0, "stream", ARG_FLAG, offsetof(struct options, stream), NULL, NULL,
     "do not wait for the end of the input: take events\nin order of time, --lateness behind the newest;\n"
     "list files are read again when they change"},
    {0, "lateness", ARG_DURATION, offsetof(struct options, lateness), "D", NULL,
     "how long a stream waits for stragglers\n(default 15m; implies --stream)"},
    {0, "fail-on", ARG_CHOICE, offsetof(struct options, fail_on), "SEVERITY", "info|low|medium|high|critical",
     "exit 1 when an alert has at least this severity:\ninfo, low, medium, high or critical"},
    {0, "strict", ARG_FLAG, offsetof(struct options, strict), NULL, NULL,
     "exit 3 when some input was rejected or unreadable"},
    {0},
};

/* A sink that stands before the real one: it remembers the highest severity, and empties
 * the output file when there is something to write or the run is over, not before:
 * a mistake in the name of an input costs nobody the alerts of yesterday. */
struct watch {
    struct sink sink; /* first: the engine sees only this */
    struct sink *target;
    FILE *file;
    bool emptied; /* or never to be: a state goes on with the file of earlier runs */
    int highest;
};

/* Nothing has been flushed into the file yet. What is no file (a pipe, a device) cannot
 * be emptied and needs no emptying. */
static void watch_empty(struct watch *watch)
{
    struct stat st;
    int fd = fileno(watch->file);
    if (!watch->emptied && watch->file != stdout && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
        ftruncate(fd, 0) != 0) {
        command_fail(0, "warning: the output file could not be emptied: %s", strerror(errno));
    }
    watch->emptied = true;
}

static bool watch_alert(struct sink *sink, const struct alert *alert, struct err *err)
{
    struct watch *watch = (struct watch *)sink;
    watch_empty(watch);
    if ((int)alert->rule->severity > watch->highest) {
        watch->highest = (int)alert->rule->severity;
    }
    return watch->target->alert(watch->target, alert, err);
}

static bool watch_finish(struct sink *sink, struct err *err)
{
    struct watch *watch = (struct watch *)sink;
    watch_empty(watch);
    return watch->target->finish(watch->target, err);
}

static struct sink *sink_open(const struct options *o, FILE *file)
{
    if (o->format == FORMAT_JSON) {
        return sink_json_new(file);
    }
    return sink_text_new(file, term_colour(file, o->session.no_color));
}

static int exit_status(const struct options *o, const struct session *session, int highest)
{
    bool incomplete = session_incomplete(session);
    if (incomplete && o->strict) {
        return EXIT_INPUT;
    }
    if (incomplete && !o->session.quiet) {
        command_fail(0, "warning: some input was not read, see above; --strict makes this an error");
    }
    return o->fail_on != FAIL_NEVER && highest >= o->fail_on ? EXIT_FINDINGS : EXIT_DONE;
}

/* With everything open: run, sum up, close the output. */
static int run_over(const struct options *o, const struct program *program, struct session *session,
                    FILE *file, const struct arg_texts *inputs)
{
    struct err err = {""};
    struct sink *target = sink_open(o, file);
    struct watch watch = {{watch_alert, watch_finish, NULL}, target, file, o->state.folder != NULL, FAIL_NEVER};
    bool ok = engine_run(program, inputs->items, inputs->len, &session->engine, &watch.sink,
                         &session->stats, &err);
    target->free(target);
    if (!ok) {
        bool nothing = session->stats.files_seen == 0;
        return command_fail(nothing ? EXIT_USAGE : EXIT_OUTPUT, "%s", err.text);
    }
    if (fflush(file) != 0) {
        return command_fail(EXIT_OUTPUT, "%s: cannot write: %s", o->output, strerror(errno));
    }
    struct buf result = BUF_INIT;
    summary_alerts(&session->stats, program, &result);
    ok = session_finish(session, program, buf_str(&result));
    buf_release(&result);
    if (!ok) {
        return EXIT_OUTPUT;
    }
    return exit_status(o, session, watch.highest);
}

/* ---- lists that change ---- */

static void list_told(void *context, bool bad, const char *text)
{
    const struct report *report = context;
    report->call(report->context, bad ? REPORT_WARNING : REPORT_NOTE, NULL, REPORT_NOWHERE, text);
}

static const struct program_list_items *lists_changed(void *context, uint32_t *n)
{
    return list_watch_look(context, n);
}

/* A stream may run for months; a batch reads its lists once. NULL: nothing has to be looked at. */
static struct list_watch *lists_watch(struct session *session, const struct program *program)
{
    if (!session->engine.feed.stream || program->n_list_files == 0) {
        return NULL;
    }
    struct list_watch *watch = list_watch_new(program, list_told, &session->engine.report);
    session->engine.lists = (struct engine_lists){lists_changed, watch};
    return watch;
}

static FILE *output_open(const char *path)
{
    if (strcmp(path, "-") == 0) {
        return stdout;
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
    if (file == NULL) {
        command_fail(EXIT_OUTPUT, "%s: cannot write: %s", path, strerror(errno));
    }
    return file;
}

/* With the output open. */
static int run_with(const struct options *o, const struct program *program, struct session *session, FILE *file,
                    const struct arg_texts *inputs)
{
    struct state_folder folder = {.store = NULL};
    int status = EXIT_OUTPUT;
    if (o->state.folder == NULL) {
        return run_over(o, program, session, file, inputs);
    }
    const char *path = o->format == FORMAT_JSON ? o->output : NULL;
    if (state_folder_open(&folder, &o->state, o->init) && state_folder_output(&folder, &o->state, file, path)) {
        session->engine.checkpoint = folder.checkpoint;
        status = run_over(o, program, session, file, inputs);
    }
    state_folder_close(&folder);
    return status;
}

static int run_program(const struct options *o, const struct program *program,
                       const struct arg_texts *inputs)
{
    struct session session;
    int status = EXIT_USAGE;
    if (session_open(&session, &o->session)) {
        session.engine.feed.stream = o->stream || o->lateness >= 0;
        session.engine.feed.lateness = o->lateness >= 0 ? o->lateness : LATENESS_DEFAULT;
        session_check_geo(&session, program);
        session_tell_disabled(&session, program);
        struct list_watch *watch = lists_watch(&session, program);
        FILE *file = output_open(o->output);
        if (file != NULL && session.engine.feed.stream) { /* who reads along gets each alert at once */
            setvbuf(file, NULL, _IOLBF, BUFSIZ);
        }
        status = file == NULL ? EXIT_OUTPUT : run_with(o, program, &session, file, inputs);
        if (file != NULL && file != stdout && fclose(file) != 0) {
            status = command_fail(EXIT_OUTPUT, "%s: cannot write: %s", o->output, strerror(errno));
        }
        list_watch_free(watch);
    }
    session_close(&session);
    return status;
}

static int words_check(const struct command *self, const struct options *o, const struct arg_texts *inputs)
{
    if (inputs->len == 0) {
        return command_misuse(self, "no input: name files, folders or - for stdin");
    }
    if (o->init && o->state.folder == NULL) {
        return command_misuse(self, "--init goes with --state");
    }
    if (o->state.folder != NULL && (o->stream || o->lateness >= 0)) {
        return command_misuse(self, "--state goes with batches: leave --stream and --lateness out");
    }
    return ARGS_GO;
}

static int run_run(const struct command *self, int argc, char **argv)
{
    struct options options = {
        .session = SESSION_DEFAULTS, .state = STATE_DEFAULTS, .output = "-", .lateness = -1, .fail_on = FAIL_NEVER};
    struct arg_texts inputs;
    int status = args_parse(self, &options, argc, argv, &inputs);
    if (status == ARGS_GO) {
        status = words_check(self, &options, &inputs);
    }
    if (status == ARGS_GO) {
        struct program *program = pack_compile(&options.rules, options.session.no_color);
        status = program == NULL ? EXIT_USAGE : run_program(&options, program, &inputs);
        program_free(program);
    }
    free(options.rules.items);
    return status;
}

const struct command cmd_run = {
    .name = "run",
    .synopsis = "lurcher run [options] INPUT…",
    .summary = "rule packs over log files: alerts on stdout",
    .description =
        "Runs rules over CloudTrail: files, folders (with everything below), globs, or -\n"
        "for stdin; plain or gzip; {\"Records\": …}, arrays, one event per line,\n"
        "EventBridge and LookupEvents forms, told apart by their content.\n"
        "\n"
        "The alerts are those of all events sorted by time, whatever the order of the\n"
        "files; an event that is there twice counts once. What cannot be read is named\n"
        "on stderr with file and byte and counted; the rest is processed.",
    .examples = "  lurcher run -r rules/anomaly --geo country.mmdb AWSLogs/\n"
                "  zcat *.json.gz | lurcher run -f json -o alerts.ndjson -\n",
    .args = args,
    .run = run_run,
};
