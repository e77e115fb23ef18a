#include "lang/compile.h"

#include <stdlib.h>

#include "base/mem.h"
#include "lang/declare.h"
#include "lang/group.h"
#include "lang/hunt.h"
#include "lang/level.h"
#include "lang/lower.h"
#include "lang/module.h"
#include "lang/oneline.h"
#include "lang/tune.h"
#include "lang/unread.h"
#include "lang/warn.h"

struct compile {
    struct arena arena;
    struct source_set *sources;
    struct diag_list *diags;
    struct module_set *modules;
    struct schema schema;
    struct scope_set scopes;
    struct expr_set exprs;
    struct check check;
    VEC(struct rule) rules;
    struct strmap rule_names, pack_names;
    const struct ast_file *group; /* of compile_add_group, or NULL */
    bool know_unread;
};

struct compile *compile_new(void)
{
    struct compile *c = mem_zalloc(sizeof *c);
    c->sources = source_set_new();
    c->diags = diag_list_new(c->sources);
    c->modules = module_set_new(c->sources, c->diags, &c->arena);
    return c;
}

void compile_free(struct compile *c)
{
    if (c == NULL) {
        return;
    }
    scope_set_release(&c->scopes);
    expr_set_release(&c->exprs);
    map64_release(&c->check.lists);
    vec_release(&c->check.list_uses);
    vec_release(&c->rules);
    strmap_release(&c->rule_names);
    strmap_release(&c->pack_names);
    module_set_free(c->modules);
    diag_list_free(c->diags);
    source_set_free(c->sources);
    arena_release(&c->arena);
    free(c);
}

bool compile_add(struct compile *c, const char *path, struct err *err)
{
    return module_load(c->modules, path, err);
}

bool compile_add_text(struct compile *c, const char *name, struct str text, struct err *err)
{
    return module_load_text(c->modules, name, text, err);
}

bool compile_add_hunt(struct compile *c, struct str expr, struct str match, struct str from, struct err *err)
{
    struct ast_file *file = hunt_parse(c->sources, expr, match, from, c->diags, &c->arena, err);
    if (file == NULL) {
        return false;
    }
    c->check.is_hunt = true;
    module_add_file(c->modules, HUNT_EXPR, file);
    return true;
}

bool compile_add_group(struct compile *c, struct str expr, struct err *err)
{
    struct ast_file *file = hunt_parse_by(c->sources, expr, c->diags, &c->arena, err);
    if (file == NULL) {
        return false;
    }
    c->group = file;
    module_add_file(c->modules, HUNT_BY, file);
    return true;
}

void compile_know_unread(struct compile *c) { c->know_unread = true; }

struct diag_list *compile_diags(struct compile *c) { return c->diags; }
const struct schema *compile_schema(const struct compile *c) { return &c->schema; }

/* ---- packs ---- */

static void language_check(struct compile *c, const struct ast_pack *pack)
{
    const struct ast_expr *v = pack->language;
    if (v == NULL || v->kind == AST_BROKEN) {
        return;
    }
    bool whole = v->kind == AST_LITERAL && v->value.kind == VALUE_INT && v->value.i >= 1;
    if (!whole) {
        struct diag *d = diag_add(c->diags, DIAG_E160, v->span, "a version of the language is a whole number from 1");
        diag_help(c->diags, d, "this is version %d", LANGUAGE_VERSION);
    } else if (v->value.i > LANGUAGE_VERSION) {
        struct diag *d = diag_add(c->diags, DIAG_E160, v->span,
                                  "the pack \"%.*s\" needs version %lld of the language, and this is version %d",
                                  STR_ARG(pack->name.text), (long long)v->value.i, LANGUAGE_VERSION);
        diag_help(c->diags, d, "a newer Lurcher may know it; `lurcher version` tells what this one knows");
    }
}

/* "version 1.2", or that there is none. */
static struct str version_text(struct compile *c, const struct ast_pack *pack)
{
    struct str version = pack->version.text;
    return version.len == 0 ? STR("no version") : arena_printf(&c->arena, "version %.*s", STR_ARG(version));
}

static void repeated_report(struct compile *c, const struct ast_pack *first, const struct ast_pack *second)
{
    struct str versions[] = {version_text(c, first), version_text(c, second)};
    struct diag *d = diag_add(c->diags, DIAG_E144, second->name.span,
                              "there are two packs named \"%.*s\": %.*s and %.*s", STR_ARG(second->name.text),
                              STR_ARG(versions[0]), STR_ARG(versions[1]));
    diag_label(c->diags, d, second->name.span, "%.*s", STR_ARG(versions[1]));
    diag_label(c->diags, d, first->name.span, "the first: %.*s", STR_ARG(versions[0]));
}

/* False: there is a pack of this name already, so its rules are not looked at. */
static bool pack_check(struct compile *c, const struct module *m, uint32_t index, struct module *const *all)
{
    bool added;
    if (m->pack == NULL) {
        return true;
    }
    language_check(c, m->pack);
    uint32_t *slot = strmap_put(&c->pack_names, m->name, &added);
    if (!added) {
        repeated_report(c, all[*slot]->pack, m->pack);
        return false;
    }
    *slot = index;
    return true;
}

/* ---- rules ---- */

static void rule_add(struct compile *c, struct scope *scope, const struct ast_rule *ast)
{
    bool added;
    struct rule rule;
    rule_check(&c->check, scope, ast, &rule);
    uint32_t *slot = strmap_put(&c->rule_names, rule.name, &added);
    if (!added) {
        struct diag *d = diag_add(c->diags, DIAG_E140, rule.span, "there are two rules named \"%.*s\"",
                                  STR_ARG(rule.name));
        diag_label(c->diags, d, c->rules.items[*slot].span, "the first");
        return;
    }
    *slot = (uint32_t)c->rules.len;
    vec_push(&c->rules, rule);
}

static void tune_add(struct compile *c, struct scope *scope, const struct ast_tune *ast)
{
    tune_apply(&c->check, scope, ast, c->rules.items, (uint32_t)c->rules.len);
}

/* The rules of a module, or its tunes, in the order of its files. */
static void items_check(struct compile *c, struct scope *scope, enum ast_item_kind kind)
{
    for (uint32_t f = 0; f < scope->module->n_files; f++) {
        const struct ast_file *file = scope->module->files[f];
        for (uint32_t i = 0; i < file->n_items; i++) {
            const struct ast_item *item = &file->items[i];
            if (item->kind == kind && kind == AST_ITEM_RULE) {
                rule_add(c, scope, item->rule);
            } else if (item->kind == kind) {
                tune_add(c, scope, item->tune);
            }
        }
    }
}

/* What no rule uses is looked at too: an unused let has no right to be wrong. */
static void names_check(struct compile *c, struct scope *scope)
{
    for (size_t i = 0; i < scope->names.len; i++) {
        struct scope_name *n = scope->names.items[i];
        bool used = n->used;
        c->check.steps = 0;
        if (n->list != NULL) {
            check_named_list(&c->check, n);
        } else if (n->chain != NULL) {
            check_chain(&c->check, n, n->name.span);
        } else {
            check_let_generic(&c->check, n);
        }
        n->used = used;
    }
}

/* ---- the schema's names ---- */

static struct str let_name(struct compile *c, const struct ast_let *let)
{
    struct buf name = BUF_INIT;
    buf_add_str(&name, let->name.text);
    for (uint32_t i = 0; i < let->n_params; i++) {
        buf_add_text(&name, i == 0 ? "(" : ", ");
        buf_add_str(&name, let->params[i].text);
    }
    buf_add_text(&name, let->n_params > 0 ? ")" : "");
    struct str s = arena_str(&c->arena, buf_str(&name));
    buf_release(&name);
    return s;
}

/* False: it is a list, or a let or chain that is not explained. */
static bool schema_name(struct compile *c, struct scope_name *n, struct schema_name *out)
{
    if (n->let != NULL && n->let->doc.len > 0) {
        out->name = let_name(c, n->let);
        out->doc = n->let->doc;
        out->text = oneline(source_text(c->sources, n->let->body->span), &c->arena);
        out->type = check_let_generic(&c->check, n)->type;
        return true;
    }
    if (n->chain != NULL && n->chain->doc.text.len > 0) {
        out->name = n->name.text;
        out->doc = n->chain->doc.text;
        out->text = oneline(source_text(c->sources, n->chain->span), &c->arena);
        out->type = check_chain(&c->check, n, n->name.span)->type;
        return true;
    }
    return false;
}

/* The lets and chains that a library explains are what people think in. */
static void schema_names(struct compile *c)
{
    VEC(struct schema_name) names = VEC_INIT;
    for (size_t s = 0; s < c->scopes.scopes.len; s++) {
        const struct scope *scope = c->scopes.scopes.items[s];
        for (size_t i = 0; scope->module->library && i < scope->names.len; i++) {
            struct schema_name name;
            if (schema_name(c, scope->names.items[i], &name)) {
                vec_push(&names, name);
            }
        }
    }
    c->schema.n_names = (uint32_t)names.len;
    c->schema.names = arena_array(&c->arena, names.len + 1, sizeof *names.items);
    if (names.len > 0) {
        memcpy(c->schema.names, names.items, names.len * sizeof *names.items);
    }
    vec_release(&names);
}

/* ---- all of it ---- */

static void check_init(struct compile *c, struct module *const *all, uint32_t count)
{
    scope_set_init(&c->scopes, all, count, &c->arena);
    expr_set_init(&c->exprs, &c->arena);
    declare(&c->scopes, &c->schema, c->sources, c->diags, &c->arena);
    c->check.sources = c->sources;
    c->check.diags = c->diags;
    c->check.arena = &c->arena;
    c->check.schema = &c->schema;
    c->check.exprs = &c->exprs;
    c->check.source = EXPR_NO_SOURCE;
}

static void check_all(struct compile *c)
{
    uint32_t count;
    struct module *const *all = modules(c->modules, &count);
    check_init(c, all, count);
    bool *runs = arena_array(&c->arena, (size_t)count + 1, sizeof *runs);
    for (uint32_t i = 0; i < count; i++) {
        runs[i] = pack_check(c, all[i], i, all) && !all[i]->library;
        if (runs[i]) {
            items_check(c, c->scopes.scopes.items[i], AST_ITEM_RULE);
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        if (runs[i]) {
            items_check(c, c->scopes.scopes.items[i], AST_ITEM_TUNE);
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        if (c->group != NULL && all[i]->n_files > 0 && all[i]->files[0] == c->group) {
            group_rules(&c->check, c->scopes.scopes.items[i], c->rules.items, (uint32_t)c->rules.len);
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        names_check(c, c->scopes.scopes.items[i]);
    }
    schema_names(c);
    if (diag_count(c->diags, DIAG_ERROR) == 0) {
        levels_find(&c->check, c->rules.items, (uint32_t)c->rules.len);
    }
    if (diag_count(c->diags, DIAG_ERROR) == 0) {
        warn_rules(&c->check, c->rules.items, (uint32_t)c->rules.len);
        for (uint32_t i = 0; i < count; i++) {
            warn_unused(&c->check, c->scopes.scopes.items[i]);
        }
    }
}

struct program *compile_finish(struct compile *c)
{
    struct err err = {""};
    check_all(c);
    if (diag_count(c->diags, DIAG_ERROR) > 0) {
        return NULL;
    }
    struct program *p = lower(&c->exprs, &c->schema, c->sources, c->rules.items, (uint32_t)c->rules.len, &err);
    if (p == NULL) {
        diag_add(c->diags, DIAG_E135, c->rules.items[0].span, "%s", err.text);
    } else {
        p->grouped = c->group != NULL;
        p->unread = c->know_unread ? unread_make(p, &c->schema, c->sources, c->diags, &c->arena) : NULL;
    }
    return p;
}
