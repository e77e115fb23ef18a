/* check_name: names and paths: fields, lets, lists, parameters. */
#include "lang/check.h"
#include "lang/fold.h"
#include "lang/function.h"

/* The source whose fields are offered. */
static const struct schema_source *source_of(const struct check *c, const struct check_env *env)
{
    const struct scope *scope = env->scope;
    uint32_t source = check_source_in(c, scope);
    if (source == EXPR_NO_SOURCE && scope->sees.len > 0) {
        source = scope->sees.items[0];
    }
    return source == EXPR_NO_SOURCE ? NULL : &c->schema->sources[source];
}

/* ---- near names ---- */

static void suggest_names(const struct scope *scope, struct diag_suggest *s, bool calls)
{
    for (size_t i = 0; i < scope->names.len; i++) {
        const struct scope_name *n = scope->names.items[i];
        if (!calls || (n->let != NULL && n->let->has_params)) {
            diag_suggest_try(s, n->name.text);
        }
    }
}

void check_suggest(struct check *c, const struct check_env *env, struct diag *d, struct str name, bool calls)
{
    struct diag_suggest s;
    const struct schema_source *source = source_of(c, env);
    diag_suggest_init(&s, name);
    for (uint32_t i = 0; calls && i < function_count(); i++) {
        diag_suggest_try(&s, str_from(function_at(i)->name));
    }
    for (uint32_t i = 0; !calls && source != NULL && i < source->n_fields; i++) {
        diag_suggest_try(&s, source->fields[i].name);
    }
    for (uint32_t i = 0; !calls && env->let != NULL && env->let->let != NULL && i < env->let->let->n_params; i++) {
        diag_suggest_try(&s, env->let->let->params[i].text);
    }
    suggest_names(env->scope, &s, calls);
    for (size_t i = 0; i < env->scope->imports.len; i++) {
        suggest_names(env->scope->imports.items[i], &s, calls);
    }
    diag_suggest_finish(c->diags, d, &s);
}

/* A field of this name somewhere below; its path goes to `out`. */
static bool find_below(const struct schema_field *fields, uint32_t n, struct str name, struct buf *out)
{
    for (uint32_t i = 0; i < n; i++) {
        size_t len = out->len;
        buf_addf(out, "%s%.*s", len == 0 ? "" : ".", STR_ARG(fields[i].name));
        if (str_equal(fields[i].name, name)) {
            return true;
        }
        buf_add_text(out, fields[i].type.list ? "[*]" : "");
        if (find_below(fields[i].fields, fields[i].n_fields, name, out)) {
            return true;
        }
        out->len = len;
    }
    return false;
}

/* None, NULL, True, …: constants as other languages write them. */
static bool suggest_constant(struct check *c, struct diag *d, struct str name)
{
    static const char *const pairs[][2] = {{"none", "null"}, {"null", "null"},   {"nil", "null"},
                                           {"true", "true"}, {"false", "false"}, {"day", "1d"},
                                           {"hour", "1h"},   {"minute", "1m"},   {"week", "1w"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (str_equal_nocase(name, str_from(pairs[i][0]))) {
            diag_help(c->diags, d, "write `%s`", pairs[i][1]);
            diag_fix(c->diags, d, d->span, "%s", pairs[i][1]);
            return true;
        }
    }
    return false;
}

/* Is the name no head of a longer path? */
static bool stands_alone(struct check *c, struct span at)
{
    struct str text = source_file(c->sources, at.file)->text;
    return at.end >= text.len || (text.ptr[at.end] != '.' && text.ptr[at.end] != '[');
}

static const struct expr *unknown_name(struct check *c, const struct check_env *env, const struct ast_expr *ast)
{
    struct str name = ast->name.text;
    const struct schema_source *source = source_of(c, env);
    if (name.len == 0) { /* empty backquotes: reported by the lexer */
        return check_broken(c);
    }
    if (source == NULL) {
        if (!env->scope->source_missed) {
            struct diag *d = diag_add(c->diags, DIAG_E106, ast->name.span,
                                      "unknown name \"%.*s\"; no source is imported", STR_ARG(name));
            diag_help(c->diags, d, "begin the file with `import cloudtrail`");
            diag_fix(c->diags, d, (struct span){ast->name.span.file, 0, 0}, "import cloudtrail\n\n");
        }
        env->scope->source_missed = true;
        return check_broken(c);
    }
    struct diag *d = diag_add(c->diags, DIAG_E101, ast->name.span, "unknown name \"%.*s\"", STR_ARG(name));
    if (str_equal(name, STR("forever"))) {
        diag_help(c->diags, d, "`forever` is a value of `within` alone");
        return check_broken(c);
    }
    if (suggest_constant(c, d, name)) {
        return check_broken(c);
    }
    check_suggest(c, env, d, name, false);
    struct buf path = BUF_INIT;
    if (d->help.len == 0 && find_below(source->fields, source->n_fields, name, &path)) {
        diag_help(c->diags, d, "there is a field \"%.*s\"", STR_ARG(buf_str(&path)));
    }
    if (d->help.len == 0 && stands_alone(c, ast->name.span)) {
        diag_help(c->diags, d, "it is neither a field nor a let; a text stands in double quotes: \"%.*s\"",
                  STR_ARG(name));
    }
    buf_release(&path);
    return check_broken(c);
}

/* ---- fields ---- */

static bool is_path(const struct ast_expr *path, const struct expr_field *f, uint32_t n)
{
    if (f->segments[n - 1].kind != SEGMENT_KEY || path == NULL || !str_equal(path->name.text, f->segments[n - 1].key)) {
        return false;
    }
    return n == 1 ? path->kind == AST_NAME : path->kind == AST_MEMBER && is_path(path->a, f, n - 1);
}

/* The time and the id are the event's own, not slots. */
static const struct expr *field_expr(struct check *c, const struct expr_field *f)
{
    const struct ast_source *source = c->schema->sources[f->source].ast;
    bool time = is_path(source->time, f, f->n_segments);
    if (!time && !is_path(source->id, f, f->n_segments)) {
        return expr_field(c->exprs, f, f->group != NULL);
    }
    return expr_of(c->exprs, &(struct expr){.kind = EXPR_NODE, .op = time ? OP_EVENT_TIME : OP_EVENT_ID,
                                            .type = f->type, .field = f, .source = f->source});
}

static const struct expr *source_field(struct check *c, uint32_t source, const struct schema_field *decl)
{
    if (decl->type.kind == TYPE_UNKNOWN) {
        return check_broken(c);
    }
    struct program_segment step = {SEGMENT_KEY, decl->name, 0};
    return field_expr(c, expr_field_step(c->exprs, source, NULL, step, decl, decl->type));
}

static const struct expr *two_fields(struct check *c, const struct ast_expr *ast, uint32_t source, uint32_t other)
{
    struct str a = c->schema->sources[source].name, b = c->schema->sources[other].name;
    struct diag *d = diag_add(c->diags, DIAG_E173, ast->name.span, "\"%.*s\" is a field of \"%.*s\" and of \"%.*s\"",
                              STR_ARG(ast->name.text), STR_ARG(a), STR_ARG(b));
    diag_help(c->diags, d, "say in the rule whose events it looks at: `from %.*s`; or write %.*s.%.*s", STR_ARG(a),
              STR_ARG(a), STR_ARG(ast->name.text));
    return check_broken(c);
}

static const struct expr *head_field(struct check *c, const struct check_env *env, const struct ast_expr *ast)
{
    uint32_t source, other;
    const struct schema_field *decl = check_source_field(c, env->scope, ast->name.text, &source, &other);
    if (decl == NULL) {
        return unknown_name(c, env, ast);
    }
    return other == EXPR_NO_SOURCE ? source_field(c, source, decl) : two_fields(c, ast, source, other);
}

/* `vpc_flow.action` */
static const struct expr *field_in(struct check *c, const struct ast_expr *ast, uint32_t source)
{
    const struct schema_source *s = &c->schema->sources[source];
    const struct schema_field *decl = schema_field_find(s->fields, s->n_fields, ast->name.text);
    if (decl != NULL) {
        return source_field(c, source, decl);
    }
    struct diag *d = diag_add(c->diags, DIAG_E102, ast->name.span, "unknown field \"%.*s.%.*s\"", STR_ARG(s->name),
                              STR_ARG(ast->name.text));
    struct diag_suggest near;
    diag_suggest_init(&near, ast->name.text);
    for (uint32_t i = 0; i < s->n_fields; i++) {
        diag_suggest_try(&near, s->fields[i].name);
    }
    diag_suggest_finish(c->diags, d, &near);
    return check_broken(c);
}

/* ---- lets ---- */

/* Lets are looked at on their own: what is around their use does not count. */
static const struct expr *let_body(struct check *c, const struct check_env *env)
{
    enum check_place place = c->place;
    uint32_t source = check_source_set(c, check_source_in(c, env->scope));
    c->place = CHECK_FREE;
    const struct expr *e = check_expr(c, env, env->let->let->body);
    c->place = place;
    check_source_set(c, source);
    return e;
}

static const struct expr *recursion(struct check *c, const struct scope_name *name, const struct ast_expr *use)
{
    struct diag *d = diag_add(c->diags, DIAG_E134, use->name.span, "the let \"%.*s\" uses itself",
                              STR_ARG(name->name.text));
    diag_label(c->diags, d, name->name.span, "it is defined here");
    return check_broken(c);
}

static const struct expr *let_plain(struct check *c, struct scope_name *name, const struct ast_expr *use)
{
    const struct expr **memo =
        &scope_memo(name, check_source_in(c, name->home), c->arena)->plain[c->in_each];
    if (name->open) {
        return recursion(c, name, use);
    }
    if (*memo == NULL) {
        name->open = true;
        *memo = let_body(c, &(struct check_env){.scope = name->home, .let = name});
        name->open = false;
        expr_set_name(*memo, name->name.text);
    }
    return *memo;
}

static const struct expr *let_called(struct check *c, const struct check_env *env, struct scope_name *name,
                                     const struct ast_expr *use)
{
    uint32_t lets = 0;
    if (c->too_large) { /* lets that double each other would be put in for ever */
        return check_broken(c);
    }
    for (const struct check_env *at = env; at != NULL; at = at->outer) {
        if (at->let == name) {
            return recursion(c, name, use);
        }
        lets++;
    }
    if (lets > CHECK_LETS_MAX) {
        return check_too_large(c, use->span, "more than 64 lets in each other");
    }
    struct check_env inner = {.scope = name->home, .let = name, .outer = env};
    inner.bindings = arena_array(c->arena, use->items.len + 1, sizeof *inner.bindings);
    for (uint32_t i = 0; i < use->items.len; i++) {
        inner.bindings[i] = (struct check_binding){.ast = use->items.items[i], .env = env, .source = c->source};
    }
    return let_body(c, &inner);
}

/* A name of another source than that whose events are looked at. */
static void stray_report(struct check *c, const struct scope *scope, struct str name, uint32_t source, uint32_t reads,
                         struct span at)
{
    const struct schema_source *all = c->schema->sources;
    struct diag *d = diag_add(c->diags, DIAG_E136, at, "\"%.*s\" reads fields of \"%.*s\"", STR_ARG(name),
                              STR_ARG(all[reads].name));
    bool sees = false;
    for (size_t i = 0; i < scope->sees.len; i++) {
        sees = sees || scope->sees.items[i] == source;
    }
    diag_note(c->diags, d, "events of \"%.*s\" are looked at here", STR_ARG(all[source].name));
    if (!sees) {
        diag_help(c->diags, d, "`import %.*s` brings the names of that source", STR_ARG(all[source].name));
    }
}

/* What a let or chain is, where it may stand: EXPR_BROKEN after a report. */
static const struct expr *named_placed(struct check *c, const struct check_env *env, const struct scope_name *name,
                                       const struct expr *e, const struct ast_expr *use)
{
    uint32_t source = check_source_in(c, env->scope);
    if (!check_is_broken(e) && e->source != EXPR_NO_SOURCE && e->source != source && source != EXPR_NO_SOURCE) {
        stray_report(c, env->scope, name->name.text, source, e->source, use->span);
        return check_broken(c);
    }
    return check_placed(c, use->span, e);
}

const struct expr *check_let(struct check *c, const struct check_env *env, struct scope_name *name,
                             const struct ast_expr *use)
{
    const struct expr *e = name->let->has_params ? let_called(c, env, name, use) : let_plain(c, name, use);
    return named_placed(c, env, name, e, use);
}

const struct expr *check_let_generic(struct check *c, struct scope_name *name)
{
    uint32_t before = check_source_set(c, check_source_likely(c, name));
    const struct expr **generic = &scope_memo(name, c->source, c->arena)->generic;
    if (!name->let->has_params) {
        struct ast_expr use = {.kind = AST_NAME, .span = name->name.span, .name = name->name};
        *generic = let_plain(c, name, &use);
    } else if (*generic == NULL) {
        struct check_env env = {.scope = name->home, .let = name};
        env.bindings = arena_array(c->arena, name->let->n_params + 1, sizeof *env.bindings);
        *generic = let_body(c, &env);
    }
    check_source_set(c, before);
    return *generic;
}

/* ---- names ---- */

static const struct expr *binding_expr(struct check *c, struct check_binding *b)
{
    const struct expr **memo = &b->memo[c->in_each];
    if (b->ast == NULL) {
        return check_broken(c);
    }
    if (*memo == NULL) {
        enum check_place place = c->place;
        uint32_t source = check_source_set(c, b->source);
        c->place = CHECK_FREE;
        *memo = check_expr(c, b->env, b->ast);
        c->place = place;
        check_source_set(c, source);
    }
    return check_placed(c, b->ast->span, *memo);
}

/* The parameter of this name, or NULL. */
static struct check_binding *binding_find(const struct check_env *env, struct str name)
{
    for (uint32_t i = 0; env->bindings != NULL && i < env->let->let->n_params; i++) {
        if (str_equal(env->let->let->params[i].text, name)) {
            return &env->bindings[i];
        }
    }
    return NULL;
}

const struct expr *check_ambiguous(struct check *c, const struct ast_expr *ast, const struct scope_name *a,
                                   const struct scope_name *b)
{
    struct diag *d = diag_add(c->diags, DIAG_E100, ast->name.span, "the name \"%.*s\" comes from two imports",
                              STR_ARG(ast->name.text));
    diag_label(c->diags, d, a->name.span, "one is here");
    diag_label(c->diags, d, b->name.span, "the other here");
    return check_broken(c);
}

static const struct expr *needs_arguments(struct check *c, const struct ast_expr *ast, const char *what)
{
    diag_add(c->diags, DIAG_E108, ast->span, "\"%.*s\" is a %s: it needs its arguments in parentheses",
             STR_ARG(ast->name.text), what);
    return check_broken(c);
}

const struct expr *check_name(struct check *c, const struct check_env *env, const struct ast_expr *ast)
{
    const struct scope_name *other;
    struct check_binding *binding = binding_find(env, ast->name.text);
    if (binding != NULL) {
        return binding_expr(c, binding);
    }
    struct scope_name *name = check_find(c, env->scope, ast->name.text, &other);
    if (name == NULL) {
        uint32_t source, second;
        bool field = check_source_field(c, env->scope, ast->name.text, &source, &second) != NULL;
        bool function = !field && function_find(ast->name.text) != UINT32_MAX;
        return function ? needs_arguments(c, ast, "function") : head_field(c, env, ast);
    }
    if (other != NULL) {
        return check_ambiguous(c, ast, name, other);
    }
    name->used = true;
    if (name->list != NULL) {
        return check_named_list(c, name);
    }
    if (name->chain != NULL) {
        return named_placed(c, env, name, check_chain(c, name, ast->span), ast);
    }
    return name->let->has_params ? needs_arguments(c, ast, "let with parameters") : check_let(c, env, name, ast);
}

/* ---- steps of a path ---- */

static const struct expr *no_parts(struct check *c, const struct ast_expr *ast, struct type type)
{
    const char *what = ast->kind == AST_MEMBER ? "no parts" : "no elements";
    struct diag *d = diag_add(c->diags, DIAG_E114, ast->span, "a value of type %s has %s", type_name(type), what);
    diag_label(c->diags, d, ast->a->span, "this is %s %s", type_article(type), type_name(type));
    return check_broken(c);
}

static const struct expr *unknown_field(struct check *c, const struct ast_expr *ast, const struct expr_field *f)
{
    struct diag *d = diag_add(c->diags, DIAG_E102, ast->name.span, "unknown field \"%.*s.%.*s\"", STR_ARG(f->path),
                              STR_ARG(ast->name.text));
    struct diag_suggest s;
    diag_suggest_init(&s, ast->name.text);
    for (uint32_t i = 0; i < f->decl->n_fields; i++) {
        diag_suggest_try(&s, f->decl->fields[i].name);
    }
    diag_suggest_finish(c->diags, d, &s);
    return check_broken(c);
}

static const struct expr *list_without_each(struct check *c, const struct ast_expr *ast, const struct expr_field *f)
{
    struct diag *d = diag_add(c->diags, DIAG_E115, ast->span, "\"%.*s\" is a list", STR_ARG(f->path));
    diag_help(c->diags, d, "for any element: \"%.*s[*].%.*s\"", STR_ARG(f->path), STR_ARG(ast->name.text));
    diag_fix(c->diags, d, (struct span){ast->a->span.file, ast->a->span.end, ast->a->span.end}, "[*]");
    return check_broken(c);
}

static const struct expr *field_member(struct check *c, const struct ast_expr *ast, const struct expr_field *f)
{
    const struct schema_field *decl = NULL;
    struct type type = {TYPE_JSON, false};
    if (f->type.list) {
        bool record = f->type.kind == TYPE_RECORD || f->type.kind == TYPE_JSON;
        return record ? list_without_each(c, ast, f) : no_parts(c, ast, f->type);
    }
    if (f->type.kind == TYPE_RECORD) {
        decl = schema_field_find(f->decl->fields, f->decl->n_fields, ast->name.text);
        if (decl == NULL) {
            return unknown_field(c, ast, f);
        }
        type = decl->type;
    } else if (f->type.kind != TYPE_JSON) {
        return no_parts(c, ast, f->type);
    }
    if (type.kind == TYPE_UNKNOWN) {
        return check_broken(c);
    }
    if (f->group != NULL && type.list) {
        type = (struct type){TYPE_JSON, false}; /* lists in the elements of a list */
    }
    struct program_segment step = {SEGMENT_KEY, ast->name.text, 0};
    return field_expr(c, expr_field_step(c->exprs, f->source, f, step, decl, type));
}

static const struct expr *bad_index(struct check *c, const struct ast_expr *ast)
{
    diag_add(c->diags, DIAG_E116, ast->span, "there is no element %lld", (long long)ast->index);
    return check_broken(c);
}

static bool is_index(int64_t i) { return i >= 0 && i <= UINT32_MAX; }

static const struct expr *field_element(struct check *c, const struct ast_expr *ast, const struct expr_field *f)
{
    struct program_segment step = {SEGMENT_EACH, STR(""), 0};
    if (!f->type.list && f->type.kind != TYPE_JSON) {
        return no_parts(c, ast, f->type);
    }
    if (ast->kind == AST_INDEX) {
        if (!is_index(ast->index)) {
            return bad_index(c, ast);
        }
        step = (struct program_segment){SEGMENT_INDEX, STR(""), (uint32_t)ast->index};
    }
    struct type type = {f->type.kind, false};
    return field_expr(c, expr_field_step(c->exprs, f->source, f, step, f->decl, type));
}

/* ---- parts of what is computed ---- */

static const struct expr *location_part(struct check *c, const struct ast_expr *ast, const struct expr *of)
{
    static const enum type_kind types[GEO_COUNT] = {
        [GEO_COUNTRY] = TYPE_STRING, [GEO_COUNTRY_NAME] = TYPE_STRING, [GEO_REGION] = TYPE_STRING,
        [GEO_CITY] = TYPE_STRING,    [GEO_CONTINENT] = TYPE_STRING,    [GEO_LATITUDE] = TYPE_FLOAT,
        [GEO_LONGITUDE] = TYPE_FLOAT, [GEO_ASN] = TYPE_INT,            [GEO_AS_ORG] = TYPE_STRING,
    };
    struct diag_suggest s;
    diag_suggest_init(&s, ast->name.text);
    for (unsigned part = 0; ast->kind == AST_MEMBER && part < GEO_COUNT; part++) {
        struct str name = str_from(program_geo_name((enum program_geo)part));
        diag_suggest_try(&s, name);
        if (!str_equal(name, ast->name.text)) {
            continue;
        }
        if (expr_is_null(of->args[0])) {
            return of->args[0];
        }
        return expr_of(c->exprs, &(struct expr){.kind = EXPR_NODE, .op = OP_GEO, .type = {types[part], false},
                                                .args = of->args, .n_args = 1, .number = part,
                                                .source = EXPR_NO_SOURCE});
    }
    struct span at = ast->kind == AST_MEMBER ? ast->name.span : ast->span;
    struct diag *d = diag_add(c->diags, DIAG_E117, at, "geo() has no such part");
    diag_suggest_finish(c->diags, d, &s);
    if (d->help.len == 0) {
        diag_help(c->diags, d, "the parts are country, country_name, region, city, continent, latitude, longitude, "
                               "asn and as_org");
    }
    return check_broken(c);
}

/* A further step into a json value: steps in a row are one GET. */
static const struct expr *json_step(struct check *c, const struct expr *of, struct program_segment step)
{
    bool more = expr_is(of, OP_GET);
    uint32_t n = more ? of->number : 0;
    struct program_segment *below = arena_array(c->arena, n + 1, sizeof *below);
    if (n > 0) {
        memcpy(below, of->below, n * sizeof *below);
    }
    below[n] = step;
    const struct expr *base = more ? of->args[0] : of;
    return expr_of(c->exprs, &(struct expr){.kind = EXPR_NODE, .op = OP_GET, .type = {TYPE_JSON, false}, .args = &base,
                                            .n_args = 1, .number = n + 1, .below = below, .source = EXPR_NO_SOURCE});
}

static const struct expr *computed_element(struct check *c, const struct ast_expr *ast, const struct expr *of)
{
    if (ast->kind == AST_EACH) {
        struct diag *d = diag_add(c->diags, DIAG_E114, ast->span, "[*] goes over the elements of fields only");
        diag_help(c->diags, d, "use `in`, `contains`, or an element by its number: [0]");
        return check_broken(c);
    }
    if (!is_index(ast->index)) {
        return bad_index(c, ast);
    }
    if (of->type.list) {
        return expr_of(c->exprs, &(struct expr){.kind = EXPR_NODE, .op = OP_ITEM, .type = {of->type.kind, false},
                                                .args = &of, .n_args = 1, .number = (uint32_t)ast->index,
                                                .source = EXPR_NO_SOURCE});
    }
    return json_step(c, of, (struct program_segment){SEGMENT_INDEX, STR(""), (uint32_t)ast->index});
}

static const struct expr *computed_part(struct check *c, const struct ast_expr *ast, const struct expr *of)
{
    bool open = !of->type.list && (of->type.kind == TYPE_JSON || of->type.kind == TYPE_RECORD);
    if (expr_is_null(of)) {
        return of;
    }
    if (!open && !(of->type.list && ast->kind != AST_MEMBER)) {
        return no_parts(c, ast, of->type);
    }
    if (ast->kind != AST_MEMBER) {
        return computed_element(c, ast, of);
    }
    return json_step(c, of, (struct program_segment){SEGMENT_KEY, ast->name.text, 0});
}

const struct expr *check_path(struct check *c, const struct check_env *env, const struct ast_expr *ast)
{
    uint32_t source = check_source_head(c, env, ast);
    if (source != EXPR_NO_SOURCE) {
        return field_in(c, ast, source);
    }
    const struct expr *of = check_expr(c, env, ast->a);
    if (check_is_broken(of) || !check_join(c, ast->span, &of, 1)) {
        return check_broken(c);
    }
    if (of->kind == EXPR_LOCATION) {
        return location_part(c, ast, of);
    }
    if (of->kind == EXPR_LIST) {
        diag_add(c->diags, DIAG_E108, ast->a->span, "a list of constants has no parts here");
        return check_broken(c);
    }
    if (of->field == NULL) {
        return computed_part(c, ast, of);
    }
    return ast->kind == AST_MEMBER ? field_member(c, ast, of->field) : field_element(c, ast, of->field);
}
