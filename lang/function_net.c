/* function_net: ARNs and addresses. */
#include "base/ip.h"
#include "lang/function_calls.h"

/* Part `index` of arn:partition:service:region:account:resource, from 0; the last
 * one keeps its colons. Null when the text is no ARN or the part is empty. */
static struct value arn_part(const struct value *v, unsigned index)
{
    if (!function_is_text(v) || !str_starts(value_text(v), STR("arn:"))) {
        return value_null();
    }
    struct str rest = value_text(v), part = {NULL, 0};
    for (unsigned i = 0; i < 6; i++) {
        size_t colon = i == 5 ? SIZE_MAX : str_find(rest, STR(":"));
        if (i < 5 && colon == SIZE_MAX) {
            return value_null();
        }
        size_t len = colon == SIZE_MAX ? rest.len : colon;
        if (i == index) {
            part = str_slice(rest.ptr, len);
        }
        size_t used = len + (colon != SIZE_MAX);
        rest = str_slice(rest.ptr + used, rest.len - used);
    }
    return part.len > 0 ? value_str(part) : value_null();
}

struct value function_arn_service(const struct value *args, unsigned n, struct arena *scratch)
{
    (void)n, (void)scratch;
    return arn_part(&args[0], 2);
}

struct value function_arn_account(const struct value *args, unsigned n, struct arena *scratch)
{
    (void)n, (void)scratch;
    return arn_part(&args[0], 4);
}

struct value function_arn_resource(const struct value *args, unsigned n, struct arena *scratch)
{
    (void)n, (void)scratch;
    return arn_part(&args[0], 5);
}

struct value function_ip_private(const struct value *args, unsigned n, struct arena *scratch)
{
    (void)n, (void)scratch;
    struct ip ip;
    if (args[0].kind == VALUE_IP) {
        return value_bool(ip_private(args[0].ip));
    }
    bool is_ip = function_is_text(&args[0]) && ip_parse(value_text(&args[0]), &ip);
    return is_ip ? value_bool(ip_private(&ip)) : value_null();
}
