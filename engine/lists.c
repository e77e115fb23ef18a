#include "engine/lists.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/mem.h"
#include "engine/globs.h"
#include "engine/set.h"

struct list_forms {
    struct set *values, *nets; /* IN and LOOKUP; IN_NET and LOOKUP_NET */
    struct globs *like, *ilike;
    struct regexes *regexes;   /* MATCHES, of items that came later; NULL: those of the program */
    uint32_t length;
    struct arena arena;        /* of items that came later */
};

struct lists {
    const struct program *program;
    struct regexes *regexes;  /* of the program */
    struct list_forms *forms; /* by list */
};

/* Which form an op looks into. */
static bool is_values(uint8_t op) { return op == OP_IN || op == OP_LOOKUP; }
static bool is_nets(uint8_t op) { return op == OP_IN_NET || op == OP_LOOKUP_NET; }

static void form_make(struct list_forms *f, uint8_t op, const struct program_list_items *items)
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
    regexes_free(f->regexes);
    arena_release(&f->arena);
}

static struct program_list_items items_of(const struct program *p, uint32_t list)
{
    const struct program_list *l = &p->lists[list];
    return (struct program_list_items){.list = list, .items = p->constants + l->items.first,
                                       .beside = l->beside.count == 0 ? NULL : p->constants + l->beside.first,
                                       .n = l->items.count};
}

static bool takes_list(const struct program_node *n)
{
    return is_values(n->op) || is_nets(n->op) || n->op == OP_LIKE || n->op == OP_ILIKE;
}

struct lists *lists_new(const struct program *program, struct regexes *regexes)
{
    struct lists *lists = mem_zalloc(sizeof *lists);
    lists->program = program;
    lists->regexes = regexes;
    lists->forms = mem_zalloc((program->n_lists + 1) * sizeof *lists->forms);
    for (uint32_t i = 0; i < program->n_lists; i++) {
        lists->forms[i].length = program->lists[i].items.count;
    }
    for (uint32_t i = 0; i < program->n_nodes; i++) {
        const struct program_node *n = &program->nodes[i];
        if (takes_list(n)) {
            struct program_list_items items = items_of(program, n->b);
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

/* ---- other items ---- */

/* Globs point into the texts of their patterns. */
static struct value *items_keep(struct arena *arena, const struct program_list_items *items)
{
    struct value *kept = arena_array(arena, (size_t)items->n + 1, sizeof *kept);
    for (uint32_t i = 0; i < items->n; i++) {
        kept[i] = items->items[i];
        if (kept[i].kind == VALUE_STRING) {
            kept[i] = value_str(arena_str(arena, value_text(&kept[i])));
        }
    }
    return kept;
}

static struct program_regex *regexes_keep(struct arena *arena, const struct program_list_items *items)
{
    struct program_regex *kept = arena_array(arena, (size_t)items->n + 1, sizeof *kept);
    for (uint32_t i = 0; i < items->n; i++) {
        kept[i] = (struct program_regex){arena_str(arena, items->regexes[i].pattern), items->regexes[i].nocase};
    }
    return kept;
}

bool lists_replace(struct lists *lists, const struct program_list_items *items, struct err *err)
{
    struct list_forms *old = &lists->forms[items->list], fresh = {.length = items->n};
    struct program_list_items kept = *items;
    if (items->regexes != NULL) {
        fresh.regexes = regexes_new(regexes_keep(&fresh.arena, items), items->n, err);
        if (fresh.regexes == NULL) {
            arena_release(&fresh.arena);
            return false;
        }
    } else if (old->like != NULL || old->ilike != NULL) {
        kept.items = items_keep(&fresh.arena, items);
    }
    const struct {
        const void *had;
        uint8_t op;
    } forms[] = {{old->values, OP_IN}, {old->nets, OP_IN_NET}, {old->like, OP_LIKE}, {old->ilike, OP_ILIKE}};
    for (unsigned i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (forms[i].had != NULL) {
            form_make(&fresh, forms[i].op, &kept);
        }
    }
    forms_release(old);
    *old = fresh;
    return true;
}

/* ---- asking ---- */

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

struct list_regexes lists_regexes(const struct lists *lists, uint32_t list)
{
    const struct list_forms *f = &lists->forms[list];
    if (f->regexes != NULL) {
        return (struct list_regexes){f->regexes, 0, f->length};
    }
    return (struct list_regexes){lists->regexes, lists->program->lists[list].items.first, f->length};
}

uint32_t lists_length(const struct lists *lists, uint32_t list) { return lists->forms[list].length; }
