/* policy_condition: does a Condition leave of "everyone" only those whom somebody chose? */
#include "lang/policy_match.h"

#include "base/ip.h"
#include "lang/function_call.h"

/* Narrower than these, a block of addresses is a choice (as S3 decides it). */
#define BLOCK_BITS_V4 8
#define BLOCK_BITS_V6 32

#define ACCOUNT_DIGITS 12
#define ACCOUNT_LAST 999999999999

/* How an operator reads its values. An operator that holds when the key is missing (…IfExists,
 * ForAllValues:) and one that says who is not meant pin nothing. */
enum operator { OPERATOR_OTHER, OPERATOR_EXACT, OPERATOR_PATTERN, OPERATOR_BLOCK };

static enum operator operator_of(struct str name)
{
    static const struct {
        const char *name;
        enum operator is;
    } known[] = {
        {"StringEquals", OPERATOR_EXACT}, {"StringEqualsIgnoreCase", OPERATOR_EXACT},
        {"StringLike", OPERATOR_PATTERN}, {"ArnEquals", OPERATOR_PATTERN},
        {"ArnLike", OPERATOR_PATTERN},    {"IpAddress", OPERATOR_BLOCK},
    };
    struct str any = STR("ForAnyValue:");
    if (name.len > any.len && str_equal_nocase(str_slice(name.ptr, any.len), any)) {
        name = str_slice(name.ptr + any.len, name.len - any.len);
    }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (str_equal_nocase(name, str_from(known[i].name))) {
            return known[i].is;
        }
    }
    return OPERATOR_OTHER;
}

static bool key_pins(struct str key, enum operator op)
{
    static const char *const keys[] = {
        "aws:PrincipalAccount", "aws:PrincipalArn",  "aws:PrincipalOrgID",       "aws:PrincipalOrgPaths",
        "aws:SourceAccount",    "aws:SourceArn",     "aws:SourceOwner",          "aws:SourceOrgID",
        "aws:SourceOrgPaths",   "aws:SourceVpc",     "aws:SourceVpcArn",         "aws:SourceVpce",
        "aws:VpceAccount",      "aws:VpceOrgID",     "aws:VpceOrgPaths",         "aws:userid",
        "kms:CallerAccount",    "s3:DataAccessPointAccount", "s3:DataAccessPointArn",
    };
    if (op == OPERATOR_BLOCK) {
        return str_equal_nocase(key, STR("aws:SourceIp"));
    }
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (str_equal_nocase(key, str_from(keys[i]))) {
            return true;
        }
    }
    return false;
}

/* ---- values ---- */

static bool is_narrow_block(struct str block)
{
    size_t slash = str_find(block, STR("/"));
    struct ip ip;
    if (!ip_parse(slash == SIZE_MAX ? block : str_slice(block.ptr, slash), &ip)) {
        return false;
    }
    if (slash == SIZE_MAX) {
        return true;
    }
    struct value bits = function_number(str_slice(block.ptr + slash + 1, block.len - slash - 1));
    bool v4 = str_find(str_slice(block.ptr, slash), STR(":")) == SIZE_MAX;
    return bits.kind == VALUE_INT && bits.i >= (v4 ? BLOCK_BITS_V4 : BLOCK_BITS_V6) && bits.i <= (v4 ? 32 : 128);
}

/* The account that a value names; empty when it names none. */
static struct str account_in(struct str value)
{
    struct str account = policy_is_account(value) ? value : function_account(value);
    return policy_is_account(account) ? account : STR("");
}

static bool is_wild(struct str s)
{
    return memchr(s.ptr, '*', s.len) != NULL || memchr(s.ptr, '?', s.len) != NULL;
}

/* Only the head must be fixed where what follows is below it: an account's ARNs, the units of
 * an organization (o-1/r-1/…), the sessions of a role (AROA…:name). */
static struct str head_of(struct str value)
{
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] == ':' || value.ptr[i] == '/') {
            return str_slice(value.ptr, i);
        }
    }
    return value;
}

static bool value_is_fixed(struct str value, enum operator op)
{
    if (op == OPERATOR_BLOCK) {
        return is_narrow_block(value);
    }
    if (value.len == 0 || str_find(value, STR("${")) != SIZE_MAX) {
        return false;
    }
    if (op == OPERATOR_EXACT || account_in(value).len > 0) {
        return true;
    }
    return !is_wild(str_starts(value, STR("arn:")) ? value : head_of(value));
}

/* ---- the whole ---- */

/* All accounts that are left pass every key that names accounts, so `named` falls with the first that
 * does not name the one that is asked for. */
struct pins {
    struct str account;
    struct policy_pin found;
    bool names; /* some key names accounts */
};

/* Account numbers may stand without quotes; their leading zeros are lost then. */
static struct str value_text_of(const json_t *values, size_t i, char digits[ACCOUNT_DIGITS])
{
    const json_t *item = json_is_array(values) ? json_array_get(values, i) : values;
    json_int_t number = json_integer_value(item);
    if (!json_is_integer(item) || number < 0 || number > ACCOUNT_LAST) {
        return policy_text(values, i);
    }
    for (size_t at = ACCOUNT_DIGITS; at-- > 0; number /= 10) {
        digits[at] = (char)('0' + number % 10);
    }
    return str_slice(digits, ACCOUNT_DIGITS);
}

static void add_key(struct pins *pins, const json_t *values, enum operator op)
{
    bool fixed = policy_texts(values) > 0, names = false, named = false, other = false;
    for (size_t i = 0; i < policy_texts(values) && fixed; i++) {
        char digits[ACCOUNT_DIGITS];
        struct str value = value_text_of(values, i, digits);
        struct str account = account_in(value);
        fixed = value_is_fixed(value, op);
        names = names || account.len > 0;
        named = named || (account.len > 0 && str_equal(account, pins->account));
        other = other || (account.len > 0 && !str_equal(account, pins->account));
    }
    if (fixed) {
        pins->found.named = names ? named && (pins->found.named || !pins->names) : pins->found.named;
        pins->found.other = pins->found.other || other;
        pins->found.pinned = true;
        pins->names = pins->names || names;
    }
}

struct policy_pin policy_pin(const json_t *condition, struct str account)
{
    struct pins pins = {.account = account};
    const char *name, *key;
    json_t *keys, *values;
    json_object_foreach((json_t *)condition, name, keys) {
        enum operator op = operator_of(str_from(name));
        json_object_foreach(keys, key, values) {
            if (op != OPERATOR_OTHER && key_pins(str_from(key), op)) {
                add_key(&pins, values, op);
            }
        }
    }
    return pins.found;
}
