/* walk_fill: the side of a walk that the decoder's door sees (decode.c). */
#ifndef LURCHER_ENGINE_WALK_FILL_H
#define LURCHER_ENGINE_WALK_FILL_H

#include "base/buf.h"
#include "engine/event.h"
#include "engine/walk.h"
#include "lang/program.h"

/* The paths of one source of the program. The program and symbols must outlive it. */
struct walk *walk_new(const struct program *program, uint16_t source, struct symbols *symbols);
void walk_free(struct walk *w);

/* Before a record: its slots go to `b`. */
void walk_start(struct walk *w, struct event_builder *b);

/* The record that was begun is one of the source: it is not asked for what the source `has`. */
void walk_own(struct walk *w);

enum walk_outcome {
    WALK_OK,
    WALK_NO_TIME, /* not even the first key of the time's path is there, or not all that the source `has` */
    WALK_BAD,     /* *why says what is missing */
};

/* After a record was gone through: has it a readable time and an id? Where the source says no id,
 * one is made of the record's text. */
enum walk_outcome walk_finish(struct walk *w, struct str record, struct buf *why);

#endif
