#include "lang/change.h"

#include "lang/program_reach.h"

/* ---- one side ---- */

static int name_compare(const void *a, const void *b)
{
    const struct program_rule *const *x = a, *const *y = b;
    return str_compare((*x)->name, (*y)->name);
}

static uint32_t *rules_by_name(const struct program *p)
{
    const struct program_rule **sorted = mem_alloc(((size_t)p->n_rules + 1) * sizeof *sorted);
    uint32_t *numbers = mem_alloc(((size_t)p->n_rules + 1) * sizeof *numbers);
    for (uint32_t i = 0; i < p->n_rules; i++) {
        sorted[i] = &p->rules[i];
    }
    if (p->n_rules > 1) {
        qsort(sorted, p->n_rules, sizeof *sorted, name_compare);
    }
    for (uint32_t i = 0; i < p->n_rules; i++) {
        numbers[i] = (uint32_t)(sorted[i] - p->rules);
    }
    free(sorted);
    return numbers;
}

/* Several primitives of a rule may read one state. */
static void use_add(struct change_side *side, uint32_t rule, uint32_t prim)
{
    uint32_t state = side->program->prims[prim].state;
    struct change_use *use = &side->uses[state];
    if (use->rules.len == 0) {
        use->prim = prim;
        vec_push(&side->states, state);
    }
    if (use->rules.len == 0 || use->rules.items[use->rules.len - 1] != rule) {
        vec_push(&use->rules, rule);
        vec_push(&side->of_rule[rule].items, state);
    }
}

static void side_init(struct change_side *side, const struct program *p)
{
    struct program_reach reach;
    side->program = p;
    side->rules = rules_by_name(p);
    side->uses = mem_zalloc(((size_t)p->n_states + 1) * sizeof *side->uses);
    side->of_rule = mem_zalloc(((size_t)p->n_rules + 1) * sizeof *side->of_rule);
    program_reach_init(&reach, p);
    for (uint32_t i = 0; i < p->n_rules; i++) {
        program_reach_rule(&reach, &p->rules[side->rules[i]]);
        for (size_t j = 0; j < reach.prims.len; j++) {
            use_add(side, side->rules[i], reach.prims.items[j]);
        }
    }
    program_reach_release(&reach);
}

static void side_release(struct change_side *side)
{
    for (uint32_t i = 0; i < side->program->n_states; i++) {
        vec_release(&side->uses[i].rules);
    }
    for (uint32_t i = 0; i < side->program->n_rules; i++) {
        vec_release(&side->of_rule[i].items);
    }
    vec_release(&side->states);
    free(side->uses);
    free(side->of_rule);
    free(side->rules);
}

/* ---- rules ---- */

struct comparison {
    struct changes *out;
    struct program_pair pair;
    uint32_t *was_of; /* by new rule: the old one; PROGRAM_NONE: none */
    uint32_t *is_of;  /* by old rule */
};

static uint32_t *all_none(uint32_t n)
{
    uint32_t *numbers = mem_alloc(((size_t)n + 1) * sizeof *numbers);
    for (uint32_t i = 0; i < n; i++) {
        numbers[i] = PROGRAM_NONE;
    }
    return numbers;
}

static void rules_couple(struct comparison *c, uint32_t was, uint32_t is)
{
    c->was_of[is] = was;
    c->is_of[was] = is;
}

static void rules_by_equal_name(struct comparison *c)
{
    const struct change_side *was = &c->out->was, *is = &c->out->is;
    uint32_t i = 0, j = 0;
    while (i < was->program->n_rules && j < is->program->n_rules) {
        int order = str_compare(was->program->rules[was->rules[i]].name, is->program->rules[is->rules[j]].name);
        if (order == 0) {
            rules_couple(c, was->rules[i], is->rules[j]);
        }
        i += order <= 0;
        j += order >= 0;
    }
}

/* The same program under another name: what is told about the rule may differ. */
static bool is_renamed(struct comparison *c, uint32_t was, uint32_t is)
{
    for (int clause = 0; clause <= CHANGE_ONCE; clause++) {
        if (!change_clause_same(&c->pair, was, is, (enum change_clause)clause)) {
            return false;
        }
    }
    return true;
}

static void rules_renamed(struct comparison *c)
{
    const struct change_side *was = &c->out->was, *is = &c->out->is;
    for (uint32_t j = 0; j < is->program->n_rules; j++) {
        for (uint32_t i = 0; i < was->program->n_rules && c->was_of[is->rules[j]] == PROGRAM_NONE; i++) {
            if (c->is_of[was->rules[i]] == PROGRAM_NONE && is_renamed(c, was->rules[i], is->rules[j])) {
                rules_couple(c, was->rules[i], is->rules[j]);
            }
        }
    }
}

static struct change_rule rules_compare(struct comparison *c, uint32_t was, uint32_t is)
{
    struct change_rule change = {.was = was, .is = is};
    for (int clause = 0; clause < N_CHANGE_CLAUSES; clause++) {
        bool same = change_clause_same(&c->pair, was, is, (enum change_clause)clause);
        change.clauses |= same ? 0 : 1u << clause;
    }
    bool named = str_equal(c->pair.a->rules[was].name, c->pair.b->rules[is].name);
    change.kind = !named ? CHANGE_RENAMED : change.clauses != 0 ? CHANGE_EDITED : CHANGE_NONE;
    return change;
}

static void rule_tell(struct comparison *c, enum change_kind kind, const struct change_rule *change)
{
    if (change->kind == kind) {
        vec_push(&c->out->rules, *change);
        c->out->n_rules[kind]++;
    }
}

static void rules_tell(struct comparison *c)
{
    const struct change_side *was = &c->out->was, *is = &c->out->is;
    struct change_rule *all = mem_alloc(((size_t)is->program->n_rules + 1) * sizeof *all);
    for (uint32_t i = 0; i < was->program->n_rules; i++) {
        struct change_rule removed = {CHANGE_REMOVED, was->rules[i], PROGRAM_NONE, 0};
        if (c->is_of[was->rules[i]] == PROGRAM_NONE) {
            rule_tell(c, CHANGE_REMOVED, &removed);
        }
    }
    for (uint32_t j = 0; j < is->program->n_rules; j++) {
        uint32_t before = c->was_of[is->rules[j]];
        all[j] = before != PROGRAM_NONE ? rules_compare(c, before, is->rules[j])
                                        : (struct change_rule){CHANGE_ADDED, PROGRAM_NONE, is->rules[j], 0};
    }
    for (int kind = CHANGE_ADDED; kind < N_CHANGE_KINDS; kind++) {
        for (uint32_t j = 0; j < is->program->n_rules; j++) {
            rule_tell(c, (enum change_kind)kind, &all[j]);
        }
    }
    free(all);
}

/* ---- states ---- */

static uint32_t reasons_of(struct comparison *c, uint32_t was, uint32_t is)
{
    const struct program *a = c->pair.a, *b = c->pair.b;
    const struct program_state *s = &a->states[was], *t = &b->states[is];
    const struct program_entity *d = &a->entities[s->entity], *e = &b->entities[t->entity];
    const struct program_population *p = &a->populations[d->population], *q = &b->populations[e->population];
    bool measured = s->measure == t->measure && program_equal_args(&c->pair, s->v, t->v);
    uint32_t reasons = 0;
    reasons |= str_equal(a->sources[p->source].name, b->sources[q->source].name) ? 0 : 1u << REASON_SOURCE;
    reasons |= str_equal(p->text, q->text) ? 0 : 1u << REASON_MATCH;
    reasons |= str_equal(d->text, e->text) ? 0 : 1u << REASON_KEY;
    reasons |= measured ? 0 : 1u << REASON_MEASURED;
    reasons |= program_equal_predicate(&c->pair, s->where, t->where) ? 0 : 1u << REASON_WHERE;
    reasons |= s->within == t->within ? 0 : 1u << REASON_WITHIN;
    reasons |= s->per == t->per ? 0 : 1u << REASON_PER;
    uint32_t condition = 1u << REASON_MATCH | 1u << REASON_WHERE;
    bool watches = s->kind == PRIMITIVE_SEEN || s->kind == PRIMITIVE_ABSENT; /* its match is no rule's */
    if (reasons == 0 || (watches && (reasons & condition) != 0)) {
        reasons = (watches ? reasons & ~condition : reasons) | 1u << REASON_CONDITION;
    }
    return reasons;
}

static unsigned bits_count(uint32_t bits)
{
    unsigned n = 0;
    for (; bits != 0; bits &= bits - 1) {
        n++;
    }
    return n;
}

/* The old state in whose place the new one is: of the same rule and kind, free, and the most alike. */
static struct change_state state_place(struct comparison *c, uint32_t is, const uint8_t *taken)
{
    struct change_state best = {FATE_FRESH, PROGRAM_NONE, is, 0};
    const struct change_use *use = &c->out->is.uses[is];
    for (size_t r = 0; r < use->rules.len; r++) {
        uint32_t before = c->was_of[use->rules.items[r]];
        const struct change_states *olds = before == PROGRAM_NONE ? NULL : &c->out->was.of_rule[before];
        for (size_t i = 0; olds != NULL && i < olds->items.len; i++) {
            uint32_t was = olds->items.items[i];
            if (taken[was] || c->pair.a->states[was].kind != c->pair.b->states[is].kind) {
                continue;
            }
            uint32_t reasons = reasons_of(c, was, is);
            if (best.was == PROGRAM_NONE || bits_count(reasons) < bits_count(best.reasons)) {
                best = (struct change_state){FATE_ANEW, was, is, reasons};
            }
        }
    }
    return best;
}

/* By signature, which is unique in a program. Survivors are taken first: they are in nobody else's place. */
static uint8_t *states_survive(struct comparison *c, uint32_t *was_of)
{
    const struct program *a = c->pair.a, *b = c->pair.b;
    const struct change_side *was = &c->out->was, *is = &c->out->is;
    uint8_t *taken = mem_zalloc((size_t)a->n_states + 1);
    struct strmap olds = STRMAP_INIT;
    for (size_t i = 0; i < was->states.len; i++) {
        *strmap_put(&olds, a->states[was->states.items[i]].text, NULL) = was->states.items[i];
    }
    for (size_t i = 0; i < is->states.len; i++) {
        uint32_t old = strmap_get(&olds, b->states[is->states.items[i]].text);
        was_of[is->states.items[i]] = old;
        if (old != STRMAP_NONE) {
            taken[old] = 1;
        }
    }
    strmap_release(&olds);
    return taken;
}

static void state_tell(struct comparison *c, const struct change_state *change)
{
    vec_push(&c->out->states, *change);
    c->out->n_states[change->fate]++;
}

static void states_tell(struct comparison *c)
{
    const struct change_side *was = &c->out->was, *is = &c->out->is;
    uint32_t *was_of = all_none(c->pair.b->n_states);
    struct change_state *all = mem_alloc((is->states.len + 1) * sizeof *all);
    uint8_t *taken = states_survive(c, was_of);
    for (size_t i = 0; i < is->states.len; i++) {
        uint32_t state = is->states.items[i];
        all[i] = (struct change_state){FATE_SURVIVES, was_of[state], state, 0};
        if (was_of[state] == PROGRAM_NONE) {
            all[i] = state_place(c, state, taken);
        }
        if (all[i].was != PROGRAM_NONE) {
            taken[all[i].was] = 1;
        }
    }
    for (int fate = 0; fate < FATE_ORPHANED; fate++) {
        for (size_t i = 0; i < is->states.len; i++) {
            if (all[i].fate == (enum change_fate)fate) {
                state_tell(c, &all[i]);
            }
        }
    }
    for (size_t i = 0; i < was->states.len; i++) {
        if (!taken[was->states.items[i]]) {
            state_tell(c, &(struct change_state){FATE_ORPHANED, was->states.items[i], PROGRAM_NONE, 0});
        }
    }
    free(taken);
    free(all);
    free(was_of);
}

/* ---- all of it ---- */

struct changes *changes_new(const struct program *was, const struct program *is)
{
    struct comparison c = {.out = mem_zalloc(sizeof *c.out)};
    side_init(&c.out->was, was);
    side_init(&c.out->is, is);
    program_pair_init(&c.pair, was, is);
    c.was_of = all_none(is->n_rules);
    c.is_of = all_none(was->n_rules);
    rules_by_equal_name(&c);
    rules_renamed(&c);
    rules_tell(&c);
    states_tell(&c);
    free(c.was_of);
    free(c.is_of);
    program_pair_release(&c.pair);
    return c.out;
}

void changes_free(struct changes *c)
{
    if (c != NULL) {
        side_release(&c->was);
        side_release(&c->is);
        vec_release(&c->rules);
        vec_release(&c->states);
        free(c);
    }
}

bool changes_any(const struct changes *c)
{
    return c->rules.len > c->n_rules[CHANGE_NONE] || c->states.len > c->n_states[FATE_SURVIVES];
}
