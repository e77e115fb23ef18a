/* Records: any bytes are a file. They are cut into records, envelopes are opened,
 * and both decoders read each record: where both take it, the slots are equal. What
 * is none, they read as a record of a source that nothing reads. The
 * cutter must give the same records however the bytes arrive. */
#include <stdlib.h>

#include "base/mem.h"
#include "engine/decode.h"
#include "engine/envelope.h"
#include "engine/record.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/fields_fixture.h"

static const char *const fields[] = {
    "eventSource", "!string", "eventName", "string", "sourceIPAddress", "!address", "readOnly", "bool", "n", "int",
    "f", "float", "at", "time", "ip", "ip", "userIdentity", "record", "userIdentity.arn", "!string",
    "requestParameters", "json", "requestParameters.a", "!json", "requestParameters.l[0]", "json",
    "resources", "list of record", "resources[*].ARN", "!string", "resources[*].tags[*].k", "json",
};

struct bench {
    struct fields_fixture fixture, unread;
    const struct program *program;
    struct symbols *symbols;
    struct decoder *decoders[2], *others[2];
    struct record_cutter *cutter;
    struct buf cuts; /* the records that were cut, as text */
    unsigned depth;
};

static void lost(void *context, enum report_kind kind, uint64_t offset, const char *text)
{
    struct bench *b = context;
    buf_addf(&b->cuts, "%d@%llu %s\n", (int)kind, (unsigned long long)offset, text);
}

static void bench_open(struct bench *b)
{
    fixture_start(&b->fixture);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i += 2) {
        if (!fixture_field(&b->fixture, fields[i], fields[i + 1])) {
            abort();
        }
    }
    fixture_start_flows(&b->unread);
    (void)fixture_finish(&b->fixture);
    (void)fixture_finish(&b->unread);
    b->fixture.program.unread = &b->unread.program;
    b->program = &b->fixture.program;
    b->symbols = symbols_new();
    b->decoders[0] = decoder_new(b->program, b->symbols, FEED_DECODER_JANSSON, NULL);
    b->decoders[1] = decoder_new(b->program, b->symbols, FEED_DECODER_SIMDJSON, NULL);
    b->others[0] = decoder_new(b->program->unread, b->symbols, FEED_DECODER_JANSSON, NULL);
    b->others[1] = decoder_new(b->program->unread, b->symbols, FEED_DECODER_SIMDJSON, NULL);
    b->cutter = record_cutter_new(b->program, lost, b);
}

static void bench_close(struct bench *b)
{
    decoder_free(b->decoders[0]);
    decoder_free(b->decoders[1]);
    decoder_free(b->others[0]);
    decoder_free(b->others[1]);
    record_cutter_free(b->cutter);
    symbols_free(b->symbols);
    buf_release(&b->cuts);
    fixture_release(&b->fixture);
    fixture_release(&b->unread);
}

static void compare(struct bench *b, const struct event *first, const struct event *second)
{
    if (event_compare(first, second, b->symbols) != 0 || first->n_slots != second->n_slots) {
        abort();
    }
}

static void object_read(struct bench *b, struct str text, struct program_run rest, bool unread);

static void found(void *context, enum envelope_kind kind, struct str text, const char *why)
{
    (void)why;
    if (kind == ENVELOPE_OBJECT) {
        object_read(context, text, (struct program_run){0, 0}, false);
    }
}

/* What the oracle, which is the first, says of a record. */
static enum decode_status both_read(struct bench *b, struct decoder *const *decoders, struct str text)
{
    const struct event *events[2] = {NULL, NULL};
    enum decode_status status[2] = {DECODE_REJECTED, DECODE_REJECTED};
    for (unsigned i = 0; i < 2; i++) {
        struct buf why = BUF_INIT;
        bool repaired;
        if (decoders[i] != NULL) {
            status[i] = decoder_run(decoders[i], text, &events[i], &repaired, &why);
        }
        if (status[i] == DECODE_REJECTED && decoders[i] != NULL && why.len == 0) {
            abort();
        }
        buf_release(&why);
    }
    if (status[0] == DECODE_OK && status[1] == DECODE_OK) {
        compare(b, events[0], events[1]);
    }
    /* What the oracle takes, the other one takes. */
    if (status[0] == DECODE_OK && decoders[1] != NULL && status[1] != DECODE_OK) {
        abort();
    }
    return status[0];
}

static void object_open(struct bench *b, const struct program *program, struct str text, struct program_run rest)
{
    if (b->depth < 4) {
        b->depth++;
        envelope_open(program, text, rest, found, b);
        b->depth--;
    }
}

static void object_read(struct bench *b, struct str text, struct program_run rest, bool unread)
{
    static const struct program_run none = {0, 0};
    if (both_read(b, b->decoders, text) != DECODE_NO_TIME) {
        return;
    }
    object_open(b, b->program, text, unread ? none : rest);
    if (both_read(b, b->others, text) != DECODE_OK) {
        object_open(b, b->program->unread, text, unread ? rest : none);
    }
}

static void cut(struct bench *b, struct str bytes, size_t step, bool decode)
{
    struct record r;
    buf_reset(&b->cuts);
    buf_add_text(&b->cuts, "");
    record_start(b->cutter);
    for (size_t at = 0, last = 0; !last; at += step) {
        size_t left = bytes.len - at;
        last = left <= step;
        struct buf *window = record_window(b->cutter);
        buf_add(window, bytes.ptr + at, last ? left : step);
        buf_reserve(window, RECORD_PADDING);
        while (record_next(b->cutter, last, &r)) {
            buf_addf(&b->cuts, "%llu+%zu\n", (unsigned long long)r.offset, r.text.len);
            if (decode) {
                object_read(b, r.text, r.rest, r.unread);
            }
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct bench b = {.depth = 0};
    struct str text = {(const char *)bytes, size};
    bench_open(&b);
    cut(&b, text, size + 1, true);
    struct buf whole = b.cuts;
    b.cuts = (struct buf)BUF_INIT;
    cut(&b, text, size % 61 + 1, false);
    if (!str_equal(buf_str(&whole), buf_str(&b.cuts))) {
        abort();
    }
    buf_release(&whole);
    bench_close(&b);
    return 0;
}
