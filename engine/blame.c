#include "engine/blame.h"

#include <stdlib.h>

#include "base/mem.h"
#include "engine/operand.h"
#include "engine/reach.h"

struct blame {
    const struct program *program;
    struct reach reach;
    bool *reads; /* by node */
    bool met;    /* in the walk of a predicate */
};

static enum reach_way meet(void *context, uint32_t node)
{
    struct blame *b = context;
    b->met = b->met || b->reads[node];
    return REACH_BOTH;
}

static bool predicate_reads(struct blame *b, uint32_t predicate)
{
    b->met = false;
    (void)reach_true(&b->reach, predicate, meet, b);
    return b->met;
}

static bool node_reads(struct blame *b, uint32_t node, uint32_t list)
{
    const struct program_node *n = &b->program->nodes[node];
    struct operand o;
    if (n->op == OP_MATCHES && n->b == list) {
        return true;
    }
    struct operand_walk w = operand_start(b->program, node);
    while (operand_next(&w, &o)) {
        if (o.predicate ? predicate_reads(b, o.index) : b->reads[o.index]) {
            return true;
        }
    }
    return false;
}

static bool args_read(struct blame *b, struct program_run args)
{
    for (uint32_t i = 0; i < args.count; i++) {
        if (b->reads[b->program->args[args.first + i]]) {
            return true;
        }
    }
    return false;
}

static bool prims_read(struct blame *b, struct program_run prims)
{
    for (uint32_t i = 0; i < prims.count; i++) {
        const struct program_prim *prim = &b->program->prims[b->program->args[prims.first + i]];
        const struct program_state *state = &b->program->states[prim->state];
        const struct program_entity *entity = &b->program->entities[state->entity];
        if (predicate_reads(b, state->where) || args_read(b, prim->key) ||
            predicate_reads(b, b->program->populations[entity->population].match) || args_read(b, state->v) ||
            args_read(b, entity->key)) {
            return true;
        }
    }
    return false;
}

static bool texts_read(struct blame *b, const struct program_rule *r)
{
    bool reads = false;
    for (uint32_t i = 0; i < r->title.count; i++) {
        uint32_t node = b->program->parts[r->title.first + i].node;
        reads = reads || (node != PROGRAM_NONE && b->reads[node]);
    }
    for (uint32_t i = 0; i < r->show.count; i++) {
        reads = reads || b->reads[b->program->shows[r->show.first + i].node];
    }
    return reads;
}

static bool rule_reads(struct blame *b, const struct program_rule *r)
{
    return predicate_reads(b, b->program->populations[r->population].match) || predicate_reads(b, r->when) ||
           prims_read(b, r->prims) || args_read(b, r->once_per) || texts_read(b, r);
}

uint32_t blame_regexes(const struct program *p, uint32_t list, uint32_t *more)
{
    struct blame b = {.program = p, .reads = mem_zalloc((p->n_nodes + 1) * sizeof(bool))};
    uint32_t first = PROGRAM_NONE;
    reach_init(&b.reach, p);
    for (uint32_t i = 0; i < p->n_nodes; i++) {
        b.reads[i] = node_reads(&b, i, list);
    }
    *more = 0;
    for (uint32_t i = 0; i < p->n_rules; i++) {
        if (rule_reads(&b, &p->rules[i])) {
            *more += first != PROGRAM_NONE;
            first = first == PROGRAM_NONE ? i : first;
        }
    }
    reach_release(&b.reach);
    free(b.reads);
    return first;
}
