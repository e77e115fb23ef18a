#include "lang/program_reach.h"

void program_reach_init(struct program_reach *r, const struct program *program)
{
    *r = (struct program_reach){.program = program};
    r->nodes = mem_zalloc(((size_t)program->n_nodes + 1) * sizeof *r->nodes);
    r->tests = mem_zalloc(((size_t)program->n_tests + 1) * sizeof *r->tests);
    r->met = mem_zalloc(((size_t)program->n_prims + 1) * sizeof *r->met);
}

void program_reach_release(struct program_reach *r)
{
    free(r->nodes);
    free(r->tests);
    free(r->met);
    vec_release(&r->prims);
}

bool program_reach_node(const struct program_reach *r, uint32_t node) { return r->nodes[node] == r->walk; }
bool program_reach_predicate(const struct program_reach *r, uint32_t first) { return r->tests[first] == r->walk; }

static void reach_predicate(struct program_reach *r, uint32_t first);
static void reach_prim(struct program_reach *r, uint32_t prim);

static void reach_node(struct program_reach *r, uint32_t node);

static void reach_chain(struct program_reach *r, const struct program_chain *chain)
{
    reach_node(r, chain->issued);
    if (chain->until != PROGRAM_NONE) {
        reach_node(r, chain->until);
    }
    reach_predicate(r, chain->match);
}

/* As deep as an expression may be. */
static void reach_node(struct program_reach *r, uint32_t node)
{
    const struct program_node *n = &r->program->nodes[node];
    const char *operands = program_op_operands((enum program_op)n->op);
    const uint32_t abc[] = {n->a, n->b, n->c};
    if (r->nodes[node] == r->walk) {
        return;
    }
    r->nodes[node] = r->walk;
    for (int i = 0; i < 3; i++) {
        if (operands[i] == 'n') {
            reach_node(r, abc[i]);
        } else if (operands[i] == 'p') {
            reach_predicate(r, abc[i]);
        } else if (operands[i] == 'r') {
            reach_prim(r, abc[i]);
        } else if (operands[i] == 'h') {
            reach_chain(r, &r->program->chains[abc[i]]);
        }
    }
    for (uint32_t i = 0; operands[1] == 'A' && n->op != OP_GET && i < n->c; i++) {
        reach_node(r, r->program->args[n->b + i]);
    }
}

static void reach_predicate(struct program_reach *r, uint32_t first)
{
    const struct program_predicate *at = program_predicate_find(r->program, first);
    if (at == NULL || r->tests[first] == r->walk) {
        return;
    }
    r->tests[first] = r->walk;
    for (uint32_t i = 0; i < at->count; i++) {
        reach_node(r, r->program->tests[first + i].node);
    }
}

static void reach_run(struct program_reach *r, struct program_run args)
{
    for (uint32_t i = 0; i < args.count; i++) {
        reach_node(r, r->program->args[args.first + i]);
    }
}

static void reach_prim(struct program_reach *r, uint32_t prim)
{
    const struct program_state *s = &r->program->states[r->program->prims[prim].state];
    if (r->met[prim] == r->walk) {
        return;
    }
    r->met[prim] = r->walk;
    vec_push(&r->prims, prim);
    reach_run(r, r->program->prims[prim].key);
    if (s->kind == PRIMITIVE_SEEN || s->kind == PRIMITIVE_ABSENT) {
        reach_predicate(r, r->program->populations[r->program->entities[s->entity].population].match);
    }
    reach_run(r, r->program->entities[s->entity].key);
    reach_run(r, s->v);
    reach_predicate(r, s->where);
}

void program_reach_rule(struct program_reach *r, const struct program_rule *rule)
{
    r->walk++;
    r->prims.len = 0;
    reach_predicate(r, r->program->populations[rule->population].match);
    for (uint32_t i = 0; i < rule->prims.count; i++) { /* in the order written, which tests may not keep */
        reach_prim(r, r->program->args[rule->prims.first + i]);
    }
    reach_predicate(r, rule->when);
    for (uint32_t i = 0; i < rule->title.count; i++) {
        uint32_t node = r->program->parts[rule->title.first + i].node;
        if (node != PROGRAM_NONE) {
            reach_node(r, node);
        }
    }
    for (uint32_t i = 0; i < rule->show.count; i++) {
        reach_node(r, r->program->shows[rule->show.first + i].node);
    }
    reach_run(r, rule->once_per);
}

bool program_reach_name(const struct program_reach *r, const struct program_name *name)
{
    return name->node != PROGRAM_NONE ? program_reach_node(r, name->node) : program_reach_predicate(r, name->predicate);
}
