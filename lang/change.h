/* change: what differs between two versions of rules: which rules, which of their
 * clauses, and what becomes of that which the old ones have learnt. */
#ifndef LURCHER_LANG_CHANGE_H
#define LURCHER_LANG_CHANGE_H

#include "base/vec.h"
#include "lang/change_clause.h"

enum change_kind { CHANGE_REMOVED, CHANGE_ADDED, CHANGE_RENAMED, CHANGE_EDITED, CHANGE_NONE, N_CHANGE_KINDS };

struct change_rule {
    enum change_kind kind;
    uint32_t was, is; /* in the old and in the new program; PROGRAM_NONE: it is not there */
    uint32_t clauses; /* bits 1 << CHANGE_…: those that differ, of RENAMED and EDITED */
};

/* What becomes of a state. */
enum change_fate {
    FATE_SURVIVES, /* the same signature: what was learnt goes on */
    FATE_ANEW,     /* it takes the place of an old one, and begins from nothing */
    FATE_FRESH,    /* there was none in its place */
    FATE_ORPHANED, /* nothing asks for what was learnt any more, and nothing takes its place */
    N_FATES
};

/* Why a state starts anew. */
enum change_reason {
    REASON_SOURCE, REASON_MATCH, REASON_KEY, REASON_MEASURED, REASON_WHERE, REASON_WITHIN, REASON_PER,
    REASON_CONDITION, /* the condition of another event: seen, absent */
    N_REASONS
};

struct change_state {
    enum change_fate fate;
    uint32_t was, is; /* PROGRAM_NONE: none */
    uint32_t reasons; /* bits 1 << REASON_…, of FATE_ANEW */
};

/* One of the two programs: which rules read which states. */
struct change_side {
    const struct program *program;
    uint32_t *rules;      /* by name */
    VEC(uint32_t) states; /* those that a rule reads, by their first rule, in the order written */
    struct change_use {
        uint32_t prim;    /* of the first rule */
        VEC(uint32_t) rules;
    } *uses;              /* by state */
    struct change_states {
        VEC(uint32_t) items;
    } *of_rule;           /* by rule */
};

struct changes {
    struct change_side was, is;
    VEC(struct change_rule) rules;   /* by kind, then by name */
    VEC(struct change_state) states; /* by fate, then in the order of the sides */
    uint32_t n_rules[N_CHANGE_KINDS], n_states[N_FATES];
};

/* Compare. Both programs must outlive the answer, which the caller frees. */
struct changes *changes_new(const struct program *was, const struct program *is);
void changes_free(struct changes *c);

/* Is there any difference, in rules or in states? */
bool changes_any(const struct changes *c);

#endif
