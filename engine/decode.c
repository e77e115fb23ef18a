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
    uint32_t *order;     /* the sources that are read, by name */
    uint32_t n_order;
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

/* By name, so that what a record is does not depend on the order of rules. */
static void order_make(struct decoder *d)
{
    const struct program *p = d->program;
    d->order = mem_alloc((p->n_sources + 1) * sizeof *d->order);
    for (uint32_t i = 0; i < p->n_sources; i++) {
        uint32_t at = d->n_order;
        if (p->sources[i].internal) {
            continue;
        }
        for (; at > 0 && str_compare(p->sources[d->order[at - 1]].name, p->sources[i].name) > 0; at--) {
            d->order[at] = d->order[at - 1];
        }
        d->order[at] = i;
        d->n_order++;
    }
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
    order_make(d);
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
    free(d->order);
    event_builder_free(d->builder);
    d->backend->drop(d->state);
    buf_release(&d->repaired);
    free(d);
}

/* `form` is NULL for JSON. */
static enum decode_result run_once(struct decoder *d, struct walk *w, const struct line_form *form, struct str record)
{
    walk_start(w, d->builder);
    if (form == NULL) {
        return d->backend->run(d->state, record.ptr, record.len, w);
    }
    walk_own(w);
    if (repair_valid(record) < record.len) {
        return DECODE_BACKEND_UTF8;
    }
    line_walk(d->program, form, record, w);
    return DECODE_BACKEND_OK;
}

static void repair(struct decoder *d, struct str *record)
{
    buf_reset(&d->repaired);
    repair_text(*record, &d->repaired);
    memset(buf_reserve(&d->repaired, DECODE_PADDING), 0, DECODE_PADDING);
    *record = buf_str(&d->repaired);
}

static enum decode_status run_source(struct decoder *d, struct walk *w, const struct line_form *form,
                                     struct str *record, const struct event **event, bool *repaired, struct buf *why)
{
    if (run_once(d, w, form, *record) == DECODE_BACKEND_UTF8) {
        repair(d, record);
        *repaired = true;
        run_once(d, w, form, *record);
    }
    enum walk_outcome outcome = walk_finish(w, *record, why);
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

/* A record belongs to the first source, in the order of names, whose time and signs it has. */
enum decode_status decoder_run(struct decoder *d, struct str record, const struct event **event, bool *repaired,
                               struct buf *why)
{
    enum decode_status status = DECODE_NO_TIME;
    *repaired = false;
    for (uint32_t i = 0; i < d->n_order && status == DECODE_NO_TIME; i++) {
        status = run_source(d, d->walks[d->order[i]], NULL, &record, event, repaired, why);
    }
    return status;
}

enum decode_status decoder_as(struct decoder *d, uint32_t source, struct str record, const struct event **event,
                              bool *repaired, struct buf *why)
{
    *repaired = false;
    return run_source(d, d->walks[source], NULL, &record, event, repaired, why);
}

enum decode_status decoder_line(struct decoder *d, const struct line_form *form, struct str line,
                                const struct event **event, bool *repaired, struct buf *why)
{
    *repaired = false;
    return run_source(d, d->walks[form->source], form, &line, event, repaired, why);
}

void decoder_lack(const struct decoder *d, struct buf *out)
{
    const struct program *p = d->program;
    if (d->n_order == 1 && p->sources[d->order[0]].has.count == 0) {
        struct str time = p->segments[p->sources[d->order[0]].time.first].key;
        buf_addf(out, "neither %.*s nor an envelope of records is in it", STR_ARG(time));
        return;
    }
    buf_add_text(out, "it is no record of ");
    for (uint32_t i = 0; i < d->n_order; i++) {
        const char *before = i == 0 ? "" : i + 1 == d->n_order ? " or " : ", ";
        buf_addf(out, "%s%.*s", before, STR_ARG(p->sources[d->order[i]].name));
    }
    buf_add_text(out, d->n_order == 0 ? "any source, and no envelope of records" : ", and no envelope of records");
}
