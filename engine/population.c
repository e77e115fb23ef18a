#include "engine/population.h"

#include <stdlib.h>

#include "engine/population_set.h"

/* ---- making ---- */

/* The slot of a run: one for all runs with the same nodes. */
static uint32_t key_slot_of(struct population_set *set, struct strmap *runs, struct program_run run)
{
    bool added;
    struct str nodes = {(const char *)(set->program->args + run.first), run.count * sizeof *set->program->args};
    if (run.count == 0) {
        nodes = STR("");
    }
    uint32_t *slot = strmap_put(runs, nodes, &added);
    if (added) {
        *slot = (uint32_t)set->keys.len;
        vec_push(&set->keys, ((struct key_slot){.run = run}));
    }
    return *slot;
}

/* Does a primitive read this state with a window that ends? */
static bool is_limited(const struct program *p, uint32_t state)
{
    for (uint32_t i = 0; i < p->n_prims; i++) {
        if (p->prims[i].state == state && p->prims[i].options.within != FOREVER) {
            return true;
        }
    }
    return false;
}

static const struct prim_ops *own_ops(const struct program *program, const struct program_state *state)
{
    (void)program;
    return prim_ops_of(state->kind);
}

static void state_init(struct population_set *set, struct strmap *runs, uint32_t i, const struct prim_data *data)
{
    const struct program_state *decl = &set->program->states[i];
    struct prim_setup setup = {.state = decl, .program = set->program, .number = i,
                               .limited = is_limited(set->program, i), .kept = set->kept, .data = data};
    struct state_slot *s = &set->states[i];
    s->decl = decl;
    s->ops = set->ops_of(set->program, decl);
    s->state = s->ops->make(&setup);
    s->born = INT64_MAX;
    s->value_key = key_slot_of(set, runs, decl->v);
    s->parts = s->ops->parts == 0 ? NULL : mem_zalloc(decl->v.count * sizeof *s->parts);
}

static struct population_set *set_make(const struct program *program, struct eval *ev, population_ops ops,
                                       const struct prim_data *data, bool kept)
{
    struct population_set *set = mem_zalloc(sizeof *set);
    struct strmap runs = STRMAP_INIT;
    set->kept = kept;
    set->program = program;
    set->ev = ev;
    set->ops_of = ops;
    set->now = INT64_MIN;
    set->entities = mem_zalloc((program->n_entities + 1) * sizeof *set->entities);
    set->entity_keys = mem_zalloc((program->n_entities + 1) * sizeof *set->entity_keys);
    set->met = mem_zalloc((program->n_entities + 1) * sizeof *set->met);
    set->states = mem_zalloc((program->n_states + 1) * sizeof *set->states);
    set->answers = mem_zalloc((program->n_prims + 1) * sizeof *set->answers);
    for (uint32_t i = 0; i < program->n_entities; i++) {
        set->entity_keys[i] = key_slot_of(set, &runs, program->entities[i].key);
        set->entities[i].changed.on = kept;
    }
    for (uint32_t i = 0; i < program->n_states; i++) {
        state_init(set, &runs, i, data);
    }
    set->ask_keys = mem_zalloc((program->n_prims + 1) * sizeof *set->ask_keys);
    set->asks = mem_zalloc((program->n_prims + 1) * sizeof *set->asks);
    for (uint32_t i = 0; i < program->n_prims; i++) {
        set->ask_keys[i] = key_slot_of(set, &runs, program->prims[i].key);
    }
    strmap_release(&runs);
    return set;
}

struct population_set *population_set_new(const struct program *program, struct eval *ev, bool kept)
{
    return set_make(program, ev, own_ops, NULL, kept);
}

struct population_set *population_set_again(const struct program *program, struct eval *ev, population_ops ops,
                                            const struct prim_data *data, struct population_set *before)
{
    struct population_set *set = set_make(program, ev, ops, data, false);
    for (uint32_t i = 0; before != NULL && i < program->n_entities; i++) {
        set->entities[i] = before->entities[i];
        before->entities[i] = (struct entity_table){.numbers = MAP64_INIT};
    }
    for (uint32_t i = 0; before != NULL && i < program->n_states; i++) {
        if (set->states[i].ops->make == before->states[i].ops->make) {
            void *fresh = set->states[i].state;
            set->states[i].state = before->states[i].state;
            before->states[i].state = fresh;
        }
    }
    return set;
}

void population_set_free(struct population_set *set)
{
    if (set == NULL) {
        return;
    }
    for (uint32_t i = 0; i < set->program->n_entities; i++) {
        entity_release(&set->entities[i]);
    }
    for (uint32_t i = 0; i < set->program->n_states; i++) {
        set->states[i].ops->free(set->states[i].state);
        free(set->states[i].parts);
    }
    free(set->entities);
    free(set->entity_keys);
    free(set->met);
    free(set->states);
    free(set->answers);
    free(set->ask_keys);
    free(set->asks);
    vec_release(&set->keys);
    vec_release(&set->matched);
    free(set);
}

/* ---- an event ---- */

/* The key of a run for the current event; false when a part is null. */
static bool key_of(struct population_set *set, uint32_t slot, uint32_t *key)
{
    struct key_slot *k = &set->keys.items[slot];
    if (k->turn != set->turn) {
        k->turn = set->turn;
        k->whole = eval_key(set->ev, k->run, &k->key);
    }
    *key = k->key;
    return k->whole;
}

/* Meet an entity: who it is, and that it is known from now on. */
static void entity_query(struct population_set *set, uint32_t entity, const struct event *event)
{
    uint32_t key;
    struct prim_query *q = &set->met[entity];
    *q = (struct prim_query){.time = event->time, .now = set->now, .turn = set->turn, .entity = ENTITY_NONE};
    if (key_of(set, set->entity_keys[entity], &key)) {
        q->entity = entity_meet(&set->entities[entity], key, event->time);
        q->first = entity_first(&set->entities[entity], q->entity);
    }
}

/* The values of v; false when one is null that must be there. */
static bool parts_read(struct population_set *set, struct state_slot *s)
{
    for (uint32_t i = 0; i < s->decl->v.count; i++) {
        s->parts[i] = eval_kept(set->ev, set->program->args[s->decl->v.first + i]);
        if (s->parts[i].kind == VALUE_NULL && i < s->ops->parts) {
            return false;
        }
    }
    s->query.parts = s->parts;
    return true;
}

/* What the state measures of the event. */
static void state_query(struct population_set *set, struct state_slot *s)
{
    struct prim_query *q = &s->query;
    *q = set->met[s->decl->entity];
    s->born = q->time < s->born ? q->time : s->born;
    q->first = q->first < s->born ? s->born : q->first; /* it may have begun later than its entities are known */
    q->inside = q->entity != ENTITY_NONE && eval_test(set->ev, s->decl->where);
    if (!q->inside) {
        return;
    }
    if (s->decl->measure == MEASURE_SUM) {
        struct value x = eval_node(set->ev, set->program->args[s->decl->v.first]);
        q->measured = number_of(&x, &q->amount);
    } else if (s->decl->v.count == 0) {
        q->measured = true;
    } else if (s->ops->parts > 0) {
        q->measured = parts_read(set, s);
    } else {
        q->measured = key_of(set, s->value_key, &q->v);
    }
}

/* How an event asks a state of another population: by its own key. */
static const struct prim_query *ask(struct population_set *set, uint32_t prim, const struct state_slot *s,
                                    int64_t time)
{
    uint32_t key;
    struct prim_query *q = &set->asks[prim];
    *q = (struct prim_query){.time = time, .now = set->now, .turn = set->turn, .entity = ENTITY_NONE};
    q->inside = key_of(set, set->ask_keys[prim], &key);
    if (q->inside) {
        q->v = key;
        q->entity = entity_find(&set->entities[s->decl->entity], key);
    }
    return q;
}

static void prims_answer(struct population_set *set, const struct program_population *p, int64_t time)
{
    for (uint32_t i = 0; i < p->prims.count; i++) {
        uint32_t id = p->prims.first + i;
        const struct program_prim *prim = &set->program->prims[id];
        struct state_slot *s = &set->states[prim->state];
        const struct prim_query *q = s->ops->elsewhere ? ask(set, id, s, time) : &s->query;
        set->answers[id] = s->ops->answer(s->state, prim, id, q);
    }
}

/* first(k) is the population's: entities are met whatever the states measure. */
static void population_meet(struct population_set *set, const struct program_population *p, const struct event *event)
{
    for (uint32_t i = 0; i < p->entities.count; i++) {
        entity_query(set, p->entities.first + i, event);
    }
    for (uint32_t i = 0; i < p->states.count; i++) {
        struct state_slot *s = &set->states[p->states.first + i];
        if (!s->ops->elsewhere) {
            state_query(set, s);
        }
    }
    prims_answer(set, p, event->time);
}

/* Does a population look at alerts of this rule? All do when it is a rule over events. */
static bool sees(const struct program *program, const struct program_population *p,
                 const struct population_alert *alert)
{
    bool named = alert->of == 0;
    for (uint32_t i = 0; i < p->named.count && !named; i++) {
        named = program->args[p->named.first + i] == alert->rule;
    }
    return named && p->level == alert->level;
}

static const uint32_t *answer(struct population_set *set, const struct event *event,
                              const struct population_alert *alert, uint32_t *count)
{
    uint32_t n;
    const uint32_t *candidates = eval_candidates(set->ev, &n);
    set->turn++;
    set->now = event->time > set->now ? event->time : set->now;
    vec_reset(&set->matched);
    for (uint32_t i = 0; i < n; i++) {
        const struct program_population *p = &set->program->populations[candidates[i]];
        bool looks = p->source == event->source && (alert == NULL || sees(set->program, p, alert));
        if (looks && eval_test(set->ev, p->match)) {
            vec_push(&set->matched, candidates[i]);
            population_meet(set, p, event);
        }
    }
    eval_set_prims(set->ev, set->answers);
    *count = (uint32_t)set->matched.len;
    return set->matched.items;
}

const uint32_t *population_answer(struct population_set *set, const struct event *event, uint32_t *count)
{
    return answer(set, event, NULL, count);
}

const uint32_t *population_answer_alert(struct population_set *set, const struct event *event,
                                        const struct population_alert *alert, uint32_t *count)
{
    return answer(set, event, alert, count);
}

struct value population_answer_of(const struct population_set *set, uint32_t prim)
{
    return set->answers[prim];
}

void population_assume(struct population_set *set, const uint32_t *prims, unsigned n, unsigned mask)
{
    for (unsigned i = 0; i < n; i++) {
        set->answers[prims[i]] = value_bool(mask >> i & 1);
    }
    eval_set_prims(set->ev, set->answers);
}

struct population_wait population_wait_of(const struct population_set *set, uint32_t prim)
{
    const struct prim_query *q = &set->asks[prim];
    int64_t until = prim_absent_until(&set->program->prims[prim], q->time);
    return (struct population_wait){prim, q->v, q->time, until, q->turn};
}

bool population_absent(const struct population_set *set, const struct population_wait *w)
{
    uint32_t state = set->program->prims[w->prim].state;
    uint32_t entity = entity_find(&set->entities[set->program->states[state].entity], w->key);
    return prim_absent_holds(set->states[state].state, entity, w->time, w->turn, w->until);
}

void population_explain(struct population_set *set, uint32_t prim, struct evidence *out)
{
    const struct program_prim *decl = &set->program->prims[prim];
    struct state_slot *s = &set->states[decl->state];
    s->ops->explain(s->state, decl, s->ops->elsewhere ? &set->asks[prim] : &s->query, out);
}

void population_learn(struct population_set *set)
{
    for (size_t i = 0; i < set->matched.len; i++) {
        struct program_run states = set->program->populations[set->matched.items[i]].states;
        for (uint32_t j = 0; j < states.count; j++) {
            struct state_slot *s = &set->states[states.first + j];
            if (s->ops->elsewhere) {
                state_query(set, s);
            }
            s->ops->update(s->state, &s->query);
        }
    }
}

size_t population_set_bytes(const struct population_set *set)
{
    size_t bytes = 0;
    for (uint32_t i = 0; i < set->program->n_entities; i++) {
        bytes += entity_bytes(&set->entities[i]);
    }
    for (uint32_t i = 0; i < set->program->n_states; i++) {
        bytes += set->states[i].ops->bytes(set->states[i].state);
    }
    return bytes;
}
