/* lurcher hunt: one primitive over a whole set, as a ranked table. */
#include <stdio.h>
#include <stdlib.h>

#include "base/timefmt.h"
#include "cli/command.h"
#include "cli/hunt_page.h"
#include "cli/hunt_table.h"
#include "cli/pack.h"
#include "cli/session.h"
#include "cli/summary.h"
#include "cli/term.h"
#include "engine/hunt.h"
#include "engine/hunt_pack.h"
#include "lang/compile.h"

#define RECENT_DEFAULT (2 * TIME_DAY)
#define RECENT_OF_PACKS (7 * TIME_DAY)
#define TOP_DEFAULT 20u

struct options {
    struct session_options session;
    struct arg_texts rules;
    const char *match, *by;
    int from;
    uint32_t top;
    int64_t recent;
    int format;
};

#define FROM_ABSENT (-1)
#define FROM_CLOUDTRAIL 0
static const char *const sources[] = {"cloudtrail", "network", "resolver", "vpc_flow"}; /* as --from has them */

static const struct arg args[] = {
    {'r', "rules", ARG_TEXTS, offsetof(struct options, rules), "PATH", NULL,
     "instead of EXPR: ask every rule of a rule file or pack\nfolder; repeatable"},
    {0, "from", ARG_CHOICE, offsetof(struct options, from), NULL, "cloudtrail|network|resolver|vpc_flow",
     "the source that EXPR asks (default cloudtrail)"},
    {0, "match", ARG_TEXT, offsetof(struct options, match), "PRED", NULL,
     "only events for which this condition holds"},
    {0, "top", ARG_NUMBER, offsetof(struct options, top), "N", NULL,
     "rows to show, with --by groups; 0 for all (default 20)"},
    {0, "recent", ARG_DURATION, offsetof(struct options, recent), "D", NULL,
     "for new(): what counts as new is what came first\nin the last D of the data (default 2d; with -r 7d)"},
    {0, "by", ARG_TEXT, offsetof(struct options, by), "EXPR", NULL,
     "with -r: group what was found by the value of EXPR,\nfor example: --by actor"},
    {'f', "format", ARG_CHOICE, offsetof(struct options, format), NULL, "text|json|csv",
     "a table, one JSON object per row, or CSV"},
    SESSION_ARGS(struct options, session),
    {0},
};

/* Is the question one primitive, and not a condition with one in it? */
static bool is_primitive(const struct program *p)
{
    bool absent = p->n_shows == 0; /* which is not shown: it is known only later */
    return absent || (p->n_shows == 1 && p->nodes[p->shows[0].node].op == OP_PRIM);
}

static struct program *compile_hunt(const struct options *o, const char *expr)
{
    struct err err = {""};
    struct compile *compile = compile_new();
    struct str from = str_from(sources[o->from == FROM_ABSENT ? FROM_CLOUDTRAIL : o->from]);
    if (!compile_add_hunt(compile, str_from(expr), str_from(o->match), from, &err)) {
        command_fail(EXIT_USAGE, "%s", err.text);
        compile_free(compile);
        return NULL;
    }
    compile_know_unread(compile);
    struct program *program = compile_finish(compile);
    struct buf said = BUF_INIT;
    diag_print(compile_diags(compile), DIAG_TEXT, term_colour(stderr, o->session.no_color), &said);
    fwrite(said.ptr == NULL ? "" : said.ptr, 1, said.len, stderr);
    buf_release(&said);
    if (program == NULL) {
        command_fail(EXIT_USAGE, "the question has errors; nothing was read");
    } else if (!is_primitive(program)) {
        command_fail(EXIT_USAGE, "a hunt is one primitive, such as new(), rare() or count()");
        program_free(program);
        program = NULL;
    }
    compile_free(compile);
    return program;
}

/* "20 of 326 rows" */
static void add_result(uint64_t n, uint64_t all, struct buf *out)
{
    if (all > n) {
        summary_add_number(out, n);
        buf_add_text(out, " of ");
    }
    summary_add_number(out, all);
    buf_add_text(out, all == 1 ? " row" : " rows");
}

/* The answer, which is released, and the summary. */
static int hunt_print(const struct program *program, struct session *session, struct buf *out, struct str result)
{
    int status = command_print(out);
    if (status == EXIT_DONE && !session_finish(session, program, result)) {
        status = EXIT_OUTPUT;
    }
    if (status == EXIT_DONE && session_incomplete(session)) {
        status = command_fail(EXIT_INPUT, "some input was not read, see above");
    }
    return status;
}

/* There is no answer. */
static int hunt_fail(const struct session *session, const struct err *err)
{
    bool nothing = session->stats.files_seen == 0;
    return command_fail(nothing ? EXIT_USAGE : EXIT_OUTPUT, "%s", err->text);
}

/* ---- one primitive ---- */

static int hunt_over(const struct options *o, const struct program *program, struct session *session,
                     const struct arg_texts *inputs)
{
    struct err err = {""};
    struct hunt_options hunt = {o->recent, o->top};
    struct hunt_table *table = hunt_run(program, inputs->items, inputs->len, &session->engine, &hunt,
                                        &session->stats, &err);
    if (table == NULL) {
        return hunt_fail(session, &err);
    }
    struct buf out = BUF_INIT, result = BUF_INIT;
    hunt_table_print(table, (enum hunt_format)o->format, &out);
    add_result(table->n_rows, table->n_all, &result);
    int status = hunt_print(program, session, &out, buf_str(&result));
    buf_release(&result);
    hunt_table_free(table);
    return status;
}

/* ---- the rules of packs ---- */

static int pack_over(const struct options *o, const struct program *program, struct session *session,
                     const struct arg_texts *inputs)
{
    struct err err = {""};
    struct hunt_report *report = hunt_pack_run(program, inputs->items, inputs->len, &session->engine, o->recent,
                                               o->by != NULL, &session->stats, &err);
    if (report == NULL) {
        return hunt_fail(session, &err);
    }
    struct buf out = BUF_INIT, result = BUF_INIT;
    bool colour = term_colour(stdout, o->session.no_color);
    hunt_page_print(report, o->top, (enum hunt_format)o->format, colour, &out);
    add_result(hunt_page_size(report, o->top).rows, report->rows.len, &result);
    buf_add_text(&result, " from ");
    summary_add_number(&result, program->n_rules);
    buf_add_text(&result, program->n_rules == 1 ? " rule" : " rules");
    int status = hunt_print(program, session, &out, buf_str(&result));
    buf_release(&result);
    hunt_report_free(report);
    return status;
}

/* ---- the command ---- */

/* With a program, which is freed, or none: that was reported. */
static int hunt_with(const struct options *o, struct program *program, const struct arg_texts *inputs)
{
    struct session session;
    int status = EXIT_USAGE;
    if (program == NULL) {
        return status;
    }
    if (session_open(&session, &o->session)) {
        session_check_geo(&session, program);
        session_tell_disabled(&session, program);
        status = (o->rules.len > 0 ? pack_over : hunt_over)(o, program, &session, inputs);
    }
    session_close(&session);
    program_free(program);
    return status;
}

/* EXPR and inputs, or -r and inputs. */
static int words_check(const struct command *self, const struct options *o, const struct arg_texts *rest)
{
    bool rules = o->rules.len > 0;
    if (rules && o->match[0] != '\0') {
        return command_misuse(self, "--match asks with EXPR; a rule has its own match");
    }
    if (rules && o->from != FROM_ABSENT) {
        return command_misuse(self, "--from is the source of EXPR; a rule has its own");
    }
    if (!rules && o->by != NULL) {
        return command_misuse(self, "--by groups what rules (-r) find");
    }
    if (rest->len == 0) {
        return command_misuse(self, rules ? "no input: name files or folders" : "no expression, no input");
    }
    if (!rules && rest->len == 1) {
        return command_misuse(self, "no input: name files, folders or -");
    }
    return ARGS_GO;
}

static int hunt_run_command(const struct command *self, int argc, char **argv)
{
    struct options options = {
        .session = SESSION_DEFAULTS, .match = "", .from = FROM_ABSENT, .top = TOP_DEFAULT, .recent = -1};
    struct arg_texts rest;
    int status = args_parse(self, &options, argc, argv, &rest);
    if (status == ARGS_GO) {
        status = words_check(self, &options, &rest);
    }
    if (options.recent < 0) {
        options.recent = options.rules.len > 0 ? RECENT_OF_PACKS : RECENT_DEFAULT;
    }
    if (status == ARGS_GO && options.rules.len > 0) {
        status = hunt_with(&options, pack_compile_by(&options.rules, options.by, options.session.no_color), &rest);
    } else if (status == ARGS_GO) {
        struct arg_texts inputs = {rest.items + 1, rest.len - 1};
        status = hunt_with(&options, compile_hunt(&options, rest.items[0]), &inputs);
    }
    free(options.rules.items);
    return status;
}

const struct command cmd_hunt = {
    .name = "hunt",
    .synopsis = "lurcher hunt [options] (EXPR | -r PATH) INPUT…",
    .summary = "one primitive, or whole packs, over a finite set, ranked",
    .description =
        "Asks one question of a finite set of logs, as an analyst's query would: no\n"
        "warm-up. EXPR is one primitive:\n"
        "\n"
        "new(v for k): pairs that came first in the last days of the data, for entities\n"
        "known before. rare(v for k): the pairs with the smallest share of their\n"
        "entity's events. spike(m for k, per 1h): the buckets with the highest z-score.\n"
        "count(for k), distinct(v for k), sum(x for k): the entities with the most.\n"
        "previous(x for k): the changes of x that are the fewest. elapsed(for k): the\n"
        "longest pauses. travel(ip for k): the fastest journeys. seen(p for k): the\n"
        "entities that seldom come after an event that satisfies p. absent(p for k,\n"
        "within W): the latest events after which none such came.\n"
        "\n"
        "Of the limits, those count that you write (min, under, below); after has no\n"
        "meaning here, and within has one for seen and absent only.\n"
        "\n"
        "With -r, every rule of a pack is asked at once: what to do with a month of logs\n"
        "when the rules are turned on for the first time. new, rare and spike are judged\n"
        "by the set as a whole, so nothing waits for a warm-up. What is found is ranked\n"
        "by severity, then by how seldom it is. The input is read twice: files and\n"
        "folders, no pipe.",
    .examples = "  lurcher hunt 'rare(country for action)' --geo country.mmdb logs/\n"
                "  lurcher hunt 'new(action for actor)' --recent 3d logs/\n"
                "  lurcher hunt 'spike(count for actor where failed, per 1h)' logs/\n"
                "  lurcher hunt --from vpc_flow 'sum(bytes for remote_ip)' flows/\n"
                "  lurcher hunt 'previous(country for actor)' --geo country.mmdb logs/\n"
                "  lurcher hunt -r rules/anomaly --by actor --geo country.mmdb logs/\n",
    .args = args,
    .run = hunt_run_command,
};
