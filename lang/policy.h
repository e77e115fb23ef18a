/* policy: an IAM policy document: what it allows, and to whom.
 *
 * What is decided here and what is not: docs/language.md, "Policies". Nothing asks AWS: the
 * document is all that is known. */
#ifndef LURCHER_LANG_POLICY_H
#define LURCHER_LANG_POLICY_H

#include <jansson.h>
#include <stdbool.h>

#include "base/str.h"
#include "base/vec.h"

/* AWS takes 32 KiB at most. */
#define POLICY_TEXT_MAX (256u << 10)

/* What a statement says; NULL: nothing. All are of the policy's document. */
struct policy_statement {
    bool allow, deny;
    const json_t *action, *not_action;
    const json_t *principal, *not_principal;
    const json_t *resource, *not_resource;
    const json_t *condition;
};

struct policy {
    json_t *document;
    VEC(struct policy_statement) statements;
};

typedef VEC(struct str) policy_names;

/* Read a document from its JSON text. False when it is none; else policy_release frees it. */
bool policy_read(struct policy *p, struct str text);
void policy_release(struct policy *p);

/* Is `action` ("s3:GetObject", "s3:*", "*") allowed to `principal`: "*" for everyone, an account, an
 * ARN, a service or another name as the document writes it; NULL: to whomever. */
bool policy_grants(const struct policy *p, struct str action, const struct str *principal);

/* Is anything allowed to an account other than `account`? */
bool policy_grants_other(const struct policy *p, struct str account);

/* Is everything allowed on everything? */
bool policy_grants_all(const struct policy *p);

/* Add the names of those to whom something is allowed, as they are written, sorted, each once. They
 * live as long as the policy. */
void policy_principals(const struct policy *p, policy_names *out);

#endif
