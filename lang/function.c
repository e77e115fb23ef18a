#include "lang/function.h"

#include "lang/function_calls.h"

static const struct function_info functions[] = {
#define FUNCTION(name, params, min_args, max_args, result, list, call, doc) \
    {name, params, min_args, max_args, {result, list}, call, doc},
#include "lang/function.def"
#undef FUNCTION
};

#define N_FUNCTIONS ((uint32_t)(sizeof functions / sizeof functions[0]))

uint32_t function_count(void)
{
    return N_FUNCTIONS;
}

const struct function_info *function_at(uint32_t id)
{
    return &functions[id];
}

uint32_t function_find(struct str name)
{
    for (uint32_t i = 0; i < N_FUNCTIONS; i++) {
        if (str_equal(name, str_from(functions[i].name))) {
            return i;
        }
    }
    return UINT32_MAX;
}

/* The type of parameter i in "a: T, b: U|V, …", as a slice of it. */
static struct str param_type(const char *params, unsigned i)
{
    struct str type = {NULL, 0};
    for (const char *p = params; *p != '\0'; i--) {
        const char *colon = strstr(p, ": ");
        if (colon == NULL) {
            return type; /* the "…" that repeats the one before */
        }
        size_t len = strcspn(colon + 2, ",");
        type = str_slice(colon + 2, len);
        if (i == 0) {
            return type;
        }
        p = colon + 2 + len;
        p += strspn(p, ", ");
    }
    return type;
}

const char *function_param_type(uint32_t id, unsigned i)
{
    static char text[64];
    struct str type = param_type(functions[id].params, i);
    size_t len = type.len < sizeof text ? type.len : sizeof text - 1;
    memcpy(text, type.ptr, len);
    text[len] = '\0';
    return text;
}

static bool alternative_fits(struct str wanted, struct type t)
{
    if (str_equal(wanted, STR("any"))) {
        return t.kind != TYPE_LOCATION;
    }
    if (str_equal(wanted, STR("list"))) {
        return t.list;
    }
    bool text = t.kind == TYPE_ADDRESS && str_equal(wanted, STR("string"));
    return !t.list && (text || str_equal(wanted, str_from(type_name(t))));
}

bool function_param_fits(uint32_t id, unsigned i, struct type t)
{
    if (t.kind == TYPE_UNKNOWN || t.kind == TYPE_JSON || t.kind == TYPE_NULL) {
        return true;
    }
    struct str rest = param_type(functions[id].params, i);
    while (rest.len > 0) {
        size_t bar = str_find(rest, STR("|"));
        size_t len = bar == SIZE_MAX ? rest.len : bar;
        if (alternative_fits(str_slice(rest.ptr, len), t)) {
            return true;
        }
        size_t taken = len + (bar == SIZE_MAX ? 0 : 1);
        rest = str_slice(rest.ptr + taken, rest.len - taken);
    }
    return false;
}
