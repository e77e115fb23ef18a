/* spike(m for k, per B, within W, sigma Z, min M, after L): more in this bucket
 * of time than the entity's past explains, and a record among its buckets. */
#include "engine/dirty.h"
#include "engine/known_data.h"
#include "engine/pairs.h"
#include "engine/prim.h"
#include "engine/series.h"
#include "engine/stand.h"

#include "base/timefmt.h"

/* The largest bucket of a baseline: the n before `bucket`. */
struct record {
    int64_t bucket, n; /* n 0: none yet */
    struct number max;
};

/* A primitive that reads the state, by what its marks are called in rows: its id is another one in a program with
 * other rules. Primitives with equal thresholds have equal marks. */
struct reader {
    uint32_t id;
    struct str name;
};

struct state {
    enum primitive_measure measure;
    int64_t per;
    int64_t span;             /* W/B: buckets of the baseline at most */
    struct series_set series;
    struct pairs pairs;       /* of distinct */
    VEC(int64_t) last;        /* by pair: the bucket it was last counted in */
    VEC(struct record) records;
    struct map64 marks;       /* (primitive, entity) -> index into marked */
    VEC(int64_t) marked;      /* the last bucket that answered true */
    VEC(struct reader) readers; /* kept: by name */
    struct arena names;
    struct dirty changed;       /* entities */
    struct dirty changed_pairs;
};

/* The options that change the answer and not what is learnt: "after 3d, min 10, sigma 4.0". */
static void thresholds_print(const struct primitive_options *o, struct buf *out)
{
    struct value sigma = value_float(o->sigma);
    buf_add_text(out, "after ");
    duration_format(o->after, out);
    if (o->after % TIME_SECOND != 0) {
        buf_addf(out, " %lldus", (long long)(o->after % TIME_SECOND));
    }
    buf_addf(out, ", min %lld, sigma ", (long long)o->min);
    value_json(&sigma, out);
}

/* Rows tell marks in the order of names, whatever the ids are. */
static void reader_add(struct state *s, struct reader r)
{
    size_t at = s->readers.len;
    vec_push(&s->readers, r);
    for (; at > 0 && str_compare(s->readers.items[at - 1].name, r.name) > 0; at--) {
        s->readers.items[at] = s->readers.items[at - 1];
    }
    s->readers.items[at] = r;
}

static void readers_make(struct state *s, const struct prim_setup *setup)
{
    struct buf name = BUF_INIT;
    for (uint32_t i = 0; i < setup->program->n_prims; i++) {
        if (setup->program->prims[i].state == setup->number) {
            buf_reset(&name);
            thresholds_print(&setup->program->prims[i].options, &name);
            reader_add(s, (struct reader){i, arena_str(&s->names, buf_str(&name))});
        }
    }
    buf_release(&name);
}

static void *spike_make(const struct prim_setup *setup)
{
    struct state *s = mem_zalloc(sizeof *s);
    s->measure = setup->state->measure;
    s->per = setup->state->per;
    s->span = setup->state->within == FOREVER ? FOREVER : setup->state->within / setup->state->per;
    s->changed.on = s->changed_pairs.on = setup->kept;
    if (setup->kept) {
        readers_make(s, setup);
    }
    return s;
}

static void spike_free(void *state)
{
    struct state *s = state;
    series_set_release(&s->series);
    pairs_release(&s->pairs);
    vec_release(&s->last);
    vec_release(&s->records);
    map64_release(&s->marks);
    vec_release(&s->marked);
    vec_release(&s->readers);
    arena_release(&s->names);
    dirty_release(&s->changed);
    dirty_release(&s->changed_pairs);
    free(s);
}

/* What the event adds to its bucket. */
static struct number step_of(const struct state *s, const struct prim_query *q, int64_t bucket)
{
    if (s->measure == MEASURE_SUM) {
        return q->amount;
    }
    if (s->measure == MEASURE_DISTINCT) {
        uint32_t pair = pairs_find(&s->pairs, q->entity, q->v);
        return number_int(pair == PAIRS_NONE || s->last.items[pair] != bucket);
    }
    return number_int(1);
}

static struct stand stand_of(struct state *s, const struct program_prim *prim, const struct prim_query *q)
{
    struct stand a = {.bucket = floor_div(q->now, s->per)};
    int64_t from = floor_div(q->first, s->per);
    if (s->span < a.bucket - from) {
        from = a.bucket - s->span;
    }
    series_expire(&s->series, q->entity, from);
    a.x = number_add(series_current(&s->series, q->entity, a.bucket), step_of(s, q, a.bucket));
    a.base = series_moments_before(&s->series, q->entity, a.bucket, a.bucket - from);
    double floor = sqrt(a.base.mean > 0 ? a.base.mean : 0);
    floor = floor > a.base.sd ? floor : a.base.sd;
    double margin = prim->options.sigma * (floor > 1 ? floor : 1);
    a.threshold = a.base.mean + margin;
    return a;
}

static bool is_record(struct state *s, const struct prim_query *q, const struct stand *a)
{
    vec_reach(&s->records, q->entity);
    struct record *r = &s->records.items[q->entity];
    if (r->n != a->base.n || r->bucket != a->bucket) { /* a straggler that comes first makes n larger */
        *r = (struct record){a->bucket, a->base.n,
                             series_max_before(&s->series, q->entity, a->bucket, a->base.n)};
    }
    return number_less(r->max, a->x);
}

static uint64_t mark_key(uint32_t id, uint32_t entity)
{
    return (uint64_t)id << 32 | entity;
}

/* True the first time for (primitive, entity, bucket). */
static bool mark_take(struct state *s, uint32_t id, uint32_t entity, int64_t bucket)
{
    bool added;
    uint32_t *at = map64_put(&s->marks, mark_key(id, entity), &added);
    dirty_mark(&s->changed, entity);
    if (added) {
        *at = (uint32_t)s->marked.len;
        vec_push(&s->marked, bucket);
        return true;
    }
    bool first = s->marked.items[*at] != bucket;
    s->marked.items[*at] = bucket;
    return first;
}

static struct value spike_answer(void *state, const struct program_prim *prim, uint32_t id, const struct prim_query *q)
{
    struct state *s = state;
    if (!q->measured || !prim_known(prim, q)) {
        return value_bool(false);
    }
    struct stand a = stand_of(s, prim, q);
    bool high = a.base.n > 0 && !number_less(a.x, number_int(prim->options.min)) &&
                number_double(a.x) > a.threshold && is_record(s, q, &a);
    return value_bool(high && mark_take(s, id, q->entity, a.bucket));
}

static void pair_count(struct state *s, const struct prim_query *q, int64_t bucket)
{
    bool added;
    uint32_t pair = pairs_add(&s->pairs, q->entity, q->v, &added);
    if (added) {
        vec_push(&s->last, bucket);
    } else if (s->last.items[pair] != bucket) {
        s->last.items[pair] = bucket;
    } else {
        return;
    }
    dirty_mark(&s->changed_pairs, pair);
}

static void spike_update(void *state, const struct prim_query *q)
{
    struct state *s = state;
    if (!q->measured) {
        return;
    }
    int64_t bucket = floor_div(q->now, s->per);
    dirty_mark(&s->changed, q->entity);
    series_add(&s->series, q->entity, bucket, step_of(s, q, bucket));
    if (s->measure == MEASURE_DISTINCT) {
        pair_count(s, q, bucket);
    }
    if (s->span != FOREVER) {
        series_expire(&s->series, q->entity, bucket - s->span);
    }
}

static void spike_explain(void *state, const struct program_prim *prim, const struct prim_query *q,
                          struct evidence *out)
{
    struct state *s = state;
    struct stand a = stand_of(s, prim, q);
    stand_explain(&a, s->measure, s->per, q->time - q->first, out);
}

static size_t spike_bytes(const void *state)
{
    const struct state *s = state;
    return sizeof *s + series_set_bytes(&s->series) + pairs_bytes(&s->pairs) + s->last.cap * sizeof *s->last.items +
           s->records.cap * sizeof *s->records.items + map64_bytes(&s->marks) +
           s->marked.cap * sizeof *s->marked.items + s->readers.cap * sizeof *s->readers.items + s->names.used +
           dirty_bytes(&s->changed) + dirty_bytes(&s->changed_pairs);
}

/* ---- rows ---- */

/* Has the reader before this one the same name, and so the same marks? */
static bool is_repeated(const struct state *s, size_t i)
{
    return i > 0 && str_equal(s->readers.items[i - 1].name, s->readers.items[i].name);
}

/* "name":bucket, …; how many there are. */
static unsigned marks_print(const struct state *s, uint32_t entity, struct buf *out)
{
    unsigned n = 0;
    for (size_t i = 0; i < s->readers.len; i++) {
        uint32_t at = map64_get(&s->marks, mark_key(s->readers.items[i].id, entity));
        if (at != MAP64_NONE && !is_repeated(s, i)) {
            buf_add_text(out, n++ == 0 ? "" : ",");
            buf_add_json(out, s->readers.items[i].name);
            buf_add_char(out, ':');
            known_seconds_print(s->marked.items[at] * s->per, out);
        }
    }
    return n;
}

static void row_save(const struct state *s, struct known *row, struct buf *text)
{
    buf_reset(text);
    buf_add_text(text, "{\"buckets\":");
    series_save(&s->series, row->entity, s->per, text);
    buf_add_text(text, ",\"marks\":{");
    row->gone = marks_print(s, row->entity, text) == 0 && series_empty(&s->series, row->entity);
    buf_add_text(text, "}}");
    row->data = row->gone ? STR("") : buf_str(text);
}

static void spike_save(void *state, const struct symbols *symbols, known_put put, void *context)
{
    struct state *s = state;
    struct buf text = BUF_INIT;
    (void)symbols;
    for (size_t i = 0; i < s->changed.items.len; i++) {
        struct known row = known_of(s->changed.items.items[i], 0);
        row_save(s, &row, &text);
        put(context, &row);
    }
    for (size_t i = 0; i < s->changed_pairs.items.len; i++) {
        uint32_t pair = s->changed_pairs.items.items[i];
        struct known row = known_of(pairs_entity(&s->pairs, pair), pairs_value(&s->pairs, pair));
        row.last = s->last.items[pair] * s->per;
        put(context, &row);
    }
    dirty_clear(&s->changed);
    dirty_clear(&s->changed_pairs);
    buf_release(&text);
}

static bool pair_load(struct state *s, const struct known *row)
{
    bool added;
    if (s->measure != MEASURE_DISTINCT || !known_is(row, KNOWN_LAST) || row->last % s->per != 0) {
        return false;
    }
    pairs_add(&s->pairs, row->entity, row->value, &added);
    vec_push(&s->last, row->last / s->per);
    return added;
}

/* The mark of all readers of this name; there may be none any more. False: they have one. */
static bool mark_put(struct state *s, struct str name, uint32_t entity, int64_t bucket)
{
    for (size_t i = 0; i < s->readers.len; i++) {
        const struct reader *r = &s->readers.items[i];
        if (!str_equal(r->name, name)) {
            continue;
        }
        if (map64_get(&s->marks, mark_key(r->id, entity)) != MAP64_NONE) {
            return false;
        }
        mark_take(s, r->id, entity, bucket);
    }
    return true;
}

static bool mark_load(struct state *s, uint32_t entity, struct known_data *data)
{
    struct str name;
    int64_t start;
    struct arena arena = ARENA_INIT;
    bool good = known_data_string(data, &arena, &name) && known_data_is(data, ":") &&
                known_data_seconds(data, &start) && start % s->per == 0 &&
                mark_put(s, name, entity, start / s->per);
    arena_release(&arena);
    return good;
}

static bool marks_load(struct state *s, uint32_t entity, struct known_data *data)
{
    if (known_data_is(data, "}")) {
        return true;
    }
    do {
        if (!mark_load(s, entity, data)) {
            return false;
        }
    } while (known_data_is(data, ","));
    return known_data_is(data, "}");
}

/* Events and values are counted. */
static bool counts_hold(const struct state *s, uint32_t entity)
{
    bool hold = true;
    for (uint32_t n = series_first(&s->series, entity); n != 0 && s->measure != MEASURE_SUM;
         n = series_node_at(&s->series, n)->next) {
        struct number x = series_node_at(&s->series, n)->x;
        hold &= !x.is_float && x.i >= 1 && x.i <= KNOWN_N_MAX;
    }
    return hold;
}

static bool spike_load(void *state, struct symbols *symbols, const struct known *row)
{
    struct state *s = state;
    struct known_data data = known_data_of(row->data);
    (void)symbols;
    if (row->value != 0) {
        return pair_load(s, row);
    }
    bool kept = s->changed.on;
    s->changed.on = false; /* marks that were saved are no change */
    bool good = known_is(row, KNOWN_DATA) && known_data_is(&data, "{\"buckets\":") &&
                series_load(&s->series, row->entity, s->per, &data) && counts_hold(s, row->entity) &&
                known_data_is(&data, ",\"marks\":{") && marks_load(s, row->entity, &data) &&
                known_data_is(&data, "}") && known_data_end(&data);
    s->changed.on = kept;
    return good;
}

const struct prim_ops prim_spike = {
    .make = spike_make,
    .free = spike_free,
    .answer = spike_answer,
    .update = spike_update,
    .explain = spike_explain,
    .bytes = spike_bytes,
    .save = spike_save,
    .load = spike_load,
};
