/* function_call: the C functions behind the table of functions (function.def).
 * Each computes one function of the language; what does not fit gives null. */
#ifndef LURCHER_LANG_FUNCTION_CALL_H
#define LURCHER_LANG_FUNCTION_CALL_H

#include "base/arena.h"
#include "base/value.h"

/* No function makes a longer text than this: it gives null instead. */
#define FUNCTION_TEXT_MAX (16u << 20)

#define FUNCTION_CALL(name) struct value name(const struct value *args, unsigned n, struct arena *scratch)

/* function_text.c */
FUNCTION_CALL(function_lower);
FUNCTION_CALL(function_upper);
FUNCTION_CALL(function_trim_prefix);
FUNCTION_CALL(function_trim_suffix);
FUNCTION_CALL(function_starts_with);
FUNCTION_CALL(function_ends_with);
FUNCTION_CALL(function_replace);
FUNCTION_CALL(function_split);
FUNCTION_CALL(function_length);
FUNCTION_CALL(function_concat);
FUNCTION_CALL(function_to_string);

/* function_number.c: numbers and times */

/* The whole text as a decimal number, an int or a float; else null. */
struct value function_number(struct str s);
FUNCTION_CALL(function_to_int);
FUNCTION_CALL(function_to_float);
FUNCTION_CALL(function_floor);
FUNCTION_CALL(function_hour);
FUNCTION_CALL(function_weekday);
FUNCTION_CALL(function_date);

/* function_json.c */

/* The text as a jansson value, which the caller frees with json_decref; NULL when it is no
 * JSON. Whole numbers beyond 64 bits are floats. */
struct json_t *function_json_load(struct str text);
FUNCTION_CALL(function_json);

/* function_code.c: encodings */
FUNCTION_CALL(function_url_decode);
FUNCTION_CALL(function_base64_decode);

/* function_net.c: ARNs and addresses */

/* The account of an ARN, or what stands in its place; empty when there is none. */
struct str function_account(struct str arn);
FUNCTION_CALL(function_arn_account);
FUNCTION_CALL(function_arn_service);
FUNCTION_CALL(function_arn_resource);
FUNCTION_CALL(function_ip_private);

/* function_policy.c: IAM policies */
FUNCTION_CALL(function_grants);
FUNCTION_CALL(function_grants_other_account);
FUNCTION_CALL(function_grants_admin);
FUNCTION_CALL(function_policy_principals);

#endif
