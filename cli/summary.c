#include "cli/summary.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/timefmt.h"

void summary_add_number(struct buf *out, uint64_t n)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%" PRIu64, n);
    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0) {
            buf_add_char(out, ',');
        }
        buf_add_char(out, digits[i]);
    }
}

/* "3 alerts": the number, and the word in its number. */
static void add_counted(struct buf *out, uint64_t n, const char *word)
{
    summary_add_number(out, n);
    buf_addf(out, " %s%s", word, n == 1 ? "" : "s");
}

/* "; 2 damaged places": only when there is one. The words are those for one and for more. */
static void add_if(struct buf *out, const char *before, uint64_t n, const char *one, const char *more)
{
    if (n > 0) {
        buf_add_text(out, before);
        summary_add_number(out, n);
        buf_addf(out, " %s", n == 1 ? one : more);
    }
}

static void add_files(const struct stats *s, struct buf *out)
{
    add_counted(out, s->files_seen, "file");
    buf_add_text(out, " = ");
    summary_add_number(out, s->files_read);
    buf_add_text(out, " read");
    add_if(out, " + ", s->files_known, "read before", "read before");
    add_if(out, " + ", s->files_skipped, "skipped", "skipped");
    add_if(out, " + ", s->files_failed, "failed", "failed");
    buf_add_char(out, '\n');
}

static void add_records(const struct stats *s, struct buf *out)
{
    add_counted(out, s->records, "record");
    buf_add_text(out, " = ");
    add_counted(out, s->events, "event");
    add_if(out, " + ", s->duplicates, "duplicate", "duplicates");
    add_if(out, " + ", s->rejected, "rejected", "rejected");
    add_if(out, " + ", s->outside, "outside --since/--until", "outside --since/--until");
    add_if(out, " + ", s->unread, "unread", "unread");
    add_if(out, " + ", s->resumed, "taken before", "taken before");
    add_if(out, "; ", s->damaged, "damaged place", "damaged places");
    add_if(out, "; ", s->repaired, "record repaired", "records repaired");
    add_if(out, "; ", s->late, "event came late", "events came late");
    buf_add_char(out, '\n');
}

/* What lies in the input that no rule looks at: nothing is wrong with it, but who expected alerts of it has to know. */
static void add_unread(const struct stats *s, const struct program *program, struct buf *out)
{
    for (uint32_t i = 0; i < s->n_unread; i++) {
        if (s->unread_by[i] > 0) {
            add_counted(out, s->unread_by[i], "record");
            buf_addf(out, " of %.*s that no rule reads\n", STR_ARG(program->unread->sources[i].name));
        }
    }
}

static void add_span(const struct stats *s, struct buf *out)
{
    if (s->events == 0) {
        return;
    }
    buf_add_text(out, "from ");
    time_format(s->first_time, out);
    buf_add_text(out, " to ");
    time_format(s->last_time, out);
    buf_add_char(out, '\n');
}

void summary_alerts(const struct stats *stats, const struct program *program, struct buf *out)
{
    add_counted(out, stats->alerts, "alert");
    if (stats->suppressed > 0) {
        buf_add_text(out, " (and ");
        add_counted(out, stats->suppressed, "repeat");
        buf_add_text(out, " held back)");
    }
    buf_add_text(out, " from ");
    add_counted(out, program->n_rules, "rule");
}

void summary_text(const struct stats *stats, const struct program *program, struct str result, struct buf *out)
{
    add_files(stats, out);
    add_records(stats, out);
    add_unread(stats, program, out);
    add_span(stats, out);
    if (stats->rule_errors > 0) {
        add_counted(out, stats->rule_errors, "error");
        buf_add_text(out, " of rules: see the warnings above\n");
    }
    buf_add_str(out, result);
    buf_addf(out, " in %.*f s\n", stats->seconds < 10 ? 2 : 0, stats->seconds);
}

static void json_number(struct buf *out, const char *key, uint64_t n)
{
    buf_addf(out, "\"%s\":%" PRIu64 ",", key, n);
}

static void json_time(struct buf *out, const char *key, const struct stats *s, int64_t t)
{
    buf_addf(out, "\"%s\":", key);
    if (s->events == 0) {
        buf_add_text(out, "null,");
        return;
    }
    buf_add_char(out, '"');
    time_format(t, out);
    buf_add_text(out, "\",");
}

static void json_rules(const struct stats *stats, const struct program *program, struct buf *out)
{
    buf_add_text(out, "\"rules\":{");
    for (uint32_t i = 0; i < stats->n_rules; i++) {
        const struct stats_rule *r = &stats->rules[i];
        buf_add_text(out, i == 0 ? "" : ",");
        buf_add_json(out, program->rules[i].name);
        buf_addf(out, ":{\"matched\":%" PRIu64 ",\"alerts\":%" PRIu64 ",\"suppressed\":%" PRIu64 "}",
                 r->matched, r->alerts, r->suppressed);
    }
    buf_add_text(out, "},");
}

static void json_unread(const struct stats *stats, const struct program *program, struct buf *out)
{
    const char *before = "";
    buf_add_text(out, "\"unread_sources\":{");
    for (uint32_t i = 0; i < stats->n_unread; i++) {
        if (stats->unread_by[i] > 0) {
            buf_add_text(out, before);
            buf_add_json(out, program->unread->sources[i].name);
            buf_addf(out, ":%" PRIu64, stats->unread_by[i]);
            before = ",";
        }
    }
    buf_add_text(out, "},");
}

void summary_json(const struct stats *s, const struct program *program, struct buf *out)
{
    buf_addf(out,
             "{\"files\":{\"seen\":%" PRIu64 ",\"read\":%" PRIu64 ",\"known\":%" PRIu64
             ",\"skipped\":%" PRIu64 ",\"failed\":%" PRIu64 "},",
             s->files_seen, s->files_read, s->files_known, s->files_skipped, s->files_failed);
    json_number(out, "records", s->records);
    json_number(out, "events", s->events);
    json_number(out, "duplicates", s->duplicates);
    json_number(out, "rejected", s->rejected);
    json_number(out, "outside", s->outside);
    json_number(out, "unread", s->unread);
    json_unread(s, program, out);
    json_number(out, "resumed", s->resumed);
    json_number(out, "damaged", s->damaged);
    json_number(out, "repaired", s->repaired);
    json_number(out, "late", s->late);
    json_number(out, "alerts", s->alerts);
    json_number(out, "suppressed", s->suppressed);
    json_number(out, "rule_errors", s->rule_errors);
    json_rules(s, program, out);
    json_time(out, "first_time", s, s->first_time);
    json_time(out, "last_time", s, s->last_time);
    buf_addf(out, "\"seconds\":%.3f,", s->seconds);
    json_number(out, "bytes", s->bytes);
    json_number(out, "spilled_bytes", s->spilled);
    json_number(out, "state_bytes", s->state_bytes);
    buf_addf(out, "\"symbols\":%" PRIu32 "}\n", s->symbols);
}

bool summary_write(const struct stats *stats, const struct program *program, const char *path,
                   struct err *err)
{
    struct buf text = BUF_INIT;
    summary_json(stats, program, &text);
    FILE *file = strcmp(path, "-") == 0 ? stdout : fopen(path, "w");
    bool ok = file != NULL && fwrite(text.ptr, 1, text.len, file) == text.len && fflush(file) == 0;
    if (!ok) {
        err_set(err, "%s: cannot write: %s", path, strerror(errno));
    }
    if (file != NULL && file != stdout && fclose(file) != 0 && ok) {
        ok = err_set(err, "%s: cannot write: %s", path, strerror(errno));
    }
    buf_release(&text);
    return ok;
}
