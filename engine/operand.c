#include "engine/operand.h"

struct operand_walk operand_start(const struct program *p, uint32_t node)
{
    const struct program_node *n = &p->nodes[node];
    return (struct operand_walk){p, n, program_op_operands((enum program_op)n->op), 0, 0};
}

static uint32_t place(const struct program_node *n, unsigned at)
{
    return at == 0 ? n->a : at == 1 ? n->b : n->c;
}

/* The node that an event issues to, when that ends, and which events do. */
static bool chain_next(struct operand_walk *w, struct operand *out)
{
    const struct program_chain *chain = &w->program->chains[place(w->node, w->at)];
    if (w->arg == 1 && chain->until == PROGRAM_NONE) {
        w->arg++;
    }
    switch (w->arg++) {
    case 0:
        *out = (struct operand){false, chain->issued};
        return true;
    case 1:
        *out = (struct operand){false, chain->until};
        return true;
    case 2:
        *out = (struct operand){true, chain->match};
        return true;
    default:
        return false;
    }
}

bool operand_next(struct operand_walk *w, struct operand *out)
{
    for (; w->at < 3; w->at++) {
        char letter = w->letters[w->at];
        if (letter == 'n' || letter == 'p') {
            *out = (struct operand){letter == 'p', place(w->node, w->at)};
            w->at++;
            return true;
        }
        if (letter == 'h' && chain_next(w, out)) {
            return true;
        }
        /* The run of GET is a path, not args. */
        if (letter == 'A' && w->node->op != OP_GET && w->arg < w->node->c) {
            *out = (struct operand){false, w->program->args[w->node->b + w->arg++]};
            return true;
        }
    }
    return false;
}
