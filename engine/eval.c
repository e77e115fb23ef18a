#include "engine/eval.h"

#include <stdlib.h>
#include <string.h>

#include "base/arith.h"
#include "base/mem.h"
#include "engine/blame.h"
#include "engine/chains.h"
#include "engine/index.h"
#include "engine/json_path.h"
#include "engine/lists.h"
#include "engine/memo.h"
#include "engine/plan.h"
#include "engine/regex.h"
#include "lang/function.h"

/* A node, and what is known of its value. */
struct eval_node {
    uint8_t mode;   /* enum plan_mode */
    uint32_t slot;  /* ANSWER, VALUE: the one that decides it */
    uint32_t stamp; /* the tick that `value` is of */
    union {
        struct memo_answers answers; /* ANSWER */
        struct memo_values values;   /* VALUE */
    };
    struct value value;
};

/* A slot that decides nodes: the number of its value in the current event. */
struct eval_slot {
    struct memo_numbers numbers;
    uint32_t stamp;
    uint32_t number; /* NOT_NUMBERED: nothing is remembered for a value like this */
};

/* A group of [*] fields. */
struct eval_group {
    struct program_run slots; /* in group_slots */
    uint32_t element;         /* that any/all look at now */
};

struct eval {
    const struct program *program;
    struct symbols *symbols;
    struct geo *geo;
    struct report report;
    struct lists *lists;
    struct regexes *regexes;
    struct index *index;
    struct chains *chains;
    struct eval_node *nodes;
    struct eval_slot *slots;
    struct eval_group *groups;
    uint32_t *group_slots;
    struct memo_pool pool;
    uint64_t errors;

    /* of the current event */
    const struct event *event;
    const struct value *prims;
    struct arena scratch;
    uint32_t tick;          /* counts events and sets of answers */
    uint32_t event_tick, prims_tick;
    int64_t now;            /* the newest time so far */
};

#define NOT_NUMBERED UINT32_MAX

/* ---- making ---- */

static void groups_make(struct eval *ev)
{
    const struct program *p = ev->program;
    uint32_t used = 0;
    ev->groups = mem_zalloc((p->n_groups + 1) * sizeof *ev->groups);
    ev->group_slots = mem_zalloc((p->n_fields + 1) * sizeof *ev->group_slots);
    for (uint32_t i = 0; i < p->n_fields; i++) {
        if (p->fields[i].group != PROGRAM_NONE) {
            ev->groups[p->fields[i].group].slots.count++;
        }
    }
    for (uint32_t i = 0; i < p->n_groups; i++) {
        ev->groups[i].slots.first = used;
        used += ev->groups[i].slots.count;
        ev->groups[i].slots.count = 0;
    }
    for (uint32_t i = 0; i < p->n_fields; i++) {
        if (p->fields[i].group != PROGRAM_NONE) {
            struct program_run *run = &ev->groups[p->fields[i].group].slots;
            ev->group_slots[run->first + run->count++] = i;
        }
    }
}

static void nodes_make(struct eval *ev)
{
    const struct program *p = ev->program;
    ev->nodes = mem_zalloc((p->n_nodes + 1) * sizeof *ev->nodes);
    ev->slots = mem_zalloc((p->n_fields + 1) * sizeof *ev->slots);
    for (uint32_t i = 0; i < p->n_nodes; i++) {
        ev->nodes[i].mode = (uint8_t)plan_mode(p, i);
        ev->nodes[i].slot = p->nodes[i].depends;
    }
}

struct eval *eval_new(const struct program *program, struct symbols *symbols, struct geo *geo, struct report report,
                      struct err *err)
{
    if (!plan_check(program, err)) {
        return NULL;
    }
    struct regexes *regexes = regexes_new(program->regexes, program->n_regexes, err);
    if (regexes == NULL) {
        return NULL;
    }
    struct eval *ev = mem_zalloc(sizeof *ev);
    ev->program = program;
    ev->symbols = symbols;
    ev->geo = geo;
    ev->report = report;
    ev->regexes = regexes;
    ev->lists = lists_new(program, regexes);
    ev->index = index_new(program);
    ev->chains = chains_new(program, symbols);
    ev->now = INT64_MIN;
    nodes_make(ev);
    groups_make(ev);
    return ev;
}

/* What nodes remember beyond an event. */
static void memory_release(struct eval *ev)
{
    for (uint32_t i = 0; i < ev->program->n_nodes; i++) {
        struct eval_node *n = &ev->nodes[i];
        if (n->mode == PLAN_ANSWER) {
            memo_answers_release(&n->answers);
        } else if (n->mode == PLAN_VALUE) {
            memo_values_release(&n->values);
        }
        n->stamp = 0;
    }
    memo_pool_release(&ev->pool);
}

void eval_free(struct eval *ev)
{
    if (ev == NULL) {
        return;
    }
    memory_release(ev);
    for (uint32_t i = 0; i < ev->program->n_fields; i++) {
        memo_numbers_release(&ev->slots[i].numbers);
    }
    free(ev->nodes);
    free(ev->slots);
    free(ev->groups);
    free(ev->group_slots);
    lists_free(ev->lists);
    regexes_free(ev->regexes);
    index_free(ev->index);
    chains_free(ev->chains);
    arena_release(&ev->scratch);
    free(ev);
}

/* All that is remembered goes: to find out what depends on a list costs more than to compute it again. */
void eval_replace_lists(struct eval *ev, const struct program_list_items *items, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        struct err err = {""};
        if (!lists_replace(ev->lists, &items[i], &err) && ev->report.call != NULL) {
            ev->report.call(ev->report.context, REPORT_WARNING, NULL, REPORT_NOWHERE, err.text);
        }
    }
    memory_release(ev);
    index_free(ev->index);
    ev->index = index_new(ev->program);
}

/* ---- the current event ---- */

/* After 2^32 ticks a stamp would seem to be of now. */
static void ticks_restart(struct eval *ev)
{
    for (uint32_t i = 0; i < ev->program->n_nodes; i++) {
        ev->nodes[i].stamp = 0;
    }
    for (uint32_t i = 0; i < ev->program->n_fields; i++) {
        ev->slots[i].stamp = 0;
    }
    ev->tick = 0;
}

bool eval_load(struct eval *ev, struct store *store, uint64_t salt, int64_t now)
{
    ev->now = now;
    return chains_load(ev->chains, store, salt);
}

void eval_save(struct eval *ev, struct store *store) { chains_save(ev->chains, store, ev->now); }

void eval_begin(struct eval *ev, const struct event *event)
{
    /* At most one more tick follows for the answers of the primitives. */
    if (ev->tick >= UINT32_MAX - 2) {
        ticks_restart(ev);
    }
    ev->event = event;
    ev->now = event->time > ev->now ? event->time : ev->now;
    ev->prims = NULL;
    ev->event_tick = ev->prims_tick = ++ev->tick;
    arena_reset(&ev->scratch);
}

void eval_end(struct eval *ev)
{
    if (ev->event != NULL && ev->program->n_chains > 0) {
        chains_learn(ev->chains, ev, ev->event, ev->now);
    }
}

void eval_set_prims(struct eval *ev, const struct value *answers)
{
    /* A second set for one event is rare: it may start all ticks anew. */
    if (ev->tick == UINT32_MAX) {
        ticks_restart(ev);
        ev->event_tick = ++ev->tick;
    }
    ev->prims = answers;
    ev->prims_tick = ++ev->tick;
}

static struct value slot_value(struct eval *ev, uint32_t slot)
{
    return event_value(ev->event, &ev->event->slots[slot], ev->symbols, &ev->scratch);
}

/* The number under which values that this slot decides are remembered. */
static uint32_t slot_number(struct eval *ev, uint32_t slot)
{
    struct eval_slot *s = &ev->slots[slot];
    if (s->stamp == ev->event_tick) {
        return s->number;
    }
    const struct event_slot *value = &ev->event->slots[slot];
    s->stamp = ev->event_tick;
    if (value->kind == VALUE_STRING && value->symbol != 0) {
        s->number = memo_number(&s->numbers, value->symbol);
    } else if (value->kind == VALUE_NULL) {
        s->number = MEMO_NULL;
    } else if (value->kind == VALUE_BOOL) {
        s->number = value->i != 0 ? MEMO_TRUE : MEMO_FALSE;
    } else {
        s->number = NOT_NUMBERED;
    }
    return s->number;
}

/* ---- fields ---- */

static struct value field_value(struct eval *ev, const struct program_node *n)
{
    const struct event_slot *slot = &ev->event->slots[n->a];
    if (!(n->flags & NODE_BOUND)) {
        return slot_value(ev, n->a);
    }
    uint32_t element = ev->groups[ev->program->fields[n->a].group].element;
    if (slot->kind != VALUE_LIST || element >= slot->len) {
        return value_null();
    }
    return event_value(ev->event, event_item(ev->event, slot, element), ev->symbols, &ev->scratch);
}

static uint32_t group_size(const struct eval *ev, const struct eval_group *g)
{
    uint32_t size = 0;
    for (uint32_t i = 0; i < g->slots.count; i++) {
        const struct event_slot *slot = &ev->event->slots[ev->group_slots[g->slots.first + i]];
        if (slot->kind == VALUE_LIST && slot->len > size) {
            size = slot->len;
        }
    }
    return size;
}

/* Does the predicate hold for an element (`all`: for each) of the group? */
static bool elements_hold(struct eval *ev, uint32_t predicate, uint32_t group, bool all)
{
    struct eval_group *g = &ev->groups[group];
    uint32_t outer = g->element, n = group_size(ev, g);
    bool holds = all && n > 0;
    for (uint32_t i = 0; i < n && holds == all; i++) {
        g->element = i;
        holds = eval_test(ev, predicate);
    }
    g->element = outer;
    return holds;
}

/* ---- comparisons ---- */

/* A text beside an ip is compared as one, unless it is json: that has the type
 * of its own value. */
static bool text_is_ip(const struct value *text, struct type type, const struct value *ip)
{
    struct ip parsed;
    return text->kind == VALUE_STRING && type.kind != TYPE_JSON && ip->kind == VALUE_IP &&
           ip_parse(value_text(text), &parsed) && ip_compare(&parsed, ip->ip) == 0;
}

static bool node_equal(struct eval *ev, const struct program_node *n)
{
    struct value a = eval_node(ev, n->a), b = eval_node(ev, n->b);
    if (a.kind == VALUE_STRING && b.kind == VALUE_STRING && a.symbol != 0 && b.symbol != 0) {
        return a.symbol == b.symbol;
    }
    return value_equal(&a, &b) || text_is_ip(&a, ev->program->nodes[n->a].type, &b) ||
           text_is_ip(&b, ev->program->nodes[n->b].type, &a);
}

static bool node_ordered(struct eval *ev, const struct program_node *n)
{
    int order;
    struct value a = eval_node(ev, n->a), b = eval_node(ev, n->b);
    if (!value_order(&a, &b, &order)) {
        return false;
    }
    switch (n->op) {
    case OP_LT:
        return order < 0;
    case OP_LE:
        return order <= 0;
    case OP_GT:
        return order > 0;
    default:
        return order >= 0;
    }
}

/* Is the ip (or text of one) in the block that the item is? */
static bool item_is_block(const struct value *item, const struct value *v)
{
    struct cidr block;
    struct ip ip;
    if (item->kind != VALUE_STRING || !cidr_parse(value_text(item), &block)) {
        return false;
    }
    if (v->kind == VALUE_IP) {
        return cidr_holds(&block, v->ip);
    }
    return v->kind == VALUE_STRING && ip_parse(value_text(v), &ip) && cidr_holds(&block, &ip);
}

static bool list_holds(struct eval *ev, const struct value *list, const struct value *v, struct type type)
{
    bool nets = type.kind == TYPE_IP || type.kind == TYPE_ADDRESS;
    struct value items = json_path_list(list, &ev->scratch);
    for (uint32_t i = 0; items.kind == VALUE_LIST && i < items.len; i++) {
        const struct value *item = &items.items[i];
        if (value_equal(item, v) || (nets && (item_is_block(item, v) || text_is_ip(v, type, item)))) {
            return true;
        }
    }
    return false;
}

static bool node_in_value(struct eval *ev, const struct program_node *n)
{
    struct value a = eval_node(ev, n->a), b = eval_node(ev, n->b);
    return a.kind != VALUE_NULL && list_holds(ev, &b, &a, ev->program->nodes[n->a].type);
}

static bool node_contains(struct eval *ev, const struct program_node *n)
{
    struct value a = eval_node(ev, n->a), b = eval_node(ev, n->b);
    if (a.kind == VALUE_STRING) {
        return b.kind == VALUE_STRING && str_find(value_text(&a), value_text(&b)) != SIZE_MAX;
    }
    return b.kind != VALUE_NULL && list_holds(ev, &a, &b, ev->program->nodes[n->b].type);
}

/* ---- regular expressions ---- */

/* A search was given up: the rule is told once for each expression. */
static void regex_tell(struct eval *ev, uint32_t list, struct regexes *set, uint32_t regex, size_t len,
                       const char *why)
{
    struct buf text = BUF_INIT;
    uint32_t more;
    ev->errors++;
    if (!regex_tell_once(set, regex)) {
        return;
    }
    uint32_t rule = blame_regexes(ev->program, list, &more);
    buf_add_text(&text, "rule ");
    buf_add_safe(&text, rule == PROGRAM_NONE ? STR("?") : ev->program->rules[rule].name);
    if (more > 0) {
        buf_addf(&text, " (and %u more)", more);
    }
    buf_add_text(&text, ": the search for /");
    buf_add_safe(&text, regex_pattern(set, regex));
    buf_addf(&text, "/ was given up (%s) on a text of %zu bytes in event ", why, len);
    buf_add_safe(&text, event_id(ev->event));
    buf_add_text(&text, "; it counts as no match (said once)");
    if (ev->report.call != NULL) {
        ev->report.call(ev->report.context, REPORT_WARNING, NULL, REPORT_NOWHERE, text.ptr);
    }
    buf_release(&text);
}

static bool node_matches(struct eval *ev, const struct program_node *n)
{
    struct value a = eval_node(ev, n->a);
    struct list_regexes r = lists_regexes(ev->lists, n->b);
    for (uint32_t i = r.first; a.kind == VALUE_STRING && i < r.first + r.count; i++) {
        const char *why = "";
        enum regex_answer answer = regex_search(r.set, i, value_text(&a), &why);
        if (answer == REGEX_YES) {
            return true;
        }
        if (answer == REGEX_GAVE_UP) {
            regex_tell(ev, n->b, r.set, i, a.len, why);
        }
    }
    return false;
}

/* ---- values ---- */

static struct value node_arith(struct eval *ev, const struct program_node *n)
{
    struct value a = eval_node(ev, n->a), b = eval_node(ev, n->b);
    switch (n->op) {
    case OP_ADD:
        return arith_add(&a, &b);
    case OP_SUB:
        return arith_sub(&a, &b);
    case OP_MUL:
        return arith_mul(&a, &b);
    default:
        return arith_div(&a, &b);
    }
}

static struct value node_coalesce(struct eval *ev, const struct program_node *n)
{
    for (uint32_t i = 0; i < n->c; i++) {
        struct value v = eval_node(ev, ev->program->args[n->b + i]);
        if (v.kind != VALUE_NULL) {
            return v;
        }
    }
    return value_null();
}

static struct value node_call(struct eval *ev, const struct program_node *n)
{
    struct value args[FUNCTION_ARGS_MAX];
    for (uint32_t i = 0; i < n->c; i++) {
        args[i] = eval_node(ev, ev->program->args[n->b + i]);
    }
    return function_at(n->a)->call(args, n->c, &ev->scratch);
}

static struct value node_geo(struct eval *ev, const struct program_node *n)
{
    struct value a = eval_node(ev, n->a);
    if (ev->geo == NULL || n->b >= GEO_COUNT) {
        return value_null();
    }
    if (a.kind == VALUE_IP) {
        return geo_part_of_ip(ev->geo, a.ip, (enum program_geo)n->b, ev->symbols);
    }
    if (a.kind == VALUE_STRING) {
        return geo_part(ev->geo, value_text(&a), (enum program_geo)n->b, ev->symbols);
    }
    return value_null();
}

/* What a primitive has kept of a list is its text. */
static struct value node_prim(struct eval *ev, const struct program_node *n)
{
    struct value answer = ev->prims == NULL ? value_null() : ev->prims[n->a];
    return answer.kind == VALUE_JSON ? json_path_get(&answer, NULL, 0, &ev->scratch) : answer;
}

/* ---- nodes ---- */

/* The value, computed: one case for each op. */
static struct value node_compute(struct eval *ev, const struct program_node *n)
{
    struct value a;
    switch ((enum program_op)n->op) {
    case OP_CONST:
        return ev->program->constants[n->a];
    case OP_FIELD:
        return field_value(ev, n);
    case OP_EVENT_TIME:
        return value_time(ev->event->time);
    case OP_EVENT_ID:
        return value_str(event_id(ev->event));
    case OP_EQ:
        return value_bool(node_equal(ev, n));
    case OP_LT:
    case OP_LE:
    case OP_GT:
    case OP_GE:
        return value_bool(node_ordered(ev, n));
    case OP_PRESENT:
        return value_bool(eval_node(ev, n->a).kind != VALUE_NULL);
    case OP_TRUE:
        a = eval_node(ev, n->a);
        return value_bool(a.kind == VALUE_BOOL && a.b);
    case OP_IN:
    case OP_IN_NET:
    case OP_LIKE:
    case OP_ILIKE:
        a = eval_node(ev, n->a);
        return value_bool(lists_hold(ev->lists, (enum program_op)n->op, n->b, &a));
    case OP_LOOKUP:
    case OP_LOOKUP_NET:
        a = eval_node(ev, n->a);
        return lists_lookup(ev->lists, (enum program_op)n->op, n->b, &a);
    case OP_LIST_LENGTH:
        return value_int(lists_length(ev->lists, n->b));
    case OP_IN_VALUE:
        return value_bool(node_in_value(ev, n));
    case OP_MATCHES:
        return value_bool(node_matches(ev, n));
    case OP_CONTAINS:
        return value_bool(node_contains(ev, n));
    case OP_ADD:
    case OP_SUB:
    case OP_MUL:
    case OP_DIV:
        return node_arith(ev, n);
    case OP_NEG:
        a = eval_node(ev, n->a);
        return arith_negate(&a);
    case OP_IF:
        return eval_node(ev, eval_test(ev, n->a) ? n->b : n->c);
    case OP_COALESCE:
        return node_coalesce(ev, n);
    case OP_CALL:
        return node_call(ev, n);
    case OP_GEO:
        return node_geo(ev, n);
    case OP_GET:
        a = eval_node(ev, n->a);
        return json_path_get(&a, ev->program->segments + n->b, n->c, &ev->scratch);
    case OP_ITEM:
        a = eval_node(ev, n->a);
        return json_path_item(&a, n->b, &ev->scratch);
    case OP_PRED:
        return value_bool(eval_test(ev, n->a));
    case OP_ANY:
    case OP_ALL:
        return value_bool(elements_hold(ev, n->a, n->b, n->op == OP_ALL));
    case OP_CHAIN:
        return chains_value(ev->chains, ev, n->c, ev->now);
    case OP_PRIM:
        return node_prim(ev, n);
    case N_OPS:
        break;
    }
    return value_null();
}

/* At most once for each tick. */
static struct value node_once_per(struct eval *ev, uint32_t node, uint32_t tick)
{
    struct eval_node *n = &ev->nodes[node];
    if (n->stamp != tick) {
        n->value = node_compute(ev, &ev->program->nodes[node]);
        n->stamp = tick;
    }
    return n->value;
}

static struct value node_once(struct eval *ev, uint32_t node)
{
    struct eval_node *n = &ev->nodes[node];
    if (n->stamp == 0) {
        struct value v = node_compute(ev, &ev->program->nodes[node]);
        n->value = memo_keep(&ev->pool, ev->symbols, &v);
        n->stamp = 1;
    }
    return n->value;
}

static enum memo_answer answer_of(const struct value *v)
{
    if (v->kind != VALUE_BOOL) {
        return MEMO_IS_NULL;
    }
    return v->b ? MEMO_IS_TRUE : MEMO_IS_FALSE;
}

static struct value node_answer(struct eval *ev, uint32_t node)
{
    struct eval_node *n = &ev->nodes[node];
    uint32_t number = slot_number(ev, n->slot);
    if (number == NOT_NUMBERED) {
        return node_once_per(ev, node, ev->event_tick);
    }
    enum memo_answer answer = memo_answer_get(&n->answers, number);
    if (answer == MEMO_UNKNOWN) {
        struct value v = node_compute(ev, &ev->program->nodes[node]);
        answer = answer_of(&v);
        memo_answer_set(&n->answers, number, answer);
    }
    return answer == MEMO_IS_NULL ? value_null() : value_bool(answer == MEMO_IS_TRUE);
}

static struct value node_value(struct eval *ev, uint32_t node)
{
    struct eval_node *n = &ev->nodes[node];
    struct value v;
    uint32_t number = slot_number(ev, n->slot);
    if (number == NOT_NUMBERED) {
        return node_once_per(ev, node, ev->event_tick);
    }
    if (!memo_value_get(&n->values, &ev->pool, ev->symbols, number, &v)) {
        v = node_compute(ev, &ev->program->nodes[node]);
        v = memo_value_set(&n->values, &ev->pool, ev->symbols, number, &v);
    }
    return v;
}

struct value eval_node(struct eval *ev, uint32_t node)
{
    switch ((enum plan_mode)ev->nodes[node].mode) {
    case PLAN_DIRECT:
        break;
    case PLAN_EVENT:
        return node_once_per(ev, node, ev->event_tick);
    case PLAN_STATEFUL:
        return node_once_per(ev, node, ev->prims_tick);
    case PLAN_ONCE:
        return node_once(ev, node);
    case PLAN_ANSWER:
        return node_answer(ev, node);
    case PLAN_VALUE:
        return node_value(ev, node);
    }
    return node_compute(ev, &ev->program->nodes[node]);
}

struct value eval_kept(struct eval *ev, uint32_t node)
{
    struct value v = eval_node(ev, node);
    switch ((enum value_kind)v.kind) {
    case VALUE_STRING:
    case VALUE_JSON:
    case VALUE_LIST:
    case VALUE_IP:
        return symbol_value(ev->symbols, symbol_of(ev->symbols, &v));
    default: /* holds by itself; a symbol would make a float whole */
        return v;
    }
}

/* ---- predicates and keys ---- */

static bool node_holds(void *context, uint32_t node)
{
    struct eval *ev = context;
    struct eval_node *n = &ev->nodes[node];
    if (n->mode == PLAN_ANSWER) {
        uint32_t number = slot_number(ev, n->slot);
        enum memo_answer answer = number == NOT_NUMBERED ? MEMO_UNKNOWN : memo_answer_get(&n->answers, number);
        if (answer != MEMO_UNKNOWN) {
            return answer == MEMO_IS_TRUE;
        }
    }
    struct value v = eval_node(ev, node);
    return v.kind == VALUE_BOOL && v.b;
}

bool eval_test(struct eval *ev, uint32_t predicate)
{
    const struct program_test *tests = ev->program->tests;
    while (predicate < PROGRAM_FALSE) {
        const struct program_test *t = &tests[predicate];
        predicate = node_holds(ev, t->node) ? t->yes : t->no;
    }
    return predicate == PROGRAM_TRUE;
}

#define KEY_PARTS 16u /* more than anybody writes; longer keys take scratch */

bool eval_key(struct eval *ev, struct program_run args, uint32_t *key)
{
    symbol few[KEY_PARTS];
    symbol *parts = args.count <= KEY_PARTS ? few : arena_array(&ev->scratch, args.count, sizeof *parts);
    for (uint32_t i = 0; i < args.count; i++) {
        struct value v = eval_node(ev, ev->program->args[args.first + i]);
        parts[i] = symbol_of(ev->symbols, &v);
        if (parts[i] == 0) {
            return false;
        }
    }
    *key = symbol_tuple(ev->symbols, parts, args.count);
    return true;
}

const uint32_t *eval_candidates(struct eval *ev, uint32_t *count)
{
    return index_candidates(ev->index, ev->event, ev->symbols, node_holds, ev, count);
}

/* ---- numbers ---- */

uint64_t eval_errors(const struct eval *ev) { return ev->errors; }

size_t eval_bytes(const struct eval *ev)
{
    size_t bytes = memo_pool_bytes(&ev->pool) + index_bytes(ev->index) + chains_bytes(ev->chains) +
                   regexes_bytes(ev->regexes) + ev->scratch.used;
    for (uint32_t i = 0; i < ev->program->n_nodes; i++) {
        const struct eval_node *n = &ev->nodes[i];
        if (n->mode == PLAN_ANSWER) {
            bytes += memo_answers_bytes(&n->answers);
        } else if (n->mode == PLAN_VALUE) {
            bytes += memo_values_bytes(&n->values);
        }
    }
    for (uint32_t i = 0; i < ev->program->n_fields; i++) {
        bytes += memo_numbers_bytes(&ev->slots[i].numbers);
    }
    return bytes;
}
