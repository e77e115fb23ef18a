#include "engine/plan.h"

#include <stdlib.h>

#include "base/mem.h"
#include "engine/operand.h"
#include "engine/reach.h"
#include "lang/function.h"

/* The evaluator calls itself for each level: this is far more than anybody
 * writes and far less than a stack holds. */
#define DEPTH_MAX 2000u

/* ---- modes ---- */

/* A list is built anew from its slot each time, all else is there at once. */
static bool field_is_cheap(const struct program *p, const struct program_node *n)
{
    struct type t = p->fields[n->a].type;
    return !t.list && t.kind != TYPE_JSON && t.kind != TYPE_UNKNOWN && p->fields[n->a].group == PROGRAM_NONE;
}

enum plan_mode plan_mode(const struct program *p, uint32_t node)
{
    const struct program_node *n = &p->nodes[node];
    if ((n->flags & NODE_BOUND) || n->op == OP_CONST || n->op == OP_EVENT_TIME || n->op == OP_EVENT_ID ||
        n->op == OP_PRIM) {
        return PLAN_DIRECT;
    }
    if (n->op == OP_FIELD) {
        return field_is_cheap(p, n) ? PLAN_DIRECT : PLAN_EVENT;
    }
    if (n->flags & NODE_STATEFUL) {
        return PLAN_STATEFUL;
    }
    if (n->depends == DEPENDS_NOTHING) {
        return PLAN_ONCE;
    }
    if (n->depends == DEPENDS_MUCH) {
        return PLAN_EVENT;
    }
    return n->type.kind == TYPE_BOOL && !n->type.list ? PLAN_ANSWER : PLAN_VALUE;
}

/* ---- checks ---- */

struct check {
    const struct program *program;
    uint32_t *depths; /* by node */
    uint32_t node;    /* the one that is looked at */
    uint32_t deepest; /* below it */
    bool ordered;
};

static bool target_good(const struct program *p, uint32_t from, uint32_t to)
{
    return to >= PROGRAM_FALSE || (to > from && to < p->n_tests);
}

static bool tests_good(const struct program *p)
{
    for (uint32_t i = 0; i < p->n_tests; i++) {
        const struct program_test *t = &p->tests[i];
        if (t->node >= p->n_nodes || !target_good(p, i, t->yes) || !target_good(p, i, t->no)) {
            return false;
        }
    }
    return true;
}

static void below(struct check *c, uint32_t node)
{
    if (node >= c->node) {
        c->ordered = false;
    } else if (c->depths[node] > c->deepest) {
        c->deepest = c->depths[node];
    }
}

static enum reach_way below_predicate(void *context, uint32_t node)
{
    below(context, node);
    return REACH_BOTH;
}

static bool call_good(const struct program_node *n)
{
    return n->a < function_count() && n->c <= FUNCTION_ARGS_MAX && function_at(n->a)->call != NULL;
}

static bool node_good(struct check *c, struct reach *reach, uint32_t node)
{
    const struct program_node *n = &c->program->nodes[node];
    struct operand o;
    if (n->op >= N_OPS || (n->op == OP_CALL && !call_good(n))) {
        return false;
    }
    c->node = node;
    c->deepest = 0;
    c->ordered = true;
    struct operand_walk w = operand_start(c->program, node);
    while (operand_next(&w, &o)) {
        if (o.predicate) {
            (void)reach_true(reach, o.index, below_predicate, c);
        } else {
            below(c, o.index);
        }
    }
    c->depths[node] = c->deepest + 1;
    return c->ordered;
}

static bool nodes_good(struct check *c, struct reach *reach, struct err *err)
{
    for (uint32_t i = 0; i < c->program->n_nodes; i++) {
        if (!node_good(c, reach, i)) {
            return err_set(err, "the compiled program is not in order at node %u", i);
        }
        if (c->depths[i] > DEPTH_MAX) {
            return err_set(err, "an expression of the rules nests deeper than %u levels", DEPTH_MAX);
        }
    }
    return true;
}

bool plan_check(const struct program *p, struct err *err)
{
    struct reach reach;
    if (!tests_good(p)) {
        return err_set(err, "the tests of the compiled program are not in order");
    }
    struct check c = {.program = p, .depths = mem_zalloc((p->n_nodes + 1) * sizeof(uint32_t))};
    reach_init(&reach, p);
    bool good = nodes_good(&c, &reach, err);
    reach_release(&reach);
    free(c.depths);
    return good;
}
