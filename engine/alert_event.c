#include "engine/alert_event.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "engine/decode.h"
#include "engine/sink_json.h"

struct alert_events {
    struct decoder *decoder;
    uint32_t source;
    struct buf record;
};

static uint32_t source_find(const struct program *p)
{
    uint32_t i = 0;
    while (!p->sources[i].internal) {
        i++;
    }
    return i;
}

struct alert_events *alert_events_new(const struct program *program, struct symbols *symbols, struct err *err)
{
    struct decoder *decoder = decoder_new(program, symbols, FEED_DECODER_DEFAULT, err);
    if (decoder == NULL) {
        return NULL;
    }
    struct alert_events *a = mem_zalloc(sizeof *a);
    a->decoder = decoder;
    a->source = source_find(program);
    return a;
}

void alert_events_free(struct alert_events *a)
{
    if (a != NULL) {
        decoder_free(a->decoder);
        buf_release(&a->record);
        free(a);
    }
}

/* By way of its JSON, so that a field of an alert is what a user reads in the output, and the
 * decoder's rules for values hold here too. */
const struct event *alert_event_make(struct alert_events *a, const struct alert *alert, struct err *err)
{
    const struct event *event;
    struct buf why = BUF_INIT;
    bool repaired;
    struct alert shown = *alert;
    shown.n_fields -= alert->program->grouped; /* what groups the findings of a hunt is no part of them */
    buf_reset(&a->record);
    sink_json_print(&shown, &a->record);
    memset(buf_reserve(&a->record, DECODE_PADDING), 0, DECODE_PADDING);
    if (decoder_as(a->decoder, a->source, buf_str(&a->record), &event, &repaired, &why) != DECODE_OK) {
        err_set(err, "%s", why.len > 0 ? why.ptr : "its time cannot be written");
        event = NULL;
    }
    buf_release(&why);
    return event;
}
