#include "lang/policy_match.h"

#include "lang/function_call.h"

#define ACTION_MAX 256u /* bytes: what is longer is no action */

/* ---- a text or a list of texts ---- */

size_t policy_texts(const json_t *j)
{
    return json_is_array(j) ? json_array_size(j) : j != NULL;
}

struct str policy_text(const json_t *j, size_t i)
{
    const json_t *item = json_is_array(j) ? json_array_get(j, i) : j;
    return json_is_string(item) ? str_slice(json_string_value(item), json_string_length(item)) : str_slice(NULL, 0);
}

/* ---- actions ---- */

static bool has_any(struct str s, const char *bytes)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] != '\0' && strchr(bytes, s.ptr[i]) != NULL) {
            return true;
        }
    }
    return false;
}

/* "*", "**", "*:*" */
static bool is_all(struct str pattern)
{
    unsigned colons = 0;
    for (size_t i = 0; i < pattern.len; i++) {
        colons += pattern.ptr[i] == ':';
        if (pattern.ptr[i] != '*' && pattern.ptr[i] != ':') {
            return false;
        }
    }
    return colons == 0 ? pattern.len > 0 : colons == 1 && pattern.ptr[0] == '*' && pattern.ptr[pattern.len - 1] == '*';
}

static bool same_letter(char a, char b)
{
    return str_equal_nocase(str_slice(&a, 1), str_slice(&b, 1));
}

/* Is there a text that fits both patterns? From the ends: row[j] says it of pattern[i…] and other[j…]. */
static bool globs_meet(struct str pattern, struct str other)
{
    bool row[ACTION_MAX + 1], below[ACTION_MAX + 1] = {false};
    for (size_t i = pattern.len + 1; i-- > 0;) {
        bool star = i < pattern.len && pattern.ptr[i] == '*';
        for (size_t j = other.len + 1; j-- > 0;) {
            bool other_star = j < other.len && other.ptr[j] == '*';
            if (star || other_star) {
                row[j] = (i < pattern.len && below[j]) || (j < other.len && row[j + 1]);
            } else if (i == pattern.len || j == other.len) {
                row[j] = i == pattern.len && j == other.len;
            } else {
                bool fits = pattern.ptr[i] == '?' || other.ptr[j] == '?' || same_letter(pattern.ptr[i], other.ptr[j]);
                row[j] = fits && below[j + 1];
            }
        }
        memcpy(below, row, other.len + 1);
    }
    return row[0];
}

/* Does the pattern take in the action, which may be a pattern itself? */
static bool pattern_covers(struct str pattern, struct str action)
{
    if (is_all(pattern)) {
        return true;
    }
    if (is_all(action) || (has_any(action, "*?") && has_any(pattern, "?"))) {
        return false;
    }
    return str_glob(pattern, action, true);
}

/* Does the pattern take out any part of the action? */
static bool pattern_meets(struct str pattern, struct str action)
{
    return pattern.len <= ACTION_MAX && globs_meet(pattern, is_all(action) ? STR("?*:?*") : action);
}

bool policy_action_covers(const struct policy_statement *s, struct str action)
{
    if (action.len == 0 || action.len > ACTION_MAX) {
        return false;
    }
    for (size_t i = 0; i < policy_texts(s->action); i++) {
        struct str pattern = policy_text(s->action, i);
        if (pattern.len <= ACTION_MAX && pattern_covers(pattern, action)) {
            return true;
        }
    }
    for (size_t i = 0; i < policy_texts(s->not_action); i++) {
        if (pattern_meets(policy_text(s->not_action, i), action)) {
            return false;
        }
    }
    return s->action == NULL && s->not_action != NULL;
}

bool policy_resource_all(const struct policy_statement *s)
{
    for (size_t i = 0; i < policy_texts(s->resource); i++) {
        if (is_all(policy_text(s->resource, i))) {
            return true;
        }
    }
    return s->resource == NULL && policy_texts(s->not_resource) == 0;
}

/* ---- principals ---- */

bool policy_is_account(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9') {
            return false;
        }
    }
    return s.len == 12;
}

struct policy_asked policy_asked(const struct str *principal)
{
    if (principal == NULL) {
        return (struct policy_asked){.kind = POLICY_WHOMEVER};
    }
    struct policy_asked asked = {.kind = POLICY_NAME, .text = *principal, .account = STR("")};
    if (str_equal(*principal, STR("*"))) {
        asked.kind = POLICY_EVERYONE;
    } else if (policy_is_account(*principal)) {
        asked.kind = POLICY_ACCOUNT;
        asked.account = *principal;
    } else if (str_starts(*principal, STR("arn:"))) {
        asked.kind = POLICY_ARN;
        asked.account = function_account(*principal);
    }
    return asked;
}

static bool is_everyone(struct str name)
{
    return str_equal(name, STR("*")) || has_any(function_account(name), "*?");
}

/* The account of an AWS principal, or what stands in its place; empty when it has none. */
static struct str account_of(struct str name)
{
    return policy_is_account(name) ? name : function_account(name);
}

/* 111122223333 or arn:aws:iam::111122223333:root */
static bool is_whole_account(struct str name)
{
    return policy_is_account(name) || str_ends(name, STR(":root"));
}

static bool name_is_asked(struct str name, bool aws, const struct policy_asked *asked)
{
    if (name.len == 0 || str_equal(name, asked->text)) {
        return name.len > 0 && asked->kind != POLICY_EVERYONE;
    }
    if (!aws || asked->account.len == 0 || !str_equal(account_of(name), asked->account)) {
        return false;
    }
    return asked->kind == POLICY_ACCOUNT || is_whole_account(name);
}

/* Walk the names of a Principal: "*", a list, or lists by kind. `aws` for names of IAM. */
struct walk {
    const json_t *principal;
    void *at;    /* of a Principal by kind */
    size_t item;
};

static struct walk walk_start(const json_t *principal)
{
    void *first = json_is_object(principal) ? json_object_iter((json_t *)principal) : NULL;
    return (struct walk){principal, first, 0};
}

static bool walk_next(struct walk *w, struct str *name, bool *aws)
{
    if (!json_is_object(w->principal)) {
        *aws = true;
        *name = policy_text(w->principal, w->item);
        return w->item++ < policy_texts(w->principal);
    }
    for (; w->at != NULL; w->at = json_object_iter_next((json_t *)w->principal, w->at), w->item = 0) {
        const json_t *names = json_object_iter_value(w->at);
        if (w->item < policy_texts(names)) {
            *aws = str_equal_nocase(str_from(json_object_iter_key(w->at)), STR("AWS"));
            *name = policy_text(names, w->item++);
            return true;
        }
    }
    return false;
}

bool policy_names_asked(const json_t *principal, const struct policy_asked *asked)
{
    struct str name;
    bool aws;
    for (struct walk w = walk_start(principal); walk_next(&w, &name, &aws);) {
        if (name_is_asked(name, aws, asked)) {
            return true;
        }
    }
    return false;
}

bool policy_names_everyone(const json_t *principal)
{
    struct str name;
    bool aws;
    for (struct walk w = walk_start(principal); walk_next(&w, &name, &aws);) {
        if (aws && is_everyone(name)) {
            return true;
        }
    }
    return false;
}

bool policy_names_other(const json_t *principal, struct str account)
{
    struct str name;
    bool aws;
    for (struct walk w = walk_start(principal); walk_next(&w, &name, &aws);) {
        struct str its = account_of(name);
        if (aws && policy_is_account(its) && !str_equal(its, account)) {
            return true;
        }
    }
    return false;
}

void policy_names_add(const json_t *principal, policy_names *out)
{
    struct str name;
    bool aws;
    for (struct walk w = walk_start(principal); walk_next(&w, &name, &aws);) {
        if (name.ptr != NULL) {
            vec_push(out, name);
        }
    }
}
