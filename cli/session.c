#include "cli/session.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/vec.h"
#include "cli/command.h"
#include "cli/summary.h"
#include "cli/term.h"

#define PROGRESS_AFTER 1.0 /* seconds before the first progress line */
#define PROGRESS_EVERY 0.1

static void clear_progress(struct session *session)
{
    if (session->live && session->drawn > 0) {
        fputs("\r\033[K", stderr);
        session->drawn = 0;
    }
}

static void report(void *context, enum report_kind kind, const char *file, uint64_t offset,
                   const char *text)
{
    static const char *const words[] = {
        [REPORT_REJECTED] = "rejected", [REPORT_DAMAGED] = "damaged", [REPORT_FAILED] = "failed",
        [REPORT_SKIPPED] = "skipped",   [REPORT_WARNING] = "warning",   [REPORT_NOTE] = "note",
    };
    struct session *session = context;
    if ((kind == REPORT_SKIPPED && !session->options->verbose) || (kind == REPORT_NOTE && session->options->quiet)) {
        return;
    }
    clear_progress(session);
    struct buf line = BUF_INIT;
    buf_addf(&line, "lurcher: %s: ", words[kind]);
    if (file != NULL) {
        buf_add_safe(&line, str_from(file));
        if (offset != REPORT_NOWHERE) {
            buf_addf(&line, ": byte %" PRIu64, offset);
        }
        buf_add_text(&line, ": ");
    }
    buf_add_text(&line, text);
    buf_add_char(&line, '\n');
    fwrite(line.ptr, 1, line.len, stderr);
    buf_release(&line);
}

static void progress(void *context, const struct stats *stats)
{
    struct session *session = context;
    double t = clock_seconds();
    if (!session->live || t - session->started < PROGRESS_AFTER || t - session->drawn < PROGRESS_EVERY) {
        return;
    }
    session->drawn = t;
    fprintf(stderr, "\r\033[K%" PRIu64 " files, %" PRIu64 " records, %" PRIu64 " alerts",
            stats->files_read, stats->records, stats->alerts);
}

static bool open_geo(struct session *session)
{
    const struct session_options *o = session->options;
    char *found_place = o->geo == NULL ? geo_find_place_file() : NULL;
    char *found_asn = o->asn == NULL ? geo_find_asn_file() : NULL;
    const char *place = o->geo != NULL ? o->geo : found_place;
    const char *asn = o->asn != NULL ? o->asn : found_asn;
    struct err err = {""};
    bool ok = (place == NULL && asn == NULL) || geo_open(place, asn, &session->engine.geo, &err);
    if (!ok) {
        command_fail(EXIT_USAGE, "%s", err.text);
    }
    free(found_place);
    free(found_asn);
    return ok;
}

bool session_open(struct session *session, const struct session_options *options)
{
    static const enum feed_decoder decoders[] = {
        FEED_DECODER_DEFAULT,
        FEED_DECODER_SIMDJSON,
        FEED_DECODER_JANSSON,
    };
    *session = (struct session){.options = options, .started = clock_seconds()};
    session->live = !options->quiet && term_live(stderr);
    session->engine.report = (struct report){report, session};
    session->engine.progress = progress;
    session->engine.progress_context = session;
    session->engine.feed = (struct feed_options){
        .decoder = decoders[options->decoder],
        .since = options->since,
        .until = options->until,
        .memory = options->memory,
        .tmp = options->tmp,
    };
    if (options->since >= options->until) {
        command_fail(EXIT_USAGE, "--since is not before --until");
        return false;
    }
    return open_geo(session);
}

/* Which halves of geo does the program read? */
static void geo_needs(const struct program *program, bool *place, bool *asn)
{
    *place = *asn = false;
    for (uint32_t i = 0; i < program->n_nodes; i++) {
        const struct program_node *node = &program->nodes[i];
        if (node->op == OP_GEO) {
            bool is_asn = node->b == GEO_ASN || node->b == GEO_AS_ORG;
            *(is_asn ? asn : place) = true;
        }
    }
}

void session_check_geo(const struct session *session, const struct program *program)
{
    bool place, asn;
    geo_needs(program, &place, &asn);
    const struct geo *geo = session->engine.geo;
    if (place && (geo == NULL || !geo_has_place(geo))) {
        command_fail(0, "warning: no geo database: rules about countries and places cannot fire; use --geo FILE.mmdb");
    }
    if (asn && (geo == NULL || !geo_has_asn(geo))) {
        command_fail(0, "warning: no AS database: rules about networks cannot fire; use --asn FILE.mmdb");
    }
}

void session_tell_disabled(const struct session *session, const struct program *program)
{
    struct buf line = BUF_INIT;
    for (uint32_t i = 0; session->options->verbose && i < program->n_disabled; i++) {
        program_print_disabled(program, i, &line);
    }
    fwrite(line.ptr == NULL ? "" : line.ptr, 1, line.len, stderr);
    buf_release(&line);
}

bool session_incomplete(const struct session *session)
{
    const struct stats *s = &session->stats;
    return s->rejected + s->damaged + s->files_failed > 0;
}

bool session_finish(struct session *session, const struct program *program, struct str result)
{
    const struct session_options *o = session->options;
    session->stats.seconds = clock_seconds() - session->started;
    clear_progress(session);
    if (!o->quiet) {
        struct buf text = BUF_INIT;
        summary_text(&session->stats, program, result, &text);
        fwrite(text.ptr, 1, text.len, stderr);
        buf_release(&text);
        if (session->stats.records + session->stats.files_known == 0 && !session_incomplete(session)) {
            command_fail(0, "warning: no record was found in the input");
        }
    }
    struct err err = {""};
    if (o->stats != NULL && !summary_write(&session->stats, program, o->stats, &err)) {
        command_fail(EXIT_OUTPUT, "%s", err.text);
        return false;
    }
    return true;
}

void session_close(struct session *session)
{
    clear_progress(session);
    geo_close(session->engine.geo);
    stats_release(&session->stats);
}
