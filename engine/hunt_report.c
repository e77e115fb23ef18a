#include "engine/hunt_report.h"

#include <stdlib.h>

#include "engine/sink_json.h"

/* ---- rows ---- */

/* Of a part of a key: 1.0 is the key 1, whichever of them comes first. */
static struct hunt_field field_make(struct hunt_report *r, struct str name, const struct value *v)
{
    struct buf text = BUF_INIT, json = BUF_INIT;
    struct value number = v->kind == VALUE_FLOAT ? symbol_value(r->symbols, symbol_of(r->symbols, v)) : *v;
    value_print(&number, &text);
    value_json(&number, &json);
    struct hunt_field f = {arena_str(&r->arena, name), arena_str(&r->arena, buf_str(&text)),
                           arena_str(&r->arena, buf_str(&json))};
    buf_release(&text);
    buf_release(&json);
    return f;
}

/* What the rule itself shows. */
static unsigned shown_count(const struct hunt_report *r, const struct alert *a)
{
    return a->n_fields - r->grouped;
}

/* The row's key as one number, among those of its rule. */
static uint32_t key_of(struct hunt_report *r, const struct alert *a)
{
    uint32_t key = a->once_key;
    if (a->rule->once_every == 0) {
        vec_reset(&r->parts);
        for (unsigned i = 0; i < shown_count(r, a); i++) {
            vec_push(&r->parts, symbol_of(r->symbols, &a->fields[i].value));
        }
        key = symbol_tuple(r->symbols, r->parts.items, (unsigned)r->parts.len);
    }
    if (r->grouped) {
        symbol both[2] = {symbol_of(r->symbols, &a->fields[a->n_fields - 1].value), key};
        key = symbol_tuple(r->symbols, both, 2);
    }
    return key;
}

/* A part of `once per` is called as where the rule shows it; else it is what it means. */
static void add_part_name(const struct hunt_report *r, const struct program_rule *rule, uint32_t node, struct buf *out)
{
    for (uint32_t i = 0; i < rule->show.count - r->grouped; i++) {
        const struct program_show *show = &r->program->shows[rule->show.first + i];
        if (show->node == node) {
            buf_add_str(out, show->name);
            return;
        }
    }
    program_print_node(r->program, node, out);
}

/* Stands the node before its place already? */
static bool is_repeated(const uint32_t *nodes, uint32_t place)
{
    for (uint32_t i = 0; i < place; i++) {
        if (nodes[i] == nodes[place]) {
            return true;
        }
    }
    return false;
}

/* The parts of `once per`, each once. */
static void key_of_once(struct hunt_report *r, const struct alert *a, struct hunt_finding *row)
{
    struct program_run per = a->rule->once_per;
    struct buf name = BUF_INIT;
    symbol *parts = arena_array(&r->arena, per.count, sizeof *parts);
    symbol_parts(r->symbols, a->once_key, per.count, parts);
    row->key = arena_array(&r->arena, per.count, sizeof *row->key);
    for (uint32_t i = 0; i < per.count; i++) {
        struct value v = symbol_value(r->symbols, parts[i]);
        buf_reset(&name);
        add_part_name(r, a->rule, r->program->args[per.first + i], &name);
        if (!is_repeated(r->program->args + per.first, i)) {
            row->key[row->n_key++] = field_make(r, buf_str(&name), &v);
        }
    }
    buf_release(&name);
}

static void key_of_shown(struct hunt_report *r, const struct alert *a, struct hunt_finding *row)
{
    row->n_key = shown_count(r, a);
    row->key = arena_array(&r->arena, row->n_key, sizeof *row->key);
    for (unsigned i = 0; i < row->n_key; i++) {
        row->key[i] = field_make(r, a->fields[i].name, &a->fields[i].value);
    }
}

static void evidence_keep(struct hunt_report *r, const struct alert *a, struct hunt_finding *row)
{
    struct buf json = BUF_INIT;
    sink_json_evidence(a, &json);
    row->evidence = arena_str(&r->arena, buf_str(&json));
    buf_release(&json);
    row->n_reasons = a->n_evidence;
    row->reasons = arena_array(&r->arena, a->n_evidence, sizeof *row->reasons);
    for (unsigned i = 0; i < a->n_evidence; i++) {
        const struct alert_evidence *e = &a->evidence[i];
        bool alone = a->n_evidence == 1;
        row->reasons[i] = alone ? arena_str(&r->arena, e->text)
                                : arena_printf(&r->arena, "%.*s: %.*s", STR_ARG(e->expr), STR_ARG(e->text));
    }
}

static struct hunt_finding finding_make(struct hunt_report *r, const struct alert *a)
{
    struct hunt_finding row = {
        .rule = a->rule,
        .first_time = a->time,
        .title = arena_str(&r->arena, a->title),
        .event_id = arena_str(&r->arena, a->event_id),
    };
    if (a->rule->once_every > 0) {
        key_of_once(r, a, &row);
    } else {
        key_of_shown(r, a, &row);
    }
    if (r->grouped) {
        row.by = field_make(r, a->fields[a->n_fields - 1].name, &a->fields[a->n_fields - 1].value);
    }
    evidence_keep(r, a, &row);
    return row;
}

static bool report_alert(struct sink *sink, const struct alert *alert, struct err *err)
{
    struct hunt_report *r = (struct hunt_report *)sink;
    bool added;
    (void)err;
    uint64_t rule = (uint64_t)(alert->rule - r->program->rules);
    uint32_t key = key_of(r, alert);
    uint32_t *at = map64_put(&r->index, rule << 32 | key, &added);
    if (added) {
        *at = (uint32_t)r->rows.len;
        vec_push(&r->rows, finding_make(r, alert));
    }
    struct hunt_finding *row = &r->rows.items[*at];
    row->count++;
    row->last_time = alert->time;
    return true;
}

static bool report_finish(struct sink *sink, struct err *err)
{
    (void)sink;
    (void)err;
    return true;
}

static void report_release(struct sink *sink)
{
    hunt_report_free((struct hunt_report *)sink);
}

struct hunt_report *hunt_report_new(const struct program *program, struct symbols *symbols, bool grouped)
{
    struct hunt_report *r = mem_zalloc(sizeof *r);
    r->sink = (struct sink){report_alert, report_finish, report_release};
    r->program = program;
    r->symbols = symbols;
    r->grouped = grouped;
    return r;
}

void hunt_report_free(struct hunt_report *r)
{
    if (r != NULL) {
        vec_release(&r->rows);
        vec_release(&r->groups);
        vec_release(&r->parts);
        map64_release(&r->index);
        arena_release(&r->arena);
        free(r);
    }
}

/* ---- ranks ---- */

static int order_of(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int keys_compare(const struct hunt_finding *a, const struct hunt_finding *b)
{
    int order = str_compare(a->by.json, b->by.json);
    for (unsigned i = 0; order == 0 && i < a->n_key && i < b->n_key; i++) {
        order = str_compare(a->key[i].json, b->key[i].json);
    }
    return order;
}

/* The worst comes first; then what its rule says seldom; then what happened seldom; then
 * the earliest. The rest is there so that the order never depends on hashing. */
static int row_compare(const void *left, const void *right)
{
    const struct hunt_finding *a = left, *b = right;
    int order = order_of(b->rule->severity, a->rule->severity);
    order = order != 0 ? order : order_of(a->rule_rows, b->rule_rows);
    order = order != 0 ? order : order_of(a->count, b->count);
    order = order != 0 ? order : (a->first_time > b->first_time) - (a->first_time < b->first_time);
    order = order != 0 ? order : str_compare(a->rule->name, b->rule->name);
    return order != 0 ? order : keys_compare(a, b);
}

static void rows_count(struct hunt_report *r)
{
    uint64_t *counts = mem_zalloc((r->program->n_rules + 1) * sizeof *counts);
    for (size_t i = 0; i < r->rows.len; i++) {
        counts[r->rows.items[i].rule - r->program->rules]++;
    }
    for (size_t i = 0; i < r->rows.len; i++) {
        r->rows.items[i].rule_rows = counts[r->rows.items[i].rule - r->program->rules];
    }
    free(counts);
}

/* A group on its way to its place. */
struct place {
    struct hunt_group group;
    uint32_t number;    /* in the order of their best rows */
    enum severity best;
};

static int place_compare(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    int order = order_of(b->best, a->best);
    order = order != 0 ? order : order_of(b->group.n_rules, a->group.n_rules);
    return order != 0 ? order : order_of(a->number, b->number);
}

static int group_compare(const void *left, const void *right)
{
    const struct hunt_finding *a = left, *b = right;
    return a->group != b->group ? order_of(a->group, b->group) : row_compare(left, right);
}

typedef VEC(struct place) place_vec;

/* The groups in the order of their best rows, which the rows are in. */
static void groups_find(struct hunt_report *r, place_vec *places)
{
    struct strmap by = STRMAP_INIT;
    struct map64 rules = MAP64_INIT;
    for (size_t i = 0; i < r->rows.len; i++) {
        bool added;
        struct hunt_finding *row = &r->rows.items[i];
        uint32_t *at = strmap_put(&by, row->by.json, &added);
        if (added) {
            *at = (uint32_t)places->len;
            vec_push(places, ((struct place){{.by = row->by.json}, *at, row->rule->severity}));
        }
        row->group = *at;
        struct hunt_group *group = &places->items[*at].group;
        map64_put(&rules, (uint64_t)*at << 32 | (uint64_t)(row->rule - r->program->rules), &added);
        group->n_rules += added;
        group->n_rows++;
        group->count += row->count;
    }
    strmap_release(&by);
    map64_release(&rules);
}

static void groups_rank(struct hunt_report *r)
{
    place_vec places = VEC_INIT;
    groups_find(r, &places);
    if (places.len > 1) {
        qsort(places.items, places.len, sizeof *places.items, place_compare);
    }
    uint32_t *position = mem_zalloc((places.len + 1) * sizeof *position);
    for (uint32_t i = 0; i < places.len; i++) {
        position[places.items[i].number] = i;
        vec_push(&r->groups, places.items[i].group);
    }
    for (size_t i = 0; i < r->rows.len; i++) {
        r->rows.items[i].group = position[r->rows.items[i].group];
    }
    free(position);
    vec_release(&places);
}

void hunt_report_rank(struct hunt_report *r)
{
    r->symbols = NULL;
    rows_count(r);
    if (r->rows.len > 1) {
        qsort(r->rows.items, r->rows.len, sizeof *r->rows.items, row_compare);
    }
    groups_rank(r);
    if (r->rows.len > 1) {
        qsort(r->rows.items, r->rows.len, sizeof *r->rows.items, group_compare);
    }
}
