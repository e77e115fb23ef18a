#include "engine/hunt_set.h"

#include <stdlib.h>

#include "base/timefmt.h"
#include "engine/spread.h"

/* One candidate row. Smaller comes first: by major, minor, time, then by the
 * text of its keys, so that the order never depends on symbols or hashing. */
struct rank {
    const struct hunt_set *set;
    uint32_t cell;
    double major, minor;
    int64_t time;
};

typedef VEC(struct rank) rank_vec;

/* An entity's buckets as a whole, for spike. */
struct profile {
    int64_t n; /* from its first to the last of the data */
    struct spread_sums sums;
};

/* ---- the keys of a cell ---- */

unsigned hunt_v_count(const struct hunt_set *set)
{
    enum hunt_rows rows = hunt_rows_of(set->prim->kind);
    return rows == HUNT_PAIRS ? set->state->v.count : rows == HUNT_CHANGES ? 2 : 0;
}

static unsigned key_count(const struct hunt_set *set)
{
    return hunt_v_count(set) + set->key.count;
}

/* The symbols of v…, k… (a cell of an entity has no v). */
static unsigned cell_symbols(const struct hunt_set *set, const struct hunt_cell *cell, symbol *parts)
{
    unsigned n = hunt_v_count(set);
    symbol_parts(set->symbols, cell->v, n, parts);
    symbol_parts(set->symbols, entity_key(&set->entities, cell->entity), set->key.count, parts + n);
    return n + set->key.count;
}

static void symbol_print(const struct hunt_set *set, symbol s, struct buf *out)
{
    struct value v = symbol_value(set->symbols, s);
    value_print(&v, out);
}

static int keys_compare(const struct hunt_set *set, const struct hunt_cell *a, const struct hunt_cell *b)
{
    struct buf left = BUF_INIT, right = BUF_INIT;
    symbol *x = mem_alloc((key_count(set) + 1) * sizeof *x);
    symbol *y = mem_alloc((key_count(set) + 1) * sizeof *y);
    unsigned n = cell_symbols(set, a, x);
    int order = 0;
    cell_symbols(set, b, y);
    for (unsigned i = 0; order == 0 && i < n; i++) {
        if (x[i] != y[i]) {
            buf_reset(&left);
            buf_reset(&right);
            symbol_print(set, x[i], &left);
            symbol_print(set, y[i], &right);
            order = str_compare(buf_str(&left), buf_str(&right));
        }
    }
    free(x);
    free(y);
    buf_release(&left);
    buf_release(&right);
    return order;
}

static int rank_compare(const void *left, const void *right)
{
    const struct rank *a = left, *b = right;
    if (a->major != b->major) {
        return a->major < b->major ? -1 : 1;
    }
    if (a->minor != b->minor) {
        return a->minor < b->minor ? -1 : 1;
    }
    if (a->time != b->time) {
        return a->time < b->time ? -1 : 1;
    }
    const struct hunt_cell *x = &a->set->cells.items[a->cell], *y = &a->set->cells.items[b->cell];
    int order = keys_compare(a->set, x, y);
    return order != 0 ? order : (x->bucket > y->bucket) - (x->bucket < y->bucket);
}

/* ---- spike: every bucket against the others ---- */

static struct profile *profiles_make(const struct hunt_set *set)
{
    size_t n = set->entities.first.len;
    struct profile *profiles = mem_zalloc((n + 1) * sizeof *profiles);
    int64_t last = floor_div(set->last, set->prim->options.per);
    for (size_t i = 0; i < n; i++) {
        profiles[i].n = last - floor_div(set->entities.first.items[i], set->prim->options.per) + 1;
    }
    for (size_t i = 0; i < set->cells.len; i++) {
        spread_add(&profiles[set->cells.items[i].entity].sums, set->cells.items[i].x);
    }
    return profiles;
}

static struct spread profile_spread(const struct profile *p, struct number x)
{
    return spread_of(&p->sums, p->n, x);
}

/* ---- ranking ---- */

static bool is_given(const struct hunt_set *set, enum primitive_option option)
{
    return (set->prim->options.given & 1u << option) != 0;
}

static double share_of(const struct hunt_set *set, const struct hunt_cell *cell)
{
    return (double)cell->count / (double)set->totals.items[cell->entity];
}

/* Pairs of the last `recent`, of entities that were there before. */
static void rank_new(const struct hunt_set *set, int64_t recent, rank_vec *out)
{
    int64_t border;
    if (__builtin_sub_overflow(set->last, recent, &border)) {
        border = INT64_MIN;
    }
    for (uint32_t i = 0; i < set->cells.len; i++) {
        const struct hunt_cell *cell = &set->cells.items[i];
        if (cell->first_time >= border && entity_first(&set->entities, cell->entity) < border) {
            double total = (double)set->totals.items[cell->entity];
            vec_push(out, ((struct rank){set, i, -total, 0, cell->first_time}));
        }
    }
}

static void rank_rare(const struct hunt_set *set, rank_vec *out)
{
    const struct primitive_options *o = &set->prim->options;
    for (uint32_t i = 0; i < set->cells.len; i++) {
        const struct hunt_cell *cell = &set->cells.items[i];
        double share = share_of(set, cell), count = (double)cell->count;
        double total = (double)set->totals.items[cell->entity];
        bool enough = !is_given(set, OPTION_MIN) || total >= (double)o->min;
        bool below = !is_given(set, OPTION_BELOW) || share < o->below;
        bool under = !is_given(set, OPTION_UNDER) || count < (double)o->under;
        if (enough && below && under) {
            vec_push(out, ((struct rank){set, i, share, count, 0}));
        }
    }
}

static void rank_spike(const struct hunt_set *set, const struct profile *profiles, rank_vec *out)
{
    const struct primitive_options *o = &set->prim->options;
    for (uint32_t i = 0; i < set->cells.len; i++) {
        const struct hunt_cell *cell = &set->cells.items[i];
        const struct profile *p = &profiles[cell->entity];
        if (p->n < 2 || (is_given(set, OPTION_MIN) && number_less(cell->x, number_int(o->min)))) {
            continue;
        }
        struct spread s = profile_spread(p, cell->x);
        if (!is_given(set, OPTION_SIGMA) || s.z > o->sigma) {
            vec_push(out, ((struct rank){set, i, -s.z, -number_double(cell->x), 0}));
        }
    }
}

static void rank_value(const struct hunt_set *set, rank_vec *out)
{
    for (uint32_t i = 0; i < set->cells.len; i++) {
        vec_push(out, ((struct rank){set, i, -number_double(set->cells.items[i].x), 0, 0}));
    }
}

/* The rarest first; of the entity with the most events. */
static void rank_seldom(const struct hunt_set *set, rank_vec *out)
{
    for (uint32_t i = 0; i < set->cells.len; i++) {
        const struct hunt_cell *cell = &set->cells.items[i];
        double total = (double)set->totals.items[cell->entity];
        vec_push(out, ((struct rank){set, i, (double)cell->count, -total, cell->first_time}));
    }
}

/* The longest pause, the fastest journey, the latest of those that waited. */
static void rank_steps(const struct hunt_set *set, rank_vec *out)
{
    for (uint32_t i = 0; i < set->cells.len; i++) {
        const struct hunt_cell *cell = &set->cells.items[i];
        vec_push(out, ((struct rank){set, i, -number_double(cell->x), 0, cell->first_time}));
    }
}

static int number_compare(const void *left, const void *right)
{
    const struct rank *a = left, *b = right;
    return (a->cell > b->cell) - (a->cell < b->cell);
}

void hunt_rank_prune(struct hunt_set *set, uint32_t n)
{
    rank_vec ranks = VEC_INIT;
    struct arena kept = ARENA_INIT;
    rank_steps(set, &ranks);
    qsort(ranks.items, ranks.len, sizeof *ranks.items, rank_compare);
    qsort(ranks.items, n, sizeof *ranks.items, number_compare);
    for (uint32_t i = 0; i < n; i++) {
        struct hunt_cell cell = set->cells.items[ranks.items[i].cell];
        cell.event_id = arena_str(&kept, cell.event_id);
        if (cell.journey != NULL) {
            struct hunt_journey *journey = arena_new(&kept, struct hunt_journey);
            *journey = *cell.journey;
            journey->from = arena_str(&kept, journey->from);
            journey->to = arena_str(&kept, journey->to);
            cell.journey = journey;
        }
        set->cells.items[i] = cell;
    }
    set->cells.len = n;
    arena_release(&set->arena);
    set->arena = kept;
    vec_release(&ranks);
}

/* ---- rows ---- */

static struct hunt_row row_make(const struct hunt_set *set, const struct hunt_cell *cell,
                                const struct profile *profiles, struct arena *arena)
{
    struct hunt_row row = {
        .count = cell->count,
        .total = set->totals.items[cell->entity],
        .first_time = cell->first_time,
        .last_time = cell->last_time,
        .event_id = arena_str(arena, cell->event_id),
        .measure = number_double(cell->x),
        .share = share_of(set, cell),
    };
    symbol *parts = arena_array(arena, key_count(set), sizeof *parts);
    struct buf text = BUF_INIT;
    row.n_keys = cell_symbols(set, cell, parts);
    row.keys = arena_array(arena, row.n_keys, sizeof *row.keys);
    for (unsigned i = 0; i < row.n_keys; i++) {
        buf_reset(&text);
        symbol_print(set, parts[i], &text);
        row.keys[i] = arena_str(arena, buf_str(&text));
    }
    buf_release(&text);
    if (set->prim->kind == PRIMITIVE_DISTINCT) {
        row.count = (uint64_t)cell->x.i;
    }
    if (set->prim->kind == PRIMITIVE_ELAPSED) {
        row.pause = cell->x.i;
    }
    if (cell->journey != NULL) {
        row.km_h = number_double(cell->x);
        row.km = cell->journey->km;
        row.hours = cell->journey->hours;
        row.from = arena_str(arena, cell->journey->from);
        row.to = arena_str(arena, cell->journey->to);
    }
    if (profiles != NULL) {
        struct spread s = profile_spread(&profiles[cell->entity], cell->x);
        row.mean = s.mean;
        row.sd = s.sd;
        row.z = s.z;
        row.bucket = cell->bucket * set->prim->options.per;
    }
    return row;
}

static void rank_cells(const struct hunt_set *set, const struct hunt_options *options,
                       const struct profile *profiles, rank_vec *ranks)
{
    switch (set->prim->kind) {
    case PRIMITIVE_NEW: rank_new(set, options->recent, ranks); break;
    case PRIMITIVE_RARE: rank_rare(set, ranks); break;
    case PRIMITIVE_SPIKE: rank_spike(set, profiles, ranks); break;
    case PRIMITIVE_PREVIOUS:
    case PRIMITIVE_SEEN: rank_seldom(set, ranks); break;
    case PRIMITIVE_ELAPSED:
    case PRIMITIVE_TRAVEL:
    case PRIMITIVE_ABSENT: rank_steps(set, ranks); break;
    default: rank_value(set, ranks); break;
    }
    if (ranks->len > 1) {
        qsort(ranks->items, ranks->len, sizeof *ranks->items, rank_compare);
    }
}

void hunt_rank(const struct hunt_set *set, const struct hunt_options *options, struct hunt_table *table,
               struct arena *arena)
{
    rank_vec ranks = VEC_INIT;
    struct profile *profiles = set->prim->kind == PRIMITIVE_SPIKE ? profiles_make(set) : NULL;
    rank_cells(set, options, profiles, &ranks);
    table->n_all = hunt_is_pruned(set) ? set->n_steps : ranks.len;
    bool cut = options->top > 0 && options->top < ranks.len;
    table->n_rows = cut ? options->top : (uint32_t)ranks.len;
    table->rows = arena_array(arena, table->n_rows, sizeof *table->rows);
    for (uint32_t i = 0; i < table->n_rows; i++) {
        table->rows[i] = row_make(set, &set->cells.items[ranks.items[i].cell], profiles, arena);
    }
    free(profiles);
    vec_release(&ranks);
}
