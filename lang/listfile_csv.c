/* listfile_csv: columns of a CSV file (RFC 4180) with a header row. */
#include "base/vec.h"
#include "lang/listread.h"

#define NO_COLUMN UINT32_MAX

struct csv {
    struct listread *r;
    size_t at;
    uint32_t line;   /* of `at`, from 1 */
    uint32_t fields; /* of the header */
    uint32_t columns[LISTFILE_COLUMNS_MAX], values[LISTFILE_COLUMNS_MAX]; /* by what is asked for */
};

enum csv_end { CSV_FIELD, CSV_ROW, CSV_BAD };

/* ---- fields ---- */

static enum csv_end field_end(struct csv *c)
{
    struct str t = c->r->text;
    if (c->at < t.len && t.ptr[c->at] == ',') {
        c->at++;
        return CSV_FIELD;
    }
    if (c->at < t.len && t.ptr[c->at] == '\r') {
        c->at++;
    }
    if (c->at >= t.len) {
        return CSV_ROW;
    }
    if (t.ptr[c->at] == '\n') {
        c->at++;
        c->line++;
        return CSV_ROW;
    }
    err_set(c->r->err, "%s:%u: text behind the closing quote of a field", c->r->name, c->line);
    return CSV_BAD;
}

static enum csv_end quoted_read(struct csv *c, struct buf *out)
{
    uint32_t opened = c->line;
    struct str t = c->r->text;
    for (c->at++; c->at < t.len; c->at++) {
        char byte = t.ptr[c->at];
        if (byte == '"' && c->at + 1 < t.len && t.ptr[c->at + 1] == '"') {
            c->at++;
        } else if (byte == '"') {
            c->at++;
            return field_end(c);
        }
        c->line += byte == '\n';
        buf_add_char(out, byte);
    }
    err_set(c->r->err, "%s:%u: a quoted field is not closed", c->r->name, opened);
    return CSV_BAD;
}

/* Read one field into `out`; says what ended it. */
static enum csv_end field_read(struct csv *c, struct buf *out)
{
    buf_reset(out);
    struct str t = c->r->text;
    if (c->at < t.len && t.ptr[c->at] == '"') {
        return quoted_read(c, out);
    }
    size_t start = c->at;
    while (c->at < t.len && t.ptr[c->at] != ',' && t.ptr[c->at] != '\n') {
        if (t.ptr[c->at] == '"') {
            err_set(c->r->err, "%s:%u: a quote inside of a field that is not quoted", c->r->name, c->line);
            return CSV_BAD;
        }
        c->at++;
    }
    size_t end = c->at;
    if (end > start && t.ptr[end - 1] == '\r' && (c->at >= t.len || t.ptr[c->at] == '\n')) {
        end--;
    }
    buf_add(out, t.ptr + start, end - start);
    return field_end(c);
}

static bool is_blank_row(const struct csv *c)
{
    struct str t = c->r->text;
    size_t at = c->at;
    if (at < t.len && t.ptr[at] == '\r') {
        at++;
    }
    return at >= t.len || t.ptr[at] == '\n';
}

/* ---- the header ---- */

/* The field of the header is number `n`: is it among the names? */
static bool names_place(struct csv *c, struct str field, uint32_t n, const struct str *names, uint32_t n_names,
                        uint32_t *places)
{
    for (uint32_t i = 0; i < n_names; i++) {
        if (!str_equal(field, names[i])) {
            continue;
        }
        if (places[i] != NO_COLUMN) {
            return err_set(c->r->err, "%s:1: two columns are called \"%.*s\"", c->r->name, STR_ARG(field));
        }
        places[i] = n;
    }
    return true;
}

static bool names_met(struct csv *c, const struct str *names, uint32_t n_names, const uint32_t *places)
{
    for (uint32_t i = 0; i < n_names; i++) {
        if (places[i] == NO_COLUMN) {
            return err_set(c->r->err, "%s:1: no column \"%.*s\" in the header", c->r->name, STR_ARG(names[i]));
        }
    }
    return true;
}

static bool header_read(struct csv *c, struct buf *field)
{
    const struct listfile_ask *ask = c->r->ask;
    enum csv_end end = CSV_FIELD;
    for (uint32_t i = 0; i < LISTFILE_COLUMNS_MAX; i++) {
        c->columns[i] = c->values[i] = NO_COLUMN;
    }
    for (; end == CSV_FIELD; c->fields++) {
        end = field_read(c, field);
        struct str name = listread_trim(buf_str(field));
        if (end == CSV_BAD || !names_place(c, name, c->fields, ask->columns, ask->n_columns, c->columns) ||
            !names_place(c, name, c->fields, ask->values, ask->n_values, c->values)) {
            return false;
        }
    }
    return names_met(c, ask->columns, ask->n_columns, c->columns) &&
           names_met(c, ask->values, ask->n_values, c->values);
}

/* ---- rows ---- */

/* The fields of one row, one behind the other in `text`. */
struct row {
    struct buf text;
    VEC(size_t) ends; /* of each field in `text` */
};

static struct str row_field(const struct row *row, uint32_t n)
{
    size_t start = n == 0 ? 0 : row->ends.items[n - 1];
    return row->ends.items[n] == start ? STR("")
                                       : listread_trim(str_slice(row->text.ptr + start, row->ends.items[n] - start));
}

static bool row_read(struct csv *c, struct row *row, struct buf *field)
{
    uint32_t line = c->line;
    buf_reset(&row->text);
    vec_reset(&row->ends);
    for (enum csv_end end = CSV_FIELD; end == CSV_FIELD;) {
        end = field_read(c, field);
        if (end == CSV_BAD) {
            return false;
        }
        buf_add_str(&row->text, buf_str(field));
        vec_push(&row->ends, row->text.len);
    }
    return row->ends.len == c->fields || err_set(c->r->err, "%s:%u: %zu fields, the header has %u", c->r->name, line,
                                                 row->ends.len, c->fields);
}

static bool row_take(struct csv *c, const struct row *row, uint32_t line)
{
    const struct listfile_ask *ask = c->r->ask;
    for (uint32_t i = 0; i < ask->n_columns; i++) {
        struct str item = row_field(row, c->columns[i]), value = STR("");
        if (ask->n_values > 0) {
            value = row_field(row, c->values[ask->n_values == 1 ? 0 : i]);
        }
        if (item.len > 0 && !listread_add(c->r, line, item, value.len > 0 ? value : (struct str){NULL, 0})) {
            return false;
        }
    }
    return true;
}

static bool rows_read(struct csv *c, struct buf *field)
{
    struct row row = {BUF_INIT, VEC_INIT};
    bool ok = true;
    while (ok && c->at < c->r->text.len) {
        uint32_t line = c->line;
        if (c->fields > 1 && is_blank_row(c)) {
            (void)field_read(c, field);
            continue;
        }
        ok = row_read(c, &row, field) && row_take(c, &row, line);
    }
    buf_release(&row.text);
    vec_release(&row.ends);
    return ok;
}

bool listread_csv(struct listread *r)
{
    struct csv c = {.r = r, .line = 1};
    struct buf field = BUF_INIT;
    if (r->text.len == 0) {
        return err_set(r->err, "%s: empty: no header row", r->name);
    }
    bool ok = header_read(&c, &field) && rows_read(&c, &field);
    buf_release(&field);
    return ok;
}
