/* travel(ip for k): how fast k must have travelled from the latest earlier located
 * event of P_F to this one. */
#include "engine/dirty.h"
#include "engine/known_data.h"
#include "engine/prim.h"
#include "engine/travel.h"

/* An event that was located. The texts are of the symbol table. */
struct stop {
    int64_t time;
    double latitude, longitude;
    struct str ip, city, country; /* what is not known is empty */
    bool known;
};

struct state {
    VEC(struct stop) latest; /* by entity */
    struct dirty changed; /* entities */
};

static void *travel_make(const struct prim_setup *setup)
{
    struct state *s = mem_zalloc(sizeof *s);
    s->changed.on = setup->kept;
    return s;
}

static void travel_free(void *state)
{
    struct state *s = state;
    vec_release(&s->latest);
    dirty_release(&s->changed);
    free(s);
}

static struct str text_of(const struct value *v)
{
    return v->kind == VALUE_STRING ? value_text(v) : STR("");
}

static struct stop stop_of(const struct prim_query *q)
{
    return (struct stop){
        .time = q->time,
        .latitude = q->parts[TRAVEL_LATITUDE].f,
        .longitude = q->parts[TRAVEL_LONGITUDE].f,
        .ip = text_of(&q->parts[TRAVEL_IP]),
        .city = text_of(&q->parts[TRAVEL_CITY]),
        .country = text_of(&q->parts[TRAVEL_COUNTRY]),
        .known = true,
    };
}

static double distance(const struct stop *a, const struct stop *b)
{
    return travel_km(a->latitude, a->longitude, b->latitude, b->longitude);
}

static struct value travel_answer(void *state, const struct program_prim *prim, uint32_t id,
                                  const struct prim_query *q)
{
    const struct state *s = state;
    (void)prim;
    (void)id;
    if (!q->measured || q->entity >= s->latest.len || !s->latest.items[q->entity].known) {
        return value_null();
    }
    const struct stop *from = &s->latest.items[q->entity];
    struct stop to = stop_of(q);
    return value_float(travel_speed(distance(from, &to), prim_age(q, from->time)));
}

static void travel_update(void *state, const struct prim_query *q)
{
    struct state *s = state;
    if (!q->measured) {
        return;
    }
    vec_reach(&s->latest, q->entity);
    struct stop *latest = &s->latest.items[q->entity];
    if (!latest->known || prim_replaces(q, latest->time)) {
        *latest = stop_of(q);
        dirty_mark(&s->changed, q->entity);
    }
}

/* "81.2.69.14, London, GB" */
static void stop_print(const struct stop *stop, struct buf *out)
{
    const struct str parts[] = {stop->ip, stop->city, stop->country};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].len > 0) {
            buf_add_text(out, i == 0 ? "" : ", ");
            buf_add_str(out, parts[i]);
        }
    }
}

/* The place in the sentence, and as a fact. */
static void stop_explain(const struct stop *stop, const char *name, struct evidence *out)
{
    buf_addf(&out->text, " %s ", name);
    size_t start = out->text.len;
    stop_print(stop, &out->text);
    evidence_text(out, name, str_slice(out->text.ptr + start, out->text.len - start));
}

static void travel_explain(void *state, const struct program_prim *prim, const struct prim_query *q,
                           struct evidence *out)
{
    const struct state *s = state;
    const struct stop *from = &s->latest.items[q->entity];
    struct stop to = stop_of(q);
    int64_t time = prim_age(q, from->time);
    double km = distance(from, &to);
    (void)prim;
    evidence_fact(out, "km_h", value_float(travel_speed(km, time)));
    evidence_fact(out, "km", value_float(km));
    evidence_fact(out, "hours", value_float(travel_hours(time)));
    evidence_float(&out->text, km);
    buf_add_text(&out->text, " km in ");
    evidence_duration(&out->text, time);
    stop_explain(from, "from", out);
    stop_explain(&to, "to", out);
}

static size_t travel_bytes(const void *state)
{
    const struct state *s = state;
    return sizeof *s + s->latest.cap * sizeof *s->latest.items + dirty_bytes(&s->changed);
}

/* ---- rows ---- */

/* The texts of a stop, as members of its JSON. */
static struct str *texts_of(struct stop *stop, unsigned i, const char **name)
{
    static const char *const names[] = {"ip", "city", "country"};
    struct str *const texts[] = {&stop->ip, &stop->city, &stop->country};
    *name = names[i];
    return texts[i];
}

static void stop_save(struct stop *stop, struct buf *out)
{
    const char *name;
    buf_add_text(out, "{\"latitude\":");
    known_number_print(number_float(stop->latitude), out);
    buf_add_text(out, ",\"longitude\":");
    known_number_print(number_float(stop->longitude), out);
    for (unsigned i = 0; i < 3; i++) {
        struct str *text = texts_of(stop, i, &name);
        buf_addf(out, ",\"%s\":", name);
        buf_add_json(out, *text);
    }
    buf_add_char(out, '}');
}

static bool degrees_load(struct known_data *data, double *out)
{
    struct number n = number_int(0);
    bool good = known_data_number(data, &n) && n.is_float;
    *out = number_double(n);
    return good;
}

static bool text_load(struct known_data *data, struct symbols *symbols, struct str *out)
{
    struct str text = STR("");
    struct arena arena = ARENA_INIT;
    bool good = known_data_string(data, &arena, &text);
    *out = text.len == 0 ? STR("") : symbol_text(symbols, symbol_intern(symbols, text));
    arena_release(&arena);
    return good;
}

static bool stop_load(struct str json, struct symbols *symbols, struct stop *stop)
{
    struct known_data data = known_data_of(json);
    bool good = known_data_is(&data, "{\"latitude\":") && degrees_load(&data, &stop->latitude) &&
                known_data_is(&data, ",\"longitude\":") && degrees_load(&data, &stop->longitude);
    for (unsigned i = 0; i < 3 && good; i++) {
        const char *name;
        struct str *text = texts_of(stop, i, &name);
        good = known_data_is(&data, ",\"") && known_data_is(&data, name) && known_data_is(&data, "\":") &&
               text_load(&data, symbols, text);
    }
    return good && known_data_is(&data, "}") && known_data_end(&data);
}

static void travel_save(void *state, const struct symbols *symbols, known_put put, void *context)
{
    struct state *s = state;
    struct buf text = BUF_INIT;
    (void)symbols;
    for (size_t i = 0; i < s->changed.items.len; i++) {
        struct known row = known_of(s->changed.items.items[i], 0);
        struct stop *stop = &s->latest.items[row.entity];
        buf_reset(&text);
        stop_save(stop, &text);
        row.last = stop->time;
        row.data = buf_str(&text);
        put(context, &row);
    }
    dirty_clear(&s->changed);
    buf_release(&text);
}

static bool travel_load(void *state, struct symbols *symbols, const struct known *row)
{
    struct state *s = state;
    struct stop stop = {.time = row->last, .known = true};
    if (row->value != 0 || !known_is(row, KNOWN_LAST | KNOWN_DATA) || !stop_load(row->data, symbols, &stop)) {
        return false;
    }
    vec_reach(&s->latest, row->entity);
    bool fresh = !s->latest.items[row->entity].known;
    s->latest.items[row->entity] = stop;
    return fresh;
}

const struct prim_ops prim_travel = {
    .make = travel_make,
    .free = travel_free,
    .answer = travel_answer,
    .update = travel_update,
    .explain = travel_explain,
    .bytes = travel_bytes,
    .save = travel_save,
    .load = travel_load,
    .parts = TRAVEL_LONGITUDE + 1,
};
