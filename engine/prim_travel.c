/* travel(ip for k): how fast k must have travelled from the latest earlier located
 * event of P_F to this one. */
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
};

static void *travel_make(const struct prim_setup *setup)
{
    (void)setup;
    return mem_zalloc(sizeof(struct state));
}

static void travel_free(void *state)
{
    struct state *s = state;
    vec_release(&s->latest);
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
    return sizeof *s + s->latest.cap * sizeof *s->latest.items;
}

const struct prim_ops prim_travel = {
    .make = travel_make,
    .free = travel_free,
    .answer = travel_answer,
    .update = travel_update,
    .explain = travel_explain,
    .bytes = travel_bytes,
    .parts = TRAVEL_LONGITUDE + 1,
};
