#include "lang/policy.h"

#include <stdlib.h>

#include "lang/function_call.h"
#include "lang/policy_match.h"

/* ---- reading ---- */

/* The names of elements in any case, as IAM takes them. */
static void statement_put(struct policy_statement *s, struct str name, const json_t *value)
{
    struct {
        const char *name;
        const json_t **to;
    } const parts[] = {
        {"Action", &s->action},       {"NotAction", &s->not_action},     {"Principal", &s->principal},
        {"Resource", &s->resource},   {"NotPrincipal", &s->not_principal}, {"NotResource", &s->not_resource},
        {"Condition", &s->condition},
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (str_equal_nocase(name, str_from(parts[i].name)) && !json_is_null(value)) {
            *parts[i].to = value;
        }
    }
    if (str_equal_nocase(name, STR("Effect"))) {
        s->allow = str_equal_nocase(policy_text(value, 0), STR("Allow"));
        s->deny = str_equal_nocase(policy_text(value, 0), STR("Deny"));
    }
}

static void statement_add(struct policy *p, const json_t *object)
{
    struct policy_statement s = {.allow = false};
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)object, name, value) {
        statement_put(&s, str_from(name), value);
    }
    vec_push(&p->statements, s);
}

static const json_t *statements_of(const json_t *document)
{
    const json_t *found = NULL;
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)document, name, value) {
        if (str_equal_nocase(str_from(name), STR("Statement"))) {
            found = value;
        }
    }
    return found;
}

bool policy_read(struct policy *p, struct str text)
{
    *p = (struct policy){.statements = VEC_INIT};
    p->document = text.len > POLICY_TEXT_MAX ? NULL : function_json_load(text);
    const json_t *statements = statements_of(p->document);
    if (!json_is_array(statements) && !json_is_object(statements)) {
        policy_release(p);
        return false;
    }
    if (json_is_object(statements)) {
        statement_add(p, statements);
    }
    for (size_t i = 0; i < json_array_size(statements); i++) {
        statement_add(p, json_array_get(statements, i));
    }
    return true;
}

void policy_release(struct policy *p)
{
    json_decref(p->document);
    vec_release(&p->statements);
    p->document = NULL;
}

/* ---- denials ---- */

static bool is_for_everyone(const struct policy_statement *s)
{
    return s->not_principal == NULL && (s->principal == NULL || policy_names_everyone(s->principal));
}

static bool is_unconditional(const struct policy_statement *s)
{
    return s->condition == NULL || (json_is_object(s->condition) && json_object_size(s->condition) == 0);
}

/* Does a Deny hold against everyone, always, and for whatever `allow` speaks of? */
static bool is_denied(const struct policy *p, const struct policy_statement *allow, struct str action)
{
    for (size_t i = 0; i < p->statements.len; i++) {
        const struct policy_statement *s = &p->statements.items[i];
        if (s->deny && is_unconditional(s) && is_for_everyone(s) && policy_action_covers(s, action) &&
            (policy_resource_all(s) || (s->resource != NULL && json_equal(s->resource, allow->resource)))) {
            return true;
        }
    }
    return false;
}

/* ---- questions ---- */

/* Whom the statement means: by name, or with everyone as far as its condition leaves them. */
static bool is_for(const struct policy_statement *s, const struct policy_asked *asked)
{
    if (asked->kind == POLICY_WHOMEVER) {
        return true;
    }
    bool everyone = policy_names_everyone(s->principal);
    if (s->principal == NULL && s->not_principal != NULL) {
        everyone = !policy_names_everyone(s->not_principal) && !policy_names_asked(s->not_principal, asked);
    } else if (policy_names_asked(s->principal, asked)) {
        return true;
    }
    struct policy_pin pin = policy_pin(s->condition, asked->account);
    return everyone && (!pin.pinned || pin.named);
}

bool policy_grants(const struct policy *p, struct str action, const struct str *principal)
{
    struct policy_asked asked = policy_asked(principal);
    for (size_t i = 0; i < p->statements.len; i++) {
        const struct policy_statement *s = &p->statements.items[i];
        if (s->allow && policy_action_covers(s, action) && is_for(s, &asked) && !is_denied(p, s, action)) {
            return true;
        }
    }
    return false;
}

static bool is_for_other(const struct policy_statement *s, struct str account)
{
    bool everyone = policy_names_everyone(s->principal);
    if (s->principal == NULL && s->not_principal != NULL) {
        everyone = !policy_names_everyone(s->not_principal);
    } else if (policy_names_other(s->principal, account)) {
        return true;
    }
    struct policy_pin pin = policy_pin(s->condition, account);
    return everyone && (!pin.pinned || pin.other);
}

bool policy_grants_other(const struct policy *p, struct str account)
{
    for (size_t i = 0; i < p->statements.len; i++) {
        const struct policy_statement *s = &p->statements.items[i];
        bool grants = s->allow && (policy_texts(s->action) > 0 || s->not_action != NULL);
        if (grants && is_for_other(s, account) && !is_denied(p, s, STR("*"))) {
            return true;
        }
    }
    return false;
}

bool policy_grants_all(const struct policy *p)
{
    for (size_t i = 0; i < p->statements.len; i++) {
        const struct policy_statement *s = &p->statements.items[i];
        bool everything = s->resource != NULL || s->not_resource != NULL;
        if (s->allow && everything && policy_resource_all(s) && policy_action_covers(s, STR("*")) &&
            !is_denied(p, s, STR("*"))) {
            return true;
        }
    }
    return false;
}

static int name_compare(const void *a, const void *b)
{
    const struct str *x = a, *y = b;
    return str_compare(*x, *y);
}

void policy_principals(const struct policy *p, policy_names *out)
{
    for (size_t i = 0; i < p->statements.len; i++) {
        if (p->statements.items[i].allow) {
            policy_names_add(p->statements.items[i].principal, out);
        }
    }
    if (out->len == 0) {
        return;
    }
    qsort(out->items, out->len, sizeof *out->items, name_compare);
    size_t kept = 1;
    for (size_t i = 1; i < out->len; i++) {
        if (!str_equal(out->items[i], out->items[kept - 1])) {
            out->items[kept++] = out->items[i];
        }
    }
    out->len = kept;
}
