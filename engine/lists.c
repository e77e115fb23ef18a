#include "engine/lists.h"

#include <stdlib.h>

#include "base/mem.h"
#include "engine/globs.h"
#include "engine/set.h"

struct list_items {
    const struct value *items;
    const struct value *beside; /* as many, texts or null; NULL: none */
    uint32_t n;
};

struct list_forms {
    struct set *values, *nets; /* IN and LOOKUP; IN_NET and LOOKUP_NET */
    struct globs *like, *ilike;
};

struct lists {
    const struct program *program;
    struct list_forms *forms; /* by list */
};

/* Which form an op looks into. */
static bool is_values(uint8_t op) { return op == OP_IN || op == OP_LOOKUP; }
static bool is_nets(uint8_t op) { return op == OP_IN_NET || op == OP_LOOKUP_NET; }

static void form_make(struct list_forms *f, uint8_t op, const struct list_items *items)
{
    if (is_values(op) && f->values == NULL) {
        f->values = set_new(items->items, items->beside, items->n, false);
    } else if (is_nets(op) && f->nets == NULL) {
        f->nets = set_new(items->items, items->beside, items->n, true);
    } else if (op == OP_LIKE && f->like == NULL) {
        f->like = globs_new(items->items, items->n, false);
    } else if (op == OP_ILIKE && f->ilike == NULL) {
        f->ilike = globs_new(items->items, items->n, true);
    }
}

static void forms_release(struct list_forms *f)
{
    set_free(f->values);
    set_free(f->nets);
    globs_free(f->like);
    globs_free(f->ilike);
}

static struct list_items items_of(const struct program *p, uint32_t list)
{
    const struct program_list *l = &p->lists[list];
    return (struct list_items){p->constants + l->items.first,
                               l->beside.count == 0 ? NULL : p->constants + l->beside.first, l->items.count};
}

static bool takes_list(const struct program_node *n)
{
    return is_values(n->op) || is_nets(n->op) || n->op == OP_LIKE || n->op == OP_ILIKE;
}

struct lists *lists_new(const struct program *program)
{
    struct lists *lists = mem_zalloc(sizeof *lists);
    lists->program = program;
    lists->forms = mem_zalloc((program->n_lists + 1) * sizeof *lists->forms);
    for (uint32_t i = 0; i < program->n_nodes; i++) {
        const struct program_node *n = &program->nodes[i];
        if (takes_list(n)) {
            struct list_items items = items_of(program, n->b);
            form_make(&lists->forms[n->b], n->op, &items);
        }
    }
    return lists;
}

void lists_free(struct lists *lists)
{
    if (lists == NULL) {
        return;
    }
    for (uint32_t i = 0; i < lists->program->n_lists; i++) {
        forms_release(&lists->forms[i]);
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

struct value lists_lookup(const struct lists *lists, enum program_op op, uint32_t list, const struct value *v)
{
    const struct list_forms *f = &lists->forms[list];
    return set_lookup(op == OP_LOOKUP ? f->values : f->nets, v);
}

uint32_t lists_length(const struct lists *lists, uint32_t list) { return lists->program->lists[list].items.count; }
