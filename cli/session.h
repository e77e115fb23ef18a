/* session: what run and hunt have in common: the options about the input, the
 * geo databases, messages and progress on stderr, the summary. */
#ifndef LURCHER_CLI_SESSION_H
#define LURCHER_CLI_SESSION_H

#include "cli/args.h"
#include "engine/engine.h"

struct session_options {
    const char *geo, *asn;
    int64_t since, until;
    const char *stats;
    uint64_t memory;
    const char *tmp;
    int decoder;
    bool quiet, verbose, no_color;
};

#define SESSION_DEFAULTS {.since = INT64_MIN, .until = INT64_MAX}

/* Their lines in a command's table of options; `member` is the session_options
 * in the command's own struct. */
#define SESSION_ARGS(type, member)                                                              \
    {0, "geo", ARG_TEXT, offsetof(type, member.geo), "FILE", NULL,                              \
     "MaxMind DB with cities or countries\n(default: the first in /usr/share/GeoIP, …)"},       \
    {0, "asn", ARG_TEXT, offsetof(type, member.asn), "FILE", NULL,                              \
     "MaxMind DB with networks (AS numbers)"},                                                  \
    {0, "since", ARG_TIME, offsetof(type, member.since), "TIME", NULL,                          \
     "leave out events before this time (UTC)"},                                                \
    {0, "until", ARG_TIME, offsetof(type, member.until), "TIME", NULL,                          \
     "leave out events at or after this time"},                                                 \
    {0, "stats", ARG_TEXT, offsetof(type, member.stats), "FILE", NULL,                          \
     "write the numbers of the run as JSON"},                                                   \
    {0, "memory", ARG_SIZE, offsetof(type, member.memory), "SIZE", NULL,                        \
     "events to hold in memory before sorted runs go\nto disk (default 1G)"},                   \
    {0, "tmp", ARG_TEXT, offsetof(type, member.tmp), "DIR", NULL,                               \
     "where those runs go (default $TMPDIR or /tmp)"},                                          \
    {0, "decoder", ARG_CHOICE, offsetof(type, member.decoder), NULL, "auto|simdjson|jansson",   \
     "which JSON reader decodes records\n(all give the same values)"},                          \
    {'q', "quiet", ARG_FLAG, offsetof(type, member.quiet), NULL, NULL,                          \
     "no summary, no progress"},                                                                \
    {'v', "verbose", ARG_FLAG, offsetof(type, member.verbose), NULL, NULL,                      \
     "also name the files that are passed over, and\nthe rules that tunes disable"},                \
    {0, "no-color", ARG_FLAG, offsetof(type, member.no_color), NULL, NULL, "no colour"}

struct session {
    const struct session_options *options;
    struct engine_options engine; /* ready for engine_run or hunt_run */
    struct stats stats;
    bool live;                    /* a progress line is drawn */
    double drawn;                 /* when it was drawn last, seconds of a monotonic clock */
    double started;
};

/* Open the databases and fill session->engine. False after a message on stderr. */
bool session_open(struct session *session, const struct session_options *options);

/* Does the program ask for a place or a network that no file can answer? Then say
 * so, once, since rules on them cannot fire. */
void session_check_geo(const struct session *session, const struct program *program);

/* Name the rules that tunes leave out, when the user wants to know. */
void session_tell_disabled(const struct session *session, const struct program *program);

/* Write --stats and, unless quiet, the summary, which ends with `result`. False after a
 * message when the file cannot be written. */
bool session_finish(struct session *session, const struct program *program, struct str result);

/* Was some input rejected or unreadable? Each such place has been named on stderr. */
bool session_incomplete(const struct session *session);

void session_close(struct session *session);

#endif
