#include "lang/function.h"

#include <stdlib.h>

#include "tests/unit/unit.h"

#define TRUST "\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\""
#define READ "\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::b/*\""
#define EVERYONE "\"Principal\":\"*\""
#define A "111122223333"
#define B "444455556666"

static struct arena arena;

static struct value text(const char *s) { return s == NULL ? value_null() : value_str(str_from(s)); }

static const char *call(const char *name, unsigned n, const struct value *args)
{
    struct buf out = BUF_INIT;
    struct value v = function_at(function_find(str_from(name)))->call(args, n, &arena);
    value_json(&v, &out);
    const char *s = arena_str(&arena, buf_str(&out)).ptr;
    buf_release(&out);
    return s;
}

/* A policy of the statements that are given. */
static struct value policy(const char *statements)
{
    return value_str(arena_printf(&arena, "{\"Version\":\"2012-10-17\",\"Statement\":[%s]}", statements));
}

static const char *grants(const char *statements, const char *action, const char *principal)
{
    return call("grants", 3, (struct value[]){policy(statements), text(action), text(principal)});
}

static const char *grants_other(const char *statements, const char *account)
{
    return call("grants_other_account", 2, (struct value[]){policy(statements), text(account)});
}

static const char *grants_admin(const char *statements)
{
    return call("grants_admin", 1, (struct value[]){policy(statements)});
}

static const char *principals(const char *statements)
{
    return call("policy_principals", 1, (struct value[]){policy(statements)});
}

#define YES(x) CHECK_STR(str_from(x), STR("true"))
#define NO(x) CHECK_STR(str_from(x), STR("false"))
#define NOTHING(x) CHECK_STR(str_from(x), STR("null"))

/* ---- documents ---- */

static const char *whole(const char *document)
{
    return call("grants", 2, (struct value[]){text(document), text("s3:GetObject")});
}

TEST(a_document_has_many_forms)
{
    YES(whole("{\"Statement\":[{" READ "}]}"));
    YES(whole("{\"Statement\":{" READ "}}"));
    YES(whole(" \n{\"Statement\":{" READ "}}\n"));
    YES(whole("{\"statement\":{\"effect\":\"ALLOW\",\"ACTION\":[\"s3:getobject\"]}}"));
    YES(whole("{\"Statement\":[7,null,[],{\"Sid\":1,\"Extra\":{\"deep\":[[]]}},{" READ "}]}"));
    YES(whole("%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22s3%3A%2A%22%7D%7D"));
    YES(whole("\t%7B\"Statement\":{" READ "}}"));
    struct value object = text("{\"Statement\":{" READ "}}");
    object.kind = VALUE_JSON;
    YES(call("grants", 2, (struct value[]){object, text("s3:GetObject")}));
    NO(whole("{\"Statement\":[]}"));
    NO(whole("{\"Statement\":{}}"));
    NO(whole("{\"Statement\":{\"Effect\":[],\"Action\":\"*\"}}"));
    NO(whole("{\"Statement\":{\"Effect\":\"Allow\",\"Action\":{\"s3:GetObject\":1}}}"));
    NO(whole("{\"Statement\":{\"Effect\":\"Allow\",\"Action\":[7,null,{}]}}"));
}

TEST(what_is_no_document_gives_null)
{
    static const char *const none[] = {
        "", " ", "x", "7", "[]", "\"s\"", "null", "{}", "{\"Statement\":null}", "{\"Statement\":\"Allow\"}",
        "[{\"Statement\":[]}]", "{\"Statement\":[]", "{\"Statement\":[]} x", "%7B", "%zz", "%",
        "{\"Statement\":[\xff]}"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        if (!NOTHING(whole(none[i]))) {
            printf("#   %s\n", none[i]);
        }
        struct value args[] = {text(none[i]), text(A)};
        NOTHING(call("grants_other_account", 2, args));
        NOTHING(call("grants_admin", 1, args));
        NOTHING(call("policy_principals", 1, args));
    }
    struct value good = policy("{" READ "}"), number = value_int(1);
    NOTHING(call("grants", 2, (struct value[]){number, text("*")}));
    NOTHING(call("grants", 2, (struct value[]){good, number}));
    NOTHING(call("grants", 3, (struct value[]){good, text("*"), number}));
    NOTHING(call("grants_other_account", 2, (struct value[]){good, value_null()}));
}

static struct value repeated(const char *head, const char *part, size_t times, const char *tail)
{
    struct buf b = BUF_INIT;
    buf_add_text(&b, head);
    for (size_t i = 0; i < times; i++) {
        buf_add_text(&b, part);
    }
    buf_add_text(&b, tail);
    struct value v = value_str(arena_str(&arena, buf_str(&b)));
    buf_release(&b);
    return v;
}

TEST(large_and_deep_documents_end)
{
    const char *tail = "{" READ "}]}";
    struct value deep = repeated("{\"Statement\":[", "[", 100000, "");
    struct value nested = repeated("{\"Statement\":", "{\"a\":", 1000, "1");
    struct value many = repeated("{\"Statement\":[", "{\"Effect\":\"Deny\",\"Action\":\"s3:Put*\"},", 6000, tail);
    struct value large = repeated("{\"Statement\":[", "{\"Effect\":\"Deny\",\"Action\":\"s3:Put*\"},", 9000, tail);
    struct value coded = repeated("%7B", "%20", 300000, "%7D");
    struct value action = text("s3:GetObject");
    NOTHING(call("grants", 2, (struct value[]){deep, action}));
    NOTHING(call("grants", 2, (struct value[]){nested, action}));
    YES(call("grants", 2, (struct value[]){many, action}));
    NOTHING(call("grants", 2, (struct value[]){large, action}));
    NOTHING(call("grants", 2, (struct value[]){coded, action}));
}

/* ---- actions ---- */

static const char *allows(const char *key, const char *actions, const char *asked)
{
    return grants(arena_printf(&arena, "{\"Effect\":\"Allow\",\"%s\":%s}", key, actions).ptr, asked, NULL);
}

TEST(actions_are_patterns)
{
    YES(allows("Action", "\"s3:GetObject\"", "S3:getobject"));
    YES(allows("Action", "[\"ec2:*\",\"s3:Get*\"]", "s3:GetObject"));
    YES(allows("Action", "\"*:GetObject\"", "s3:GetObject"));
    YES(allows("Action", "\"s3:Get?bject\"", "s3:GetObject"));
    YES(allows("Action", "\"*\"", "s3:GetObject"));
    NO(allows("Action", "\"s3:Get\"", "s3:GetObject"));
    NO(allows("Action", "\"s3:GetObject?\"", "s3:GetObject"));
    NO(allows("Action", "[]", "s3:GetObject"));
    NO(allows("Action", "\"*\"", ""));
}

TEST(an_action_with_wildcards_asks_for_all_of_it)
{
    YES(allows("Action", "\"s3:*\"", "s3:*"));
    YES(allows("Action", "\"*\"", "s3:*"));
    YES(allows("Action", "\"s3:G*\"", "s3:Get*"));
    NO(allows("Action", "\"s3:Get*\"", "s3:*"));
    NO(allows("Action", "\"s3:?\"", "s3:*"));
    YES(allows("Action", "\"*:*\"", "*"));
    YES(allows("Action", "\"**\"", "*"));
    YES(allows("Action", "\"*\"", "*:*"));
    NO(allows("Action", "\"s3:*\"", "*"));
    NO(allows("Action", "\"?*\"", "*"));
}

TEST(not_action_covers_the_rest)
{
    YES(allows("NotAction", "\"iam:*\"", "s3:GetObject"));
    NO(allows("NotAction", "\"iam:*\"", "IAM:PassRole"));
    NO(allows("NotAction", "[\"ec2:*\",\"s3:DeleteBucket\"]", "s3:*"));
    YES(allows("NotAction", "[\"ec2:*\",\"s3:DeleteBucket\"]", "sqs:*"));
    NO(allows("NotAction", "\"s3:*Object\"", "s3:Get*"));
    YES(allows("NotAction", "\"s3:Put*\"", "s3:Get*"));
    NO(allows("NotAction", "\"*:Get?bject\"", "s3:*t"));
    NO(allows("NotAction", "\"*\"", "s3:GetObject"));
    NO(allows("NotAction", "\"iam:*\"", "*"));
    YES(allows("NotAction", "[]", "*"));
    YES(allows("NotAction", "\"nothing\"", "*"));
}

TEST(an_action_is_short)
{
    struct value wide = repeated("{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"", "*a", 5000, "\"}}");
    struct value asked = repeated("", "a", 5000, "");
    NO(call("grants", 2, (struct value[]){wide, text("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")}));
    NO(call("grants", 2, (struct value[]){policy("{\"Effect\":\"Allow\",\"Action\":\"*\"}"), asked}));
}

/* ---- principals ---- */

static const char *lets(const char *principal, const char *asked)
{
    return grants(arena_printf(&arena, "{" TRUST ",\"Principal\":%s}", principal).ptr, "sts:AssumeRole", asked);
}

TEST(everyone_is_everyone)
{
    YES(lets("\"*\"", "*"));
    YES(lets("{\"AWS\":\"*\"}", "*"));
    YES(lets("{\"AWS\":[\"" A "\",\"*\"]}", "*"));
    YES(lets("{\"aws\":\"*\"}", "*"));
    YES(lets("{\"AWS\":\"arn:aws:iam::*:root\"}", "*"));
    YES(lets("[\"*\"]", "*"));
    NO(lets("{\"CanonicalUser\":\"*\"}", "*"));
    NO(lets("{\"Service\":\"*\"}", "*"));
    NO(lets("{\"Federated\":\"*\"}", "*"));
    NO(lets("{\"AWS\":\"" A "\"}", "*"));
    NO(lets("{\"AWS\":\"arn:aws:iam::" A ":role/*\"}", "*"));
    NO(lets("{}", "*"));
    NO(lets("null", "*"));
    NO(lets("7", "*"));
}

TEST(an_account_is_covered_by_its_names)
{
    YES(lets("{\"AWS\":\"" A "\"}", A));
    YES(lets("{\"AWS\":\"arn:aws:iam::" A ":root\"}", A));
    YES(lets("{\"AWS\":[\"arn:aws-cn:iam::" A ":user/x\"]}", A));
    YES(lets("\"*\"", A));
    YES(lets("\"arn:aws:iam::" A ":root\"", A));
    NO(lets("{\"AWS\":\"" B "\"}", A));
    NO(lets("{\"Federated\":\"arn:aws:iam::" A ":saml-provider/x\"}", A));
    NO(lets("{\"AWS\":\"AIDACKCEVSQ6C2EXAMPLE\"}", A));
}

TEST(an_arn_is_covered_by_itself_and_its_account)
{
    const char *role = "arn:aws:iam::" A ":role/x";
    YES(lets("{\"AWS\":\"arn:aws:iam::" A ":role/x\"}", role));
    YES(lets("{\"AWS\":\"" A "\"}", role));
    YES(lets("{\"AWS\":\"arn:aws:iam::" A ":root\"}", role));
    YES(lets("{\"AWS\":\"*\"}", role));
    NO(lets("{\"AWS\":\"arn:aws:iam::" A ":role/y\"}", role));
    NO(lets("{\"AWS\":\"arn:aws:iam::" B ":root\"}", role));
    YES(lets("{\"Federated\":\"arn:aws:iam::" A ":saml-provider/x\"}", "arn:aws:iam::" A ":saml-provider/x"));
}

TEST(other_names_are_covered_by_their_text)
{
    YES(lets("{\"Service\":[\"ec2.amazonaws.com\",\"lambda.amazonaws.com\"]}", "lambda.amazonaws.com"));
    NO(lets("{\"Service\":\"ec2.amazonaws.com\"}", "lambda.amazonaws.com"));
    YES(lets("\"*\"", "lambda.amazonaws.com"));
    YES(lets("{\"Federated\":\"accounts.google.com\"}", "accounts.google.com"));
    YES(lets("{\"AWS\":\"AIDACKCEVSQ6C2EXAMPLE\"}", "AIDACKCEVSQ6C2EXAMPLE"));
    NO(lets("{\"AWS\":\"\"}", ""));
}

TEST(without_a_principal_nobody_is_looked_at)
{
    YES(grants("{" READ "}", "s3:GetObject", NULL));
    YES(lets("{\"Service\":\"ec2.amazonaws.com\"}", NULL));
    NO(grants("{" READ "}", "s3:GetObject", "*"));
    NO(grants("{" READ "}", "s3:GetObject", A));
}

TEST(not_principal_covers_everyone_else)
{
    const char *p = "{" READ ",\"NotPrincipal\":{\"AWS\":\"arn:aws:iam::" A ":root\"}}";
    YES(grants(p, "s3:GetObject", "*"));
    YES(grants(p, "s3:GetObject", B));
    NO(grants(p, "s3:GetObject", A));
    NO(grants(p, "s3:GetObject", "arn:aws:iam::" A ":user/x"));
    NO(grants("{" READ ",\"NotPrincipal\":\"*\"}", "s3:GetObject", B));
}

/* ---- conditions ---- */

static const char *with(const char *condition, const char *asked)
{
    const char *statement = arena_printf(&arena, "{" READ "," EVERYONE ",\"Condition\":%s}", condition).ptr;
    return grants(statement, "s3:GetObject", asked);
}

TEST(a_condition_may_pin_the_caller)
{
    static const char *const pins[] = {
        "{\"StringEquals\":{\"aws:SourceAccount\":\"" A "\"}}",
        "{\"StringEquals\":{\"AWS:sourceaccount\":[\"" A "\",\"" B "\"]}}",
        "{\"StringEquals\":{\"aws:SourceAccount\":111122223333}}",
        "{\"StringEqualsIgnoreCase\":{\"aws:PrincipalOrgID\":\"o-abcdef1234\"}}",
        "{\"ForAnyValue:StringLike\":{\"aws:PrincipalOrgPaths\":\"o-abcdef1234/r-ab12/*\"}}",
        "{\"ArnLike\":{\"aws:SourceArn\":\"arn:aws:sns:*:" A ":*\"}}",
        "{\"ArnEquals\":{\"aws:SourceArn\":\"arn:aws:s3:::my-bucket\"}}",
        "{\"StringLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::" A ":role/*\"}}",
        "{\"StringLike\":{\"aws:userid\":\"AROAEXAMPLEID:*\"}}",
        "{\"StringEquals\":{\"kms:CallerAccount\":\"" A "\",\"kms:ViaService\":\"s3.eu-west-1.amazonaws.com\"}}",
        "{\"StringEquals\":{\"aws:SourceVpce\":\"vpce-1a2b3c4d\"}}",
        "{\"IpAddress\":{\"aws:SourceIp\":[\"192.0.2.0/24\",\"2001:db8::/32\",\"198.51.100.7\"]}}",
        "{\"IpAddress\":{\"aws:SourceIp\":\"10.1.2.3/8\"}}",
        "{\"Bool\":{\"aws:SecureTransport\":\"true\"},\"StringEquals\":{\"aws:SourceVpc\":\"vpc-1\"}}",
    };
    for (size_t i = 0; i < sizeof pins / sizeof *pins; i++) {
        if (!NO(with(pins[i], "*"))) {
            printf("#   %s\n", pins[i]);
        }
    }
}

TEST(other_conditions_leave_everyone)
{
    static const char *const open[] = {
        "{}", "null", "7", "[]", "{\"StringEquals\":null}", "{\"StringEquals\":{\"aws:SourceAccount\":[]}}",
        "{\"Bool\":{\"aws:SecureTransport\":\"true\"}}",
        "{\"StringEquals\":{\"sts:ExternalId\":\"secret\"}}",
        "{\"StringLike\":{\"aws:UserAgent\":\"me\"}}",
        "{\"StringLike\":{\"aws:SourceAccount\":\"*\"}}",
        "{\"StringEquals\":{\"aws:SourceAccount\":\"${aws:PrincipalAccount}\"}}",
        "{\"StringEquals\":{\"aws:SourceAccount\":null}}",
        "{\"StringEquals\":{\"aws:SourceAccount\":\"\"}}",
        "{\"StringLike\":{\"aws:SourceAccount\":[\"" A "\",\"*\"]}}",
        "{\"StringLike\":{\"aws:PrincipalOrgID\":\"o-*\"}}",
        "{\"StringNotEquals\":{\"aws:SourceAccount\":\"" A "\"}}",
        "{\"StringEqualsIfExists\":{\"aws:PrincipalOrgID\":\"o-abcdef1234\"}}",
        "{\"ForAllValues:StringEquals\":{\"aws:PrincipalOrgPaths\":\"o-1/r-1/\"}}",
        "{\"ArnLike\":{\"aws:SourceArn\":\"arn:aws:sns:*:*:*\"}}",
        "{\"ArnLike\":{\"aws:SourceArn\":\"arn:aws:s3:::my-*\"}}",
        "{\"ArnLike\":{\"aws:SourceArn\":\"arn:*\"}}",
        "{\"ArnLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::*:role/x\"}}",
        "{\"StringLike\":{\"aws:userid\":\"*:me\"}}",
        "{\"IpAddress\":{\"aws:SourceIp\":\"0.0.0.0/0\"}}",
        "{\"IpAddress\":{\"aws:SourceIp\":\"::/0\"}}",
        "{\"IpAddress\":{\"aws:SourceIp\":[\"192.0.2.0/24\",\"128.0.0.0/1\"]}}",
        "{\"IpAddress\":{\"aws:SourceIp\":\"192.0.2.0/33\"}}",
        "{\"IpAddress\":{\"aws:SourceIp\":\"192.0.2.0/\"}}",
        "{\"IpAddress\":{\"aws:SourceIp\":\"home\"}}",
        "{\"IpAddress\":{\"aws:VpcSourceIp\":\"10.0.0.0/8\"}}",
        "{\"NotIpAddress\":{\"aws:SourceIp\":\"192.0.2.0/24\"}}",
    };
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) {
        if (!YES(with(open[i], "*"))) {
            printf("#   %s\n", open[i]);
        }
    }
}

TEST(a_pinned_everyone_is_the_accounts_that_it_names)
{
    YES(with("{\"StringEquals\":{\"aws:PrincipalAccount\":[\"" A "\",\"" B "\"]}}", A));
    NO(with("{\"StringEquals\":{\"aws:PrincipalAccount\":\"" B "\"}}", A));
    YES(with("{\"ArnLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::" A ":role/*\"}}", "arn:aws:iam::" A ":role/x"));
    NO(with("{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-abcdef1234\"}}", A));
    NO(with("{\"StringEquals\":{\"aws:PrincipalAccount\":\"" A "\",\"aws:SourceAccount\":\"" B "\"}}", A));
    NO(with("{\"StringEquals\":{\"aws:SourceAccount\":\"" B "\",\"aws:PrincipalAccount\":\"" A "\"}}", A));
    YES(with("{\"StringEquals\":{\"aws:SourceVpc\":\"vpc-1\",\"aws:PrincipalAccount\":\"" A "\"}}", A));
    NO(with("{\"StringEquals\":{\"aws:SourceAccount\":\"" A "\"}}", "sns.amazonaws.com"));
}

TEST(those_who_are_named_are_named_under_any_condition)
{
    const char *named = "{" TRUST ",\"Principal\":{\"AWS\":[\"*\",\"" A "\"]},"
                        "\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"192.0.2.0/24\"}}}";
    YES(grants(named, "sts:AssumeRole", A));
    NO(grants(named, "sts:AssumeRole", B));
    NO(grants(named, "sts:AssumeRole", "*"));
}

/* ---- denials ---- */

static const char *but(const char *deny)
{
    const char *both = arena_printf(&arena, "{" READ "," EVERYONE "},{\"Effect\":\"Deny\",%s}", deny).ptr;
    return grants(both, "s3:GetObject", "*");
}

TEST(a_deny_must_be_for_everyone_and_always)
{
    NO(but(EVERYONE ",\"Action\":\"*\",\"Resource\":\"*\""));
    NO(but(EVERYONE ",\"Action\":\"s3:Get*\",\"Resource\":\"arn:aws:s3:::b/*\""));
    NO(but(EVERYONE ",\"NotAction\":\"s3:Put*\",\"Resource\":\"*\",\"Condition\":{}"));
    NO(but("\"Action\":\"*\""));
    YES(but(EVERYONE ",\"Action\":\"s3:Put*\",\"Resource\":\"*\""));
    YES(but(EVERYONE ",\"Action\":\"*\",\"Resource\":\"arn:aws:s3:::b/secret/*\""));
    YES(but(EVERYONE ",\"Action\":\"*\",\"NotResource\":\"arn:aws:s3:::b/*\""));
    YES(but(EVERYONE ",\"Action\":\"*\",\"Resource\":\"*\","
                     "\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"}}"));
    YES(but("\"Principal\":{\"AWS\":\"" A "\"},\"Action\":\"*\",\"Resource\":\"*\""));
    YES(but("\"NotPrincipal\":{\"AWS\":\"" A "\"},\"Action\":\"*\",\"Resource\":\"*\""));
}

TEST(an_asked_pattern_is_denied_as_a_whole)
{
    const char *both = "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"},"
                       "{\"Effect\":\"Deny\",\"Action\":\"iam:*\",\"Resource\":\"*\"}";
    NO(grants(both, "iam:PassRole", NULL));
    NO(grants(both, "iam:*", NULL));
    YES(grants(both, "*", NULL));
    YES(grants(both, "s3:*", NULL));
}

/* ---- the other questions ---- */

TEST(other_accounts)
{
    YES(grants_other("{" TRUST ",\"Principal\":{\"AWS\":\"arn:aws:iam::" B ":root\"}}", A));
    YES(grants_other("{" TRUST ",\"Principal\":{\"AWS\":[\"" A "\",\"" B "\"]}}", A));
    YES(grants_other("{" TRUST "," EVERYONE "}", A));
    YES(grants_other("{" TRUST ",\"NotPrincipal\":{\"AWS\":\"" B "\"}}", A));
    NO(grants_other("{" TRUST ",\"NotPrincipal\":\"*\"}", A));
    NO(grants_other("{" TRUST ",\"Principal\":{\"AWS\":[\"" A "\",\"arn:aws:iam::" A ":role/x\"]}}", A));
    NO(grants_other("{" TRUST ",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"}}", A));
    NO(grants_other("{" TRUST ",\"Principal\":{\"Federated\":\"arn:aws:iam::" B ":saml-provider/x\"}}", A));
    NO(grants_other("{" TRUST ",\"Principal\":{\"AWS\":\"arn:aws:iam::cloudfront:user/CloudFront X E1\"}}", A));
    NO(grants_other("{" TRUST ",\"Principal\":{\"CanonicalUser\":\"79a59df900b949e55d96a1e698fbaced\"}}", A));
    NO(grants_other("{" READ "}", A));
    NO(grants_other("{\"Effect\":\"Allow\"," EVERYONE "}", A));
    NO(grants_other("{\"Effect\":\"Deny\",\"Action\":\"*\"," EVERYONE "}", A));
    NO(grants_other("{" TRUST "," EVERYONE "},{\"Effect\":\"Deny\",\"Action\":\"*\"," EVERYONE "}", A));
}

TEST(other_accounts_by_condition)
{
    static const struct {
        const char *condition, *want;
    } rows[] = {
        {"\"aws:PrincipalAccount\":\"" A "\"", "false"},
        {"\"aws:PrincipalAccount\":\"" B "\"", "true"},
        {"\"aws:PrincipalOrgID\":\"o-1\"", "false"},
        {"\"sts:ExternalId\":\"x\"", "true"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf statement = BUF_INIT;
        buf_addf(&statement, "{" TRUST "," EVERYONE ",\"Condition\":{\"StringEquals\":{%s}}}", rows[i].condition);
        CHECK_STR(str_from(grants_other(statement.ptr, A)), str_from(rows[i].want));
        buf_release(&statement);
    }
}

TEST(admin)
{
    const char *all = "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}";
    YES(grants_admin(all));
    YES(grants_admin("{\"Effect\":\"Allow\",\"Action\":[\"s3:*\",\"*:*\"],\"Resource\":[\"arn:x\",\"*\"]}"));
    YES(grants_admin("{\"Effect\":\"Allow\",\"NotAction\":[],\"Resource\":\"*\"}"));
    YES(grants_admin("{\"Effect\":\"Allow\",\"Action\":\"*\",\"NotResource\":[]}"));
    YES(grants_admin("{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\","
                     "\"Condition\":{\"Bool\":{\"a\":\"b\"}}}"));
    NO(grants_admin("{\"Effect\":\"Allow\",\"NotAction\":\"iam:*\",\"Resource\":\"*\"}"));
    NO(grants_admin("{\"Effect\":\"Allow\",\"Action\":\"iam:*\",\"Resource\":\"*\"}"));
    NO(grants_admin("{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"arn:aws:s3:::*\"}"));
    NO(grants_admin("{\"Effect\":\"Allow\",\"Action\":\"*\"}"));
    NO(grants_admin("{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}"));
    NO(grants_admin(arena_printf(&arena, "%s,{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}", all).ptr));
    YES(grants_admin(arena_printf(&arena, "%s,{\"Effect\":\"Deny\",\"Action\":\"s3:*\",\"Resource\":\"*\"}", all).ptr));
}

TEST(names_of_principals)
{
    CHECK_STR(str_from(principals("{" TRUST ",\"Principal\":{\"Service\":\"ec2.amazonaws.com\",\"AWS\":[\"" B "\",\"" A
                                  "\",7]}},{" TRUST ",\"Principal\":{\"AWS\":\"" A "\"}},{" TRUST "," EVERYONE "},"
                                  "{\"Effect\":\"Deny\",\"Principal\":\"x\"},{" TRUST ",\"NotPrincipal\":\"y\"}")),
              STR("[\"*\",\"" A "\",\"" B "\",\"ec2.amazonaws.com\"]"));
    CHECK_STR(str_from(principals("{" READ "}")), STR("[]"));
}
