#include "lang/function.h"

#include <stddef.h>

#include "lang/function_call.h"

#define FORM NULL
#define RESULT_ANY {TYPE_JSON, false}
#define RESULT_BOOL {TYPE_BOOL, false}
#define RESULT_INT {TYPE_INT, false}
#define RESULT_FLOAT {TYPE_FLOAT, false}
#define RESULT_STRING {TYPE_STRING, false}
#define RESULT_LIST {TYPE_STRING, true}
#define RESULT_JSON {TYPE_JSON, false}
#define RESULT_LOCATION {TYPE_LOCATION, false}

static const struct function_info functions[] = {
#define FUNCTION(id, name, params, min, max, result, call, doc) {name, params, min, max, result, call, doc},
#include "lang/function.def"
#undef FUNCTION
};

#define N_FUNCTIONS ((uint32_t)(sizeof functions / sizeof *functions))

uint32_t function_count(void) { return N_FUNCTIONS; }

const struct function_info *function_at(uint32_t id) { return &functions[id]; }

uint32_t function_find(struct str name)
{
    for (uint32_t i = 0; i < N_FUNCTIONS; i++) {
        if (str_equal(name, str_from(functions[i].name))) {
            return i;
        }
    }
    return UINT32_MAX;
}

/* ---- parameters ---- */

/* Cut the text before `mark` off `rest`; all of it when there is no mark. */
static struct str cut(struct str *rest, struct str mark)
{
    size_t at = str_find(*rest, mark);
    struct str head = *rest;
    if (at == SIZE_MAX) {
        *rest = str_slice(rest->ptr + rest->len, 0);
        return head;
    }
    head.len = at;
    *rest = str_slice(rest->ptr + at + mark.len, rest->len - at - mark.len);
    return head;
}

struct param {
    struct str name, types;
};

/* Parameter `i`; the last one with … stands for all that follow. */
static struct param param_at(uint32_t id, unsigned i)
{
    struct str rest = str_from(functions[id].params);
    struct param param = {STR(""), STR("")};
    for (unsigned n = 0; n <= i && rest.len > 0; n++) {
        param.types = cut(&rest, STR(", "));
        param.name = cut(&param.types, STR(": "));
    }
    return param;
}

bool function_param_optional(uint32_t id, unsigned i) { return str_ends(param_at(id, i).name, STR("?")); }

const char *function_param_type(uint32_t id, unsigned i)
{
    static const char *const known[] = {"any",  "condition", "string",      "int|float", "string|int|float",
                                        "time", "list",      "string|list", "address|ip|string", "zone", "string|json"};
    struct str types = param_at(id, i).types;
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        if (str_equal(types, str_from(known[k]))) {
            return known[k];
        }
    }
    return "any";
}

static bool type_fits(struct str want, struct type t)
{
    if (str_equal(want, STR("any"))) {
        return t.kind != TYPE_LOCATION;
    }
    if (str_equal(want, STR("list"))) {
        return t.list;
    }
    if (t.list) {
        return false;
    }
    if (str_equal(want, STR("condition"))) {
        return t.kind == TYPE_BOOL;
    }
    if (str_equal(want, STR("string")) && t.kind == TYPE_ADDRESS) {
        return true;
    }
    if (str_equal(want, STR("zone"))) {
        return t.kind == TYPE_STRING;
    }
    return str_equal(want, str_from(type_name(t)));
}

bool function_param_fits(uint32_t id, unsigned i, struct type t)
{
    if (t.kind == TYPE_UNKNOWN || (!t.list && (t.kind == TYPE_NULL || t.kind == TYPE_JSON))) {
        return true;
    }
    struct str types = param_at(id, i).types;
    while (types.len > 0) {
        if (type_fits(cut(&types, STR("|")), t)) {
            return true;
        }
    }
    return false;
}
