#include "base/value.h"

#include "base/arena.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/timefmt.h"

#define DEPTH_MAX 64 /* lists in lists; deeper ones are not made */

static int compare_ints(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* Exact: an int64_t beyond 2^53 has no equal double, so the double is brought to the
 * integer, never the reverse. */
static int compare_int_float(int64_t a, double b)
{
    if (b >= 0x1p63) {
        return -1;
    }
    if (b < -0x1p63) {
        return 1;
    }
    double whole = floor(b);
    int order = compare_ints(a, (int64_t)whole);
    return order == 0 && b > whole ? -1 : order;
}

static bool is_number(const struct value *v)
{
    return v->kind == VALUE_INT || v->kind == VALUE_FLOAT;
}

static bool order_numbers(const struct value *a, const struct value *b, int *order)
{
    if ((a->kind == VALUE_FLOAT && isnan(a->f)) || (b->kind == VALUE_FLOAT && isnan(b->f))) {
        return false;
    }
    if (a->kind == VALUE_INT) {
        *order = b->kind == VALUE_INT ? compare_ints(a->i, b->i) : compare_int_float(a->i, b->f);
    } else if (b->kind == VALUE_INT) {
        *order = -compare_int_float(b->i, a->f);
    } else {
        *order = (a->f > b->f) - (a->f < b->f);
    }
    return true;
}

bool value_order(const struct value *a, const struct value *b, int *order)
{
    if (is_number(a) && is_number(b)) {
        return order_numbers(a, b, order);
    }
    if (a->kind != b->kind || (a->kind != VALUE_TIME && a->kind != VALUE_DURATION)) {
        return false;
    }
    *order = compare_ints(a->i, b->i);
    return true;
}

static bool lists_equal(const struct value *a, const struct value *b)
{
    struct buf x = BUF_INIT, y = BUF_INIT;
    value_json(a, &x);
    value_json(b, &y);
    bool equal = str_equal(buf_str(&x), buf_str(&y));
    buf_release(&x);
    buf_release(&y);
    return equal;
}

bool value_equal(const struct value *a, const struct value *b)
{
    int order;
    if (is_number(a) && is_number(b)) {
        return order_numbers(a, b, &order) && order == 0;
    }
    if (a->kind != b->kind) {
        return false;
    }
    switch ((enum value_kind)a->kind) {
    case VALUE_BOOL:
        return a->b == b->b;
    case VALUE_STRING:
        if (a->symbol != 0 && a->symbol == b->symbol) {
            return true;
        }
        return str_equal(value_text(a), value_text(b));
    case VALUE_JSON:
        return str_equal(value_text(a), value_text(b));
    case VALUE_TIME:
    case VALUE_DURATION:
        return a->i == b->i;
    case VALUE_IP:
        return ip_compare(a->ip, b->ip) == 0;
    case VALUE_LIST:
        return a->len == b->len && lists_equal(a, b);
    case VALUE_NULL:
    case VALUE_INT:
    case VALUE_FLOAT:
        break;
    }
    return false;
}

/* What has a shortest form of up to 15 digits is found with 15, as %g drops the zeros
 * behind; only subnormal numbers hold fewer. A float stays one for the reader: 5.0. */
static void add_float(double f, struct buf *out)
{
    char text[40];
    if (!isfinite(f)) {
        buf_add_text(out, "null");
        return;
    }
    for (int digits = fabs(f) < DBL_MIN ? 1 : 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, f);
        if (strtod(text, NULL) == f) {
            break;
        }
    }
    buf_add_text(out, text);
    buf_add_text(out, strpbrk(text, ".e") == NULL ? ".0" : "");
}

/* Seconds, with as many digits behind the point as there are. */
static void add_seconds(int64_t d, struct buf *out)
{
    uint64_t micros = d < 0 ? -(uint64_t)d : (uint64_t)d;
    uint64_t fraction = micros % (uint64_t)TIME_SECOND;
    buf_addf(out, "%s%" PRIu64, d < 0 ? "-" : "", micros / (uint64_t)TIME_SECOND);
    if (fraction != 0) {
        buf_addf(out, ".%06" PRIu64, fraction);
        while (out->ptr[out->len - 1] == '0') {
            out->ptr[--out->len] = '\0';
        }
    }
}

static void add_json(const struct value *v, struct buf *out, int depth);

static void add_list(const struct value *v, struct buf *out, int depth)
{
    if (depth >= DEPTH_MAX) {
        buf_add_text(out, "null");
        return;
    }
    buf_add_char(out, '[');
    for (uint32_t i = 0; i < v->len; i++) {
        if (i != 0) {
            buf_add_char(out, ',');
        }
        add_json(&v->items[i], out, depth + 1);
    }
    buf_add_char(out, ']');
}

/* Times and addresses as bare text; false for any other kind. */
static bool add_bare(const struct value *v, struct buf *out)
{
    if (v->kind == VALUE_TIME) {
        time_format(v->i, out);
    } else if (v->kind == VALUE_IP) {
        ip_format(v->ip, out);
    } else {
        return false;
    }
    return true;
}

static void add_json(const struct value *v, struct buf *out, int depth)
{
    switch ((enum value_kind)v->kind) {
    case VALUE_NULL:
        buf_add_text(out, "null");
        break;
    case VALUE_BOOL:
        buf_add_text(out, v->b ? "true" : "false");
        break;
    case VALUE_INT:
        buf_addf(out, "%" PRId64, v->i);
        break;
    case VALUE_FLOAT:
        add_float(v->f, out);
        break;
    case VALUE_STRING:
        buf_add_json(out, value_text(v));
        break;
    case VALUE_TIME:
    case VALUE_IP:
        buf_add_char(out, '"');
        add_bare(v, out);
        buf_add_char(out, '"');
        break;
    case VALUE_DURATION:
        add_seconds(v->i, out);
        break;
    case VALUE_LIST:
        add_list(v, out, depth);
        break;
    case VALUE_JSON:
        buf_add_str(out, value_text(v));
        break;
    }
}

void value_json(const struct value *v, struct buf *out)
{
    add_json(v, out, 0);
}

void value_print(const struct value *v, struct buf *out)
{
    if (v->kind == VALUE_STRING) {
        buf_add_str(out, value_text(v));
    } else if (!add_bare(v, out)) {
        add_json(v, out, 0);
    }
}

struct value value_keep(struct arena *arena, const struct value *v)
{
    struct value kept = *v;
    if (v->kind == VALUE_STRING || v->kind == VALUE_JSON) {
        kept.s = arena_str(arena, value_text(v)).ptr;
    } else if (v->kind == VALUE_IP) {
        struct ip *ip = arena_new(arena, struct ip);
        *ip = *v->ip;
        kept.ip = ip;
    } else if (v->kind == VALUE_LIST) {
        struct value *items = arena_array(arena, v->len, sizeof *items);
        for (uint32_t i = 0; i < v->len; i++) {
            items[i] = value_keep(arena, &v->items[i]);
        }
        kept.items = items;
    }
    return kept;
}
