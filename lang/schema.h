/* schema: the declared kinds of events (source blocks): fields, types, docs, and
 * the names that a library gives to what people think in (lets with their docs). */
#ifndef LURCHER_LANG_SCHEMA_H
#define LURCHER_LANG_SCHEMA_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "lang/ast.h"
#include "lang/type.h"

struct schema_field {
    struct str name;
    struct type type;
    struct str doc;
    struct schema_field *fields; /* of a record or list of records */
    uint32_t n_fields;
};

struct schema_source {
    struct str name, doc;
    struct schema_field *fields;
    uint32_t n_fields;
    bool internal;           /* `alerts` of the library: its events are never read from logs */
    const struct ast_source *ast;
};

/* A let or chain of a library, for `lurcher fields` and completion. */
struct schema_name {
    struct str name, doc;
    struct str text; /* its definition as written */
    struct type type;
};

struct schema {
    struct schema_source *sources;
    uint32_t n_sources;
    struct schema_name *names;
    uint32_t n_names;
};

/* The field `name` among `fields`, or NULL. */
const struct schema_field *schema_field_find(const struct schema_field *fields, uint32_t n, struct str name);

#endif
