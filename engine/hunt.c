#include "engine/hunt.h"

#include <stdlib.h>

#include "base/timefmt.h"
#include "engine/hunt_set.h"
#include "engine/population.h"

/* The table and the memory of its rows. */
struct table_own {
    struct hunt_table table; /* first: what the caller sees */
    struct arena arena;
};

void hunt_table_free(struct hunt_table *table)
{
    struct table_own *own = (struct table_own *)table;
    if (own != NULL) {
        arena_release(&own->arena);
        free(own);
    }
}

enum hunt_rows hunt_rows_of(enum primitive_kind kind)
{
    switch (kind) { /* no default: the compiler asks for a new kind */
    case PRIMITIVE_NEW:
    case PRIMITIVE_RARE:
        return HUNT_PAIRS;
    case PRIMITIVE_SPIKE:
        return HUNT_BUCKETS;
    case PRIMITIVE_PREVIOUS:
        return HUNT_CHANGES;
    case PRIMITIVE_ELAPSED:
    case PRIMITIVE_TRAVEL:
        return HUNT_STEPS;
    case PRIMITIVE_SEEN:
        return HUNT_ASKERS;
    case PRIMITIVE_ABSENT:
        return HUNT_WAITS;
    case PRIMITIVE_COUNT:
    case PRIMITIVE_DISTINCT:
    case PRIMITIVE_SUM:
    case N_PRIMITIVES:
        break;
    }
    return HUNT_ENTITIES;
}

/* ---- gathering ---- */

static int64_t bucket_of(const struct hunt_set *set, int64_t time)
{
    return set->prim->kind == PRIMITIVE_SPIKE ? floor_div(time, set->prim->options.per) : 0;
}

uint32_t hunt_cell_new(struct hunt_set *set, uint32_t entity, uint32_t v, const struct event *event)
{
    vec_push(&set->cells, ((struct hunt_cell){
        .entity = entity,
        .v = v,
        .bucket = bucket_of(set, event->time),
        .first_time = event->time,
        .event_id = arena_str(&set->arena, event_id(event)),
    }));
    return (uint32_t)(set->cells.len - 1);
}

uint32_t hunt_cell_of_pair(struct hunt_set *set, uint32_t entity, uint32_t v, const struct event *event)
{
    bool added;
    uint32_t pair = pairs_add(&set->pairs, entity, v, &added);
    return added ? hunt_cell_new(set, entity, v, event) : pair;
}

uint32_t hunt_cell_of_entity(struct hunt_set *set, uint32_t entity, const struct event *event)
{
    vec_reach(&set->current, entity);
    uint32_t cell = set->current.items[entity];
    if (cell == 0 || set->cells.items[cell - 1].bucket != bucket_of(set, event->time)) {
        cell = hunt_cell_new(set, entity, 0, event) + 1;
        set->current.items[entity] = cell;
    }
    return cell - 1;
}

/* 1 when the entity has not had this v in this bucket. */
static struct number step_of_distinct(struct hunt_set *set, uint32_t entity, uint32_t v, int64_t bucket)
{
    bool added;
    uint32_t pair = pairs_add(&set->pairs, entity, v, &added);
    if (added) {
        vec_push(&set->pair_bucket, bucket);
        return number_int(1);
    }
    bool again = set->pair_bucket.items[pair] == bucket;
    set->pair_bucket.items[pair] = bucket;
    return number_int(!again);
}

static void cell_count(struct hunt_cell *cell, struct number step, int64_t time)
{
    cell->count++;
    cell->x = number_add(cell->x, step);
    cell->last_time = time;
}

/* Is there something to measure: `v` or, for a sum, `amount`? False: a part is null. */
static bool measure(struct hunt_set *set, struct eval *ev, uint32_t *v, struct number *amount)
{
    *v = 0;
    *amount = number_int(1);
    if (set->state->measure == MEASURE_SUM) {
        struct value x = eval_node(ev, set->program->args[set->state->v.first]);
        return number_of(&x, amount);
    }
    return set->state->v.count == 0 || eval_key(ev, set->state->v, v);
}

static void event_gather(struct hunt_set *set, struct eval *ev, const struct event *event)
{
    uint32_t key, v;
    struct number step;
    if (!eval_key(ev, set->key, &key)) {
        return;
    }
    uint32_t entity = entity_meet(&set->entities, key, event->time);
    if (!eval_test(ev, set->state->where) || !measure(set, ev, &v, &step)) {
        return;
    }
    vec_reach(&set->totals, entity);
    set->totals.items[entity]++;
    bool by_pair = hunt_rows_of(set->prim->kind) == HUNT_PAIRS;
    uint32_t cell = by_pair ? hunt_cell_of_pair(set, entity, v, event) : hunt_cell_of_entity(set, entity, event);
    if (set->state->measure == MEASURE_DISTINCT || set->prim->kind == PRIMITIVE_DISTINCT) {
        step = step_of_distinct(set, entity, v, bucket_of(set, event->time));
    }
    cell_count(&set->cells.items[cell], step, event->time);
}

static bool hunt_gather(struct hunt_set *set, struct run *run, struct err *err)
{
    const struct program_population *population = &set->program->populations[set->program->rules[0].population];
    const struct event *event;
    while ((event = run_next(run, err)) != NULL) {
        set->last = event->time > set->last ? event->time : set->last;
        if (set->populations != NULL) {
            hunt_asked_gather(set, run, event);
        } else if (event->source == population->source && eval_test(run->ev, population->match)) {
            run->stats->rules[0].matched++;
            event_gather(set, run->ev, event);
        }
    }
    return err->text[0] == '\0';
}

static size_t set_bytes(const struct hunt_set *set)
{
    return entity_bytes(&set->entities) + pairs_bytes(&set->pairs) + set->cells.cap * sizeof *set->cells.items +
           set->totals.cap * sizeof *set->totals.items + set->arena.used +
           (set->populations == NULL ? 0 : population_set_bytes(set->populations));
}

static void set_release(struct hunt_set *set)
{
    entity_release(&set->entities);
    vec_release(&set->totals);
    vec_release(&set->current);
    vec_release(&set->latest);
    hunt_asked_release(set);
    pairs_release(&set->pairs);
    vec_release(&set->pair_bucket);
    vec_release(&set->cells);
    arena_release(&set->arena);
    population_set_free(set->populations);
}

/* ---- the hunt ---- */

/* The one primitive of the program's one rule: where a seen has others inside, the one that is shown. */
static uint32_t prim_asked(const struct program *p)
{
    const struct program_node *node = p->n_shows == 1 ? &p->nodes[p->shows[0].node] : NULL;
    if (p->n_rules != 1 || p->n_prims == 0) {
        return PROGRAM_NONE;
    }
    return p->n_prims == 1 ? 0 : node != NULL && node->op == OP_PRIM ? node->a : PROGRAM_NONE;
}

static bool set_init(struct hunt_set *set, const struct program *p, struct err *err)
{
    uint32_t asked = prim_asked(p);
    if (asked == PROGRAM_NONE) {
        return err_set(err, "a hunt is one primitive, such as new(), rare() or count()");
    }
    const struct program_prim *prim = &p->prims[asked];
    const struct program_state *state = &p->states[prim->state];
    *set = (struct hunt_set){.program = p, .prim_id = asked, .prim = prim, .state = state, .last = INT64_MIN};
    set->key = hunt_rows_of(prim->kind) >= HUNT_ASKERS ? prim->key : p->entities[state->entity].key;
    return true;
}

static struct hunt_table *table_make(struct hunt_set *set, const struct hunt_options *options)
{
    struct table_own *own = mem_zalloc(sizeof *own);
    own->table.kind = set->prim->kind;
    own->table.measure = set->state->measure;
    hunt_name_columns(set, &own->table, &own->arena);
    hunt_rank(set, options, &own->table, &own->arena);
    return &own->table;
}

struct hunt_table *hunt_run(const struct program *program, const char *const *paths, unsigned n_paths,
                            const struct engine_options *engine, const struct hunt_options *options,
                            struct stats *stats, struct err *err)
{
    struct err own = {""};
    struct run run;
    struct hunt_set set;
    struct hunt_table *table = NULL;
    *stats = (struct stats){.rules = NULL};
    if (set_init(&set, program, &own) && run_open(&run, program, paths, n_paths, engine, stats, &own)) {
        bool asked = hunt_rows_of(set.prim->kind) >= HUNT_CHANGES;
        set.symbols = run.symbols;
        set.top = options->top;
        set.populations = asked ? population_set_new(program, run.ev, false) : NULL;
        if (hunt_gather(&set, &run, &own)) {
            table = table_make(&set, options);
        }
        run_stats(&run, set_bytes(&set));
        set_release(&set);
        run_close(&run);
    }
    if (table == NULL) {
        err_set(err, "%s", own.text);
    }
    return table;
}
