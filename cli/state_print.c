#include "cli/state_print.h"

#include "base/value.h"
#include "engine/known.h"

void state_print_time(struct buf *out, const char *name, int64_t time)
{
    struct value v = time == KNOWN_NOTHING ? value_null() : value_time(time);
    buf_addf(out, ",\"%s\":", name);
    value_json(&v, out);
}

void state_print_text(struct buf *out, const char *name, struct str text)
{
    buf_addf(out, ",\"%s\":", name);
    buf_add_json(out, text);
}

bool state_print_name(struct str *names, struct str *name)
{
    size_t comma = str_find(*names, STR(", "));
    *name = comma == SIZE_MAX ? *names : str_slice(names->ptr, comma);
    *names = comma == SIZE_MAX ? STR("") : str_slice(names->ptr + comma + 2, names->len - comma - 2);
    return name->len > 0;
}

void state_print_names(struct buf *out, struct str names)
{
    struct str name;
    bool first = true;
    buf_add_text(out, ",\"rules\":[");
    for (; state_print_name(&names, &name); first = false) {
        buf_add_text(out, first ? "" : ",");
        buf_add_json(out, name);
    }
    buf_add_char(out, ']');
}
