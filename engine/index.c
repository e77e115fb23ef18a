#include "engine/index.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/vec.h"
#include "engine/operand.h"
#include "engine/reach.h"

/* A source's share: which slots its combinations are made of. */
struct index_source {
    VEC(uint32_t) slots;
    struct map64 lists; /* combination -> list */
    uint32_t fallback;  /* the list for values that are not indexed; NONE: not made yet */
};

struct index {
    const struct program *program;
    struct index_source *sources;
    bool *decided;             /* by node: index fields alone decide its value */
    struct reach reach;
    VEC(struct program_run) lists; /* of items */
    VEC(uint32_t) items;
    struct strmap by_content;  /* equal lists are kept once */
};

#define NONE MAP64_NONE

/* ---- what index fields decide ---- */

static bool is_index_slot(const struct program *p, uint32_t slot)
{
    struct program_run run = p->sources[p->fields[slot].source].index;
    for (uint32_t i = 0; i < run.count; i++) {
        const struct program_node *n = &p->nodes[p->args[run.first + i]];
        if (n->op == OP_FIELD && n->a == slot) {
            return true;
        }
    }
    return false;
}

struct all_decided {
    const bool *decided;
    bool all;
};

static enum reach_way predicate_decided(void *context, uint32_t node)
{
    struct all_decided *a = context;
    a->all = a->all && a->decided[node];
    return REACH_BOTH;
}

static bool node_decided(struct index *x, uint32_t node)
{
    const struct program_node *n = &x->program->nodes[node];
    struct all_decided a = {x->decided, true};
    struct operand o;
    if ((n->flags & (NODE_BOUND | NODE_STATEFUL)) || n->op == OP_EVENT_TIME || n->op == OP_EVENT_ID ||
        n->op == OP_PRIM || n->op == OP_CHAIN || n->op == OP_ANY || n->op == OP_ALL) {
        return false;
    }
    if (n->op == OP_FIELD) {
        return is_index_slot(x->program, n->a);
    }
    struct operand_walk w = operand_start(x->program, node);
    while (a.all && operand_next(&w, &o)) {
        if (o.predicate) {
            (void)reach_true(&x->reach, o.index, predicate_decided, &a);
        } else {
            a.all = x->decided[o.index];
        }
    }
    return a.all;
}

/* ---- making ---- */

struct reading {
    const bool *reads; /* by node */
    bool met;
};

static enum reach_way predicate_reads(void *context, uint32_t node)
{
    struct reading *r = context;
    r->met = r->met || r->reads[node];
    return REACH_BOTH;
}

static bool node_reads(struct index *x, uint32_t node, uint32_t slot, const bool *reads)
{
    const struct program_node *n = &x->program->nodes[node];
    struct reading r = {reads, n->op == OP_FIELD && n->a == slot};
    struct operand o;
    struct operand_walk w = operand_start(x->program, node);
    while (!r.met && operand_next(&w, &o)) {
        if (o.predicate) {
            (void)reach_true(&x->reach, o.index, predicate_reads, &r);
        } else {
            r.met = reads[o.index];
        }
    }
    return r.met;
}

/* Does the slot help to decide any test? One that does not would only multiply the
 * combinations, and its text may not even have a symbol. */
static bool slot_helps(struct index *x, uint32_t slot)
{
    bool *reads = mem_zalloc((x->program->n_nodes + 1) * sizeof *reads);
    bool helps = false;
    for (uint32_t i = 0; i < x->program->n_nodes; i++) {
        reads[i] = node_reads(x, i, slot, reads);
    }
    for (uint32_t i = 0; i < x->program->n_tests && !helps; i++) {
        uint32_t node = x->program->tests[i].node;
        helps = x->decided[node] && reads[node];
    }
    free(reads);
    return helps;
}

static void source_init(struct index *x, uint32_t source)
{
    struct index_source *s = &x->sources[source];
    struct program_run run = x->program->sources[source].index;
    s->fallback = NONE;
    for (uint32_t i = 0; i < run.count; i++) {
        const struct program_node *n = &x->program->nodes[x->program->args[run.first + i]];
        if (n->op == OP_FIELD && slot_helps(x, n->a)) {
            vec_push(&s->slots, n->a);
        }
    }
}

struct index *index_new(const struct program *program)
{
    struct index *x = mem_zalloc(sizeof *x);
    x->program = program;
    reach_init(&x->reach, program);
    x->decided = mem_zalloc((program->n_nodes + 1) * sizeof *x->decided);
    for (uint32_t i = 0; i < program->n_nodes; i++) {
        x->decided[i] = node_decided(x, i);
    }
    x->sources = mem_zalloc((program->n_sources + 1) * sizeof *x->sources);
    for (uint32_t i = 0; i < program->n_sources; i++) {
        source_init(x, i);
    }
    return x;
}

void index_free(struct index *x)
{
    if (x == NULL) {
        return;
    }
    for (uint32_t i = 0; i < x->program->n_sources; i++) {
        vec_release(&x->sources[i].slots);
        map64_release(&x->sources[i].lists);
    }
    free(x->sources);
    free(x->decided);
    reach_release(&x->reach);
    vec_release(&x->lists);
    vec_release(&x->items);
    strmap_release(&x->by_content);
    free(x);
}

/* ---- combinations ---- */

/* The combination as a number; false when a value is neither null nor a text with a
 * symbol. Symbols stand for values of several kinds, between which a rule could
 * tell: only texts are indexed. */
static bool combination(const struct index_source *s, const struct event *event, struct symbols *symbols, uint64_t *key)
{
    *key = 0;
    for (size_t i = 0; i < s->slots.len; i++) {
        const struct event_slot *slot = &event->slots[s->slots.items[i]];
        bool text = slot->kind == VALUE_STRING && slot->symbol != 0;
        if (!text && slot->kind != VALUE_NULL) {
            return false;
        }
        if (i >= 2) {
            symbol pair[2] = {(symbol)(*key >> 32), (symbol)*key};
            *key = symbol_tuple(symbols, pair, 2);
        }
        *key = *key << 32 | (text ? slot->symbol : 0);
    }
    return true;
}

struct choice {
    const struct index *index;
    bool known; /* the index fields */
    index_holds holds;
    void *context;
};

static enum reach_way choose(void *context, uint32_t node)
{
    const struct choice *c = context;
    if (!c->known || !c->index->decided[node]) {
        return REACH_BOTH;
    }
    return c->holds(c->context, node) ? REACH_YES : REACH_NO;
}

/* The list that stands at the end of items from `first` on: kept, unless there is
 * an equal one. */
static uint32_t list_keep(struct index *x, uint32_t first)
{
    bool added;
    uint32_t count = (uint32_t)x->items.len - first;
    struct str content = {count == 0 ? "" : (const char *)(x->items.items + first), count * sizeof(uint32_t)};
    uint32_t *list = strmap_put(&x->by_content, content, &added);
    if (added) {
        *list = (uint32_t)x->lists.len;
        vec_push(&x->lists, ((struct program_run){first, count}));
    } else {
        x->items.len = first;
    }
    return *list;
}

static uint32_t list_make(struct index *x, uint32_t source, struct choice *c)
{
    uint32_t first = (uint32_t)x->items.len;
    for (uint32_t i = 0; i < x->program->n_populations; i++) {
        const struct program_population *p = &x->program->populations[i];
        if (p->source == source && reach_true(&x->reach, p->match, choose, c)) {
            vec_push(&x->items, i);
        }
    }
    return list_keep(x, first);
}

static uint32_t list_of(struct index *x, const struct event *event, struct symbols *symbols, struct choice *c)
{
    struct index_source *s = &x->sources[event->source];
    uint64_t key;
    c->known = combination(s, event, symbols, &key);
    uint32_t *list = c->known ? map64_put(&s->lists, key, NULL) : &s->fallback;
    if (*list == NONE) {
        *list = list_make(x, event->source, c);
    }
    return *list;
}

const uint32_t *index_candidates(struct index *x, const struct event *event, struct symbols *symbols, index_holds holds,
                                 void *context, uint32_t *count)
{
    struct choice c = {x, false, holds, context};
    uint32_t at = list_of(x, event, symbols, &c); /* first: it may move the lists */
    struct program_run list = x->lists.items[at];
    *count = list.count;
    return x->items.items + list.first;
}

size_t index_bytes(const struct index *x)
{
    /* Twice the items: their map has them as keys. */
    size_t bytes = x->items.cap * sizeof *x->items.items * 2 + x->lists.cap * sizeof *x->lists.items;
    for (uint32_t i = 0; i < x->program->n_sources; i++) {
        bytes += map64_bytes(&x->sources[i].lists);
    }
    return bytes;
}
