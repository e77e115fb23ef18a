#include "lang/declare.h"

#include "base/mem.h"
#include "lang/function.h"
#include "lang/list_tune.h"

#define PARAMS_MAX 64

struct declare {
    struct scope_set *scopes;
    struct schema *schema;
    const struct source_set *sources;
    struct diag_list *diags;
    struct arena *arena;
    VEC(struct schema_source) all_sources;
    struct strmap source_names;
};

const struct schema_field *schema_field_find(const struct schema_field *fields, uint32_t n, struct str name)
{
    for (uint32_t i = 0; i < n; i++) {
        if (str_equal(fields[i].name, name)) {
            return &fields[i];
        }
    }
    return NULL;
}

/* ---- fields ---- */

static struct type field_type(struct declare *d, const struct ast_field *f)
{
    struct type type = {TYPE_JSON, f->list};
    if (!type_find(f->type.text, &type.kind)) {
        struct diag *diag = diag_add(d->diags, DIAG_E161, f->type.span, "unknown type \"%.*s\"", STR_ARG(f->type.text));
        struct diag_suggest suggest;
        diag_suggest_init(&suggest, f->type.text);
        for (int k = TYPE_BOOL; k <= TYPE_RECORD; k++) {
            diag_suggest_try(&suggest, str_from(type_name((struct type){(enum type_kind)k, false})));
        }
        diag_suggest_finish(d->diags, diag, &suggest);
        if (diag->help.len == 0) {
            diag_help(d->diags, diag,
                      "the types are bool, int, float, string, time, duration, ip, address, json and record");
        }
        type.kind = TYPE_UNKNOWN;
    } else if (type.kind == TYPE_RECORD && f->n_fields == 0) {
        diag_add(d->diags, DIAG_E162, f->name.span, "the record \"%.*s\" declares no fields", STR_ARG(f->name.text));
    }
    return type;
}

/* Records nest as deep as the parser lets them. */
static struct schema_field *fields_of(struct declare *d, const struct ast_field *ast, uint32_t n, uint32_t *count)
{
    struct schema_field *fields = arena_array(d->arena, n + 1, sizeof *fields);
    struct strmap seen = STRMAP_INIT;
    *count = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool added;
        uint32_t *slot = strmap_put(&seen, ast[i].name.text, &added);
        if (!added) {
            struct diag *diag = diag_add(d->diags, DIAG_E164, ast[i].name.span, "the field \"%.*s\" is declared twice",
                                         STR_ARG(ast[i].name.text));
            diag_label(d->diags, diag, ast[*slot].name.span, "first declared here");
            continue;
        }
        *slot = i;
        struct schema_field *f = &fields[(*count)++];
        f->name = ast[i].name.text;
        f->doc = ast[i].doc.text;
        f->type = field_type(d, &ast[i]);
        f->fields = fields_of(d, ast[i].fields, ast[i].n_fields, &f->n_fields);
    }
    strmap_release(&seen);
    return fields;
}

/* ---- paths of a source block ---- */

const struct schema_field *declare_path(const struct schema_source *source, const struct ast_expr *path)
{
    if (path->kind == AST_NAME) {
        return schema_field_find(source->fields, source->n_fields, path->name.text);
    }
    if (path->kind != AST_MEMBER) {
        return NULL;
    }
    const struct schema_field *of = declare_path(source, path->a);
    bool record = of != NULL && of->type.kind == TYPE_RECORD && !of->type.list;
    return record ? schema_field_find(of->fields, of->n_fields, path->name.text) : NULL;
}

static void path_check(struct declare *d, const struct schema_source *source, const struct ast_expr *path,
                       enum type_kind kind, const char *what)
{
    if (path->kind == AST_BROKEN) {
        return;
    }
    const struct schema_field *f = declare_path(source, path);
    struct type want = {kind, false};
    if (f == NULL) {
        diag_add(d->diags, DIAG_E163, path->span, "%s is not a declared field of \"%.*s\"", what,
                 STR_ARG(source->name));
    } else if (f->type.kind != TYPE_UNKNOWN && !type_same(f->type, want)) {
        diag_add(d->diags, DIAG_E163, path->span, "%s has the type %s; it must be a %s", what, type_name(f->type),
                 type_name(want));
    }
}

/* An envelope is a path of names and [*]; its fields are not declared. */
static void envelope_check(struct declare *d, const struct ast_expr *path)
{
    const struct ast_expr *at = path;
    while (at->kind == AST_MEMBER || at->kind == AST_EACH) {
        at = at->a;
    }
    if (at->kind != AST_NAME && at->kind != AST_BROKEN) {
        diag_add(d->diags, DIAG_E163, path->span, "an envelope is a path of names and [*]");
    }
}

/* What a record has is declared, or lies below a json field. */
static void has_check(struct declare *d, const struct schema_source *source, const struct ast_expr *path)
{
    const struct ast_expr *at = path;
    const struct schema_field *f = declare_path(source, path);
    while (f == NULL && at->kind == AST_MEMBER) {
        at = at->a;
        f = declare_path(source, at);
        f = f != NULL && f->type.kind == TYPE_JSON && !f->type.list ? f : NULL;
    }
    if (f == NULL && path->kind != AST_BROKEN) {
        diag_add(d->diags, DIAG_E163, path->span, "what a record has is not a declared field of \"%.*s\"",
                 STR_ARG(source->name));
    }
}

/* The fields of a line: declared ones of a single value, each once. */
static void columns_check(struct declare *d, const struct schema_source *source)
{
    const struct ast_exprs *columns = &source->ast->columns;
    struct map64 seen = MAP64_INIT;
    for (uint32_t i = 0; i < columns->len; i++) {
        const struct ast_expr *path = columns->items[i];
        const struct schema_field *f = declare_path(source, path);
        bool added;
        if (f == NULL || f->type.list || f->type.kind == TYPE_RECORD) {
            diag_add(d->diags, DIAG_E163, path->span, "a column is not a declared field of \"%.*s\" with one value",
                     STR_ARG(source->name));
            continue;
        }
        uint32_t *first = map64_put(&seen, (uint64_t)(uintptr_t)f, &added);
        if (!added) {
            struct diag *diag = diag_add(d->diags, DIAG_E175, path->span, "the column \"%.*s\" stands twice",
                                         STR_ARG(f->name));
            diag_label(d->diags, diag, columns->items[*first]->span, "first here");
            continue;
        }
        *first = i;
    }
    map64_release(&seen);
}

static void source_check(struct declare *d, const struct schema_source *source)
{
    const struct ast_source *ast = source->ast;
    const char *lacks = ast->time == NULL ? "time" : ast->n_fields == 0 ? "fields" : NULL;
    if (lacks != NULL) {
        diag_add(d->diags, DIAG_E162, ast->name.span, "the source \"%.*s\" does not say its `%s`",
                 STR_ARG(source->name), lacks);
        return;
    }
    path_check(d, source, ast->time, TYPE_TIME, "the time");
    if (ast->id != NULL) {
        path_check(d, source, ast->id, TYPE_STRING, "the id");
    }
    for (uint32_t i = 0; i < ast->index.len; i++) {
        path_check(d, source, ast->index.items[i], TYPE_STRING, "an index field");
    }
    for (uint32_t i = 0; i < ast->envelopes.len; i++) {
        envelope_check(d, ast->envelopes.items[i]);
    }
    for (uint32_t i = 0; i < ast->has.len; i++) {
        has_check(d, source, ast->has.items[i]);
    }
    columns_check(d, source);
}

static bool is_library(const struct declare *d, struct span at)
{
    return str_starts(source_file(d->sources, at.file)->name, STR("<stdlib>/"));
}

static void source_declare(struct declare *d, struct scope *scope, const struct ast_source *ast)
{
    bool added;
    uint32_t *slot = strmap_put(&d->source_names, ast->name.text, &added);
    if (!added) {
        struct diag *diag = diag_add(d->diags, DIAG_E165, ast->name.span, "the source \"%.*s\" is declared twice",
                                     STR_ARG(ast->name.text));
        diag_label(d->diags, diag, d->all_sources.items[*slot].ast->name.span, "first declared here");
        vec_push(&scope->sources, *slot); /* its fields are not missed, too */
        return;
    }
    *slot = (uint32_t)d->all_sources.len;
    struct schema_source source = {.name = ast->name.text, .doc = ast->doc.text, .ast = ast};
    source.fields = fields_of(d, ast->fields, ast->n_fields, &source.n_fields);
    source.internal = str_equal(ast->name.text, STR("alerts")) && is_library(d, ast->name.span);
    source_check(d, &source);
    vec_push(&scope->sources, *slot);
    vec_push(&d->all_sources, source);
}

/* ---- lets, lists and chains ---- */

static void name_declare(struct declare *d, struct scope *scope, struct scope_name draft)
{
    struct ast_name name = draft.name;
    struct scope_name *n = arena_new(d->arena, struct scope_name);
    *n = draft;
    n->home = scope;
    const struct scope_name *first = scope_add(scope, n);
    if (first != NULL) {
        struct diag *diag = diag_add(d->diags, DIAG_E140, name.span, "the name \"%.*s\" is given twice",
                                     STR_ARG(name.text));
        diag_label(d->diags, diag, first->name.span, "first given here");
    } else if (function_find(name.text) != UINT32_MAX) {
        struct diag *diag = diag_add(d->diags, DIAG_E142, name.span, "\"%.*s\" is the name of a function",
                                     STR_ARG(name.text));
        diag_help(d->diags, diag, "choose another name");
    }
}

static void params_check(struct declare *d, const struct ast_let *let)
{
    if (let->n_params > PARAMS_MAX) {
        diag_add(d->diags, DIAG_E135, let->params[PARAMS_MAX].span, "a let has at most %d parameters", PARAMS_MAX);
        return;
    }
    for (uint32_t i = 0; i < let->n_params; i++) {
        for (uint32_t j = 0; j < i; j++) {
            if (str_equal(let->params[i].text, let->params[j].text)) {
                struct diag *diag = diag_add(d->diags, DIAG_E141, let->params[i].span,
                                             "the parameter \"%.*s\" stands twice", STR_ARG(let->params[i].text));
                diag_label(d->diags, diag, let->params[j].span, "first here");
                break;
            }
        }
    }
}

static void item_declare(struct declare *d, struct scope *scope, const struct ast_item *item)
{
    switch (item->kind) {
    case AST_ITEM_SOURCE:
        source_declare(d, scope, item->source);
        break;
    case AST_ITEM_LET:
        name_declare(d, scope, (struct scope_name){.name = item->let->name, .let = item->let});
        params_check(d, item->let);
        break;
    case AST_ITEM_LIST:
        name_declare(d, scope, (struct scope_name){.name = item->list->name, .list = item->list});
        break;
    case AST_ITEM_CHAIN:
        name_declare(d, scope, (struct scope_name){.name = item->chain->name, .chain = item->chain});
        break;
    default: /* packs and imports are the modules', rules and tunes the checker's; tuned lists come last */
        break;
    }
}

/* ---- the sources that a scope sees ---- */

static void source_see(struct scope *scope, uint32_t source, bool told)
{
    if (scope_has_source(scope, source)) {
        return;
    }
    if (told) {
        vec_push(&scope->told, source);
    } else {
        vec_push(&scope->sees, source);
    }
}

static void sources_see(struct scope *scope)
{
    for (size_t i = 0; i < scope->sources.len; i++) {
        source_see(scope, scope->sources.items[i], false);
    }
    for (size_t i = 0; i < scope->imports.len; i++) {
        for (size_t j = 0; j < scope->imports.items[i]->sources.len; j++) {
            source_see(scope, scope->imports.items[i]->sources.items[j], false);
        }
    }
    for (size_t i = 0; i < scope->named.len; i++) {
        for (size_t j = 0; j < scope->named.items[i]->sources.len; j++) {
            source_see(scope, scope->named.items[i]->sources.items[j], true);
        }
    }
}

/* A let that has a field's name would hide the field. */
static void names_check(struct declare *d, const struct scope *scope, uint32_t number)
{
    const struct schema_source *source = &d->all_sources.items[number];
    for (size_t i = 0; i < scope->names.len; i++) {
        struct ast_name name = scope->names.items[i]->name;
        if (schema_field_find(source->fields, source->n_fields, name.text) != NULL) {
            struct diag *diag = diag_add(d->diags, DIAG_E142, name.span, "\"%.*s\" is the name of a field of \"%.*s\"",
                                         STR_ARG(name.text), STR_ARG(source->name));
            diag_help(d->diags, diag, "choose another name");
        }
    }
}

static void scope_finish(struct declare *d, struct scope *scope)
{
    sources_see(scope);
    for (size_t i = 0; i < scope->sees.len; i++) {
        names_check(d, scope, scope->sees.items[i]);
    }
    for (size_t i = 0; i < scope->told.len; i++) {
        names_check(d, scope, scope->told.items[i]);
    }
}

void declare(struct scope_set *scopes, struct schema *schema, const struct source_set *sources,
             struct diag_list *diags, struct arena *arena)
{
    struct declare d = {.scopes = scopes, .schema = schema, .sources = sources, .diags = diags, .arena = arena};
    for (size_t i = 0; i < scopes->scopes.len; i++) {
        struct scope *scope = scopes->scopes.items[i];
        for (uint32_t f = 0; f < scope->module->n_files; f++) {
            for (uint32_t j = 0; j < scope->module->files[f]->n_items; j++) {
                item_declare(&d, scope, &scope->module->files[f]->items[j]);
            }
        }
    }
    for (size_t i = 0; i < scopes->scopes.len; i++) {
        scope_finish(&d, scopes->scopes.items[i]);
    }
    list_tune_bind(scopes, diags, arena);
    schema->n_sources = (uint32_t)d.all_sources.len;
    schema->sources = arena_array(arena, d.all_sources.len + 1, sizeof *schema->sources);
    if (d.all_sources.len > 0) {
        memcpy(schema->sources, d.all_sources.items, d.all_sources.len * sizeof *schema->sources);
    }
    vec_release(&d.all_sources);
    strmap_release(&d.source_names);
}
