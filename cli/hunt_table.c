#include "cli/hunt_table.h"

#include <inttypes.h>
#include <string.h>

#include "base/timefmt.h"
#include "base/utf8.h"
#include "base/value.h"
#include "base/vec.h"
#include "cli/csv.h"

/* A cell of the table: its text and on which side it is filled. */
struct cell {
    struct buf text;
    bool right;
};

struct grid {
    struct cell *cells;
    unsigned n_columns;
    uint32_t n_rows; /* with the head */
};

static void add_time(struct buf *out, int64_t t)
{
    time_format(t, out);
}

static void add_float(struct buf *out, double f)
{
    struct value v = value_float(f);
    value_json(&v, out);
}

static void add_duration(struct buf *out, int64_t d)
{
    struct value v = value_duration(d);
    value_json(&v, out);
}

/* ---- what each kind of hunt shows beside the keys ---- */

enum column {
    COL_SHARE,
    COL_Z,
    COL_MEAN,
    COL_SD,
    COL_MEASURE,
    COL_BUCKET,
    COL_ELAPSED,
    COL_SPEED,
    COL_KM,
    COL_HOURS,
    COL_FROM,
    COL_TO,
    COL_COUNT,
    COL_TOTAL,
    COL_FIRST,
    COL_LAST,
    COL_EVENT
};

static const char *const column_names[] = {
    [COL_SHARE] = "share", [COL_Z] = "z",           [COL_MEAN] = "mean",         [COL_SD] = "sd",
    [COL_MEASURE] = "measure", [COL_BUCKET] = "bucket", [COL_COUNT] = "count",   [COL_TOTAL] = "total",
    [COL_ELAPSED] = "elapsed_s", [COL_SPEED] = "km_h",  [COL_KM] = "km",         [COL_HOURS] = "hours",
    [COL_FROM] = "from", [COL_TO] = "to",
    [COL_FIRST] = "first_time", [COL_LAST] = "last_time", [COL_EVENT] = "event_id",
};

struct columns {
    enum column items[16];
    unsigned len;
};

static struct columns columns_of(const struct hunt_table *t)
{
    struct columns c = {.len = 0};
    if (t->kind == PRIMITIVE_SPIKE) {
        static const enum column spike[] = {COL_Z, COL_MEASURE, COL_MEAN, COL_SD, COL_BUCKET};
        memcpy(c.items, spike, sizeof spike);
        c.len = 5;
    } else if (t->kind == PRIMITIVE_TRAVEL) {
        static const enum column travel[] = {COL_SPEED, COL_KM, COL_HOURS, COL_FROM, COL_TO};
        memcpy(c.items, travel, sizeof travel);
        c.len = 5;
    } else if (t->kind == PRIMITIVE_ELAPSED) {
        c.items[c.len++] = COL_ELAPSED;
    } else if (t->kind == PRIMITIVE_RARE) {
        c.items[c.len++] = COL_SHARE;
    } else if (t->kind == PRIMITIVE_SUM || t->kind == PRIMITIVE_DISTINCT) {
        c.items[c.len++] = COL_MEASURE;
    }
    static const enum column rest[] = {COL_COUNT, COL_TOTAL, COL_FIRST, COL_LAST, COL_EVENT};
    memcpy(c.items + c.len, rest, sizeof rest);
    c.len += 5;
    return c;
}

static void add_value(const struct hunt_row *r, enum column c, struct buf *out)
{
    switch (c) {
    case COL_SHARE: add_float(out, r->share); break;
    case COL_Z: add_float(out, r->z); break;
    case COL_MEAN: add_float(out, r->mean); break;
    case COL_SD: add_float(out, r->sd); break;
    case COL_MEASURE: add_float(out, r->measure); break;
    case COL_BUCKET: add_time(out, r->bucket); break;
    case COL_ELAPSED: add_duration(out, r->pause); break;
    case COL_SPEED: add_float(out, r->km_h); break;
    case COL_KM: add_float(out, r->km); break;
    case COL_HOURS: add_float(out, r->hours); break;
    case COL_FROM: buf_add_str(out, r->from); break;
    case COL_TO: buf_add_str(out, r->to); break;
    case COL_COUNT: buf_addf(out, "%" PRIu64, r->count); break;
    case COL_TOTAL: buf_addf(out, "%" PRIu64, r->total); break;
    case COL_FIRST: add_time(out, r->first_time); break;
    case COL_LAST: add_time(out, r->last_time); break;
    case COL_EVENT: buf_add_str(out, r->event_id); break;
    }
}

/* ---- JSON ---- */

/* Made of what stands in the events. */
static bool is_free_text(enum column c)
{
    return c == COL_EVENT || c == COL_FROM || c == COL_TO;
}

static bool is_text(enum column c)
{
    return c == COL_BUCKET || c == COL_FIRST || c == COL_LAST || is_free_text(c);
}

static void print_json_row(const struct hunt_table *t, const struct hunt_row *r, struct buf *out)
{
    buf_add_text(out, "{\"keys\":[");
    for (unsigned i = 0; i < r->n_keys; i++) {
        buf_add_text(out, i == 0 ? "" : ",");
        buf_add_json(out, r->keys[i]);
    }
    buf_add_text(out, "]");
    struct columns columns = columns_of(t);
    struct buf value = BUF_INIT;
    for (unsigned i = 0; i < columns.len; i++) {
        buf_addf(out, ",\"%s\":", column_names[columns.items[i]]);
        buf_reset(&value);
        add_value(r, columns.items[i], &value);
        if (is_text(columns.items[i])) {
            buf_add_json(out, buf_str(&value));
        } else {
            buf_add_str(out, buf_str(&value));
        }
    }
    buf_release(&value);
    buf_add_text(out, "}\n");
}

/* ---- CSV ---- */

static void print_csv(const struct hunt_table *t, struct buf *out)
{
    struct columns columns = columns_of(t);
    for (unsigned i = 0; i < t->n_columns; i++) {
        csv_add(out, t->columns[i]);
        buf_add_char(out, ',');
    }
    for (unsigned i = 0; i < columns.len; i++) {
        buf_addf(out, "%s%s", i == 0 ? "" : ",", column_names[columns.items[i]]);
    }
    buf_add_text(out, "\r\n");
    struct buf value = BUF_INIT;
    for (uint32_t r = 0; r < t->n_rows; r++) {
        for (unsigned i = 0; i < t->rows[r].n_keys; i++) {
            csv_add(out, t->rows[r].keys[i]);
            buf_add_char(out, ',');
        }
        for (unsigned i = 0; i < columns.len; i++) {
            buf_reset(&value);
            add_value(&t->rows[r], columns.items[i], &value);
            buf_add_text(out, i == 0 ? "" : ",");
            if (is_free_text(columns.items[i])) {
                csv_add(out, buf_str(&value));
            } else {
                buf_add_str(out, buf_str(&value));
            }
        }
        buf_add_text(out, "\r\n");
    }
    buf_release(&value);
}

/* ---- text ---- */

/* For people: shares as percent, z and means with two digits, no seconds' fractions. */
static void add_readable(const struct hunt_row *r, enum column c, struct buf *out)
{
    switch (c) {
    case COL_SHARE: buf_addf(out, r->share < 0.01 ? "%.3f%%" : "%.1f%%", 100 * r->share); break;
    case COL_Z: buf_addf(out, "%.1f", r->z); break;
    case COL_MEAN: buf_addf(out, "%.2f", r->mean); break;
    case COL_SD: buf_addf(out, "%.2f", r->sd); break;
    case COL_MEASURE: buf_addf(out, "%.10g", r->measure); break;
    case COL_SPEED: buf_addf(out, "%.1f", r->km_h); break;
    case COL_KM: buf_addf(out, "%.1f", r->km); break;
    case COL_HOURS: buf_addf(out, "%.2f", r->hours); break;
    case COL_FROM: buf_add_safe(out, r->from); break;
    case COL_TO: buf_add_safe(out, r->to); break;
    case COL_EVENT: buf_add_safe(out, r->event_id); break;
    default: add_value(r, c, out); break;
    }
}

static struct grid grid_new(const struct hunt_table *t, const struct columns *columns)
{
    struct grid g = {NULL, columns->len + t->n_columns, t->n_rows + 1};
    g.cells = mem_zalloc((size_t)g.n_columns * g.n_rows * sizeof *g.cells);
    for (unsigned i = 0; i < columns->len; i++) {
        buf_add_text(&g.cells[i].text, column_names[columns->items[i]]);
    }
    for (unsigned i = 0; i < t->n_columns; i++) {
        buf_add_safe(&g.cells[columns->len + i].text, t->columns[i]);
    }
    for (uint32_t r = 0; r < t->n_rows; r++) {
        struct cell *row = &g.cells[(size_t)(r + 1) * g.n_columns];
        for (unsigned i = 0; i < columns->len; i++) {
            add_readable(&t->rows[r], columns->items[i], &row[i].text);
            row[i].right = !is_text(columns->items[i]);
        }
        for (unsigned i = 0; i < t->n_columns; i++) {
            buf_add_safe(&row[columns->len + i].text, t->rows[r].keys[i]);
        }
    }
    return g;
}

static void grid_print(const struct grid *g, struct buf *out)
{
    size_t *widths = mem_zalloc(g->n_columns * sizeof *widths);
    for (size_t i = 0; i < (size_t)g->n_columns * g->n_rows; i++) {
        size_t width = utf8_width(buf_str(&g->cells[i].text));
        size_t *w = &widths[i % g->n_columns];
        *w = width > *w ? width : *w;
    }
    for (uint32_t r = 0; r < g->n_rows; r++) {
        for (unsigned i = 0; i < g->n_columns; i++) {
            const struct cell *cell = &g->cells[(size_t)r * g->n_columns + i];
            bool last = i + 1 == g->n_columns;
            bool right = g->n_rows > 1 && g->cells[(size_t)(g->n_rows - 1) * g->n_columns + i].right;
            int fill = last && !right ? 0 : (int)(widths[i] - utf8_width(buf_str(&cell->text)));
            buf_addf(out, "%*s", right ? fill : 0, "");
            buf_add_str(out, buf_str(&cell->text));
            buf_addf(out, "%*s%s", right ? 0 : fill, "", last ? "\n" : "  ");
        }
    }
    free(widths);
}

/* The count of what is one event tells nothing. */
static void columns_drop_idle(const struct hunt_table *t, struct columns *c)
{
    bool one = t->kind == PRIMITIVE_ELAPSED || t->kind == PRIMITIVE_TRAVEL || t->kind == PRIMITIVE_ABSENT;
    unsigned n = 0;
    for (unsigned i = 0; i < c->len; i++) {
        if (!one || c->items[i] != COL_COUNT) {
            c->items[n++] = c->items[i];
        }
    }
    c->len = n;
}

static void print_text(const struct hunt_table *t, struct buf *out)
{
    if (t->n_rows == 0) {
        buf_add_text(out, "nothing found\n");
        return;
    }
    struct columns columns = columns_of(t);
    columns.len--; /* the event id is for tools: it is in the other forms */
    columns_drop_idle(t, &columns);
    struct grid g = grid_new(t, &columns);
    grid_print(&g, out);
    for (size_t i = 0; i < (size_t)g.n_columns * g.n_rows; i++) {
        buf_release(&g.cells[i].text);
    }
    free(g.cells);
    if (t->n_all > t->n_rows) {
        buf_addf(out, "… and %" PRIu64 " more rows; --top 0 shows all\n", t->n_all - t->n_rows);
    }
}

void hunt_table_print(const struct hunt_table *table, enum hunt_format format, struct buf *out)
{
    if (format == HUNT_TEXT) {
        print_text(table, out);
    } else if (format == HUNT_CSV) {
        print_csv(table, out);
    } else {
        for (uint32_t r = 0; r < table->n_rows; r++) {
            print_json_row(table, &table->rows[r], out);
        }
    }
}
