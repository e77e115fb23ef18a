/* evidence: what a primitive saw, as facts for programs and a sentence for
 * people. An analyst judges an alert by it, without a query. */
#ifndef LURCHER_ENGINE_EVIDENCE_H
#define LURCHER_ENGINE_EVIDENCE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "engine/alert.h"
#include "engine/number.h"

#define EVIDENCE_FACTS_MAX 8

/* One piece of evidence while it is written. The names of facts are literals. */
struct evidence {
    struct alert_field facts[EVIDENCE_FACTS_MAX];
    unsigned n_facts;
    struct buf text;
    struct arena texts; /* of facts that were put together */
};

void evidence_reset(struct evidence *e);
void evidence_release(struct evidence *e);

/* Add a fact. Its text must outlive the evidence. */
void evidence_fact(struct evidence *e, const char *name, struct value value);

/* Add a fact that is a copy of a text. */
void evidence_text(struct evidence *e, const char *name, struct str text);

/* Whole seconds of a duration in µs, rounded down; FOREVER gives null. */
struct value evidence_seconds(int64_t duration);

/* Write for people: "1,204" · "42" or "42.5" · "0.25 %" · "1 event", "3 events" ·
 * "1 hour 30 minutes" and no zero parts. */
void evidence_int(struct buf *out, uint64_t n);
void evidence_number(struct buf *out, struct number n);
void evidence_float(struct buf *out, double f);
void evidence_share(struct buf *out, double share);
void evidence_count(struct buf *out, uint64_t n, const char *one, const char *many);
void evidence_duration(struct buf *out, int64_t duration);
void evidence_within(struct buf *out, int64_t within); /* " in 10 minutes", " so far" */

/* Move what was written to memory of `arena`. `prim` must outlive it. */
struct alert_evidence evidence_finish(const struct evidence *e, const struct program_prim *prim, struct arena *arena);

#endif
