/* listfile_yaml: columns of a YAML file. It becomes the tree of a JSON document whose
 * single values are all texts, as they are written: an account number keeps its leading
 * zero. What is an empty plain value, ~ or null is null. */
#include <yaml.h>

#include "lang/listdoc.h"

#define DEPTH_MAX 100u

struct yaml {
    struct listread *r;
    yaml_parser_t parser;
    yaml_event_t event; /* the one that is looked at */
    bool held;          /* there is one */
    struct listdoc *doc;
    uint32_t documents;
};

static bool yaml_fail(struct yaml *y, const yaml_mark_t *at, const char *what)
{
    return err_set(y->r->err, "%s:%zu: %s", y->r->name, at->line + 1, what);
}

static bool damaged(struct yaml *y)
{
    const yaml_parser_t *p = &y->parser;
    const char *problem = p->problem == NULL ? "it cannot be read" : p->problem;
    if (p->context == NULL) {
        return err_set(y->r->err, "%s:%zu: no YAML: %s", y->r->name, p->problem_mark.line + 1, problem);
    }
    return err_set(y->r->err, "%s:%zu: no YAML: %s, %s that begins on line %zu", y->r->name, p->problem_mark.line + 1,
                   problem, p->context, p->context_mark.line + 1);
}

static bool event_next(struct yaml *y)
{
    if (y->held) {
        yaml_event_delete(&y->event);
    }
    y->held = yaml_parser_parse(&y->parser, &y->event) != 0;
    return y->held || damaged(y);
}

/* ---- values ---- */

static bool is_null(const yaml_event_t *e)
{
    static const char *const words[] = {"", "~", "null", "Null", "NULL"};
    const char *text = (const char *)e->data.scalar.value;
    for (unsigned i = 0; i < sizeof words / sizeof *words; i++) {
        if (e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && strcmp(text, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

static json_t *scalar_make(struct yaml *y)
{
    const yaml_event_t *e = &y->event;
    if (is_null(e)) {
        return json_null();
    }
    json_t *j = json_stringn((const char *)e->data.scalar.value, e->data.scalar.length);
    if (j == NULL) {
        yaml_fail(y, &e->start_mark, "a text that is not UTF-8");
    }
    return j;
}

/* The value that begins with the event that is held; NULL with *err. */
static json_t *value_make(struct yaml *y, unsigned depth);

static json_t *sequence_make(struct yaml *y, unsigned depth)
{
    json_t *array = json_array();
    for (;;) {
        if (!event_next(y)) {
            break;
        }
        if (y->event.type == YAML_SEQUENCE_END_EVENT) {
            return array;
        }
        json_t *item = value_make(y, depth + 1);
        if (item == NULL) {
            break;
        }
        if (json_array_append_new(array, item) != 0) {
            yaml_fail(y, &y->event.start_mark, "no memory for it");
            break;
        }
    }
    json_decref(array);
    return NULL;
}

/* One key with its value; the event is the key. */
static bool pair_take(struct yaml *y, json_t *object, unsigned depth)
{
    if (y->event.type != YAML_SCALAR_EVENT) {
        return yaml_fail(y, &y->event.start_mark, "a key that is no single value");
    }
    struct str key = arena_str(y->r->arena, str_slice((const char *)y->event.data.scalar.value,
                                                      y->event.data.scalar.length));
    yaml_mark_t at = y->event.start_mark;
    json_t *value = event_next(y) ? value_make(y, depth + 1) : NULL;
    if (value == NULL) {
        return false;
    }
    if (json_object_setn_new(object, key.ptr, key.len, value) != 0) {
        return yaml_fail(y, &at, "a key that is not UTF-8");
    }
    return true;
}

static json_t *mapping_make(struct yaml *y, unsigned depth)
{
    json_t *object = json_object();
    while (event_next(y)) {
        if (y->event.type == YAML_MAPPING_END_EVENT) {
            return object;
        }
        if (!pair_take(y, object, depth)) {
            break;
        }
    }
    json_decref(object);
    return NULL;
}

static json_t *value_make(struct yaml *y, unsigned depth)
{
    if (depth > DEPTH_MAX) {
        yaml_fail(y, &y->event.start_mark, "nested too deeply");
        return NULL;
    }
    switch (y->event.type) {
    case YAML_SCALAR_EVENT:
        return scalar_make(y);
    case YAML_SEQUENCE_START_EVENT:
        return sequence_make(y, depth);
    case YAML_MAPPING_START_EVENT:
        return mapping_make(y, depth);
    default: /* a few of them can stand for more than all memory holds */
        yaml_fail(y, &y->event.start_mark, "an alias (*name) is not followed: write out what it stands for");
        return NULL;
    }
}

/* ---- the file ---- */

static bool document_take(struct yaml *y)
{
    uint32_t line = (uint32_t)y->event.start_mark.line + 1;
    if (!event_next(y)) {
        return false;
    }
    json_t *root = value_make(y, 0);
    bool ok = root != NULL && listdoc_take(y->doc, root, y->documents++ > 0 ? line : 0);
    json_decref(root);
    return ok && event_next(y); /* the document's end */
}

static bool stream_read(struct yaml *y)
{
    while (event_next(y)) {
        if (y->event.type == YAML_STREAM_END_EVENT) {
            return listdoc_close(y->doc);
        }
        if (y->event.type == YAML_DOCUMENT_START_EVENT && !document_take(y)) {
            return false;
        }
    }
    return false;
}

bool listread_yaml(struct listread *r)
{
    struct listdoc doc;
    struct yaml y = {.r = r, .doc = &doc};
    if (!listdoc_open(&doc, r, true)) {
        return false;
    }
    if (!yaml_parser_initialize(&y.parser)) {
        return err_set(r->err, "%s: no memory for a YAML parser", r->name);
    }
    yaml_parser_set_encoding(&y.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&y.parser, (const unsigned char *)(r->text.len == 0 ? "" : r->text.ptr), r->text.len);
    bool ok = stream_read(&y);
    if (y.held) {
        yaml_event_delete(&y.event);
    }
    yaml_parser_delete(&y.parser);
    return ok;
}
