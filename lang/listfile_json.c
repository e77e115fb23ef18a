/* listfile_json: columns of a JSON document, or of one document on each line. */
#include "base/value.h"
#include "lang/listdoc.h"

/* ---- reading ---- */

/* Whole numbers beyond 64 bits are read as floats, as everywhere. */
static json_t *json_read(struct str text, json_error_t *error)
{
    json_t *j = json_loadb(text.ptr, text.len, JSON_DECODE_ANY, error);
    if (j == NULL && json_error_code(error) == json_error_numeric_overflow) {
        j = json_loadb(text.ptr, text.len, JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, error);
    }
    return j;
}

static bool json_damaged(struct listread *r, uint32_t line, const json_error_t *error)
{
    return err_set(r->err, "%s:%u: no JSON: %s", r->name, line, error->text);
}

bool listread_json(struct listread *r)
{
    json_error_t error;
    struct listdoc doc;
    json_t *root = json_read(r->text, &error);
    if (root == NULL) {
        return json_damaged(r, error.line > 0 ? (uint32_t)error.line : 1, &error);
    }
    bool ok = listdoc_open(&doc, r, true) && listdoc_take(&doc, root, 0) && listdoc_close(&doc);
    json_decref(root);
    return ok;
}

static bool line_read(struct listdoc *doc, struct str line, uint32_t number)
{
    json_error_t error;
    json_t *root = json_read(line, &error);
    if (root == NULL) {
        return json_damaged(doc->r, number, &error);
    }
    bool ok = listdoc_take(doc, root, number);
    json_decref(root);
    return ok;
}

bool listread_ndjson(struct listread *r)
{
    struct listdoc doc;
    bool ok = listdoc_open(&doc, r, false);
    uint32_t number = 1;
    for (size_t at = 0; ok && at < r->text.len; number++) {
        const char *start = r->text.ptr + at;
        const char *end = memchr(start, '\n', r->text.len - at);
        size_t len = end == NULL ? r->text.len - at : (size_t)(end - start);
        struct str line = listread_trim(str_slice(start, len));
        at += len + 1;
        ok = line.len == 0 || line_read(&doc, line, number);
    }
    return ok && listdoc_close(&doc);
}
