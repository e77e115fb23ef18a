/* function_net: functions over ARNs and addresses. */
#include "base/ip.h"
#include "lang/function_call.h"

/* arn:partition:service:region:account:resource; the resource may hold colons. */
enum { ARN_PREFIX, ARN_PARTITION, ARN_SERVICE, ARN_REGION, ARN_ACCOUNT, ARN_RESOURCE, ARN_PARTS };

static bool arn_split(struct str s, struct str parts[ARN_PARTS])
{
    for (int i = 0; i < ARN_RESOURCE; i++) {
        size_t at = str_find(s, STR(":"));
        if (at == SIZE_MAX) {
            return false;
        }
        parts[i] = str_slice(s.ptr, at);
        s = str_slice(s.ptr + at + 1, s.len - at - 1);
    }
    parts[ARN_RESOURCE] = s;
    return str_equal(parts[ARN_PREFIX], STR("arn")) && parts[ARN_PARTITION].len > 0;
}

struct str function_account(struct str arn)
{
    struct str parts[ARN_PARTS];
    return arn_split(arn, parts) ? parts[ARN_ACCOUNT] : STR("");
}

static struct value arn_part(const struct value *arn, int part)
{
    struct str parts[ARN_PARTS];
    if (arn->kind != VALUE_STRING || !arn_split(value_text(arn), parts) || parts[part].len == 0) {
        return value_null();
    }
    return value_str(parts[part]);
}

FUNCTION_CALL(function_arn_account)
{
    (void)n, (void)scratch;
    return arn_part(&args[0], ARN_ACCOUNT);
}

FUNCTION_CALL(function_arn_service)
{
    (void)n, (void)scratch;
    return arn_part(&args[0], ARN_SERVICE);
}

FUNCTION_CALL(function_arn_resource)
{
    (void)n, (void)scratch;
    return arn_part(&args[0], ARN_RESOURCE);
}

FUNCTION_CALL(function_ip_private)
{
    (void)n, (void)scratch;
    struct ip ip;
    if (args[0].kind == VALUE_IP) {
        return value_bool(ip_private(args[0].ip));
    }
    if (args[0].kind != VALUE_STRING || !ip_parse(value_text(&args[0]), &ip)) {
        return value_null();
    }
    return value_bool(ip_private(&ip));
}
