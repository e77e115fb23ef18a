#include "engine/series.h"

#include <math.h>

#include "base/mem.h"

/* Below this the squares of 2^32 buckets, and sums of them, are exact in 128 bits. */
#define LARGE (INT64_C(1) << 45)

static const struct series empty;

void series_set_release(struct series_set *s)
{
    vec_release(&s->series);
    vec_release(&s->nodes);
}

size_t series_set_bytes(const struct series_set *s)
{
    return s->series.cap * sizeof *s->series.items + s->nodes.cap * sizeof *s->nodes.items;
}

static const struct series *series_at(const struct series_set *s, uint32_t entity)
{
    return entity < s->series.len ? &s->series.items[entity] : &empty;
}

static bool is_large(struct number x)
{
    return x.i > LARGE || x.i < -LARGE;
}

/* Count a bucket's value into the moments (sign 1) or out of them (-1). */
static void moments_count(struct series *e, struct number x, int sign)
{
    if (x.is_float) {
        e->floats += (uint32_t)sign;
        return;
    }
    e->sum += (series_wide)sign * x.i;
    if (is_large(x)) {
        e->large += (uint32_t)sign;
    } else {
        e->squares += (series_wide)sign * x.i * x.i;
    }
}

static uint32_t node_take(struct series_set *s)
{
    uint32_t n = s->free;
    if (n != 0) {
        s->free = s->nodes.items[n].next;
        return n;
    }
    if (s->nodes.len >= UINT32_MAX) {
        mem_ended(SIZE_MAX);
    }
    vec_reach(&s->nodes, s->nodes.len == 0 ? 1 : s->nodes.len);
    return (uint32_t)(s->nodes.len - 1);
}

static void series_push(struct series_set *s, uint32_t entity, int64_t bucket)
{
    uint32_t n = node_take(s);
    struct series *e = &s->series.items[entity];
    s->nodes.items[n] = (struct series_node){bucket, number_int(0), 0};
    if (e->tail == 0) {
        e->head = n;
    } else {
        s->nodes.items[e->tail].next = n;
    }
    e->tail = n;
    e->len++;
}

void series_add(struct series_set *s, uint32_t entity, int64_t bucket, struct number x)
{
    vec_reach(&s->series, entity);
    uint32_t tail = s->series.items[entity].tail;
    if (tail == 0 || s->nodes.items[tail].bucket < bucket) {
        series_push(s, entity, bucket);
    }
    struct series *e = &s->series.items[entity];
    struct series_node *node = &s->nodes.items[e->tail];
    moments_count(e, node->x, -1);
    node->x = number_add(node->x, x);
    moments_count(e, node->x, 1);
}

void series_expire(struct series_set *s, uint32_t entity, int64_t oldest)
{
    if (entity >= s->series.len) {
        return;
    }
    struct series *e = &s->series.items[entity];
    while (e->head != 0 && s->nodes.items[e->head].bucket < oldest) {
        uint32_t n = e->head;
        struct series_node *node = &s->nodes.items[n];
        moments_count(e, node->x, -1);
        e->head = node->next;
        e->len--;
        node->next = s->free;
        s->free = n;
    }
    if (e->head == 0) {
        e->tail = 0;
    }
}

static int64_t clamp(series_wide sum)
{
    return sum > INT64_MAX ? INT64_MAX : sum < INT64_MIN ? INT64_MIN : (int64_t)sum;
}

struct number series_total(const struct series_set *s, uint32_t entity, int64_t bucket, struct number x)
{
    const struct series *e = series_at(s, entity);
    if (e->floats == 0 && !x.is_float) {
        return number_int(clamp(e->sum + x.i));
    }
    struct number total = number_int(0);
    for (uint32_t n = e->head; n != e->tail; n = s->nodes.items[n].next) {
        total = number_add(total, s->nodes.items[n].x);
    }
    struct number last = e->tail == 0 ? number_int(0) : s->nodes.items[e->tail].x;
    bool same = e->tail != 0 && s->nodes.items[e->tail].bucket == bucket;
    return same ? number_add(total, number_add(last, x)) : number_add(number_add(total, last), x);
}

struct number series_current(const struct series_set *s, uint32_t entity, int64_t bucket)
{
    const struct series *e = series_at(s, entity);
    bool there = e->tail != 0 && s->nodes.items[e->tail].bucket >= bucket;
    return there ? s->nodes.items[e->tail].x : number_int(0);
}

uint32_t series_first(const struct series_set *s, uint32_t entity)
{
    return series_at(s, entity)->head;
}

/* The moments in doubles, for floats and for integers too large to square. */
static struct series_moments moments_rough(const struct series_set *s, uint32_t entity, int64_t bucket, int64_t n)
{
    double sum = 0, squares = 0, count = (double)n;
    for (uint32_t i = series_first(s, entity); i != 0 && s->nodes.items[i].bucket < bucket;
         i = s->nodes.items[i].next) {
        double x = number_double(s->nodes.items[i].x);
        double square = x * x;
        sum += x;
        squares += square;
    }
    double left = count * squares;
    double right = sum * sum;
    double spread = left - right;
    return (struct series_moments){n, sum / count, sqrt(spread > 0 ? spread : 0) / count};
}

struct series_moments series_moments_before(const struct series_set *s, uint32_t entity, int64_t bucket, int64_t n)
{
    struct series e = *series_at(s, entity);
    if (n <= 0) {
        return (struct series_moments){0, 0, 0};
    }
    if (e.tail != 0 && s->nodes.items[e.tail].bucket >= bucket) {
        moments_count(&e, s->nodes.items[e.tail].x, -1);
    }
    series_wide left, right, spread;
    if (e.floats > 0 || e.large > 0 || __builtin_mul_overflow((series_wide)n, e.squares, &left) ||
        __builtin_mul_overflow(e.sum, e.sum, &right)) {
        return moments_rough(s, entity, bucket, n);
    }
    spread = left - right;
    return (struct series_moments){n, (double)e.sum / (double)n, sqrt(spread > 0 ? (double)spread : 0) / (double)n};
}

struct number series_max_before(const struct series_set *s, uint32_t entity, int64_t bucket, int64_t n)
{
    struct number max = number_int(INT64_MIN);
    int64_t seen = 0;
    for (uint32_t i = series_first(s, entity); i != 0 && s->nodes.items[i].bucket < bucket;
         i = s->nodes.items[i].next) {
        struct number x = s->nodes.items[i].x;
        max = seen == 0 || number_less(max, x) ? x : max;
        seen++;
    }
    return seen < n && (seen == 0 || number_less(max, number_int(0))) ? number_int(0) : max;
}

/* ---- rows ---- */

bool series_empty(const struct series_set *s, uint32_t entity)
{
    return series_at(s, entity)->head == 0;
}

void series_save(const struct series_set *s, uint32_t entity, int64_t step, struct buf *out)
{
    uint32_t first = series_first(s, entity);
    buf_add_char(out, '[');
    for (uint32_t n = first; n != 0; n = s->nodes.items[n].next) {
        known_bucket_print(n == first, s->nodes.items[n].bucket, step, s->nodes.items[n].x, out);
    }
    buf_add_char(out, ']');
}

struct series_loading {
    struct series_set *s;
    uint32_t entity;
};

static bool bucket_load(void *context, int64_t bucket, struct number x)
{
    struct series_loading *l = context;
    series_add(l->s, l->entity, bucket, x);
    return true;
}

bool series_load(struct series_set *s, uint32_t entity, int64_t step, struct known_data *data)
{
    struct series_loading l = {s, entity};
    return series_empty(s, entity) && known_data_buckets(data, step, bucket_load, &l);
}
