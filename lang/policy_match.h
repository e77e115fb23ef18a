/* policy_match: what the parts of a statement cover: actions, resources, principals, conditions. */
#ifndef LURCHER_LANG_POLICY_MATCH_H
#define LURCHER_LANG_POLICY_MATCH_H

#include "lang/policy.h"

/* ---- a text or a list of texts, as nearly everything in a policy is ---- */

size_t policy_texts(const json_t *j); /* how many there may be; 0 for NULL */
struct str policy_text(const json_t *j, size_t i); /* ptr NULL when it is no text */

/* ---- actions and resources ---- */

bool policy_action_covers(const struct policy_statement *s, struct str action);

/* All of them: Resource "*", or none is said, as in a trust policy. */
bool policy_resource_all(const struct policy_statement *s);

/* ---- principals ---- */

enum policy_asked_kind { POLICY_WHOMEVER, POLICY_EVERYONE, POLICY_ACCOUNT, POLICY_ARN, POLICY_NAME };

struct policy_asked {
    enum policy_asked_kind kind;
    struct str text;
    struct str account; /* of ACCOUNT and ARN; else empty */
};

struct policy_asked policy_asked(const struct str *principal); /* NULL: whomever */
bool policy_is_account(struct str s);                          /* twelve digits */

/* Does the statement name the asked one, or its account? Everyone is not by name. */
bool policy_names_asked(const json_t *principal, const struct policy_asked *asked);
bool policy_names_everyone(const json_t *principal);

/* Does it name an account other than this one? */
bool policy_names_other(const json_t *principal, struct str account);

/* Add all names. */
void policy_names_add(const json_t *principal, policy_names *out);

/* ---- conditions ---- */

/* What a Condition makes of "everyone". */
struct policy_pin {
    bool pinned; /* it leaves only callers or networks that somebody chose */
    bool named;  /* `account` is among the accounts that are left */
    bool other;  /* so is another one */
};
struct policy_pin policy_pin(const json_t *condition, struct str account);

#endif
