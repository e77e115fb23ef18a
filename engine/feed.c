#include "engine/feed.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "engine/decode.h"
#include "engine/envelope.h"
#include "engine/inflate.h"
#include "engine/input.h"
#include "engine/order.h"
#include "engine/record.h"
#include "engine/sniff.h"

#define WRAPS_MAX 6u     /* envelopes in envelopes */
#define TOLD_MAX 1000u   /* messages for one file; what is more is counted */
#define PROGRESS_SECONDS 0.1

struct feed {
    const struct program *program;
    const struct feed_options *options;
    struct report report;
    struct stats *stats;
    struct input_list inputs;
    struct inflate *inflate;
    struct record_cutter *cutter;
    struct decoder *decoder;
    struct decoder *others; /* of the sources that nothing reads; NULL: there are none */
    bool other_lines;       /* one of these may be lines */
    struct order *order;
    struct feed_past_run past;
    struct buf why;
    double progressed;
    bool finished, failed;
    struct err err; /* why it failed */

    /* of the current file */
    size_t next; /* index of the one after it */
    const struct input_file *file; /* NULL: none is open */
    int fd;
    bool sniffed, ended, repaired;
    bool lines;            /* it is a text log … */
    struct line_form form; /* … of this form … */
    bool unread;           /* … of a source that nothing reads */
    unsigned told;
    uint64_t records, passed; /* of all files before it: records; those that no rule reads */

    /* of the current record */
    uint64_t offset;
    unsigned wraps;
};

/* ---- telling ---- */

static void tell(struct feed *f, enum report_kind kind, uint64_t offset, const char *text)
{
    bool counted = kind != REPORT_FAILED && kind != REPORT_SKIPPED;
    if (f->report.call == NULL || (counted && f->told > TOLD_MAX)) {
        return;
    }
    if (counted && f->told++ == TOLD_MAX) {
        text = "more problems in this file are counted, not told";
    }
    f->report.call(f->report.context, kind, f->file->path, offset, text);
}

static void reject(struct feed *f, const char *why)
{
    f->stats->records++;
    f->stats->rejected++;
    tell(f, REPORT_REJECTED, f->offset, why);
}

/* Of the cutter. */
static void on_lost(void *context, enum report_kind kind, uint64_t offset, const char *text)
{
    struct feed *f = context;
    f->offset = offset;
    if (kind == REPORT_REJECTED) {
        reject(f, text);
    } else {
        f->stats->damaged++;
        tell(f, kind, offset, text);
    }
}

/* Of inflate. */
static void on_told(void *context, bool damaged, uint64_t offset, const char *text)
{
    struct feed *f = context;
    f->stats->damaged += damaged;
    tell(f, damaged ? REPORT_DAMAGED : REPORT_WARNING, offset, text);
}

static void progress(struct feed *f)
{
    if (f->options->progress == NULL) {
        return;
    }
    double t = clock_seconds();
    if (t - f->progressed < PROGRESS_SECONDS) {
        return;
    }
    f->progressed = t;
    f->options->progress(f->options->progress_context, f->stats);
}

/* ---- records ---- */

static bool take_event(struct feed *f, const struct event *event)
{
    f->stats->records++;
    if (event->time < f->options->since || event->time >= f->options->until) {
        f->stats->outside++;
        if (event->time >= f->options->until) {
            feed_past_leave(&f->past, event->time);
        }
        return true;
    }
    return order_add(f->order, event, feed_past_flags(&f->past, event->time), &f->err);
}

static void take_repaired(struct feed *f)
{
    f->stats->repaired++;
    if (!f->repaired) {
        tell(f, REPORT_WARNING, f->offset, "bytes that are not UTF-8 are read as U+FFFD (told once for each file)");
    }
    f->repaired = true;
}

/* A record of a source that no rule reads is counted, and that is all. */
static void take_unread(struct feed *f, const struct event *event)
{
    f->stats->records++;
    f->stats->unread++;
    f->stats->unread_by[event->source]++;
}

/* What the decoder made of a record. */
static void take_decoded(struct feed *f, enum decode_status status, const struct event *event, bool repaired)
{
    if (status != DECODE_OK) {
        reject(f, f->why.ptr);
        return;
    }
    if (repaired) {
        take_repaired(f);
    }
    f->failed = f->failed || !take_event(f, event);
}

static bool take_object(struct feed *f, const struct record *r);

static void reject_unknown(struct feed *f)
{
    buf_reset(&f->why);
    decoder_lack(f->decoder, &f->why);
    reject(f, f->why.ptr);
}

static void take_line(struct feed *f, const struct line_form *form, struct str line)
{
    const struct event *event;
    bool repaired;
    buf_reset(&f->why);
    enum decode_status status = decoder_line(f->decoder, form, line, &event, &repaired, &f->why);
    take_decoded(f, status, event, repaired);
}

static void take_unread_line(struct feed *f, const struct line_form *form, struct str line)
{
    const struct event *event;
    bool repaired;
    buf_reset(&f->why);
    if (decoder_line(f->others, form, line, &event, &repaired, &f->why) == DECODE_OK) {
        take_unread(f, event);
    } else {
        reject(f, f->why.ptr);
    }
}

/* A text in an envelope says nothing of its form: it is that of the `columns`. */
static void take_text(struct feed *f, struct str text, const char *why)
{
    struct line_form form = {.source = PROGRAM_NONE};
    struct str line = line_trim(text);
    if (line_fits(f->program, line, &form)) {
        take_line(f, &form, line);
    } else if (f->other_lines && line_fits(f->program->unread, line, &form)) {
        take_unread_line(f, &form, line);
    } else {
        reject(f, line_possible(f->program) ? "the text in an envelope is no line of a text log" : why);
    }
    line_form_release(&form);
}

static void on_found(void *context, enum envelope_kind kind, struct str text, const char *why)
{
    struct feed *f = context;
    switch (kind) {
    case ENVELOPE_OBJECT:
        if (!take_object(f, &(struct record){.text = text})) {
            reject_unknown(f);
        }
        break;
    case ENVELOPE_LINE:
        take_text(f, text, why);
        break;
    case ENVELOPE_BAD:
        reject(f, why);
        break;
    }
}

static const struct program_run none = {0, 0};

/* Open an object by the envelopes of `program`; false when it has none. */
static bool take_inner(struct feed *f, const struct program *program, struct str text, struct program_run rest)
{
    if (f->wraps >= WRAPS_MAX) {
        return false;
    }
    f->wraps++;
    bool opened = envelope_open(program, text, rest, on_found, f);
    f->wraps--;
    return opened;
}

/* What is nothing that some rule reads. Of what looks like a record behind damage, only
 * a record is taken: an envelope is found by less. */
static bool take_other(struct feed *f, const struct record *r)
{
    const struct event *event;
    bool repaired;
    if (f->others == NULL) {
        return false;
    }
    buf_reset(&f->why);
    if (decoder_run(f->others, r->text, &event, &repaired, &f->why) == DECODE_OK) {
        take_unread(f, event);
        return true;
    }
    return !r->doubtful && take_inner(f, f->program->unread, r->text, r->unread ? r->rest : none);
}

/* False when it is nothing of ours: no record and no envelope. */
static bool take_object(struct feed *f, const struct record *r)
{
    const struct event *event;
    bool repaired;
    buf_reset(&f->why);
    enum decode_status status = decoder_run(f->decoder, r->text, &event, &repaired, &f->why);
    if (status != DECODE_NO_TIME) {
        take_decoded(f, status, event, repaired);
        return true;
    }
    return take_inner(f, f->program, r->text, r->unread ? none : r->rest) || take_other(f, r);
}

/* Of a text log. A line of names may stand anywhere, and says what the lines behind it are. */
static void take_text_line(struct feed *f, struct str line)
{
    if (line_names(f->program, line, &f->form)) {
        f->unread = false;
    } else if (f->other_lines && line_names(f->program->unread, line, &f->form)) {
        f->unread = true;
    } else if (f->unread) {
        take_unread_line(f, &f->form, line);
    } else {
        take_line(f, &f->form, line);
    }
}

/* What looked like a record behind damage, and is none, was a part of the damage. */
static void take_record(struct feed *f, const struct record *r)
{
    f->offset = r->offset;
    f->wraps = 0;
    if (f->lines) {
        take_text_line(f, r->text);
    } else if (take_object(f, r)) {
        record_settle(f->cutter);
    } else if (!r->doubtful) {
        reject_unknown(f);
    }
}

/* ---- files ---- */

static void file_close(struct feed *f)
{
    f->stats->bytes += inflate_stored(f->inflate);
    if (f->fd != STDIN_FILENO) {
        close(f->fd);
    }
    f->file = NULL;
}

/* What was taken of the file belongs to this run from now on. One with nothing but records that no rule reads is
 * left for a run whose rules do. */
static void file_told(struct feed *f)
{
    uint64_t records = f->stats->records - f->records, unread = f->stats->unread - f->passed;
    if (unread > 0 && unread == records) {
        return;
    }
    if (!f->failed && !feed_past_end(&f->past, f->file->path, &f->err)) {
        f->failed = true;
    }
}

static void file_fail(struct feed *f, const char *why)
{
    f->stats->files_failed++;
    tell(f, REPORT_FAILED, REPORT_NOWHERE, why);
    if (f->stats->records > f->records) {
        file_told(f);
    }
    file_close(f);
}

/* Is the file to be read? One that is not is closed. */
static void file_admit(struct feed *f, uint64_t size)
{
    struct err err = {""};
    if (!feed_past_begin(&f->past, f->file->path, f->fd, size, &err)) {
        file_fail(f, err.text);
        return;
    }
    switch (feed_past_ask(&f->past, f->file->path, &f->err)) {
    case FEED_PAST_NEW:
    case FEED_PAST_PARTLY:
        break;
    case FEED_PAST_DONE:
        f->stats->files_known++;
        tell(f, REPORT_SKIPPED, REPORT_NOWHERE, "it was read before");
        file_close(f);
        break;
    case FEED_PAST_FAILED:
        f->failed = true;
        file_close(f);
        break;
    }
}

static void file_open(struct feed *f)
{
    const struct input_file *file = &f->inputs.files[f->next++];
    struct err err = {""};
    uint64_t size;
    f->file = file;
    f->told = 0;
    f->records = f->stats->records;
    f->passed = f->stats->unread;
    f->sniffed = f->ended = f->repaired = f->lines = f->unread = false;
    line_form_reset(&f->form);
    if (!input_open(file, &f->fd, &size, &err)) {
        f->stats->files_failed++;
        tell(f, REPORT_FAILED, REPORT_NOWHERE, err.text);
        f->file = NULL;
        return;
    }
    inflate_start(f->inflate, f->fd, size);
    record_start(f->cutter);
    file_admit(f, input_is_stdin(file) ? 0 : size);
}

/* A file that is no JSON: one that the user named, or whose name is that of a log, is
 * an error; one that only lies in a folder (a README beside the logs) is passed over. */
static void file_refuse(struct feed *f, const char *what)
{
    buf_reset(&f->why);
    buf_addf(&f->why, "it is %s", what);
    if (f->file->named || input_is_log_name(f->file->path)) {
        file_fail(f, f->why.ptr);
        return;
    }
    f->stats->files_skipped++;
    tell(f, REPORT_SKIPPED, REPORT_NOWHERE, f->why.ptr);
    file_close(f);
}

/* Look at the content's beginning. False: not now, or never. */
static bool file_sniff(struct feed *f, const struct buf *window)
{
    const char *what = NULL;
    enum sniff_answer answer = sniff_content(buf_str(window), f->ended, f->program, &f->form, &what);
    switch (answer) {
    case SNIFF_LINES:
    case SNIFF_UNREAD:
        f->lines = true;
        f->unread = answer == SNIFF_UNREAD;
        record_lines(f->cutter);
        f->sniffed = true;
        return true;
    case SNIFF_JSON:
        f->sniffed = true;
        return true;
    case SNIFF_OTHER:
        file_refuse(f, what);
        return false;
    case SNIFF_UNSURE:
        break;
    }
    return false;
}

/* More bytes for the cutter. */
static void file_read(struct feed *f)
{
    struct err err = {""};
    struct buf *window = record_window(f->cutter);
    switch (inflate_more(f->inflate, window, &err)) {
    case INFLATE_FAILED:
        file_fail(f, err.text);
        return;
    case INFLATE_END:
        f->ended = true;
        break;
    case INFLATE_PIECE:
        break;
    }
    memset(buf_reserve(window, RECORD_PADDING), 0, RECORD_PADDING); /* simdjson looks at the first byte */
    if (!f->sniffed) {
        file_sniff(f, window);
    }
}

static void file_step(struct feed *f)
{
    struct record record;
    if (f->sniffed && record_next(f->cutter, f->ended, &record)) {
        take_record(f, &record);
    } else if (f->ended) {
        f->stats->files_read++;
        file_told(f);
        file_close(f);
    } else {
        file_read(f);
    }
    if (f->file == NULL || (f->stats->records & 1023) == 0) {
        progress(f);
    }
}

/* ---- the feed ---- */

static struct order *order_make(const struct feed *f, const struct symbols *symbols)
{
    const struct feed_options *o = f->options;
    if (o->stream) {
        return order_stream_new(symbols, o->lateness, f->stats);
    }
    return order_batch_new(symbols, o->memory, o->tmp, f->stats);
}

struct feed *feed_new(const struct program *program, struct symbols *symbols, const char *const *paths,
                      unsigned n_paths, const struct feed_options *options, struct report report, struct stats *stats,
                      struct err *err)
{
    struct feed *f = mem_zalloc(sizeof *f);
    f->program = program;
    f->options = options;
    f->report = report;
    f->stats = stats;
    f->past.past = options->past;
    if (options->past != NULL && options->stream) {
        err_set(err, "a stream cannot go on from what earlier runs have read");
        feed_free(f);
        return NULL;
    }
    f->decoder = decoder_new(program, symbols, options->decoder, err);
    if (program->unread != NULL && f->decoder != NULL) { /* which knows less, so it cannot fail either */
        f->others = decoder_new(program->unread, symbols, options->decoder, err);
        f->other_lines = line_possible(program->unread);
    }
    if (f->decoder == NULL || !input_list_make(&f->inputs, paths, n_paths, report, stats, err)) {
        feed_free(f);
        return NULL;
    }
    f->inflate = inflate_new(on_told, f);
    inflate_wait(f->inflate, options->idle, options->idle_context);
    f->cutter = record_cutter_new(program, on_lost, f);
    f->order = order_make(f, symbols);
    return f;
}

void feed_free(struct feed *f)
{
    if (f == NULL) {
        return;
    }
    if (f->file != NULL && f->fd != STDIN_FILENO) {
        close(f->fd);
    }
    input_list_release(&f->inputs);
    inflate_free(f->inflate);
    record_cutter_free(f->cutter);
    decoder_free(f->decoder);
    decoder_free(f->others);
    order_free(f->order);
    feed_past_release(&f->past);
    buf_release(&f->why);
    line_form_release(&f->form);
    free(f);
}

/* Read on. False at the end of all input, or after a failure. */
static bool feed_step(struct feed *f)
{
    if (f->file != NULL) {
        file_step(f);
    } else if (f->next < f->inputs.n) {
        file_open(f);
    } else if (!f->finished) {
        f->finished = true;
        f->failed = !order_finish(f->order, &f->err);
    } else {
        return false;
    }
    return !f->failed;
}

static const struct event *hand_out(struct feed *f, const struct event *event)
{
    struct stats *s = f->stats;
    if (s->first_time == INT64_MIN || event->time < s->first_time) {
        s->first_time = event->time;
    }
    if (s->last_time == INT64_MIN || event->time > s->last_time) {
        s->last_time = event->time;
    }
    s->events++;
    return event;
}

const struct event *feed_next(struct feed *f, struct err *err)
{
    while (!f->failed) {
        const struct event *event = order_next(f->order, &f->err);
        if (event != NULL && feed_past_took(&f->past, event, f->stats)) {
            continue;
        }
        if (event != NULL) {
            return hand_out(f, event);
        }
        f->failed = f->err.text[0] != '\0';
        if (f->failed || !feed_step(f)) {
            break;
        }
    }
    if (f->failed) {
        err_set(err, "%s", f->err.text);
    }
    return NULL;
}
