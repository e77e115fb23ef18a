#include "base/value.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/timefmt.h"

static bool is_number(const struct value *v)
{
    return v->kind == VALUE_INT || v->kind == VALUE_FLOAT;
}

/* An int and a float by their numbers, exactly: not by rounding the int. */
static bool order_mixed(int64_t i, double f, int *order)
{
    if (isnan(f)) {
        return false;
    }
    if (f >= 9223372036854775808.0 || f < -9223372036854775808.0) {
        *order = f > 0 ? -1 : 1;
        return true;
    }
    int64_t whole = (int64_t)f;
    double rest = f - (double)whole;
    *order = i != whole ? (i > whole) - (i < whole) : (rest < 0) - (rest > 0);
    return true;
}

static bool order_numbers(const struct value *a, const struct value *b, int *order)
{
    if (a->kind == VALUE_INT && b->kind == VALUE_INT) {
        *order = (a->i > b->i) - (a->i < b->i);
        return true;
    }
    if (a->kind == VALUE_INT) {
        return order_mixed(a->i, b->f, order);
    }
    if (b->kind == VALUE_INT) {
        bool ordered = order_mixed(b->i, a->f, order);
        *order = ordered ? -*order : 0;
        return ordered;
    }
    *order = (a->f > b->f) - (a->f < b->f);
    return !isnan(a->f) && !isnan(b->f);
}

bool value_order(const struct value *a, const struct value *b, int *order)
{
    if (is_number(a) && is_number(b)) {
        return order_numbers(a, b, order);
    }
    if (a->kind != b->kind || (a->kind != VALUE_TIME && a->kind != VALUE_DURATION)) {
        return false;
    }
    *order = (a->i > b->i) - (a->i < b->i);
    return true;
}

static bool equal_text(const struct value *a, const struct value *b)
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
    case VALUE_BOOL: return a->b == b->b;
    case VALUE_STRING:
        if (a->symbol != 0 && b->symbol != 0) {
            return a->symbol == b->symbol;
        }
        return str_equal(value_text(a), value_text(b));
    case VALUE_TIME:
    case VALUE_DURATION: return a->i == b->i;
    case VALUE_IP: return ip_compare(a->ip, b->ip) == 0;
    case VALUE_JSON: return str_equal(value_text(a), value_text(b));
    case VALUE_LIST: return equal_text(a, b);
    default: return false;
    }
}

/* The fewest digits that read back the same. */
static void add_float(double f, struct buf *out)
{
    char text[40];
    if (!isfinite(f)) {
        buf_add_text(out, "null");
        return;
    }
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, f);
        if (strtod(text, NULL) == f) {
            break;
        }
    }
    buf_add_text(out, text);
    if (strpbrk(text, ".e") == NULL) {
        buf_add_text(out, ".0"); /* a float stays one for the reader */
    }
}

static void add_duration(int64_t d, struct buf *out)
{
    if (d % TIME_SECOND == 0) {
        buf_addf(out, "%" PRId64, d / TIME_SECOND);
    } else {
        add_float((double)d / (double)TIME_SECOND, out);
    }
}

static void add_list(const struct value *v, struct buf *out)
{
    buf_add_char(out, '[');
    for (uint32_t i = 0; i < v->len; i++) {
        if (i > 0) {
            buf_add_char(out, ',');
        }
        value_json(&v->items[i], out);
    }
    buf_add_char(out, ']');
}

void value_json(const struct value *v, struct buf *out)
{
    switch ((enum value_kind)v->kind) {
    case VALUE_NULL: buf_add_text(out, "null"); break;
    case VALUE_BOOL: buf_add_text(out, v->b ? "true" : "false"); break;
    case VALUE_INT: buf_addf(out, "%" PRId64, v->i); break;
    case VALUE_FLOAT: add_float(v->f, out); break;
    case VALUE_STRING: buf_add_json(out, value_text(v)); break;
    case VALUE_DURATION: add_duration(v->i, out); break;
    case VALUE_LIST: add_list(v, out); break;
    case VALUE_JSON: buf_add_str(out, value_text(v)); break;
    case VALUE_TIME:
    case VALUE_IP:
        buf_add_char(out, '"');
        value_print(v, out);
        buf_add_char(out, '"');
        break;
    }
}

void value_print(const struct value *v, struct buf *out)
{
    switch ((enum value_kind)v->kind) {
    case VALUE_STRING: buf_add_str(out, value_text(v)); break;
    case VALUE_TIME: time_format(v->i, out); break;
    case VALUE_IP: ip_format(v->ip, out); break;
    default: value_json(v, out); break;
    }
}
