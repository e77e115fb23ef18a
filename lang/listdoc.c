#include "lang/listdoc.h"

#include "base/value.h"
#include "lang/expr.h"

bool listdoc_open(struct listdoc *doc, struct listread *r, bool array)
{
    static struct program_segment each = {SEGMENT_EACH, {"", 0}, 0};
    const struct listfile_ask *ask = r->ask;
    *doc = (struct listdoc){.r = r, .n_columns = ask->n_columns};
    for (uint32_t i = 0; i < ask->n_columns; i++) {
        struct listdoc_column *c = &doc->columns[i];
        bool good = listpath_parse(ask->columns[i], r->arena, &c->path, r->err);
        if (good && ask->n_values > 0) {
            good = listpath_parse(ask->values[ask->n_values == 1 ? 0 : i], r->arena, &c->value, r->err) &&
                   listpath_beside(&c->path, &c->value, r->err);
        }
        if (!good) {
            return false;
        }
    }
    if (ask->n_columns == 0) {
        doc->n_columns = 1;
        doc->columns[0].path = (struct listpath){.steps = &each, .n = array};
    }
    return true;
}

/* ---- messages ---- */

static const char *kind_name(const json_t *j)
{
    switch (json_typeof(j)) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "an array";
    default:
        return "a single value";
    }
}

/* The file, the line of the document where there are several, and the way to a step. */
static struct str place_text(const struct listdoc *doc, uint32_t step)
{
    struct buf text = BUF_INIT;
    buf_add_text(&text, doc->r->name);
    if (doc->line > 0) {
        buf_addf(&text, ":%u", doc->line);
    }
    buf_add_text(&text, ": ");
    size_t start = text.len;
    for (uint32_t i = 0; i < step; i++) {
        struct program_segment s = doc->column->path.steps[i];
        if (s.kind == SEGMENT_EACH) {
            s.kind = SEGMENT_INDEX;
            s.index = (uint32_t)doc->elements[i];
        }
        expr_path_step(&text, &s);
    }
    if (text.len > start && text.ptr[start] == '.') {
        memmove(text.ptr + start, text.ptr + start + 1, text.len - start); /* with the NUL */
        text.len--;
    }
    buf_add_text(&text, step == 0 ? "the document" : "");
    struct str s = arena_str(doc->r->arena, buf_str(&text));
    buf_release(&text);
    return s;
}

static bool wrong_kind(const struct listdoc *doc, uint32_t step, const json_t *j, const char *want)
{
    const char *help = step == 0 && doc->r->ask->n_columns == 0 ? "; say by `column` where the items are" : "";
    return err_set(doc->r->err, "%.*s is %s, not %s%s", STR_ARG(place_text(doc, step)), kind_name(j), want, help);
}

/* ---- texts ---- */

/* What a scalar is as text; ptr NULL: nothing. It holds until the buffer changes. */
static struct str scalar_text(const json_t *j, struct buf *out)
{
    struct value v = value_null();
    switch (json_typeof(j)) {
    case JSON_STRING:
        return str_slice(json_string_value(j), json_string_length(j));
    case JSON_INTEGER:
        v = value_int(json_integer_value(j));
        break;
    case JSON_REAL:
        v = value_float(json_real_value(j));
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        v = value_bool(json_is_true(j));
        break;
    default:
        return (struct str){NULL, 0};
    }
    buf_reset(out);
    value_json(&v, out);
    return buf_str(out);
}

static bool has_parts(const json_t *j) { return json_is_object(j) || json_is_array(j); }

/* ---- the walk ---- */

static const json_t *step_follow(const json_t *j, const struct program_segment *s)
{
    if (s->kind == SEGMENT_KEY) {
        return json_object_getn(j, s->key.ptr, s->key.len);
    }
    return json_array_get(j, s->index);
}

/* What stands beside the item that the walk has come to; ptr NULL: nothing. */
static bool beside(const struct listdoc *doc, struct buf *out, struct str *text)
{
    const struct listpath *value = &doc->column->value;
    const json_t *j = doc->nodes[value->base];
    for (uint32_t i = value->rest; i < value->n && j != NULL; i++) {
        j = step_follow(j, &value->steps[i]);
    }
    *text = (struct str){NULL, 0};
    if (j != NULL && has_parts(j)) {
        return err_set(doc->r->err, "%.*s: the value beside it is %s, not a single value",
                       STR_ARG(place_text(doc, doc->column->path.n)), kind_name(j));
    }
    if (j != NULL) {
        *text = scalar_text(j, out);
    }
    return true;
}

static bool item_take(struct listdoc *doc, const json_t *j)
{
    struct buf own = BUF_INIT, other = BUF_INIT;
    struct str value = {NULL, 0};
    if (has_parts(j)) {
        return wrong_kind(doc, doc->column->path.n, j, "a single value");
    }
    struct str item = scalar_text(j, &own);
    bool ok = doc->r->ask->n_values == 0 || beside(doc, &other, &value);
    if (ok && item.len > 0) {
        ok = listread_add(doc->r, doc->line, item, value);
    }
    buf_release(&own);
    buf_release(&other);
    return ok;
}

static bool walk(struct listdoc *doc, const json_t *j, uint32_t step);

static bool elements_walk(struct listdoc *doc, const json_t *j, uint32_t step)
{
    size_t n = json_array_size(j);
    if (!json_is_array(j)) {
        return wrong_kind(doc, step, j, "an array");
    }
    doc->column->empty = doc->column->empty || n == 0;
    for (size_t i = 0; i < n; i++) {
        doc->elements[step] = i;
        if (!walk(doc, json_array_get(j, i), step + 1)) {
            return false;
        }
    }
    return true;
}

/* At most as deep as a path is long. Nothing there, or null: no item. */
static bool walk(struct listdoc *doc, const json_t *j, uint32_t step)
{
    struct listdoc_column *c = doc->column;
    if (j == NULL) {
        return true;
    }
    doc->nodes[step] = j;
    c->met = step + 1 > c->met ? step + 1 : c->met;
    if (json_is_null(j)) {
        c->met = c->path.n + 1; /* a part that is left out on purpose */
        return true;
    }
    if (step == c->path.n) {
        return item_take(doc, j);
    }
    const struct program_segment *s = &c->path.steps[step];
    if (s->kind == SEGMENT_EACH) {
        return elements_walk(doc, j, step);
    }
    bool fits = s->kind == SEGMENT_KEY ? json_is_object(j) : json_is_array(j);
    if (!fits) {
        return wrong_kind(doc, step, j, s->kind == SEGMENT_KEY ? "an object" : "an array");
    }
    return walk(doc, step_follow(j, s), step + 1);
}

bool listdoc_take(struct listdoc *doc, const json_t *root, uint32_t line)
{
    doc->line = line;
    for (uint32_t i = 0; i < doc->n_columns; i++) {
        doc->column = &doc->columns[i];
        if (!walk(doc, root, 0)) {
            return false;
        }
    }
    return true;
}

bool listdoc_close(struct listdoc *doc)
{
    for (uint32_t i = 0; i < doc->n_columns; i++) {
        const struct listdoc_column *c = &doc->columns[i];
        if (c->met > 0 && c->met <= c->path.n && !c->empty) {
            struct buf text = BUF_INIT;
            expr_path_step(&text, &c->path.steps[c->met - 1]);
            err_set(doc->r->err, "%s: nothing has the part %.*s of the column \"%.*s\"", doc->r->name,
                    STR_ARG(buf_str(&text)), STR_ARG(doc->r->ask->columns[i]));
            buf_release(&text);
            return false;
        }
    }
    return true;
}
