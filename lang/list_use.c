#include "lang/list_use.h"

#include "base/timefmt.h"
#include "lang/function_call.h"
#include "lang/pattern.h"

enum list_use list_use_of(struct type left)
{
    switch (left.kind) {
    case TYPE_STRING:
        return LIST_USE_TEXT;
    case TYPE_IP:
        return LIST_USE_IP;
    case TYPE_ADDRESS:
        return LIST_USE_ADDRESS;
    case TYPE_INT:
    case TYPE_FLOAT:
        return LIST_USE_NUMBER;
    case TYPE_BOOL:
        return LIST_USE_BOOL;
    case TYPE_TIME:
        return LIST_USE_TIME;
    case TYPE_DURATION:
        return LIST_USE_DURATION;
    default:
        return LIST_USE_ANY;
    }
}

static enum list_fit kind_fits(const struct value *v, enum value_kind kind)
{
    return v->kind == kind ? LIST_FITS : LIST_BAD_ITEM;
}

static enum list_fit take_block(enum list_use use, const struct value *v)
{
    if (v->kind != VALUE_STRING) {
        return LIST_BAD_ITEM;
    }
    enum pattern_block block = pattern_block(value_text(v));
    if (block == PATTERN_BAD) {
        return LIST_BAD_BLOCK;
    }
    return block == PATTERN_BLOCK || use == LIST_USE_ADDRESS ? LIST_FITS : LIST_BAD_ITEM;
}

static enum list_fit take_time(struct value *v)
{
    int64_t time;
    if (v->kind == VALUE_STRING && time_parse(value_text(v), &time)) {
        *v = value_time(time);
    }
    return kind_fits(v, VALUE_TIME);
}

static enum list_fit take_number(bool from_file, struct value *v)
{
    if (v->kind == VALUE_STRING && from_file) {
        struct value number = function_number(value_text(v));
        *v = number.kind == VALUE_NULL ? *v : number;
    }
    return v->kind == VALUE_FLOAT ? LIST_FITS : kind_fits(v, VALUE_INT);
}

enum list_fit list_use_take(enum list_use use, bool from_file, struct value *v)
{
    switch (use) {
    case LIST_USE_TEXT:
    case LIST_USE_PATTERN:
        return kind_fits(v, VALUE_STRING);
    case LIST_USE_IP:
    case LIST_USE_ADDRESS:
        return take_block(use, v);
    case LIST_USE_NUMBER:
        return take_number(from_file, v);
    case LIST_USE_TIME:
        return take_time(v);
    case LIST_USE_BOOL:
        return kind_fits(v, VALUE_BOOL);
    case LIST_USE_DURATION:
        return kind_fits(v, VALUE_DURATION);
    case LIST_USE_REGEX:
    case LIST_USE_ANY:
    case N_LIST_USES:
        break;
    }
    return LIST_FITS;
}
