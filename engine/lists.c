#include "engine/lists.h"

#include <stdlib.h>

#include "base/mem.h"
#include "engine/globs.h"
#include "engine/set.h"

struct list_forms {
    struct set *values, *nets;    /* IN, IN_NET */
    struct globs *like, *ilike;
};

struct lists {
    uint32_t n;
    struct list_forms *forms; /* by list */
};

static void form_make(const struct program *p, struct list_forms *f, const struct program_node *n)
{
    struct program_run run = p->lists[n->b].items;
    const struct value *items = p->constants + run.first;
    if (n->op == OP_IN && f->values == NULL) {
        f->values = set_new(items, run.count, false);
    } else if (n->op == OP_IN_NET && f->nets == NULL) {
        f->nets = set_new(items, run.count, true);
    } else if (n->op == OP_LIKE && f->like == NULL) {
        f->like = globs_new(items, run.count, false);
    } else if (n->op == OP_ILIKE && f->ilike == NULL) {
        f->ilike = globs_new(items, run.count, true);
    }
}

static bool takes_list(uint8_t op) { return op == OP_IN || op == OP_IN_NET || op == OP_LIKE || op == OP_ILIKE; }

struct lists *lists_new(const struct program *program)
{
    struct lists *lists = mem_zalloc(sizeof *lists);
    lists->n = program->n_lists;
    lists->forms = mem_zalloc((program->n_lists + 1) * sizeof *lists->forms);
    for (uint32_t i = 0; i < program->n_nodes; i++) {
        const struct program_node *n = &program->nodes[i];
        if (takes_list(n->op)) {
            form_make(program, &lists->forms[n->b], n);
        }
    }
    return lists;
}

void lists_free(struct lists *lists)
{
    if (lists == NULL) {
        return;
    }
    for (uint32_t i = 0; i < lists->n; i++) {
        set_free(lists->forms[i].values);
        set_free(lists->forms[i].nets);
        globs_free(lists->forms[i].like);
        globs_free(lists->forms[i].ilike);
    }
    free(lists->forms);
    free(lists);
}

bool lists_hold(const struct lists *lists, enum program_op op, uint32_t list, const struct value *v)
{
    const struct list_forms *f = &lists->forms[list];
    if (op == OP_IN || op == OP_IN_NET) {
        return set_holds(op == OP_IN ? f->values : f->nets, v);
    }
    return v->kind == VALUE_STRING && globs_fit(op == OP_LIKE ? f->like : f->ilike, value_text(v));
}
