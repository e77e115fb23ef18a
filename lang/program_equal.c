#include "lang/program_equal.h"

void program_pair_init(struct program_pair *pair, const struct program *a, const struct program *b)
{
    *pair = (struct program_pair){a, b, MAP64_INIT};
}

void program_pair_release(struct program_pair *pair)
{
    map64_release(&pair->nodes);
}

/* ---- what nodes point at ---- */

static bool value_same(const struct value *x, const struct value *y)
{
    return x->kind == y->kind && (x->kind == VALUE_NULL || value_equal(x, y));
}

static bool field_same(const struct program_pair *pair, uint32_t x, uint32_t y)
{
    const struct program_field *f = &pair->a->fields[x], *g = &pair->b->fields[y];
    return str_equal(f->path, g->path) && f->type.kind == g->type.kind && f->type.list == g->type.list &&
           str_equal(pair->a->sources[f->source].name, pair->b->sources[g->source].name);
}

static bool regex_same(const struct program_regex *x, const struct program_regex *y)
{
    return str_equal(x->pattern, y->pattern) && x->nocase == y->nocase;
}

/* Lists are sorted. */
static bool list_same(const struct program_pair *pair, uint32_t x, uint32_t y)
{
    const struct program_list *f = &pair->a->lists[x], *g = &pair->b->lists[y];
    bool same = f->regex == g->regex && f->items.count == g->items.count &&
                f->beside.count == g->beside.count;
    for (uint32_t i = 0; same && i < f->items.count; i++) {
        uint32_t m = f->items.first + i, n = g->items.first + i;
        same = f->regex ? regex_same(&pair->a->regexes[m], &pair->b->regexes[n])
                        : value_same(&pair->a->constants[m], &pair->b->constants[n]);
    }
    for (uint32_t i = 0; same && i < f->beside.count; i++) {
        same = value_same(&pair->a->constants[f->beside.first + i], &pair->b->constants[g->beside.first + i]);
    }
    return same;
}

static bool segments_same(const struct program_pair *pair, uint32_t x, uint32_t y, uint32_t n)
{
    bool same = true;
    for (uint32_t i = 0; same && i < n; i++) {
        const struct program_segment *f = &pair->a->segments[x + i], *g = &pair->b->segments[y + i];
        same = f->kind == g->kind && f->index == g->index && str_equal(f->key, g->key);
    }
    return same;
}

/* What a state learns, without the population of the rule that it learns from: what a `seen`
 * looks at is its own. */
static struct str state_own_text(const struct program *p, const struct program_state *s)
{
    const struct program_population *pop = &p->populations[p->entities[s->entity].population];
    size_t behind = strlen(" over : ") + p->sources[pop->source].name.len + pop->text.len;
    bool watches = s->kind == PRIMITIVE_SEEN || s->kind == PRIMITIVE_ABSENT;
    return str_slice(s->text.ptr, s->text.len - (watches || behind > s->text.len ? 0 : behind));
}

static bool prim_same(struct program_pair *pair, uint32_t x, uint32_t y)
{
    const struct program_prim *f = &pair->a->prims[x], *g = &pair->b->prims[y];
    return f->kind == g->kind && primitive_options_equal(&f->options, &g->options) &&
           program_equal_args(pair, f->key, g->key) &&
           str_equal(state_own_text(pair->a, &pair->a->states[f->state]),
                     state_own_text(pair->b, &pair->b->states[g->state]));
}

/* What hands on; a chain's own node is the one that is compared. */
static bool chain_same(struct program_pair *pair, uint32_t x, uint32_t y)
{
    const struct program_chain *f = &pair->a->chains[x], *g = &pair->b->chains[y];
    bool until = f->until == PROGRAM_NONE || g->until == PROGRAM_NONE ? f->until == g->until
                                                                       : program_equal_node(pair, f->until, g->until);
    return until && str_equal(pair->a->sources[f->source].name, pair->b->sources[g->source].name) &&
           program_equal_node(pair, f->issued, g->issued) && program_equal_predicate(pair, f->match, g->match);
}

/* ---- nodes ---- */

static bool operand_same(struct program_pair *pair, char letter, uint32_t x, uint32_t y)
{
    switch (letter) {
    case 'n':
        return program_equal_node(pair, x, y);
    case 'k':
        return value_same(&pair->a->constants[x], &pair->b->constants[y]);
    case 's':
        return field_same(pair, x, y);
    case 'l':
        return list_same(pair, x, y);
    case 'p':
        return program_equal_predicate(pair, x, y);
    case 'r':
        return prim_same(pair, x, y);
    case 'h':
        return chain_same(pair, x, y);
    case 'g':
        return str_equal(pair->a->groups[x].path, pair->b->groups[y].path);
    default:
        return x == y;
    }
}

/* As deep as an expression may be. */
static bool node_same(struct program_pair *pair, const struct program_node *f, const struct program_node *g)
{
    const char *operands = program_op_operands((enum program_op)f->op);
    const uint32_t x[] = {f->a, f->b, f->c}, y[] = {g->a, g->b, g->c};
    if (f->op != g->op || f->flags != g->flags || f->type.kind != g->type.kind || f->type.list != g->type.list) {
        return false;
    }
    bool run = operands[1] == 'A';
    for (int i = 0; i < (run ? 1 : 3); i++) {
        if (!operand_same(pair, operands[i], x[i], y[i])) {
            return false;
        }
    }
    if (!run) {
        return true;
    }
    if (f->op == OP_GET) {
        return f->c == g->c && segments_same(pair, f->b, g->b, f->c);
    }
    return program_equal_args(pair, (struct program_run){f->b, f->c}, (struct program_run){g->b, g->c});
}

bool program_equal_node(struct program_pair *pair, uint32_t x, uint32_t y)
{
    uint64_t key = (uint64_t)x << 32 | y;
    uint32_t known = map64_get(&pair->nodes, key);
    if (known == MAP64_NONE) {
        known = node_same(pair, &pair->a->nodes[x], &pair->b->nodes[y]);
        *map64_put(&pair->nodes, key, NULL) = known;
    }
    return known != 0;
}

static bool target_same(uint32_t x, uint32_t x_first, uint32_t y, uint32_t y_first)
{
    bool constant = x >= PROGRAM_FALSE || y >= PROGRAM_FALSE;
    return constant ? x == y : x - x_first == y - y_first;
}

/* Equal conditions become equal tests, in the same order. */
bool program_equal_predicate(struct program_pair *pair, uint32_t x, uint32_t y)
{
    const struct program_predicate *f = program_predicate_find(pair->a, x), *g = program_predicate_find(pair->b, y);
    if (f == NULL || g == NULL) {
        return f == g && x == y;
    }
    bool same = f->count == g->count;
    for (uint32_t i = 0; same && i < f->count; i++) {
        const struct program_test *s = &pair->a->tests[x + i], *t = &pair->b->tests[y + i];
        same = target_same(s->yes, x, t->yes, y) && target_same(s->no, x, t->no, y) &&
               program_equal_node(pair, s->node, t->node);
    }
    return same;
}

/* ---- runs ---- */

bool program_equal_args(struct program_pair *pair, struct program_run x, struct program_run y)
{
    bool same = x.count == y.count;
    for (uint32_t i = 0; same && i < x.count; i++) {
        same = program_equal_node(pair, pair->a->args[x.first + i], pair->b->args[y.first + i]);
    }
    return same;
}

bool program_equal_show(struct program_pair *pair, struct program_run x, struct program_run y)
{
    bool same = x.count == y.count;
    for (uint32_t i = 0; same && i < x.count; i++) {
        const struct program_show *f = &pair->a->shows[x.first + i], *g = &pair->b->shows[y.first + i];
        same = str_equal(f->name, g->name) && program_equal_node(pair, f->node, g->node);
    }
    return same;
}

bool program_equal_title(struct program_pair *pair, struct program_run x, struct program_run y)
{
    bool same = x.count == y.count;
    for (uint32_t i = 0; same && i < x.count; i++) {
        const struct program_part *f = &pair->a->parts[x.first + i], *g = &pair->b->parts[y.first + i];
        bool plain = f->node == PROGRAM_NONE || g->node == PROGRAM_NONE;
        same = plain ? f->node == g->node && str_equal(f->text, g->text) : program_equal_node(pair, f->node, g->node);
    }
    return same;
}
