#include "lang/type.h"

#include <stddef.h>

static const struct {
    const char *name, *list_name;
} names[] = {
    [TYPE_UNKNOWN] = {"unknown", "list of unknown"},
    [TYPE_NULL] = {"null", "list of null"},
    [TYPE_BOOL] = {"bool", "list of bool"},
    [TYPE_INT] = {"int", "list of int"},
    [TYPE_FLOAT] = {"float", "list of float"},
    [TYPE_STRING] = {"string", "list of string"},
    [TYPE_TIME] = {"time", "list of time"},
    [TYPE_DURATION] = {"duration", "list of duration"},
    [TYPE_IP] = {"ip", "list of ip"},
    [TYPE_ADDRESS] = {"address", "list of address"},
    [TYPE_JSON] = {"json", "list of json"},
    [TYPE_RECORD] = {"record", "list of record"},
    [TYPE_LOCATION] = {"location", "list of location"},
};

const char *type_name(struct type t)
{
    return t.list ? names[t.kind].list_name : names[t.kind].name;
}

const char *type_article(struct type t)
{
    return !t.list && strchr("aiu", names[t.kind].name[0]) != NULL ? "an" : "a";
}

bool type_find(struct str name, enum type_kind *out)
{
    for (size_t i = TYPE_BOOL; i <= TYPE_RECORD; i++) { /* the ones that a source block may name */
        if (str_equal(name, str_from(names[i].name))) {
            *out = (enum type_kind)i;
            return true;
        }
    }
    return false;
}

bool type_same(struct type a, struct type b)
{
    return a.kind == b.kind && a.list == b.list;
}
