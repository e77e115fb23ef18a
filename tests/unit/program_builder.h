/* program_builder: a program and its events, made by hand: for tests of the engine
 * that need no compiler.
 *
 *     struct maker m;
 *     maker_open(&m);
 *     uint32_t name = maker_field(&m, "name", TYPE_STRING);
 *     uint32_t eq = maker_op(&m, OP_EQ, name, maker_text(&m, "x"));
 *     uint32_t match = maker_test(&m, eq);
 *     maker_population(&m, match);
 *     maker_ready(&m);                      // m.program is whole
 *     maker_event(&m);                      // all slots null
 *     maker_set(&m, name, value_str(STR("x")));
 *     maker_done(&m);                       // the evaluator turns to it
 *     maker_close(&m); */
#ifndef LURCHER_TESTS_UNIT_PROGRAM_BUILDER_H
#define LURCHER_TESTS_UNIT_PROGRAM_BUILDER_H

#include <stdio.h>

#include "engine/eval.h"
#include "engine/event.h"

#define MAKER_MAX 4096

struct maker {
    struct program program;
    struct program_source sources[4];
    struct program_field fields[64];
    struct program_group groups[8];
    struct program_segment segments[64];
    struct program_node nodes[MAKER_MAX];
    struct program_test tests[MAKER_MAX];
    struct value constants[MAKER_MAX];
    uint32_t args[MAKER_MAX];
    struct program_list lists[64];
    struct program_regex regexes[64];
    struct program_population populations[64];
    struct program_rule rules[64];
    struct symbols *symbols;
    struct eval *ev;
    struct event_builder *events;
    unsigned warnings; /* that the evaluator reported */
    struct buf warning; /* the last one */
};

static inline void maker_open(struct maker *m)
{
    memset(m, 0, sizeof *m);
    struct program *p = &m->program;
    p->sources = m->sources;
    p->fields = m->fields;
    p->groups = m->groups;
    p->segments = m->segments;
    p->nodes = m->nodes;
    p->tests = m->tests;
    p->constants = m->constants;
    p->args = m->args;
    p->lists = m->lists;
    p->regexes = m->regexes;
    p->populations = m->populations;
    p->rules = m->rules;
    p->n_sources = 1;
    m->sources[0].name = STR("log");
    m->symbols = symbols_new();
}

/* ---- nodes ---- */

/* What a node of these operands depends on. */
static inline uint32_t maker_depends(uint32_t x, uint32_t y)
{
    if (x == DEPENDS_NOTHING || x == y) {
        return y;
    }
    return y == DEPENDS_NOTHING ? x : DEPENDS_MUCH;
}

static inline uint32_t maker_node(struct maker *m, struct program_node node)
{
    m->nodes[m->program.n_nodes] = node;
    return m->program.n_nodes++;
}

static inline uint32_t maker_const(struct maker *m, struct value v)
{
    m->constants[m->program.n_constants] = v;
    return maker_node(m, (struct program_node){
        .op = OP_CONST, .a = m->program.n_constants++, .depends = DEPENDS_NOTHING, .type = {TYPE_JSON, false}});
}

static inline uint32_t maker_text(struct maker *m, const char *text)
{
    return maker_const(m, value_str(str_from(text)));
}
static inline uint32_t maker_int(struct maker *m, int64_t i) { return maker_const(m, value_int(i)); }

/* A field, as the node that reads it; its slot is node.a. */
static inline uint32_t maker_typed_field(struct maker *m, const char *name, struct type type, uint32_t group)
{
    uint32_t slot = m->program.n_fields++;
    m->fields[slot] = (struct program_field){.path = str_from(name), .type = type, .keyed = true, .group = group};
    return maker_node(m, (struct program_node){.op = OP_FIELD, .a = slot, .depends = slot, .type = type});
}

static inline uint32_t maker_field(struct maker *m, const char *name, enum type_kind kind)
{
    return maker_typed_field(m, name, (struct type){kind, false}, PROGRAM_NONE);
}

/* A node of one or two operand nodes, of which the second may be an index of another kind. */
static inline uint32_t maker_make(struct maker *m, enum program_op op, enum type_kind kind, uint32_t a, uint32_t b,
                                  bool b_is_node)
{
    struct program_node n = {.op = (uint8_t)op, .a = a, .b = b, .type = {kind, false}};
    n.depends = m->nodes[a].depends;
    n.flags = m->nodes[a].flags;
    if (b_is_node) {
        n.depends = maker_depends(n.depends, m->nodes[b].depends);
        n.flags |= m->nodes[b].flags;
    }
    return maker_node(m, n);
}

/* A condition. */
static inline uint32_t maker_op(struct maker *m, enum program_op op, uint32_t a, uint32_t b)
{
    return maker_make(m, op, TYPE_BOOL, a, b, true);
}

/* A condition over a and a list of texts that ends with NULL. */
static inline uint32_t maker_list(struct maker *m, enum program_op op, uint32_t a, const char *const *texts)
{
    uint32_t list = m->program.n_lists++, n = 0;
    m->lists[list].items.first = op == OP_MATCHES ? m->program.n_regexes : m->program.n_constants;
    m->lists[list].regex = op == OP_MATCHES;
    for (; texts[n] != NULL; n++) {
        if (op == OP_MATCHES) {
            m->regexes[m->program.n_regexes++].pattern = str_from(texts[n]);
        } else {
            m->constants[m->program.n_constants++] = value_str(str_from(texts[n]));
        }
    }
    m->lists[list].items.count = n;
    return maker_make(m, op, TYPE_BOOL, a, list, false);
}

/* A run of nodes. */
static inline struct program_run maker_args(struct maker *m, const uint32_t *nodes, uint32_t n)
{
    struct program_run run = {m->program.n_args, n};
    for (uint32_t i = 0; i < n; i++) {
        m->args[m->program.n_args++] = nodes[i];
    }
    return run;
}

/* ---- predicates ---- */

static inline uint32_t maker_branch(struct maker *m, uint32_t node, uint32_t yes, uint32_t no)
{
    m->tests[m->program.n_tests] = (struct program_test){node, yes, no};
    return m->program.n_tests++;
}

static inline uint32_t maker_test(struct maker *m, uint32_t node)
{
    return maker_branch(m, node, PROGRAM_TRUE, PROGRAM_FALSE);
}

static inline uint32_t maker_population(struct maker *m, uint32_t match)
{
    m->populations[m->program.n_populations].match = match;
    return m->program.n_populations++;
}

static inline uint32_t maker_rule(struct maker *m, const char *name, uint32_t population)
{
    m->rules[m->program.n_rules] =
        (struct program_rule){.name = str_from(name), .population = population, .when = PROGRAM_TRUE};
    return m->program.n_rules++;
}

/* ---- running ---- */

static inline void maker_report(void *context, enum report_kind kind, const char *file, uint64_t offset,
                                const char *text)
{
    struct maker *m = context;
    (void)file;
    (void)offset;
    m->warnings += kind == REPORT_WARNING;
    buf_reset(&m->warning);
    buf_add_text(&m->warning, text);
}

/* False with *err when the evaluator refuses the program. */
static inline bool maker_ready_with(struct maker *m, struct geo *geo, struct err *err)
{
    m->ev = eval_new(&m->program, m->symbols, geo, (struct report){maker_report, m}, err);
    m->events = event_builder_new((uint16_t)m->program.n_fields);
    return m->ev != NULL;
}

static inline bool maker_ready(struct maker *m)
{
    struct err err = {""};
    bool ready = maker_ready_with(m, NULL, &err);
    if (!ready) {
        printf("# %s\n", err.text);
    }
    return ready;
}

static inline void maker_event(struct maker *m)
{
    event_builder_start(m->events, 0);
    event_builder_time(m->events, 1);
    event_builder_id(m->events, STR("e1"));
}

/* Set the slot of a field node. Texts get symbols, as the decoder would give them. */
static inline void maker_set(struct maker *m, uint32_t node, struct value v)
{
    if (v.kind == VALUE_STRING && m->fields[m->nodes[node].a].keyed) {
        v.symbol = symbol_intern(m->symbols, value_text(&v));
    }
    event_builder_set(m->events, m->nodes[node].a, &v);
}

/* The event is whole: turn to it. */
static inline void maker_done(struct maker *m) { eval_begin(m->ev, event_builder_finish(m->events)); }

/* An event with one text. */
static inline void maker_see(struct maker *m, uint32_t node, const char *text)
{
    maker_event(m);
    maker_set(m, node, value_str(str_from(text)));
    maker_done(m);
}

static inline bool maker_holds(struct maker *m, uint32_t node)
{
    struct value v = eval_node(m->ev, node);
    return v.kind == VALUE_BOOL && v.b;
}

static inline void maker_close(struct maker *m)
{
    eval_free(m->ev);
    event_builder_free(m->events);
    symbols_free(m->symbols);
    buf_release(&m->warning);
}

#endif
