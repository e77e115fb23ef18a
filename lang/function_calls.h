/* function_calls: the implementations that function.def names, by family
 * (function_text.c, function_time.c, …). Null in, null out. */
#ifndef LURCHER_LANG_FUNCTION_CALLS_H
#define LURCHER_LANG_FUNCTION_CALLS_H

#include "lang/function.h"

#define FUNCTION_CALL(name) struct value name(const struct value *args, unsigned n, struct arena *scratch);

/* function_text.c */
FUNCTION_CALL(function_lower)
FUNCTION_CALL(function_upper)
FUNCTION_CALL(function_trim_prefix)
FUNCTION_CALL(function_trim_suffix)
FUNCTION_CALL(function_starts_with)
FUNCTION_CALL(function_ends_with)
FUNCTION_CALL(function_replace)
FUNCTION_CALL(function_split)
FUNCTION_CALL(function_length)
FUNCTION_CALL(function_concat)
FUNCTION_CALL(function_to_string)
FUNCTION_CALL(function_to_int)

/* function_encoding.c */
FUNCTION_CALL(function_json)
FUNCTION_CALL(function_url_decode)
FUNCTION_CALL(function_base64_decode)

/* function_time.c */
FUNCTION_CALL(function_hour)
FUNCTION_CALL(function_weekday)
FUNCTION_CALL(function_date)

/* function_net.c */
FUNCTION_CALL(function_arn_account)
FUNCTION_CALL(function_arn_service)
FUNCTION_CALL(function_arn_resource)
FUNCTION_CALL(function_ip_private)

#undef FUNCTION_CALL

static inline bool function_is_text(const struct value *v)
{
    return v->kind == VALUE_STRING;
}

#endif
