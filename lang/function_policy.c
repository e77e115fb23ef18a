/* function_policy: functions over IAM policy documents (lang/policy.h). */
#include "lang/function_call.h"
#include "lang/policy.h"

/* The document as text: an object of the event, or a text, which IAM gives out URL-encoded. */
static bool policy_of(const struct value *v, struct policy *out, struct arena *scratch)
{
    if (v->kind != VALUE_JSON && v->kind != VALUE_STRING) {
        return false;
    }
    struct value text = *v;
    size_t at = 0;
    while (at < v->len && v->s[at] != '\0' && strchr(" \t\r\n", v->s[at]) != NULL) {
        at++;
    }
    if (v->kind == VALUE_STRING && at < v->len && v->s[at] == '%' && v->len <= 3 * POLICY_TEXT_MAX) {
        text = function_url_decode(v, 1, scratch);
    }
    return text.kind != VALUE_NULL && text.len > 0 && policy_read(out, value_text(&text));
}

FUNCTION_CALL(function_grants)
{
    struct policy policy;
    bool named = n > 2 && args[2].kind != VALUE_NULL;
    if (args[1].kind != VALUE_STRING || (named && args[2].kind != VALUE_STRING) ||
        !policy_of(&args[0], &policy, scratch)) {
        return value_null();
    }
    struct str principal = named ? value_text(&args[2]) : STR("");
    bool grants = policy_grants(&policy, value_text(&args[1]), named ? &principal : NULL);
    policy_release(&policy);
    return value_bool(grants);
}

FUNCTION_CALL(function_grants_other_account)
{
    (void)n;
    struct policy policy;
    if (args[1].kind != VALUE_STRING || !policy_of(&args[0], &policy, scratch)) {
        return value_null();
    }
    bool grants = policy_grants_other(&policy, value_text(&args[1]));
    policy_release(&policy);
    return value_bool(grants);
}

FUNCTION_CALL(function_grants_admin)
{
    (void)n;
    struct policy policy;
    if (!policy_of(&args[0], &policy, scratch)) {
        return value_null();
    }
    bool grants = policy_grants_all(&policy);
    policy_release(&policy);
    return value_bool(grants);
}

FUNCTION_CALL(function_policy_principals)
{
    (void)n;
    struct policy policy;
    if (!policy_of(&args[0], &policy, scratch)) {
        return value_null();
    }
    policy_names names = VEC_INIT;
    policy_principals(&policy, &names);
    struct value *items = arena_array(scratch, names.len + 1, sizeof *items);
    for (size_t i = 0; i < names.len; i++) {
        items[i] = value_str(arena_str(scratch, names.items[i]));
    }
    struct value list = {.kind = VALUE_LIST, .len = (uint32_t)names.len, .items = items};
    vec_release(&names);
    policy_release(&policy);
    return list;
}
