/* program: what the engine runs. Made by lower, immutable from then on.
 *
 * Everything is a flat table; tables point into each other by index. Values are
 * nodes in an order in which operands come first; equal nodes are one node, for
 * the whole program. A predicate is a run of tests with two targets each, which
 * are always later tests, TRUE or FALSE: it ends after at most as many steps as
 * it has tests. */
#ifndef LURCHER_LANG_PROGRAM_H
#define LURCHER_LANG_PROGRAM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/file_stamp.h"
#include "base/hash.h"
#include "base/str.h"
#include "base/value.h"
#include "lang/primitive.h"
#include "lang/type.h"

#define PROGRAM_NONE UINT32_MAX

/* Targets of tests, and predicates that are constant. */
#define PROGRAM_TRUE UINT32_MAX
#define PROGRAM_FALSE (UINT32_MAX - 1)

enum program_op {
#define OP(id, name, operands, doc) OP_##id,
#include "lang/opcode.def"
#undef OP
    N_OPS
};
const char *program_op_name(enum program_op op);
const char *program_op_operands(enum program_op op);

/* A run of a side table. */
struct program_run {
    uint32_t first, count;
};

/* One step of a path. */
struct program_segment {
    enum { SEGMENT_KEY, SEGMENT_INDEX, SEGMENT_EACH } kind;
    struct str key;
    uint32_t index;
};

/* A slot that the decoder fills. */
struct program_field {
    struct str path;            /* "userIdentity.arn", for people */
    struct program_run path_run; /* segments */
    uint32_t source;
    struct type type;           /* declared; below a json field: json */
    bool keyed;                 /* keys something or decides a predicate: give its text a symbol */
    uint32_t group;             /* each-group, or PROGRAM_NONE when there is no [*] */
};

/* All fields with the same path up to their last [*]: their elements run in
 * step, a missing one is null. */
struct program_group {
    struct str path; /* "resources[*]" */
    uint32_t source;
};

enum program_geo {
    GEO_COUNTRY, GEO_COUNTRY_NAME, GEO_REGION, GEO_CITY, GEO_CONTINENT,
    GEO_LATITUDE, GEO_LONGITUDE, GEO_ASN, GEO_AS_ORG, GEO_COUNT
};
const char *program_geo_name(enum program_geo part); /* "country", … */

#define NODE_STATEFUL 1u /* a primitive is below */
#define NODE_BOUND 2u    /* reads an element of a group: only valid inside any/all */

/* What a node's value depends on. */
#define DEPENDS_NOTHING (UINT32_MAX - 1)
#define DEPENDS_MUCH UINT32_MAX

struct program_node {
    uint8_t op;
    uint8_t flags;
    struct type type;
    uint32_t a, b, c;
    uint32_t depends; /* the one slot that decides it, DEPENDS_NOTHING or DEPENDS_MUCH */
};

struct program_test {
    uint32_t node; /* a bool node */
    uint32_t yes, no;
};

/* Where a predicate's tests are, and what it says; sorted by `first`. */
struct program_predicate {
    uint32_t first, count;
    struct str text; /* for people: with the names of lets */
};

/* A let's name for a node or a predicate (the other is PROGRAM_NONE). */
struct program_name {
    uint32_t node, predicate;
    struct str name;
    struct str text; /* what it is, with the names of other lets */
};

/* A list of constants: of `in`, of patterns, of regular expressions. */
struct program_list {
    struct str name;           /* the author's name for it, or empty */
    struct program_run items;  /* constants[] (for IN_NET texts, CIDRs among them); regexes[] for MATCHES */
    struct program_run beside; /* constants[]: a text or null for each item, for LOOKUP; count 0: none */
    bool regex;
    uint8_t use;               /* enum list_use of lang: in which form the items are */
    bool looked_up;            /* `beside` is wanted */
    uint32_t origin;           /* list_origins[]; PROGRAM_NONE: no file is among its parts */
};

/* A declared list with a file among its parts: the lists of the program that are uses of it have
 * its items, each in its form. */
struct program_list_origin {
    struct str name;
    struct program_run parts; /* list_parts[], in their order */
    bool regex;               /* what is written are regular expressions, which are not among the parts */
};

/* A part of such a list: what is written, or a file's items. */
struct program_list_part {
    struct program_run items; /* constants[], as they are written */
    uint32_t file;            /* list_files[], or PROGRAM_NONE */
};

struct program_list_file {
    struct str folder, file;            /* the file is relative to the folder */
    struct program_run columns, values; /* texts[] */
    struct file_stamp stamp;            /* when it was compiled */
};

struct program_regex {
    struct str pattern;
    bool nocase;
};

/* Other items for a list, each once, in the form of its use. */
struct program_list_items {
    uint32_t list;
    uint32_t n;
    const struct value *items, *beside;   /* `beside`: a text or null for each; NULL: none is wanted */
    const struct program_regex *regexes;  /* when it is a list of these */
};

struct program_source {
    struct str name;
    struct program_run time, id;   /* paths: segments; id of count 0: made of the record's text */
    struct program_run envelopes;  /* runs[]: each a path */
    struct program_run has;        /* runs[]: each a path that a record of this source has */
    struct program_run columns;    /* runs[]: each a path: the fields of a line of text; count 0: no text */
    bool internal;                 /* its events are made by the engine (alerts), never read */
    struct program_run index;      /* args[]: nodes (FIELD) by whose values candidates are chosen */
};

/* Who is measured: the entities of a population by one key. Shared by all
 * primitives of the population with the same key: first(k) is theirs. */
struct program_entity {
    uint32_t population;
    struct program_run key; /* args[]: nodes; count 0 is the one global entity */
    struct str text;        /* of the key, normalised; for signatures */
};

/* What is learnt. Primitives with equal signatures share one. */
struct program_state {
    struct hash_name signature;
    struct str text;           /* the normalised form that the signature is the hash of */
    enum primitive_kind kind;
    enum primitive_measure measure; /* MEASURE_SUM for `sum` too: v is then a number, no key */
    uint32_t entity;
    uint32_t where;            /* predicate; PROGRAM_TRUE when there is none */
    struct program_run v;      /* args[]: nodes */
    int64_t within, per;       /* µs; 0 where they do not change what is learnt */
};

/* What hands on a value from key to key. Only chains that something reads are here. */
struct program_chain {
    struct str name;
    uint32_t source;
    uint32_t node;              /* the CHAIN: its value for an event */
    uint32_t issued, until;     /* nodes; until may be PROGRAM_NONE */
    uint32_t match;             /* predicate */
};

struct program_prim {
    enum primitive_kind kind;
    uint32_t state;
    struct primitive_options options;
    struct program_run key;    /* seen: args[]: the key of the event that asks; its state is of another population */
    struct str text;           /* as the author wrote it, lets expanded no further; one line */
};

/* A set of events: all rules with an equal match. Its states are visited once
 * for each event that the predicate lets through, whatever the rules say. */
struct program_population {
    uint32_t source;
    uint32_t match;            /* predicate */
    uint32_t level;            /* 0: of events; else of alerts, and it comes behind all lower ones */
    struct program_run named;  /* args[]: rules over alerts whose alerts it takes, beside all of rules over events */
    struct str text;           /* normalised */
    struct program_run entities;
    struct program_run states; /* states[], contiguous */
    struct program_run prims;  /* prims[], contiguous */
    struct program_run rules;  /* rules[], contiguous */
};

enum severity { SEVERITY_INFO, SEVERITY_LOW, SEVERITY_MEDIUM, SEVERITY_HIGH, SEVERITY_CRITICAL, SEVERITY_COUNT };
const char *severity_name(enum severity s);
bool severity_find(struct str name, enum severity *out);

struct program_part { /* of a title */
    struct str text;  /* when node is PROGRAM_NONE */
    uint32_t node;
};

struct program_show {
    struct str name;
    uint32_t node;
};

struct program_rule {
    struct str name;           /* full: pack.rule */
    struct str file;           /* where it is written … */
    uint32_t line;
    uint32_t population;
    uint32_t when;             /* predicate; PROGRAM_TRUE when there is no `when` */
    struct program_run prims;  /* args[]: indexes into prims[], in the order written */
    struct program_run title;  /* parts[] */
    struct program_run show;   /* shows[] */
    struct program_run once_per; /* args[]: nodes */
    int64_t once_every;        /* µs; 0: no once */
    enum severity severity;    /* default medium */
    int32_t risk;              /* -1: none given */
    struct program_run attack, tags, references, falsepositives; /* texts[] */
    struct str description, author, status, version, runbook;    /* empty: none */
    struct program_run tuned;  /* texts[]: where the tunes stand that changed it, "FILE:LINE", in their order */
};

/* A rule that a tune leaves out. */
struct program_disabled {
    struct str name, file; /* of the rule … */
    uint32_t line;
    struct str tune_file;  /* … and of the tune */
    uint32_t tune_line;
    struct str why;
};

struct program {
#define PROGRAM_TABLE(type, name) \
    const type *name;             \
    uint32_t n_##name;
    PROGRAM_TABLE(struct program_source, sources)
    PROGRAM_TABLE(struct program_field, fields)
    PROGRAM_TABLE(struct program_group, groups)
    PROGRAM_TABLE(struct program_segment, segments)
    PROGRAM_TABLE(struct program_run, runs)
    PROGRAM_TABLE(struct program_node, nodes)
    PROGRAM_TABLE(struct program_test, tests)
    PROGRAM_TABLE(struct program_predicate, predicates)
    PROGRAM_TABLE(struct program_name, names)
    PROGRAM_TABLE(struct value, constants)
    PROGRAM_TABLE(uint32_t, args)
    PROGRAM_TABLE(struct program_list, lists)
    PROGRAM_TABLE(struct program_list_origin, list_origins)
    PROGRAM_TABLE(struct program_list_part, list_parts)
    PROGRAM_TABLE(struct program_list_file, list_files)
    PROGRAM_TABLE(struct program_regex, regexes)
    PROGRAM_TABLE(struct program_population, populations)
    PROGRAM_TABLE(struct program_entity, entities)
    PROGRAM_TABLE(struct program_state, states)
    PROGRAM_TABLE(struct program_prim, prims)
    PROGRAM_TABLE(struct program_chain, chains)
    PROGRAM_TABLE(struct program_rule, rules)
    PROGRAM_TABLE(struct program_disabled, disabled)
    PROGRAM_TABLE(struct program_part, parts)
    PROGRAM_TABLE(struct program_show, shows)
    PROGRAM_TABLE(struct str, texts)
#undef PROGRAM_TABLE
    struct arena *arena; /* owns all of it, but for `unread` */
    bool grouped;        /* the last thing that each rule shows is what groups what is found (hunt -r --by) */
    struct program *unread; /* sources that are known and that nothing reads, without anything else; NULL: none,
                               or not asked for (compile_know_unread) */
};

void program_free(struct program *p);

uint32_t program_rule_find(const struct program *p, struct str name); /* full or last part; PROGRAM_NONE */
uint32_t program_disabled_find(const struct program *p, struct str name); /* the same */

/* The predicate that begins with this test; NULL for PROGRAM_TRUE and PROGRAM_FALSE. */
const struct program_predicate *program_predicate_find(const struct program *p, uint32_t first);

/* Print, for `lurcher explain` and the golden tests: one rule with its
 * population, tests, nodes, primitives and states; or the whole program. */
void program_print_rule(const struct program *p, uint32_t rule, struct buf *out);
void program_print(const struct program *p, struct buf *out);

/* A constant as the language writes it: durations with their units. */
void program_print_constant(const struct value *v, struct buf *out);

/* The expression that a node stands for, for people: a let's name stands for what
 * it is, also for the node as a whole. */
void program_print_node(const struct program *p, uint32_t node, struct buf *out);

/* One line: which rule is left out, by which tune, and why. */
void program_print_disabled(const struct program *p, uint32_t disabled, struct buf *out);

/* What a predicate says, for people: "true" and "false" for the constant ones. */
void program_print_predicate(const struct program *p, uint32_t predicate, struct buf *out);

/* A title as it is written: its expressions in braces. */
void program_print_title(const struct program *p, struct program_run title, struct buf *out);

#endif
