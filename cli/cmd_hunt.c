/* lurcher hunt: one primitive over a whole set, as a ranked table. */
#include <stdio.h>

#include "base/timefmt.h"
#include "cli/command.h"
#include "cli/hunt_table.h"
#include "cli/session.h"
#include "cli/summary.h"
#include "cli/term.h"
#include "engine/hunt.h"
#include "lang/compile.h"

#define RECENT_DEFAULT (2 * TIME_DAY)
#define TOP_DEFAULT 20u

struct options {
    struct session_options session;
    const char *match;
    uint32_t top;
    int64_t recent;
    int format;
};

static const struct arg args[] = {
    {0, "match", ARG_TEXT, offsetof(struct options, match), "PRED", NULL,
     "only events for which this condition holds"},
    {0, "top", ARG_NUMBER, offsetof(struct options, top), "N", NULL, "rows to show, 0 for all (default 20)"},
    {0, "recent", ARG_DURATION, offsetof(struct options, recent), "D", NULL,
     "for new(): what counts as new is what came first\nin the last D of the data (default 2d)"},
    {'f', "format", ARG_CHOICE, offsetof(struct options, format), NULL, "text|json|csv",
     "a table, one JSON object per row, or CSV"},
    SESSION_ARGS(struct options, session),
    {0},
};

/* Is the question one primitive, and not a condition with one in it? */
static bool is_primitive(const struct program *p)
{
    return p->n_shows == 1 && p->nodes[p->shows[0].node].op == OP_PRIM;
}

static struct program *compile_hunt(const struct options *o, const char *expr)
{
    struct err err = {""};
    struct compile *compile = compile_new();
    if (!compile_add_hunt(compile, str_from(expr), str_from(o->match), &err)) {
        command_fail(EXIT_USAGE, "%s", err.text);
        compile_free(compile);
        return NULL;
    }
    struct program *program = compile_finish(compile);
    struct buf said = BUF_INIT;
    diag_print(compile_diags(compile), DIAG_TEXT, term_colour(stderr, o->session.no_color), &said);
    fwrite(said.ptr == NULL ? "" : said.ptr, 1, said.len, stderr);
    buf_release(&said);
    if (program == NULL) {
        command_fail(EXIT_USAGE, "the question has errors; nothing was read");
    } else if (!is_primitive(program)) {
        command_fail(EXIT_USAGE, "a hunt is one primitive: new(), rare(), spike(), count(), distinct() or sum()");
        program_free(program);
        program = NULL;
    }
    compile_free(compile);
    return program;
}

/* "20 of 326 rows" */
static void add_result(const struct hunt_table *table, struct buf *out)
{
    if (table->n_all > table->n_rows) {
        summary_add_number(out, table->n_rows);
        buf_add_text(out, " of ");
    }
    summary_add_number(out, table->n_all);
    buf_add_text(out, table->n_all == 1 ? " row" : " rows");
}

static int hunt_print(const struct options *o, const struct program *program, struct session *session,
                      const struct hunt_table *table)
{
    struct buf out = BUF_INIT, result = BUF_INIT;
    hunt_table_print(table, (enum hunt_format)o->format, &out);
    add_result(table, &result);
    int status = command_print(&out);
    if (status == EXIT_DONE && !session_finish(session, program, buf_str(&result))) {
        status = EXIT_OUTPUT;
    }
    if (status == EXIT_DONE && session_incomplete(session)) {
        status = command_fail(EXIT_INPUT, "some input was not read, see above");
    }
    buf_release(&result);
    return status;
}

static int hunt_over(const struct options *o, const struct program *program, struct session *session,
                     const struct arg_texts *inputs)
{
    struct err err = {""};
    struct hunt_options hunt = {o->recent, o->top};
    struct hunt_table *table = hunt_run(program, inputs->items, inputs->len, &session->engine, &hunt,
                                        &session->stats, &err);
    if (table == NULL) {
        bool nothing = session->stats.files_seen == 0;
        return command_fail(nothing ? EXIT_USAGE : EXIT_OUTPUT, "%s", err.text);
    }
    int status = hunt_print(o, program, session, table);
    hunt_table_free(table);
    return status;
}

static int hunt_with(const struct options *o, const char *expr, const struct arg_texts *inputs)
{
    struct program *program = compile_hunt(o, expr);
    if (program == NULL) {
        return EXIT_USAGE;
    }
    struct session session;
    int status = EXIT_USAGE;
    if (session_open(&session, &o->session)) {
        session_check_geo(&session, program);
        status = hunt_over(o, program, &session, inputs);
    }
    session_close(&session);
    program_free(program);
    return status;
}

static int hunt_run_command(const struct command *self, int argc, char **argv)
{
    struct options options = {.session = SESSION_DEFAULTS, .match = "", .top = TOP_DEFAULT, .recent = RECENT_DEFAULT};
    struct arg_texts rest;
    int status = args_parse(self, &options, argc, argv, &rest);
    if (status == ARGS_GO && rest.len < 2) {
        status = command_misuse(self, rest.len == 0 ? "no expression, no input" : "no input: name files, folders or -");
    } else if (status == ARGS_GO) {
        struct arg_texts inputs = {rest.items + 1, rest.len - 1};
        status = hunt_with(&options, rest.items[0], &inputs);
    }
    return status;
}

const struct command cmd_hunt = {
    .name = "hunt",
    .synopsis = "lurcher hunt [options] EXPR INPUT…",
    .summary = "one primitive over a whole set, as a ranked table",
    .description =
        "Asks one question of a finite set of logs, as an analyst's query would: no\n"
        "warm-up, no rule file. EXPR is one primitive:\n"
        "\n"
        "new(v for k): pairs that came first in the last days of the data, for entities\n"
        "known before. rare(v for k): the pairs with the smallest share of their\n"
        "entity's events. spike(m for k, per 1h): the buckets with the highest z-score.\n"
        "count(for k), distinct(v for k), sum(x for k): the entities with the most.\n"
        "\n"
        "Of the limits, those count that you write (min, under, below); after and within\n"
        "have no meaning here.",
    .examples = "  lurcher hunt 'rare(country for action)' --geo country.mmdb logs/\n"
                "  lurcher hunt 'new(action for actor)' --recent 3d logs/\n"
                "  lurcher hunt 'spike(count for actor where failed, per 1h)' logs/\n",
    .args = args,
    .run = hunt_run_command,
};
