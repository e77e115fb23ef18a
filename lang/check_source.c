/* check_source: whose events a rule is about, and whose fields its names mean, where a file
 * sees several sources. */
#include "lang/ast_walk.h"
#include "lang/builtin.h"
#include "lang/check.h"

uint32_t check_source_set(struct check *c, uint32_t source)
{
    uint32_t before = c->source;
    c->source = source;
    return before;
}

static uint32_t source_in(const struct scope *scope, uint32_t source)
{
    if (source != EXPR_NO_SOURCE && scope_has_source(scope, source)) {
        return source;
    }
    return scope->sees.len == 1 ? scope->sees.items[0] : EXPR_NO_SOURCE;
}

uint32_t check_source_in(const struct check *c, const struct scope *scope) { return source_in(scope, c->source); }

/* ---- fields ---- */

static const struct schema_field *field_of(const struct check *c, uint32_t source, struct str name)
{
    const struct schema_source *s = &c->schema->sources[source];
    return schema_field_find(s->fields, s->n_fields, name);
}

static const struct schema_field *field_find(const struct check *c, const struct scope *scope, uint32_t rule,
                                             struct str name, uint32_t *source, uint32_t *other)
{
    const struct schema_field *found = NULL;
    uint32_t first = source_in(scope, rule);
    *source = first;
    *other = EXPR_NO_SOURCE;
    if (first != EXPR_NO_SOURCE && (found = field_of(c, first, name)) != NULL) {
        return found;
    }
    for (size_t i = 0; i < scope->sees.len; i++) {
        const struct schema_field *f = field_of(c, scope->sees.items[i], name);
        if (f != NULL && found == NULL) {
            found = f;
            *source = scope->sees.items[i];
        } else if (f != NULL && *other == EXPR_NO_SOURCE) {
            *other = scope->sees.items[i];
        }
    }
    return found;
}

const struct schema_field *check_source_field(const struct check *c, const struct scope *scope, struct str name,
                                              uint32_t *source, uint32_t *other)
{
    return field_find(c, scope, c->source, name, source, other);
}

static uint32_t source_called(const struct check *c, const struct scope *scope, struct str name)
{
    for (uint32_t i = 0; i < c->schema->n_sources; i++) {
        if (str_equal(c->schema->sources[i].name, name) && scope_has_source(scope, i)) {
            return i;
        }
    }
    return EXPR_NO_SOURCE;
}

/* ---- what a let reads ---- */

struct reading {
    struct check *c;
    const struct scope *scope;
    const struct ast_let *let; /* whose parameters hide names; or NULL */
    uint32_t source;           /* of the rule */
    bool reads, other;         /* fields of it; of other sources */
};

static void reading_expr(void *context, const struct ast_expr *e);
static void reading_chain(struct reading *r, const struct ast_chain *chain);

/* Does the let or chain read fields of this source when it may choose, or of others? */
static enum scope_reads let_reads(struct check *c, struct scope_name *name, uint32_t source)
{
    struct scope_memo *memo = scope_memo(name, source, c->arena);
    if (memo->reads == READS_UNKNOWN) {
        struct reading r = {.c = c, .scope = name->home, .let = name->let, .source = source};
        memo->reads = READS_OPEN;
        if (name->chain != NULL) {
            reading_chain(&r, name->chain);
        } else {
            reading_expr(&r, name->let->body);
        }
        memo->reads = r.other ? READS_OTHER : r.reads ? READS_IT : READS_NOTHING;
    }
    return memo->reads;
}

bool check_source_foreign(struct check *c, struct scope_name *name, uint32_t source)
{
    return let_reads(c, name, source) == READS_OTHER;
}

static bool fits(struct check *c, struct scope_name *name, uint32_t source)
{
    return source == EXPR_NO_SOURCE || name->list != NULL || let_reads(c, name, source) != READS_OTHER;
}

/* The first name of two or more modules that reads nothing of other sources, or any; and the second such one. */
static struct scope_name *find_among(struct check *c, struct scope *const *scopes, size_t n, struct str name,
                                     uint32_t source, bool any, const struct scope_name **other)
{
    struct scope_name *found = NULL;
    *other = NULL;
    for (size_t i = 0; i < n && *other == NULL; i++) {
        struct scope_name *own = scope_own(scopes[i], name);
        if (own != NULL && (any || fits(c, own, source))) {
            *other = found == NULL ? NULL : own;
            found = found == NULL ? own : found;
        }
    }
    return found;
}

/* The module's own, an import's, or that of the module that a `from` names; of those that fit. */
static struct scope_name *name_find(struct check *c, const struct scope *scope, uint32_t rule, struct str name,
                                    const struct scope_name **other)
{
    bool one = scope->sees.len + scope->told.len <= 1;
    uint32_t source = one ? EXPR_NO_SOURCE : source_in(scope, rule); /* else all names are of it */
    struct scope_name *own = scope_own(scope, name), *found;
    *other = NULL;
    if (own != NULL && fits(c, own, source)) {
        return own;
    }
    found = find_among(c, scope->imports.items, scope->imports.len, name, source, false, other);
    if (found == NULL && rule != EXPR_NO_SOURCE) {
        found = find_among(c, scope->named.items, scope->named.len, name, rule, false, other);
    }
    if (found != NULL || own != NULL) {
        return found != NULL ? found : own;
    }
    if (source != EXPR_NO_SOURCE && field_of(c, source, name) != NULL) {
        return NULL; /* a let of another source has the name of a field of this one */
    }
    return find_among(c, scope->imports.items, scope->imports.len, name, source, true, other);
}

struct scope_name *check_find(struct check *c, const struct scope *scope, struct str name,
                              const struct scope_name **other)
{
    return name_find(c, scope, c->source, name, other);
}

static bool is_param(const struct ast_let *let, struct str name)
{
    for (uint32_t i = 0; let != NULL && i < let->n_params; i++) {
        if (str_equal(let->params[i].text, name)) {
            return true;
        }
    }
    return false;
}

static void reading_source(struct reading *r, uint32_t source)
{
    r->reads = r->reads || source == r->source;
    r->other = r->other || source != r->source;
}

static void reading_name(struct reading *r, struct str name, bool called)
{
    const struct scope_name *other;
    uint32_t source, second;
    if (is_param(r->let, name)) {
        return;
    }
    struct scope_name *found = name_find(r->c, r->scope, r->source, name, &other);
    if (found != NULL && found->list == NULL) {
        enum scope_reads reads = let_reads(r->c, found, r->source);
        r->reads = r->reads || reads == READS_IT;
        r->other = r->other || reads == READS_OTHER;
    } else if (found == NULL && !called &&
               field_find(r->c, r->scope, r->source, name, &source, &second) != NULL) {
        reading_source(r, source);
    }
}

static uint32_t head_source(struct check *c, const struct scope *scope, const struct ast_let *let, uint32_t rule,
                            const struct ast_expr *path)
{
    const struct scope_name *other;
    uint32_t source, second;
    if (path->kind != AST_MEMBER || path->a->kind != AST_NAME) {
        return EXPR_NO_SOURCE;
    }
    struct str name = path->a->name.text;
    bool taken = is_param(let, name) || name_find(c, scope, rule, name, &other) != NULL ||
                 field_find(c, scope, rule, name, &source, &second) != NULL;
    return taken ? EXPR_NO_SOURCE : source_called(c, scope, name);
}

uint32_t check_source_head(struct check *c, const struct check_env *env, const struct ast_expr *path)
{
    return head_source(c, env->scope, env->let == NULL ? NULL : env->let->let, c->source, path);
}

/* Of seen(p from S for a == b): only each b is read in the rule's events. */
static void reading_from(struct reading *r, const struct ast_primitive *p)
{
    for (uint32_t i = 0; i < p->k.len; i++) {
        const struct ast_expr *k = p->k.items[i];
        if (k->kind == AST_BINARY && k->op == AST_EQ) {
            reading_expr(r, k->b);
        }
    }
}

static void reading_expr(void *context, const struct ast_expr *e)
{
    struct reading *r = context;
    if (r->c->depth >= CHECK_DEPTH_MAX) {
        return; /* the check will say so */
    }
    r->c->depth++;
    uint32_t source = head_source(r->c, r->scope, r->let, r->source, e);
    if (source != EXPR_NO_SOURCE) {
        reading_source(r, source);
    } else if (e->kind == AST_PRIMITIVE && e->prim->from.text.ptr != NULL) {
        reading_from(r, e->prim);
    } else {
        if (e->kind == AST_NAME || e->kind == AST_CALL) {
            reading_name(r, e->name.text, e->kind == AST_CALL);
        }
        ast_walk_expr(e, reading_expr, r);
    }
    r->c->depth--;
}

static void reading_chain(struct reading *r, const struct ast_chain *chain)
{
    if (chain->from.text.ptr != NULL) {
        uint32_t source = source_called(r->c, r->scope, chain->from.text);
        r->reads = source == r->source;
        r->other = source != r->source;
        return;
    }
    struct ast_item item = {.kind = AST_ITEM_CHAIN, .chain = (struct ast_chain *)chain};
    ast_walk_item(&item, reading_expr, r);
}

/* ---- the source of a rule ---- */

static uint32_t named_missing(struct check *c, const struct scope *scope, const struct ast_name *from)
{
    struct diag *d = diag_add(c->diags, DIAG_E172, from->span, "there is no source \"%.*s\"", STR_ARG(from->text));
    struct diag_suggest s;
    diag_suggest_init(&s, from->text);
    for (uint32_t i = 0; i < c->schema->n_sources; i++) {
        if (scope_has_source(scope, i)) {
            diag_suggest_try(&s, c->schema->sources[i].name);
        }
    }
    for (const struct builtin_file *b = builtin_files; b->name != NULL; b++) {
        diag_suggest_try(&s, str_from(b->name));
    }
    diag_suggest_finish(c->diags, d, &s);
    return EXPR_NO_SOURCE;
}

uint32_t check_source_named(struct check *c, const struct scope *scope, const struct ast_name *from)
{
    uint32_t source = source_called(c, scope, from->text);
    return source == EXPR_NO_SOURCE ? named_missing(c, scope, from) : source;
}

bool check_source_strays(struct check *c, const struct scope *scope, const struct ast_expr *e, uint32_t source)
{
    struct reading r = {.c = c, .scope = scope, .source = source};
    reading_expr(&r, e);
    return r.other;
}

/* The one source whose fields `e` reads, of those that the scope sees. Several fit: none; none
 * fits, since it reads two: the first of them, and joining them will tell. */
static uint32_t source_of_match(struct check *c, const struct scope *scope, const struct ast_expr *e)
{
    uint32_t fitting = EXPR_NO_SOURCE, mixed = EXPR_NO_SOURCE, n = 0;
    for (size_t i = 0; i < scope->sees.len; i++) {
        struct reading r = {.c = c, .scope = scope, .source = scope->sees.items[i]};
        reading_expr(&r, e);
        if (r.reads && !r.other) {
            fitting = r.source;
            n++;
        } else if (r.reads && mixed == EXPR_NO_SOURCE) {
            mixed = r.source;
        }
    }
    return n == 1 ? fitting : n == 0 ? mixed : EXPR_NO_SOURCE;
}

uint32_t check_source_of(struct check *c, struct scope *scope, const struct ast_rule *rule)
{
    if (rule->from.text.ptr != NULL) {
        return check_source_named(c, scope, &rule->from);
    }
    if (scope->sees.len <= 1 || rule->match == NULL) {
        return scope->sees.len == 1 ? scope->sees.items[0] : EXPR_NO_SOURCE;
    }
    return source_of_match(c, scope, rule->match);
}

static uint32_t chain_unsaid(struct check *c, const struct scope_name *name)
{
    const struct scope *scope = name->home;
    struct diag *d = diag_add(c->diags, DIAG_E215, name->name.span,
                              "the chain \"%.*s\" does not say whose events it follows", STR_ARG(name->name.text));
    if (scope->sees.len > 1) {
        const struct schema_source *all = c->schema->sources;
        struct str a = all[scope->sees.items[0]].name, b = all[scope->sees.items[1]].name;
        diag_help(c->diags, d, "write `from %.*s` or `from %.*s` in it", STR_ARG(a), STR_ARG(b));
    } else {
        diag_help(c->diags, d, "begin the file with `import cloudtrail`");
    }
    return EXPR_NO_SOURCE;
}

/* Credentials are no matter of alerts. */
static uint32_t chain_named(struct check *c, const struct scope *scope, const struct ast_name *from)
{
    uint32_t source = check_source_named(c, scope, from);
    if (source == EXPR_NO_SOURCE || !c->schema->sources[source].internal) {
        return source;
    }
    diag_add(c->diags, DIAG_E185, from->span, "a chain follows events, not alerts");
    return EXPR_NO_SOURCE;
}

uint32_t check_source_of_chain(struct check *c, struct scope_name *name)
{
    const struct scope *scope = name->home;
    uint32_t source = EXPR_NO_SOURCE, n = 0;
    if (name->chain->from.text.ptr != NULL) {
        return chain_named(c, scope, &name->chain->from);
    }
    for (size_t i = 0; i < scope->sees.len; i++) {
        if (scope->sees.len == 1 || let_reads(c, name, scope->sees.items[i]) == READS_IT) {
            source = scope->sees.items[i];
            n++;
        }
    }
    return n == 1 ? source : chain_unsaid(c, name);
}

uint32_t check_source_likely(struct check *c, struct scope_name *name)
{
    const struct scope *scope = name->home;
    for (const struct scope_memo *m = name->memos; m != NULL; m = m->next) {
        if (m->plain[0] != NULL || m->generic != NULL) {
            return m->source; /* of a rule that uses it */
        }
    }
    if (scope->sees.len + scope->told.len <= 1) {
        return source_in(scope, EXPR_NO_SOURCE);
    }
    for (size_t i = 0; i < scope->sees.len + scope->told.len; i++) {
        size_t seen = scope->sees.len;
        uint32_t source = i < seen ? scope->sees.items[i] : scope->told.items[i - seen];
        if (let_reads(c, name, source) == READS_IT) {
            return source;
        }
    }
    return source_in(scope, EXPR_NO_SOURCE);
}
