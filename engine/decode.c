#include "engine/decode.h"

#include <stdlib.h>

#include "base/mem.h"
#include "engine/repair.h"
#include "engine/walk_fill.h"

#define FIELDS_MAX 60000u /* slots are counted in 16 bits */

struct decoder {
    const struct program *program;
    const struct decode_backend *backend;
    void *state; /* of the backend */
    struct event_builder *builder;
    struct walk **walks; /* one for each source */
    struct buf repaired; /* a record after its repair */
};

static const struct decode_backend *backend_find(enum feed_decoder which)
{
#ifdef HAVE_SIMDJSON
    if (which != FEED_DECODER_JANSSON) {
        return &decode_simdjson;
    }
#endif
    return which == FEED_DECODER_SIMDJSON ? NULL : &decode_jansson;
}

struct decoder *decoder_new(const struct program *program, struct symbols *symbols, enum feed_decoder which,
                            struct err *err)
{
    const struct decode_backend *backend = backend_find(which);
    if (backend == NULL) {
        err_set(err, "this build has no simdjson decoder (it was configured --without-simdjson)");
        return NULL;
    }
    if (program->n_fields > FIELDS_MAX) {
        err_set(err, "the rules read %u fields; at most %u are possible", program->n_fields, FIELDS_MAX);
        return NULL;
    }
    struct decoder *d = mem_zalloc(sizeof *d);
    d->program = program;
    d->backend = backend;
    d->state = backend->make();
    d->builder = event_builder_new((uint16_t)program->n_fields);
    d->walks = mem_zalloc((program->n_sources + 1) * sizeof *d->walks);
    for (uint32_t i = 0; i < program->n_sources; i++) {
        d->walks[i] = walk_new(program, (uint16_t)i, symbols);
    }
    return d;
}

void decoder_free(struct decoder *d)
{
    if (d == NULL) {
        return;
    }
    for (uint32_t i = 0; i < d->program->n_sources; i++) {
        walk_free(d->walks[i]);
    }
    free(d->walks);
    event_builder_free(d->builder);
    d->backend->drop(d->state);
    buf_release(&d->repaired);
    free(d);
}

static enum decode_result run_once(struct decoder *d, struct walk *w, struct str record)
{
    walk_start(w, d->builder);
    return d->backend->run(d->state, record.ptr, record.len, w);
}

static void repair(struct decoder *d, struct str *record)
{
    buf_reset(&d->repaired);
    repair_text(*record, &d->repaired);
    memset(buf_reserve(&d->repaired, DECODE_PADDING), 0, DECODE_PADDING);
    *record = buf_str(&d->repaired);
}

static enum decode_status run_source(struct decoder *d, struct walk *w, struct str *record, const struct event **event,
                                     bool *repaired, struct buf *why)
{
    if (run_once(d, w, *record) == DECODE_BACKEND_UTF8) {
        repair(d, record);
        *repaired = true;
        run_once(d, w, *record);
    }
    enum walk_outcome outcome = walk_finish(w, why);
    if (outcome != WALK_OK) {
        return outcome == WALK_NO_TIME ? DECODE_NO_TIME : DECODE_REJECTED;
    }
    *event = event_builder_finish(d->builder);
    if (*event != NULL) {
        return DECODE_OK;
    }
    buf_add_text(why, "the values that the rules read are larger than 1 GiB");
    return DECODE_REJECTED;
}

/* A record belongs to the first source that can read it. */
enum decode_status decoder_run(struct decoder *d, struct str record, const struct event **event, bool *repaired,
                               struct buf *why)
{
    enum decode_status status = DECODE_NO_TIME;
    *repaired = false;
    for (uint32_t i = 0; i < d->program->n_sources; i++) {
        struct buf reason = BUF_INIT;
        enum decode_status s = run_source(d, d->walks[i], &record, event, repaired, &reason);
        if (s == DECODE_REJECTED && status == DECODE_NO_TIME) {
            buf_add_str(why, buf_str(&reason));
        }
        buf_release(&reason);
        if (s == DECODE_OK) {
            return s;
        }
        if (s == DECODE_REJECTED) {
            status = s;
        }
    }
    return status;
}

struct str decoder_time_name(const struct decoder *d)
{
    const struct program *p = d->program;
    return p->n_sources == 0 ? STR("a time") : p->segments[p->sources[0].time.first].key;
}
