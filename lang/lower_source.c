/* lower_source: the sources of a program, what candidates are chosen by, and
 * which fields are worth a symbol. */
#include "lang/declare.h"
#include "lang/lowering.h"

/* A written path as segments, its head first. */
static void path_add(struct lowering *l, const struct ast_expr *path)
{
    struct program_segment s = {SEGMENT_EACH, STR(""), 0};
    if (path->kind != AST_NAME) {
        path_add(l, path->a);
    }
    if (path->kind != AST_EACH) {
        s = (struct program_segment){SEGMENT_KEY, lower_str(l, path->name.text), 0};
    }
    vec_push(&l->segments, s);
}

static struct program_run path_run(struct lowering *l, const struct ast_expr *path)
{
    uint32_t first = (uint32_t)l->segments.len;
    path_add(l, path);
    return (struct program_run){first, (uint32_t)l->segments.len - first};
}

static struct program_run path_runs(struct lowering *l, const struct ast_exprs *paths)
{
    struct program_run runs = {(uint32_t)l->runs.len, paths->len};
    for (uint32_t i = 0; i < paths->len; i++) {
        struct program_run run = path_run(l, paths->items[i]);
        vec_push(&l->runs, run);
    }
    return runs;
}

void lower_source_add(struct lowering *l, const struct ast_source *ast)
{
    struct program_source s = {.name = lower_str(l, ast->name.text)};
    s.time = path_run(l, ast->time);
    s.id = ast->id == NULL ? (struct program_run){0, 0} : path_run(l, ast->id);
    s.envelopes = path_runs(l, &ast->envelopes);
    s.has = path_runs(l, &ast->has);
    s.columns = path_runs(l, &ast->columns);
    vec_push(&l->program_sources, s);
}

uint32_t lower_source(struct lowering *l, uint32_t schema_source)
{
    bool added;
    uint32_t *slot = map64_put(&l->by_source, schema_source, &added);
    if (!added) {
        return *slot;
    }
    uint32_t id = *slot = (uint32_t)l->program_sources.len;
    lower_source_add(l, l->schema->sources[schema_source].ast);
    l->program_sources.items[id].internal = l->schema->sources[schema_source].internal;
    return id;
}

/* ---- what candidates are chosen by ---- */

static bool is_written(const struct lowering *l, const struct program_field *f, const struct ast_expr *path)
{
    uint32_t i = f->path_run.count;
    for (; i > 0; i--, path = path->a) {
        const struct program_segment *s = &l->segments.items[f->path_run.first + i - 1];
        bool head = path->kind == AST_NAME;
        if (s->kind != SEGMENT_KEY || !str_equal(s->key, path->name.text) || head != (i == 1)) {
            return false;
        }
    }
    return true;
}

/* The node that reads a slot, or PROGRAM_NONE. */
static uint32_t slot_node(const struct lowering *l, uint32_t slot)
{
    for (uint32_t i = 0; i < l->nodes.len; i++) {
        if (l->nodes.items[i].op == OP_FIELD && l->nodes.items[i].a == slot) {
            return i;
        }
    }
    return PROGRAM_NONE;
}

/* The slots that decide a test of some match. */
static void match_slots(const struct lowering *l, bool *decides)
{
    for (size_t i = 0; i < l->populations.len; i++) {
        uint32_t match = l->populations.items[i].match;
        bool constant = match == PROGRAM_TRUE || match == PROGRAM_FALSE;
        const struct program_predicate *p = constant ? NULL : lower_predicate_at(l, match);
        for (uint32_t t = 0; p != NULL && t < p->count; t++) {
            uint32_t slot = l->nodes.items[l->tests.items[p->first + t].node].depends;
            if (slot < l->fields.len) {
                decides[slot] = true;
            }
        }
    }
}

/* An index field that no match asks for would only split hairs: it is left out. */
void lower_indexes(struct lowering *l)
{
    bool *decides = mem_zalloc(l->fields.len + 1);
    match_slots(l, decides);
    for (uint32_t s = 0; s < l->schema->n_sources; s++) {
        uint32_t id = map64_get(&l->by_source, s);
        const struct ast_exprs *paths = &l->schema->sources[s].ast->index;
        if (id == MAP64_NONE) {
            continue;
        }
        struct program_run run = {(uint32_t)l->args.len, 0};
        for (uint32_t i = 0; i < paths->len; i++) {
            for (uint32_t f = 0; f < l->fields.len; f++) {
                const struct program_field *field = &l->fields.items[f];
                if (decides[f] && field->source == id && is_written(l, field, paths->items[i])) {
                    vec_push(&l->args, slot_node(l, f));
                    run.count++;
                }
            }
        }
        l->program_sources.items[id].index = run;
    }
    free(decides);
}

/* ---- keyed fields ---- */

static void key_below(struct lowering *l, uint8_t *seen, uint32_t node);

static void key_predicate(struct lowering *l, uint8_t *seen, uint32_t predicate)
{
    const struct program_predicate *p = lower_predicate_at(l, predicate);
    bool constant = predicate == PROGRAM_TRUE || predicate == PROGRAM_FALSE;
    for (uint32_t t = 0; !constant && t < p->count; t++) {
        key_below(l, seen, l->tests.items[p->first + t].node);
    }
}

/* All fields below a node that is a part of a key. Depth: EXPR_DEPTH_MAX. */
static void key_below(struct lowering *l, uint8_t *seen, uint32_t node)
{
    struct program_node n = l->nodes.items[node];
    const char *operands = program_op_operands((enum program_op)n.op);
    uint32_t abc[] = {n.a, n.b, n.c};
    if (seen[node]) {
        return;
    }
    seen[node] = 1;
    if (n.op == OP_FIELD) {
        l->fields.items[n.a].keyed = true;
    }
    for (int i = 0; i < 3; i++) {
        if (operands[i] == 'n' && (n.op != OP_CHAIN || i == 0)) { /* a chain's key is looked up by its text */
            key_below(l, seen, abc[i]);
        } else if (operands[i] == 'p') {
            key_predicate(l, seen, abc[i]);
        } else if (operands[i] == 'A' && n.op != OP_GET) {
            for (uint32_t a = 0; a < n.c; a++) {
                key_below(l, seen, l->args.items[n.b + a]);
            }
        }
    }
}

static void key_run(struct lowering *l, uint8_t *seen, struct program_run run)
{
    for (uint32_t i = 0; i < run.count; i++) {
        key_below(l, seen, l->args.items[run.first + i]);
    }
}

/* What keys something, and what alone decides a test: that is remembered by symbol. */
void lower_keyed(struct lowering *l)
{
    uint8_t *seen = mem_zalloc(l->nodes.len + 1);
    for (size_t i = 0; i < l->tests.len; i++) {
        uint32_t slot = l->nodes.items[l->tests.items[i].node].depends;
        if (slot < l->fields.len) {
            l->fields.items[slot].keyed = true;
        }
    }
    for (size_t i = 0; i < l->program_entities.len; i++) {
        key_run(l, seen, l->program_entities.items[i].key);
    }
    for (size_t i = 0; i < l->program_states.len; i++) {
        const struct program_state *s = &l->program_states.items[i];
        if (s->measure != MEASURE_SUM) { /* a sum reads its number as it is */
            key_run(l, seen, s->v);
        }
    }
    for (size_t i = 0; i < l->program_prims.len; i++) {
        key_run(l, seen, l->program_prims.items[i].key);
    }
    for (size_t i = 0; i < l->rules.len; i++) {
        key_run(l, seen, l->rules.items[i].once_per);
    }
    for (size_t i = 0; i < l->program_sources.len; i++) {
        key_run(l, seen, l->program_sources.items[i].index);
    }
    free(seen);
}
