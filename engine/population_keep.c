#include "engine/population_keep.h"

#include <stdlib.h>

#include "base/mem.h"
#include "engine/population_set.h"
#include "lang/program_reach.h"

struct population_keep {
    struct population_set *set;
    const struct program *program; /* its */
    struct store *store;
    struct symbols *symbols;
    struct store_state *entities; /* by entity table of the program */
    struct store_state *states;   /* by state of the program */
    struct buf *rules;            /* by state: who reads it */
};

/* For each state the names of the rules that read it, with commas between them. */
static struct buf *rules_find(const struct program *p)
{
    struct program_reach reach;
    struct buf *lists = mem_zalloc((p->n_states + 1) * sizeof *lists);
    uint32_t *last = mem_zalloc((p->n_states + 1) * sizeof *last); /* by state: the rule that was named last, from 1 */
    program_reach_init(&reach, p);
    for (uint32_t r = 0; r < p->n_rules; r++) {
        program_reach_rule(&reach, &p->rules[r]);
        for (size_t i = 0; i < reach.prims.len; i++) {
            uint32_t state = p->prims[reach.prims.items[i]].state;
            if (last[state] != r + 1) {
                buf_add_text(&lists[state], last[state] == 0 ? "" : ", ");
                buf_add_str(&lists[state], p->rules[r].name);
                last[state] = r + 1;
            }
        }
    }
    program_reach_release(&reach);
    free(last);
    return lists;
}

struct population_keep *population_keep_new(struct population_set *set, struct store *store, struct symbols *symbols)
{
    struct population_keep *k = mem_zalloc(sizeof *k);
    k->set = set;
    k->program = set->program;
    k->store = store;
    k->symbols = symbols;
    k->entities = mem_zalloc((set->program->n_entities + 1) * sizeof *k->entities);
    k->states = mem_zalloc((set->program->n_states + 1) * sizeof *k->states);
    k->rules = rules_find(set->program);
    return k;
}

void population_keep_free(struct population_keep *k)
{
    if (k != NULL) {
        for (uint32_t i = 0; i < k->program->n_states; i++) {
            buf_release(&k->rules[i]);
        }
        free(k->rules);
        free(k->entities);
        free(k->states);
        free(k);
    }
}

/* ---- what a state is told as ---- */

static const struct program_population *population_of(const struct program *p, uint32_t entity)
{
    return &p->populations[p->entities[entity].population];
}

/* What all that is known of entities by this key depends on. */
static void entity_text(const struct program *p, uint32_t entity, struct buf *out)
{
    const struct program_population *pop = population_of(p, entity);
    buf_addf(out, "entity(%.*s) over %.*s: %.*s", STR_ARG(p->entities[entity].text),
             STR_ARG(p->sources[pop->source].name), STR_ARG(pop->text));
    if (pop->level > 1) {
        buf_addf(out, ", level %u", pop->level);
    }
    if (pop->rules.count == 0) { /* of what looks at all events: each has a population of its own */
        buf_addf(out, ", of %s", p->states[pop->states.first].signature.hex);
    }
}

static struct hash_name entity_signature(const struct program *p, uint32_t entity)
{
    struct buf text = BUF_INIT;
    entity_text(p, entity, &text);
    struct hash_name signature = hash_name(buf_str(&text));
    buf_release(&text);
    return signature;
}

/* As its author wrote it; of one of those who did. */
static struct str state_text(const struct program *p, uint32_t state)
{
    for (uint32_t i = 0; i < p->n_prims; i++) {
        if (p->prims[i].state == state) {
            return p->prims[i].text;
        }
    }
    return p->states[state].text;
}

/* Begin the state of an entity table (PROGRAM_NONE: of the table itself). What is told of it is for people: the
 * signature alone decides what it is. */
static void state_begin(struct population_keep *k, struct store_state *out, uint32_t entity, uint32_t state,
                        struct str signature)
{
    const struct program *p = k->program;
    const struct program_population *pop = population_of(p, entity);
    struct program_run run = p->entities[entity].key;
    struct buf match = BUF_INIT, key = BUF_INIT;
    program_print_predicate(p, pop->match, &match);
    for (uint32_t i = 0; i < run.count; i++) {
        buf_add_text(&key, i == 0 ? "" : ", ");
        program_print_node(p, p->args[run.first + i], &key);
    }
    bool own = state == PROGRAM_NONE;
    struct store_label label = {
        .signature = signature,
        .kind = str_from(own ? "entity" : primitive_info(p->states[state].kind)->name),
        .source = p->sources[pop->source].name,
        .match = buf_str(&match),
        .key = buf_str(&key),
        .text = own ? buf_str(&key) : state_text(p, state),
    };
    store_state_begin(k->store, out, &label);
    buf_release(&match);
    buf_release(&key);
}

/* ---- finding ---- */

static void entities_find(struct population_keep *k)
{
    const struct program *p = k->program;
    for (uint32_t i = 0; i < p->n_entities; i++) {
        struct hash_name signature = entity_signature(p, i);
        k->entities[i] = store_state_find(k->store, str_from(signature.hex));
        k->entities[i].key = p->entities[i].key.count;
    }
}

static void states_find(struct population_keep *k)
{
    const struct program *p = k->program;
    for (uint32_t i = 0; i < p->n_states; i++) {
        const struct program_state *state = &p->states[i];
        k->states[i] = store_state_find(k->store, str_from(state->signature.hex));
        k->states[i].key = p->entities[state->entity].key.count;
        k->states[i].value = state->v.count;
        k->set->states[i].born = k->states[i].born;
    }
}

/* ---- reading ---- */

struct loading {
    struct population_keep *keep;
    uint32_t number; /* of the entity table, or of the state */
};

static bool entity_take(void *context, const struct known *row)
{
    const struct loading *l = context;
    struct entity_table *table = &l->keep->set->entities[l->number];
    return row->value == 0 && known_is(row, KNOWN_SINCE) && entity_load(table, row->entity, row->since) != ENTITY_NONE;
}

static bool known_take(void *context, const struct known *row)
{
    const struct loading *l = context;
    struct state_slot *s = &l->keep->set->states[l->number];
    struct known numbered = *row;
    numbered.entity = entity_find(&l->keep->set->entities[s->decl->entity], row->entity);
    return numbered.entity != ENTITY_NONE && s->ops->load(s->state, l->keep->symbols, &numbered);
}

bool population_keep_load(struct population_keep *k)
{
    const struct program *p = k->program;
    bool good = true;
    entities_find(k);
    states_find(k);
    for (uint32_t i = 0; good && i < p->n_entities; i++) {
        struct loading l = {k, i};
        good = k->entities[i].id == 0 || store_known_each(k->store, &k->entities[i], entity_take, &l);
    }
    for (uint32_t i = 0; good && i < p->n_states; i++) {
        struct loading l = {k, i};
        good = k->states[i].id == 0 || store_known_each(k->store, &k->states[i], known_take, &l);
    }
    k->set->now = store_number(k->store, "now", INT64_MIN);
    k->set->turn = (uint64_t)store_number(k->store, "turn", 0);
    return good;
}

/* ---- writing ---- */

static void entity_put(void *context, const struct known *row)
{
    const struct loading *l = context;
    struct population_keep *k = l->keep;
    store_known_put(k->store, &k->entities[l->number], entity_key(&k->set->entities[l->number], row->entity), row);
}

static void known_row_put(void *context, const struct known *row)
{
    const struct loading *l = context;
    struct population_keep *k = l->keep;
    const struct entity_table *table = &k->set->entities[k->program->states[l->number].entity];
    store_known_put(k->store, &k->states[l->number], entity_key(table, row->entity), row);
}

static void entities_save(struct population_keep *k, uint32_t i, int64_t newest)
{
    struct loading l = {k, i};
    if (k->entities[i].id == 0) {
        struct hash_name signature = entity_signature(k->program, i);
        state_begin(k, &k->entities[i], i, PROGRAM_NONE, str_from(signature.hex));
    }
    entity_save(&k->set->entities[i], entity_put, &l);
    store_state_mark(k->store, &k->entities[i], STR(""), STR(""), newest);
}

static void state_save(struct population_keep *k, uint32_t i, int64_t newest)
{
    const struct program_state *state = &k->program->states[i];
    struct state_slot *s = &k->set->states[i];
    struct loading l = {k, i};
    if (k->states[i].id == 0) {
        state_begin(k, &k->states[i], state->entity, i, str_from(state->signature.hex));
    }
    s->ops->save(s->state, k->symbols, known_row_put, &l);
    k->states[i].born = s->born;
    store_state_mark(k->store, &k->states[i], state_text(k->program, i), buf_str(&k->rules[i]), newest);
}

void population_keep_save(struct population_keep *k, int64_t newest)
{
    db_run(k->store->db, "update state set rules = ''"); /* those that no rule reads any more are orphans */
    for (uint32_t i = 0; i < k->program->n_entities; i++) {
        entities_save(k, i, newest);
    }
    for (uint32_t i = 0; i < k->program->n_states; i++) {
        state_save(k, i, newest);
    }
    store_set_number(k->store, "turn", (int64_t)k->set->turn);
}
