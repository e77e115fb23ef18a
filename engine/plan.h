/* plan: how each node of a program is evaluated, and whether the program is one
 * that can be run at all. */
#ifndef LURCHER_ENGINE_PLAN_H
#define LURCHER_ENGINE_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "lang/program.h"

enum plan_mode {
    PLAN_DIRECT,   /* each time: it costs less than to remember it, or is one element's */
    PLAN_EVENT,    /* once for each event */
    PLAN_STATEFUL, /* once for each set of answers of the primitives */
    PLAN_ONCE,     /* once: it depends on nothing */
    PLAN_ANSWER,   /* once for each distinct value of one slot: null, false or true */
    PLAN_VALUE,    /* the same for other values */
};

enum plan_mode plan_mode(const struct program *p, uint32_t node);

/* Operands stand before their nodes, targets of tests behind them, and nothing
 * nests deeper than the evaluator can go. False with *err. */
bool plan_check(const struct program *p, struct err *err);

#endif
