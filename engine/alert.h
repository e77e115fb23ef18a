/* alert: one finding, with what a person needs to judge it. */
#ifndef LURCHER_ENGINE_ALERT_H
#define LURCHER_ENGINE_ALERT_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/str.h"
#include "base/value.h"
#include "lang/program.h"

struct eval;
struct event;
struct population_set;

struct alert_field {
    struct str name;
    struct value value;
};

/* What one primitive of the rule saw. */
struct alert_evidence {
    const char *primitive;      /* "new" */
    struct str expr;            /* as the author wrote it */
    struct alert_field *facts;  /* known_for_s, events, distinct, … in a fixed order */
    unsigned n_facts;
    struct str text;            /* the same for people, one sentence */
    uint32_t prim;              /* of the program */
};

struct alert {
    struct hash_name id;        /* a function of the rule's name and the event's id alone */
    const struct program_rule *rule;
    int64_t time;
    struct str title;           /* raw: sinks make it safe */
    struct str event_id;
    struct str source;
    struct alert_field *fields; /* what the rule shows; nulls included */
    unsigned n_fields;
    struct alert_evidence *evidence; /* of the primitives that could have decided, in the order written */
    unsigned n_evidence;
    uint64_t suppressed;        /* repeats held back by `once` since this key's last alert */
    uint32_t once_key;          /* of the rule's `once per`: a tuple of symbols; 0 without `once` */
    const struct program *program; /* of the rule */
};

/* The id of an alert: 128 bits of "RULE\nEVENT ID". */
struct hash_name alert_id(const struct program_rule *rule, struct str event_id);

/* The alert of a rule (its index) for the event that `ev` has begun and `set`
 * has answered for. Its memory is of `arena`, the event and `ev`; `suppressed`
 * is left 0. */
struct alert alert_make(const struct program *program, uint32_t rule, const struct event *event,
                        struct eval *ev, struct population_set *set, struct arena *arena);

/* Bring all that is of the event or `ev` into the arena, so that the alert can wait. */
void alert_keep(struct alert *a, struct arena *arena);

/* Where alerts go. All memory of an alert holds only during the call. */
struct sink {
    bool (*alert)(struct sink *sink, const struct alert *alert, struct err *err);
    bool (*finish)(struct sink *sink, struct err *err); /* flush; after the last alert */
    void (*free)(struct sink *sink);
};

#endif
