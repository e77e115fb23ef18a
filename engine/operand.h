/* operand: what a node of the program is made of: other nodes and predicates. Those by which a chain
 * hands on are its nodes' own. */
#ifndef LURCHER_ENGINE_OPERAND_H
#define LURCHER_ENGINE_OPERAND_H

#include <stdbool.h>
#include <stdint.h>

#include "lang/program.h"

struct operand {
    bool predicate; /* else a node */
    uint32_t index;
};

struct operand_walk {
    const struct program *program;
    const struct program_node *node;
    const char *letters; /* lang/opcode.def */
    unsigned at;         /* of a, b, c */
    uint32_t arg;        /* within a run of args, or the parts of a chain */
};

/* Go through the operands of a node:
 *     struct operand_walk w = operand_start(p, node);
 *     while (operand_next(&w, &o)) … */
struct operand_walk operand_start(const struct program *p, uint32_t node);
bool operand_next(struct operand_walk *w, struct operand *out);

#endif
