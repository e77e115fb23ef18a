/* lowering: the program while it is made; shared by the files of lower. */
#ifndef LURCHER_LANG_LOWERING_H
#define LURCHER_LANG_LOWERING_H

#include "lang/rule.h"

/* What an expression has become. With a primitive in it, it is one thing in each
 * population. */
struct lowered {
    uint32_t node, predicate; /* PROGRAM_NONE: not yet */
    uint32_t population;      /* for which; PROGRAM_NONE: for all */
};

/* A state that learns of all events of a source, whatever the rules' populations are (seen): a
 * population of its own, made behind those of the rules. */
struct lower_watch {
    const struct expr_prim *prim; /* one that asks it */
    struct str text;              /* of the state */
    uint32_t level;               /* of the rules that ask */
    uint32_t state;               /* PROGRAM_NONE: not made yet */
};

/* A primitive that waits for the state of a watch. */
struct lower_ask {
    uint32_t prim, watch;
};

#define LOWER_NO_PREDICATE (UINT32_MAX - 2) /* PROGRAM_NONE is a predicate */

struct lowering {
    struct expr_set *exprs;
    const struct schema *schema;
    const struct source_set *sources;
    struct arena *arena; /* the program's */
    struct lowered *lowered; /* by id of expression */
    uint32_t *met;           /* by id of expression: by which rule it was met last */
    size_t n_lowered;
    uint32_t population; /* that is being made … */
    struct str match_text;
    uint32_t match_source, level;
    struct map64 slots, groups, lists, origins; /* by address of expr_field, expr_group, expr_list, expr_origin */
    struct map64 prims;                /* by address of expr_prim: of this population */
    struct strmap states, entities;    /* by text: of this population */
    struct map64 by_source;            /* by number in the schema */
    VEC(struct lower_watch) watches;
    VEC(struct lower_ask) asks;
    struct strmap watch_texts;         /* -> watches */
    VEC(const struct expr_field *) slot_fields;

    VEC(struct program_source) program_sources;
    VEC(struct program_field) fields;
    VEC(struct program_group) program_groups;
    VEC(struct program_segment) segments;
    VEC(struct program_run) runs;
    VEC(struct program_node) nodes;
    VEC(struct program_test) tests;
    VEC(struct program_predicate) predicates;
    VEC(struct program_name) names;
    VEC(struct value) constants;
    VEC(uint32_t) args;
    VEC(struct program_list) program_lists;
    VEC(struct program_list_origin) list_origins;
    VEC(struct program_list_part) list_parts;
    VEC(struct program_list_file) list_files;
    VEC(struct program_regex) regexes;
    VEC(struct program_population) populations;
    VEC(struct program_entity) program_entities;
    VEC(struct program_state) program_states;
    VEC(struct program_prim) program_prims;
    VEC(struct program_chain) chains;
    VEC(struct program_rule) rules;
    VEC(struct program_disabled) disabled;
    VEC(struct program_part) parts;
    VEC(struct program_show) shows;
    VEC(struct str) texts;
};

/* lower_expr.c: the number of the node of an expression, of the slot of a field (each is
 * made once); runs of nodes and of segments */
uint32_t lower_node(struct lowering *l, const struct expr *e);
struct program_run lower_args(struct lowering *l, const struct expr *const *exprs, uint32_t n);
uint32_t lower_field(struct lowering *l, const struct expr_field *field);
struct program_run lower_segments(struct lowering *l, const struct program_segment *segments, uint32_t n);
struct str lower_str(struct lowering *l, struct str s); /* a copy that the program owns */

/* Remember the let's name of what became a node or a predicate (else PROGRAM_NONE). */
void lower_name(struct lowering *l, const struct expr *e, uint32_t node, uint32_t predicate);

/* lower_predicate.c: its first test; PROGRAM_TRUE or PROGRAM_FALSE when it is constant */
uint32_t lower_predicate(struct lowering *l, const struct expr *e);

/* The tests of a predicate that is not constant. */
const struct program_predicate *lower_predicate_at(const struct lowering *l, uint32_t first);

/* lower_source.c: the source's number in the program; when all slots are known,
 * what candidates are chosen by, and which fields are keyed. */
uint32_t lower_source(struct lowering *l, uint32_t schema_source);
void lower_source_add(struct lowering *l, const struct ast_source *ast); /* without what it is chosen by */
void lower_indexes(struct lowering *l);
void lower_keyed(struct lowering *l);

/* lower_prim.c: a primitive's number in the program, in the population that is being made */
uint32_t lower_prim(struct lowering *l, const struct expr *e);

/* lower_watch.c: ask the state of a watch, which is made when the rules' populations are; make them all. */
void lower_watch_ask(struct lowering *l, const struct expr_prim *p, uint32_t prim);
void lower_watches(struct lowering *l);

/* lower_prim.c: the entities by a key, in the population that is being made */
uint32_t lower_entity(struct lowering *l, const struct expr *const *k, uint32_t n);

/* lower_rule.c: the population of `n` rules with an equal match, with all that is theirs */
void lower_population(struct lowering *l, const struct rule *rules, uint32_t n);

/* The same file: when all rules are there, those that a population takes the alerts of beside
 * rules over events; its rules were made of `rule` and others with an equal match. */
void lower_named(struct lowering *l, uint32_t population, const struct rule *rule);

/* The same file: a rule that a tune leaves out is no rule of the program, but is told of. */
void lower_disabled(struct lowering *l, const struct rule *rule);

/* The memory of an expression in the current population. */
struct lowered *lowered_of(struct lowering *l, const struct expr *e);

#endif
