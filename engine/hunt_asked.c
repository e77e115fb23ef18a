/* The kinds that a run answers event by event: what a hunt makes of their answers. */
#include "engine/hunt_set.h"
#include "engine/population.h"

#define STEPS_MIN 4096u /* are kept at least, while there are so many */

/* An event that its primitive has answered for. */
struct asked {
    const struct event *event;
    uint32_t entity;
    int64_t before;           /* the time of the one before it of its entity */
    struct value answer;
    struct evidence evidence; /* of the answer */
};

static struct value fact(const struct asked *a, const char *name)
{
    for (unsigned i = 0; i < a->evidence.n_facts; i++) {
        if (str_equal(a->evidence.facts[i].name, str_from(name))) {
            return a->evidence.facts[i].value;
        }
    }
    return value_null();
}

/* Is the event one that counts for its entity? */
static bool is_measured(const struct hunt_set *set, struct eval *ev)
{
    static const uint32_t needed[N_PRIMITIVES] = {[PRIMITIVE_PREVIOUS] = 1, [PRIMITIVE_TRAVEL] = TRAVEL_LONGITUDE + 1};
    if (hunt_rows_of(set->prim->kind) >= HUNT_ASKERS) {
        return true; /* `where` is of the events that it asks for */
    }
    if (!eval_test(ev, set->state->where)) {
        return false;
    }
    for (uint32_t i = 0; i < needed[set->prim->kind]; i++) {
        if (eval_node(ev, set->program->args[set->state->v.first + i]).kind == VALUE_NULL) {
            return false;
        }
    }
    return true;
}

static void cell_add(struct hunt_cell *cell, const struct event *event)
{
    cell->count++;
    cell->x = number_add(cell->x, number_int(1));
    cell->last_time = event->time;
}

/* ---- changes ---- */

static void change_gather(struct hunt_set *set, struct eval *ev, const struct asked *a)
{
    struct value to = eval_node(ev, set->program->args[set->state->v.first]);
    symbol pair[2] = {symbol_of(set->symbols, &a->answer), symbol_of(set->symbols, &to)};
    if (pair[0] == pair[1]) {
        return;
    }
    uint32_t at = hunt_cell_of_pair(set, a->entity, symbol_tuple(set->symbols, pair, 2), a->event);
    cell_add(&set->cells.items[at], a->event);
}

/* ---- steps ---- */

/* Room for one more row; ranks beyond the table are not kept. */
static void rows_prune(struct hunt_set *set)
{
    size_t most = set->top > STEPS_MIN / 2 ? (size_t)set->top * 2 : STEPS_MIN;
    if (set->top > 0 && set->cells.len >= most) {
        hunt_rank_prune(set, set->top);
    }
}

/* A step from one event to the next. */
static struct hunt_cell *step_new(struct hunt_set *set, const struct asked *a, struct number x)
{
    rows_prune(set);
    uint32_t at = hunt_cell_new(set, a->entity, 0, a->event);
    struct hunt_cell *cell = &set->cells.items[at];
    cell->bucket = (int64_t)set->n_steps++;
    cell->count = 1;
    cell->x = x;
    cell->first_time = a->before;
    cell->last_time = a->event->time;
    return cell;
}

static void journey_gather(struct hunt_set *set, const struct asked *a)
{
    struct value km = fact(a, "km"), hours = fact(a, "hours"), from = fact(a, "from"), to = fact(a, "to");
    struct hunt_cell *cell = step_new(set, a, number_float(a->answer.f));
    struct hunt_journey *journey = arena_new(&set->arena, struct hunt_journey);
    *journey = (struct hunt_journey){km.f, hours.f, arena_str(&set->arena, value_text(&from)),
                                     arena_str(&set->arena, value_text(&to))};
    cell->journey = journey;
}

/* ---- askers ---- */

static void asker_gather(struct hunt_set *set, const struct asked *a)
{
    if (a->answer.b) {
        uint32_t at = hunt_cell_of_entity(set, a->entity, a->event);
        cell_add(&set->cells.items[at], a->event);
    }
}

/* ---- waits ---- */

static void wait_begin(struct hunt_set *set, const struct asked *a)
{
    struct str id = event_id(a->event);
    struct population_wait wait = population_wait_of(set->populations, set->prim_id);
    vec_push(&set->waits, ((struct hunt_wait){wait, a->entity, {mem_copy(id.ptr, id.len), id.len}}));
}

static void wait_end(struct hunt_set *set, const struct hunt_wait *w)
{
    if (!population_absent(set->populations, &w->wait)) {
        return;
    }
    rows_prune(set);
    vec_push(&set->cells, ((struct hunt_cell){
        .entity = w->entity,
        .bucket = (int64_t)set->n_steps++,
        .count = 1,
        .x = number_int(w->wait.time),
        .first_time = w->wait.time,
        .last_time = w->wait.time,
        .event_id = arena_str(&set->arena, w->event_id),
    }));
}

/* All have the same W, so they are decided in the order in which they began. */
static void waits_settle(struct hunt_set *set, int64_t time)
{
    while (set->waits_from < set->waits.len && set->waits.items[set->waits_from].wait.until < time) {
        struct hunt_wait *w = &set->waits.items[set->waits_from++];
        wait_end(set, w);
        free((void *)w->event_id.ptr);
        w->event_id = STR("");
    }
    if (set->waits_from > STEPS_MIN && set->waits_from > set->waits.len / 2) {
        set->waits.len -= set->waits_from;
        memmove(set->waits.items, set->waits.items + set->waits_from, set->waits.len * sizeof *set->waits.items);
        set->waits_from = 0;
    }
}

void hunt_asked_release(struct hunt_set *set)
{
    for (size_t i = set->waits_from; i < set->waits.len; i++) {
        free((void *)set->waits.items[i].event_id.ptr);
    }
    vec_release(&set->waits);
}

/* ---- an event ---- */

/* Of one that its primitive measures, and has an answer for. */
static void answer_gather(struct hunt_set *set, struct eval *ev, struct asked *a)
{
    if (set->prim->kind == PRIMITIVE_PREVIOUS) {
        change_gather(set, ev, a);
    } else if (set->prim->kind == PRIMITIVE_SEEN) {
        asker_gather(set, a);
    } else if (set->prim->kind == PRIMITIVE_ABSENT) {
        wait_begin(set, a);
    } else if (set->prim->kind == PRIMITIVE_ELAPSED) {
        step_new(set, a, number_int(a->answer.i));
    } else if (a->answer.f > 0) {
        population_explain(set->populations, set->prim_id, &a->evidence);
        journey_gather(set, a);
    }
}

static void event_gather(struct hunt_set *set, struct eval *ev, const struct event *event)
{
    uint32_t key;
    struct asked a = {.event = event, .answer = population_answer_of(set->populations, set->prim_id)};
    if (!eval_key(ev, set->key, &key)) {
        return;
    }
    a.entity = entity_meet(&set->entities, key, event->time);
    if (!is_measured(set, ev)) {
        return;
    }
    vec_reach(&set->totals, a.entity);
    vec_reach(&set->latest, a.entity);
    a.before = set->latest.items[a.entity];
    set->latest.items[a.entity] = event->time;
    set->totals.items[a.entity]++;
    if (a.answer.kind != VALUE_NULL) {
        answer_gather(set, ev, &a);
    }
    evidence_release(&a.evidence);
}

/* Answers for the event. Is it one of the rule's population? What is seen has one of its own. */
static bool is_of_rule(struct hunt_set *set, const struct event *event)
{
    uint32_t n;
    const uint32_t *populations = population_answer(set->populations, event, &n);
    for (uint32_t i = 0; i < n; i++) {
        if (populations[i] == set->program->rules[0].population) {
            return true;
        }
    }
    return false;
}

void hunt_asked_gather(struct hunt_set *set, struct run *run, const struct event *event)
{
    waits_settle(set, event->time);
    if (is_of_rule(set, event)) {
        run->stats->rules[0].matched++;
        event_gather(set, run->ev, event);
    }
    population_learn(set->populations);
}
