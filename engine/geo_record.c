#include "engine/geo_record.h"

#include <math.h>
#include <stdlib.h>

enum form { FORM_TEXT, FORM_NAME, FORM_CODE, FORM_LATITUDE, FORM_LONGITUDE, FORM_ASN };

/* NAME: a text that is no code of two letters; CODE: a text that is one. */
struct form_path {
    enum program_geo part;
    enum form form;
    const char *path[5];
};

static const struct form_path paths[] = {
    {GEO_COUNTRY, FORM_CODE, {"country", "iso_code"}},
    {GEO_COUNTRY, FORM_CODE, {"country_code"}},
    {GEO_COUNTRY, FORM_CODE, {"country"}},
    {GEO_COUNTRY_NAME, FORM_TEXT, {"country", "names", "en"}},
    {GEO_COUNTRY_NAME, FORM_TEXT, {"country_name"}},
    {GEO_COUNTRY_NAME, FORM_NAME, {"country"}},
    {GEO_REGION, FORM_TEXT, {"subdivisions", "0", "iso_code"}},
    {GEO_REGION, FORM_TEXT, {"subdivisions", "0", "names", "en"}},
    {GEO_REGION, FORM_TEXT, {"region_code"}},
    {GEO_REGION, FORM_TEXT, {"region"}},
    {GEO_REGION, FORM_TEXT, {"region_name"}},
    {GEO_REGION, FORM_TEXT, {"state1"}},
    {GEO_CITY, FORM_TEXT, {"city", "names", "en"}},
    {GEO_CITY, FORM_TEXT, {"city"}},
    {GEO_CITY, FORM_TEXT, {"city_name"}},
    {GEO_CONTINENT, FORM_CODE, {"continent", "code"}},
    {GEO_CONTINENT, FORM_CODE, {"continent_code"}},
    {GEO_CONTINENT, FORM_CODE, {"continent"}},
    {GEO_LATITUDE, FORM_LATITUDE, {"location", "latitude"}},
    {GEO_LATITUDE, FORM_LATITUDE, {"latitude"}},
    {GEO_LATITUDE, FORM_LATITUDE, {"lat"}},
    {GEO_LONGITUDE, FORM_LONGITUDE, {"location", "longitude"}},
    {GEO_LONGITUDE, FORM_LONGITUDE, {"longitude"}},
    {GEO_LONGITUDE, FORM_LONGITUDE, {"lng"}},
    {GEO_LONGITUDE, FORM_LONGITUDE, {"lon"}},
    {GEO_ASN, FORM_ASN, {"autonomous_system_number"}},
    {GEO_ASN, FORM_ASN, {"traits", "autonomous_system_number"}},
    {GEO_ASN, FORM_ASN, {"asn"}},
    {GEO_ASN, FORM_ASN, {"as_number"}},
    {GEO_AS_ORG, FORM_TEXT, {"autonomous_system_organization"}},
    {GEO_AS_ORG, FORM_TEXT, {"traits", "autonomous_system_organization"}},
    {GEO_AS_ORG, FORM_TEXT, {"as_org"}},
    {GEO_AS_ORG, FORM_TEXT, {"as_organization"}},
    {GEO_AS_ORG, FORM_TEXT, {"as_name"}},
    {GEO_AS_ORG, FORM_TEXT, {"organization"}},
};

/* ---- values ---- */

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static bool is_code(struct str s) { return s.len == 2 && is_letter(s.ptr[0]) && is_letter(s.ptr[1]); }

static struct value text_value(struct str s, struct symbols *symbols)
{
    return symbol_value(symbols, symbol_intern(symbols, s));
}

/* Some publishers write codes in small letters. */
static struct value code_value(struct str s, struct symbols *symbols)
{
    char code[2] = {(char)(s.ptr[0] & ~0x20), (char)(s.ptr[1] & ~0x20)};
    return text_value(str_slice(code, 2), symbols);
}

static struct str data_text(const MMDB_entry_data_s *data)
{
    if (data->type != MMDB_DATA_TYPE_UTF8_STRING) {
        return STR("");
    }
    return str_slice(data->utf8_string, data->data_size);
}

/* A number, also one that is written as text. */
static bool text_number(struct str s, double *out)
{
    char text[32], *end;
    if (s.len == 0 || s.len >= sizeof text || s.ptr[0] == ' ') {
        return false;
    }
    memcpy(text, s.ptr, s.len);
    text[s.len] = '\0';
    *out = strtod(text, &end);
    return end == text + s.len;
}

static bool data_number(const MMDB_entry_data_s *data, double *out)
{
    switch (data->type) {
    case MMDB_DATA_TYPE_DOUBLE:
        *out = data->double_value;
        return true;
    case MMDB_DATA_TYPE_FLOAT:
        *out = (double)data->float_value;
        return true;
    case MMDB_DATA_TYPE_INT32:
        *out = data->int32;
        return true;
    case MMDB_DATA_TYPE_UINT16:
        *out = data->uint16;
        return true;
    case MMDB_DATA_TYPE_UINT32:
        *out = data->uint32;
        return true;
    case MMDB_DATA_TYPE_UTF8_STRING:
        return text_number(data_text(data), out);
    default:
        return false;
    }
}

static struct value degrees(const MMDB_entry_data_s *data, double limit)
{
    double d;
    return data_number(data, &d) && fabs(d) <= limit ? value_float(d) : value_null();
}

/* 64500, "64500" or "AS64500"; 0 is no network. */
static struct value network(const MMDB_entry_data_s *data)
{
    double d;
    struct str s = data_text(data);
    bool prefixed = s.len > 2 && str_equal_nocase(str_slice(s.ptr, 2), STR("AS"));
    bool good = prefixed ? text_number(str_slice(s.ptr + 2, s.len - 2), &d) : data_number(data, &d);
    return good && d >= 1 && d <= UINT32_MAX && floor(d) == d ? value_int((int64_t)d) : value_null();
}

static struct value data_value(const MMDB_entry_data_s *data, enum form form, struct symbols *symbols)
{
    struct str s = data_text(data);
    switch (form) {
    case FORM_LATITUDE:
        return degrees(data, 90);
    case FORM_LONGITUDE:
        return degrees(data, 180);
    case FORM_ASN:
        return network(data);
    case FORM_CODE:
        return is_code(s) ? code_value(s, symbols) : value_null();
    case FORM_NAME:
        return s.len == 0 || is_code(s) ? value_null() : text_value(s, symbols);
    case FORM_TEXT:
        break;
    }
    return s.len == 0 ? value_null() : text_value(s, symbols);
}

/* ---- the record ---- */

static bool is_network(enum program_geo part) { return part == GEO_ASN || part == GEO_AS_ORG; }

/* A path that the record does not have is no damage. */
static bool is_damage(int status)
{
    return status != MMDB_SUCCESS && status != MMDB_LOOKUP_PATH_DOES_NOT_MATCH_DATA_ERROR &&
           status != MMDB_INVALID_LOOKUP_PATH_ERROR;
}

bool geo_record_read(MMDB_entry_s *entry, bool place, struct symbols *symbols, struct value parts[GEO_COUNT])
{
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        const struct form_path *p = &paths[i];
        MMDB_entry_data_s data;
        if (parts[p->part].kind != VALUE_NULL || (!place && !is_network(p->part))) {
            continue;
        }
        int status = MMDB_aget_value(entry, &data, p->path);
        if (is_damage(status)) {
            return false;
        }
        if (status == MMDB_SUCCESS && data.has_data) {
            parts[p->part] = data_value(&data, p->form, symbols);
        }
    }
    return true;
}
