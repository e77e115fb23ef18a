/* hunt_report: what a hunt with a pack found: rows of one rule and one key each, ranked. */
#ifndef LURCHER_ENGINE_HUNT_REPORT_H
#define LURCHER_ENGINE_HUNT_REPORT_H

#include "base/arena.h"
#include "base/hash.h"
#include "base/vec.h"
#include "engine/alert.h"
#include "engine/symbol.h"

/* A value twice: for people, and as JSON. */
struct hunt_field {
    struct str name, text, json;
};

struct hunt_finding {
    const struct program_rule *rule;
    struct hunt_field *key;   /* of `once per`, or what the rule shows */
    unsigned n_key;
    struct hunt_field by;     /* the value that it is grouped by; empty when nothing groups */
    uint32_t group;           /* its place in groups */
    uint64_t count;           /* events */
    uint64_t rule_rows;       /* rows that the rule has in all */
    int64_t first_time, last_time; /* µs */
    struct str title, event_id;    /* of the first event, as is its evidence: */
    struct str evidence;      /* JSON, as in an alert */
    struct str *reasons;      /* its sentences; what each is of, when there are several */
    unsigned n_reasons;
};

struct hunt_group {
    struct str by;            /* JSON */
    uint32_t n_rows, n_rules; /* different rules */
    uint64_t count;           /* events, each once for each of the rules */
};

/* While it is made it is the sink of alerts; then its rows are in the order of the ranks. */
struct hunt_report {
    struct sink sink;         /* first: what the engine sees */
    const struct program *program;
    struct symbols *symbols;  /* while it is made */
    bool grouped;             /* the last thing that each rule shows is what groups its rows */
    VEC(struct hunt_finding) rows;
    VEC(struct hunt_group) groups; /* in the order of the ranks; one when nothing groups, none without rows */
    struct map64 index;       /* rule << 32 | key -> row */
    VEC(symbol) parts;        /* scratch */
    struct arena arena;
};

/* An empty one; the program must outlive it. */
struct hunt_report *hunt_report_new(const struct program *program, struct symbols *symbols, bool grouped);

/* Put the rows in order: after the last alert. */
void hunt_report_rank(struct hunt_report *report);
void hunt_report_free(struct hunt_report *report);

#endif
