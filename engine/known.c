#include "engine/known.h"

#include <inttypes.h>
#include <jansson.h>

#include "base/arena.h"
#include "engine/known_data.h"
#include "engine/repair.h"

bool known_is(const struct known *row, unsigned parts)
{
    unsigned told = (row->since != KNOWN_NOTHING ? KNOWN_SINCE : 0u) | (row->last != KNOWN_NOTHING ? KNOWN_LAST : 0u) |
                    (row->n != KNOWN_NOTHING ? KNOWN_N : 0u) | (row->data.len > 0 ? KNOWN_DATA : 0u);
    return !row->gone && told == parts && (row->since == KNOWN_NOTHING || known_is_time(row->since)) &&
           (row->last == KNOWN_NOTHING || known_is_time(row->last)) &&
           (row->n == KNOWN_NOTHING || (row->n >= 1 && row->n <= KNOWN_N_MAX));
}

/* ---- values ---- */

#define HEX "hex"

static const char *const kinds[] = {
    [VALUE_BOOL] = "bool",     [VALUE_INT] = "int",           [VALUE_FLOAT] = "float", [VALUE_STRING] = "string",
    [VALUE_TIME] = "time",     [VALUE_DURATION] = "duration", [VALUE_IP] = "ip",       [VALUE_LIST] = "json",
    [VALUE_JSON] = "json",
};

static bool is_text(struct str s)
{
    return s.len == 0 || (memchr(s.ptr, '\0', s.len) == NULL && repair_valid(s) == s.len);
}

static void hex_print(struct str bytes, struct buf *out)
{
    for (size_t i = 0; i < bytes.len; i++) {
        buf_addf(out, "%02x", (unsigned char)bytes.ptr[i]);
    }
}

const char *known_term_print(const struct value *v, struct buf *out)
{
    if (v->kind == VALUE_TIME || v->kind == VALUE_DURATION) {
        buf_addf(out, "%" PRId64, v->i);
    } else if (v->kind == VALUE_FLOAT) {
        known_float_print(v->f, out);
    } else if (v->kind == VALUE_STRING && !is_text(value_text(v))) {
        hex_print(value_text(v), out);
        return HEX;
    } else {
        value_print(v, out);
    }
    return kinds[v->kind];
}

static bool int_parse(struct str text, int64_t *out)
{
    struct number n;
    struct known_data data = known_data_of(text);
    bool good = known_data_number(&data, &n) && known_data_end(&data) && !n.is_float;
    *out = good ? n.i : 0;
    return good;
}

static bool float_parse(struct str text, double *out)
{
    struct number n;
    struct known_data data = known_data_of(text);
    if (known_float_word(text, out)) {
        return true;
    }
    bool good = known_data_number(&data, &n) && known_data_end(&data) && n.is_float;
    *out = good ? n.f : 0;
    return good;
}

static bool bool_parse(struct str text, bool *out)
{
    *out = str_equal(text, STR("true"));
    return *out || str_equal(text, STR("false"));
}

static bool hex_parse(struct str text, struct symbols *symbols, struct value *out)
{
    struct buf bytes = BUF_INIT;
    bool good = text.len % 2 == 0;
    for (size_t i = 0; good && i < text.len; i += 2) {
        int high = str_hex_digit(text.ptr[i]), low = str_hex_digit(text.ptr[i + 1]);
        good = high >= 0 && low >= 0;
        buf_add_char(&bytes, good ? (char)(high * 16 + low) : '?');
    }
    *out = good ? symbol_value(symbols, symbol_intern(symbols, buf_str(&bytes))) : value_null();
    buf_release(&bytes);
    return good;
}

/* Is it JSON that a value can hold? An alert writes it as it is. */
static bool is_json(struct str text)
{
    json_t *j = json_loadb(text.ptr, text.len, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    json_decref(j);
    return j != NULL && memchr(text.ptr, '\n', text.len) == NULL;
}

/* A string, JSON or address, as one of the table. */
static bool interned(struct symbols *symbols, const struct value *v, struct value *out)
{
    *out = symbol_value(symbols, symbol_of(symbols, v));
    return true;
}

static bool text_parse(enum value_kind kind, struct str text, struct symbols *symbols, struct value *out)
{
    struct ip ip;
    struct value v = value_str(text);
    switch (kind) {
    case VALUE_STRING:
        return interned(symbols, &v, out);
    case VALUE_JSON:
        v.kind = VALUE_JSON;
        return is_json(text) && interned(symbols, &v, out);
    case VALUE_IP:
        v = (struct value){.kind = VALUE_IP, .ip = &ip};
        return ip_parse(text, &ip) && interned(symbols, &v, out);
    case VALUE_BOOL:
        out->kind = VALUE_BOOL;
        return bool_parse(text, &out->b);
    case VALUE_FLOAT:
        out->kind = VALUE_FLOAT;
        return float_parse(text, &out->f);
    case VALUE_INT:
    case VALUE_TIME:
    case VALUE_DURATION:
        out->kind = (uint8_t)kind;
        return int_parse(text, &out->i);
    case VALUE_NULL:
    case VALUE_LIST:
        break;
    }
    return false;
}

bool known_term_parse(struct str kind, struct str text, struct symbols *symbols, struct value *out)
{
    *out = value_null();
    if (text.len > UINT32_MAX || !is_text(text)) {
        return false;
    }
    if (str_equal(kind, STR(HEX))) {
        return hex_parse(text, symbols, out);
    }
    for (unsigned i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (i != VALUE_LIST && kinds[i] != NULL && str_equal(kind, str_from(kinds[i]))) {
            return text_parse((enum value_kind)i, text, symbols, out);
        }
    }
    return false;
}

void known_value_print(const struct value *v, struct buf *out)
{
    struct buf text = BUF_INIT;
    buf_addf(out, "[\"%s\",", known_term_print(v, &text));
    buf_add_json(out, buf_str(&text));
    buf_add_char(out, ']');
    buf_release(&text);
}

bool known_value_parse(struct str json, struct symbols *symbols, struct value *out)
{
    struct str kind, text;
    struct arena arena = ARENA_INIT;
    struct known_data data = known_data_of(json);
    *out = value_null();
    bool good = known_data_is(&data, "[") && known_data_string(&data, &arena, &kind) && known_data_is(&data, ",") &&
                known_data_string(&data, &arena, &text) && known_data_is(&data, "]") && known_data_end(&data) &&
                known_term_parse(kind, text, symbols, out);
    arena_release(&arena);
    return good;
}
