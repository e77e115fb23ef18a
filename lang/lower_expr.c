/* lower_expr: expressions to nodes: operands first, equal ones once. */
#include "lang/lowering.h"

struct str lower_str(struct lowering *l, struct str s)
{
    return arena_str(l->arena, s);
}

struct lowered *lowered_of(struct lowering *l, const struct expr *e)
{
    struct lowered *m = &l->lowered[e->id];
    if (e->stateful && m->population != l->population) {
        *m = (struct lowered){PROGRAM_NONE, LOWER_NO_PREDICATE, l->population};
    }
    return m;
}

void lower_name(struct lowering *l, const struct expr *e, uint32_t node, uint32_t predicate)
{
    if (e->name.len > 0) {
        struct program_name name = {node, predicate, lower_str(l, e->name), lower_str(l, expr_brief(l->exprs, e))};
        vec_push(&l->names, name);
    }
}

/* ---- tables ---- */

struct program_run lower_args(struct lowering *l, const struct expr *const *exprs, uint32_t n)
{
    uint32_t *nodes = mem_alloc((n + 1) * sizeof *nodes);
    for (uint32_t i = 0; i < n; i++) {
        nodes[i] = lower_node(l, exprs[i]); /* may add runs of its own */
    }
    struct program_run run = {(uint32_t)l->args.len, n};
    for (uint32_t i = 0; i < n; i++) {
        vec_push(&l->args, nodes[i]);
    }
    free(nodes);
    return run;
}

struct program_run lower_segments(struct lowering *l, const struct program_segment *segments, uint32_t n)
{
    struct program_run run = {(uint32_t)l->segments.len, n};
    for (uint32_t i = 0; i < n; i++) {
        struct program_segment s = segments[i];
        s.key = lower_str(l, s.key);
        vec_push(&l->segments, s);
    }
    return run;
}

static uint32_t lower_group(struct lowering *l, const struct expr_group *group, uint32_t source)
{
    bool added;
    if (group == NULL) {
        return PROGRAM_NONE;
    }
    uint32_t *slot = map64_put(&l->groups, (uintptr_t)group, &added);
    if (added) {
        *slot = (uint32_t)l->program_groups.len;
        vec_push(&l->program_groups, ((struct program_group){lower_str(l, group->path), source}));
    }
    return *slot;
}

uint32_t lower_field(struct lowering *l, const struct expr_field *field)
{
    bool added;
    uint32_t *slot = map64_put(&l->slots, (uintptr_t)field, &added);
    if (!added) {
        return *slot;
    }
    uint32_t id = *slot = (uint32_t)l->fields.len;
    struct program_field f = {.path = lower_str(l, field->path), .type = field->type};
    f.path_run = lower_segments(l, field->segments, field->n_segments);
    f.source = lower_source(l, field->source);
    f.group = lower_group(l, field->group, f.source);
    f.type.list = f.type.list || field->group != NULL;
    vec_push(&l->fields, f);
    vec_push(&l->slot_fields, field);
    return id;
}

static struct value lower_value(struct lowering *l, struct value v)
{
    if (v.kind == VALUE_STRING || v.kind == VALUE_JSON) {
        v.s = lower_str(l, value_text(&v)).ptr;
    } else if (v.kind == VALUE_IP) {
        struct ip *ip = arena_new(l->arena, struct ip);
        *ip = *v.ip;
        v.ip = ip;
    } else if (v.kind == VALUE_LIST) {
        struct value *items = arena_array(l->arena, (size_t)v.len + 1, sizeof *items);
        for (uint32_t i = 0; i < v.len; i++) {
            items[i] = lower_value(l, v.items[i]); /* lists of lists are json */
        }
        v.items = items;
    }
    v.symbol = 0;
    return v;
}

static uint32_t lower_constant(struct lowering *l, struct value v)
{
    vec_push(&l->constants, lower_value(l, v));
    return (uint32_t)l->constants.len - 1;
}

static struct program_run lower_constants(struct lowering *l, const struct value *values, uint32_t n)
{
    struct program_run run = {(uint32_t)l->constants.len, n};
    for (uint32_t i = 0; i < n; i++) {
        lower_constant(l, values[i]);
    }
    return run;
}

static struct program_run lower_texts(struct lowering *l, const struct str *texts, uint32_t n)
{
    struct program_run run = {(uint32_t)l->texts.len, n};
    for (uint32_t i = 0; i < n; i++) {
        vec_push(&l->texts, lower_str(l, texts[i]));
    }
    return run;
}

/* A file is one in the program for each list that it is a part of. */
static uint32_t lower_list_file(struct lowering *l, const struct expr_list_part *part)
{
    const struct listfile_ask *ask = &part->file;
    struct program_list_file file = {lower_str(l, ask->folder), lower_str(l, ask->file),
                                     lower_texts(l, ask->columns, ask->n_columns),
                                     lower_texts(l, ask->values, ask->n_values), part->stamp};
    vec_push(&l->list_files, file);
    return (uint32_t)l->list_files.len - 1;
}

static uint32_t lower_origin(struct lowering *l, const struct expr_list *list)
{
    bool added;
    const struct expr_origin *origin = list->origin;
    if (origin == NULL) {
        return PROGRAM_NONE;
    }
    uint32_t *slot = map64_put(&l->origins, (uintptr_t)origin, &added);
    if (!added) {
        return *slot;
    }
    struct program_list_origin out = {lower_str(l, list->name), {(uint32_t)l->list_parts.len, origin->n},
                                      origin->regex};
    for (uint32_t i = 0; i < origin->n; i++) {
        const struct expr_list_part *part = &origin->parts[i];
        struct program_list_part p = {.file = PROGRAM_NONE};
        if (part->of_file) {
            p.file = lower_list_file(l, part);
        } else {
            p.items = lower_constants(l, part->items, part->len);
        }
        vec_push(&l->list_parts, p);
    }
    *slot = (uint32_t)l->list_origins.len;
    vec_push(&l->list_origins, out);
    return *slot;
}

static struct program_run lower_regexes(struct lowering *l, const struct expr_list *list)
{
    struct program_run run = {(uint32_t)l->regexes.len, list->len};
    for (uint32_t i = 0; i < list->len; i++) {
        struct program_regex r = {lower_str(l, list->regexes[i].pattern), list->regexes[i].nocase};
        vec_push(&l->regexes, r);
    }
    return run;
}

static uint32_t lower_list(struct lowering *l, const struct expr_list *list)
{
    bool added;
    uint32_t *slot = map64_put(&l->lists, (uintptr_t)list, &added);
    if (!added) {
        return *slot;
    }
    uint32_t id = *slot = (uint32_t)l->program_lists.len;
    struct program_list out = {.name = lower_str(l, list->name), .regex = list->regexes != NULL, .use = list->use};
    out.items = out.regex ? lower_regexes(l, list) : lower_constants(l, list->items, list->len);
    out.beside = lower_constants(l, list->beside, list->beside == NULL ? 0 : list->len);
    out.looked_up = list->beside != NULL;
    out.origin = lower_origin(l, list);
    vec_push(&l->program_lists, out);
    return id;
}

/* ---- what a node depends on ---- */

static uint32_t depends_join(uint32_t a, uint32_t b)
{
    if (a == DEPENDS_NOTHING || a == b) {
        return b;
    }
    return b == DEPENDS_NOTHING ? a : DEPENDS_MUCH;
}

/* Take over what follows from an operand. */
static void derive(struct lowering *l, struct program_node *n, uint32_t operand)
{
    const struct program_node *o = &l->nodes.items[operand];
    n->depends = depends_join(n->depends, o->depends);
    n->flags |= o->flags & (NODE_STATEFUL | NODE_BOUND);
}

static void derive_predicate(struct lowering *l, struct program_node *n, uint32_t predicate)
{
    const struct program_predicate *p = lower_predicate_at(l, predicate);
    for (uint32_t t = 0; t < p->count; t++) {
        derive(l, n, l->tests.items[p->first + t].node);
    }
}

/* ---- by kind of node ---- */

static void lower_condition(struct lowering *l, struct program_node *n, const struct expr *p)
{
    n->a = lower_predicate(l, p);
    if (n->a != PROGRAM_TRUE && n->a != PROGRAM_FALSE) {
        derive_predicate(l, n, n->a);
    }
}

static void lower_run(struct lowering *l, struct program_node *n, const struct expr *e)
{
    struct program_run run = lower_args(l, e->args, e->n_args);
    n->b = run.first;
    n->c = run.count;
    for (uint32_t i = 0; i < run.count; i++) {
        derive(l, n, l->args.items[run.first + i]);
    }
}

static void lower_leaf(struct lowering *l, struct program_node *n, const struct expr *e)
{
    switch ((enum program_op)e->op) {
    case OP_CONST:
        n->a = lower_constant(l, e->value);
        break;
    case OP_FIELD:
        n->a = lower_field(l, e->field);
        n->depends = n->a;
        n->flags = e->each ? NODE_BOUND : 0;
        break;
    case OP_PRIM:
        n->a = lower_prim(l, e);
        n->depends = DEPENDS_MUCH;
        n->flags = NODE_STATEFUL;
        break;
    default: /* the event's time and id */
        n->depends = DEPENDS_MUCH;
        break;
    }
}

static void lower_operands(struct lowering *l, struct program_node *n, const struct expr *e)
{
    uint32_t nodes[2] = {0, 0};
    for (uint32_t i = 0; i < e->n_args; i++) {
        nodes[i] = lower_node(l, e->args[i]);
        derive(l, n, nodes[i]);
    }
    n->a = nodes[0];
    n->b = e->list != NULL ? lower_list(l, e->list) : e->n_args == 2 ? nodes[1] : e->number;
    if (e->op == OP_GET) {
        struct program_run run = lower_segments(l, e->below, e->number);
        n->b = run.first;
        n->c = run.count;
    }
}

static void lower_each(struct lowering *l, struct program_node *n, const struct expr *e)
{
    lower_condition(l, n, e->args[0]);
    n->b = lower_group(l, e->binds, lower_source(l, e->source));
    if (e->group == NULL) {
        n->flags &= (uint8_t)~NODE_BOUND;
    }
}

/* The table of chains has what is asked only when an event hands on. */
static void lower_chain(struct lowering *l, struct program_node *n, const struct expr *e)
{
    struct program_chain chain = {.name = lower_str(l, e->name), .source = lower_source(l, e->source)};
    n->a = lower_node(l, e->args[0]);
    n->b = lower_node(l, e->args[1]);
    chain.issued = lower_node(l, e->args[2]);
    chain.until = expr_is_null(e->args[3]) ? PROGRAM_NONE : lower_node(l, e->args[3]);
    chain.match = lower_predicate(l, e->args[4]);
    chain.node = (uint32_t)l->nodes.len; /* the one that is being made */
    n->c = (uint32_t)l->chains.len;
    n->depends = DEPENDS_MUCH;
    vec_push(&l->chains, chain);
}

static void lower_by_op(struct lowering *l, struct program_node *n, const struct expr *e)
{
    switch ((enum program_op)e->op) {
    case OP_CONST:
    case OP_FIELD:
    case OP_EVENT_TIME:
    case OP_EVENT_ID:
    case OP_PRIM:
        lower_leaf(l, n, e);
        break;
    case OP_IF:
        lower_condition(l, n, e->args[0]);
        n->b = lower_node(l, e->args[1]);
        n->c = lower_node(l, e->args[2]);
        derive(l, n, n->b);
        derive(l, n, n->c);
        break;
    case OP_COALESCE:
        lower_run(l, n, e);
        break;
    case OP_CALL:
        n->a = e->number;
        lower_run(l, n, e);
        break;
    case OP_ANY:
    case OP_ALL:
        lower_each(l, n, e);
        break;
    case OP_CHAIN:
        lower_chain(l, n, e);
        break;
    default:
        lower_operands(l, n, e);
        break;
    }
}

uint32_t lower_node(struct lowering *l, const struct expr *e)
{
    if (lowered_of(l, e)->node != PROGRAM_NONE) {
        return lowered_of(l, e)->node;
    }
    struct program_node n = {.op = e->op, .type = e->type, .depends = DEPENDS_NOTHING};
    if (e->kind == EXPR_NODE) {
        lower_by_op(l, &n, e);
    } else { /* and, or, not as a value */
        n.op = OP_PRED;
        lower_condition(l, &n, e);
    }
    vec_push(&l->nodes, n);
    uint32_t node = lowered_of(l, e)->node = (uint32_t)l->nodes.len - 1;
    lower_name(l, e, node, PROGRAM_NONE);
    return node;
}
