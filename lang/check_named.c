/* check_named: named lists: what is written, what files hold, and what `tune list` adds. */
#include "lang/check.h"
#include "lang/list_use.h"
#include "lang/listfile.h"

/* A named list while its parts are put together. */
struct parts {
    struct check *c;
    const struct scope_name *name;
    VEC(struct value) items;
    VEC(struct value) beside; /* as many */
    VEC(struct program_regex) regexes;
    VEC(struct expr_list_part) parts;
    bool any_file, any_value;
};

/* ---- files ---- */

/* The folder of the file that a span is in; "." when the name has none. */
static struct str folder_of(const struct check *c, struct span at)
{
    struct str name = source_file(c->sources, at.file)->name;
    while (name.len > 0 && name.ptr[name.len - 1] != '/') {
        name.len--;
    }
    return name.len == 0 ? STR(".") : name.len == 1 ? name : str_slice(name.ptr, name.len - 1);
}

static struct str *texts_of(struct check *c, const struct ast_texts *texts)
{
    struct str *all = arena_array(c->arena, (size_t)texts->len + 1, sizeof *all);
    for (uint32_t i = 0; i < texts->len; i++) {
        all[i] = texts->items[i].text;
    }
    return all;
}

/* What a list asks of its file. False after a report. */
static bool file_ask(struct check *c, const struct ast_list *ast, struct listfile_ask *ask)
{
    struct err err = {""};
    uint32_t bad, n = ast->columns.len;
    *ask = (struct listfile_ask){
        .folder = arena_str(c->arena, folder_of(c, ast->span)), .file = ast->file.text,
        .columns = texts_of(c, &ast->columns), .n_columns = n,
        .values = texts_of(c, &ast->values), .n_values = ast->values.len,
    };
    if (listfile_check(ask, &bad, &err)) {
        return true;
    }
    diag_add(c->diags, DIAG_E200, bad < n ? ast->columns.items[bad].span : ast->values.items[bad - n].span, "%s",
             err.text);
    return false;
}

static bool file_read_part(struct check *c, const struct scope *scope, const struct ast_list *ast,
                           struct listfile_ask *ask, struct listfile *file)
{
    struct err err = {""};
    if (scope->module->folder.len == 0) {
        diag_add(c->diags, DIAG_E155, ast->file.span, "rules that are in no folder cannot have a list file");
        return false;
    }
    if (!file_ask(c, ast, ask)) {
        return false;
    }
    if (!listfile_read(ask, c->arena, file, &err)) {
        diag_add(c->diags, DIAG_E155, ast->file.span, "%s", err.text);
        return false;
    }
    return true;
}

/* ---- parts ---- */

static bool file_add(struct parts *p, const struct scope *scope, const struct ast_list *ast)
{
    struct listfile file;
    struct listfile_ask ask;
    if (!file_read_part(p->c, scope, ast, &ask, &file)) {
        return false;
    }
    for (uint32_t i = 0; i < file.len; i++) {
        bool there = file.values != NULL && file.values[i].ptr != NULL;
        vec_push(&p->items, value_str(file.items[i]));
        vec_push(&p->beside, there ? value_str(file.values[i]) : value_null());
    }
    vec_push(&p->parts, ((struct expr_list_part){.of_file = true, .file = ask, .stamp = file.stamp}));
    p->any_file = true;
    p->any_value = p->any_value || ask.n_values > 0;
    return true;
}

static bool written_add(struct parts *p, struct scope *scope, const struct ast_list *ast)
{
    struct check_env env = {.scope = scope, .let = NULL};
    const struct expr *e = check_list(p->c, &env, ast->literal);
    if (check_is_broken(e)) {
        return false;
    }
    const struct expr_list *list = e->list;
    for (uint32_t i = 0; i < list->len && list->regexes != NULL; i++) {
        vec_push(&p->regexes, list->regexes[i]);
    }
    for (uint32_t i = 0; i < list->len && list->regexes == NULL; i++) {
        vec_push(&p->items, list->items[i]);
        vec_push(&p->beside, value_null());
    }
    vec_push(&p->parts, ((struct expr_list_part){.items = list->items, .len = list->regexes == NULL ? list->len : 0}));
    return true;
}

/* Take a part: the declaration or a tune. */
static bool part_add(struct parts *p, struct scope *scope, const struct ast_list *ast)
{
    if (ast->literal != NULL && ast->literal->kind == AST_BROKEN) {
        return false;
    }
    if (!(ast->literal == NULL ? file_add(p, scope, ast) : written_add(p, scope, ast))) {
        return false;
    }
    if (p->regexes.len > 0 && p->items.len > 0) {
        diag_add(p->c->diags, DIAG_E153, ast->name.span,
                 "a list holds either regular expressions or other constants");
        return false;
    }
    if (p->items.len > LISTFILE_ITEMS_MAX) {
        diag_add(p->c->diags, DIAG_E155, ast->name.span, "with these, the list has more than %u items",
                 LISTFILE_ITEMS_MAX);
        return false;
    }
    return true;
}

/* A copy of `n` items in the arena. */
static void *keep(struct check *c, const void *items, size_t n, size_t size)
{
    void *kept = arena_array(c->arena, n + 1, size);
    if (n > 0) {
        memcpy(kept, items, n * size);
    }
    return kept;
}

static const struct expr *parts_join(struct parts *p)
{
    struct check *c = p->c;
    const struct ast_list *own = p->name->list;
    bool regex = p->regexes.len > 0;
    struct expr_list draft = {
        .name = p->name->name.text, .from_file = p->any_file, .use = LIST_USE_ANY, .tunes = p->name->tunes,
        .len = (uint32_t)(regex ? p->regexes.len : p->items.len),
        .valued = own->literal != NULL ? own->literal->items.len == 0 : own->values.len > 0,
    };
    if (regex) {
        draft.regexes = keep(c, p->regexes.items, draft.len, sizeof *draft.regexes);
    } else {
        draft.items = keep(c, p->items.items, draft.len, sizeof *draft.items);
    }
    if (p->any_value) {
        draft.beside = keep(c, p->beside.items, draft.len, sizeof *draft.beside);
    }
    if (p->any_file) {
        struct expr_origin *origin = arena_new(c->arena, struct expr_origin);
        origin->n = (uint32_t)p->parts.len;
        origin->regex = regex;
        origin->parts = keep(c, p->parts.items, p->parts.len, sizeof *origin->parts);
        draft.origin = origin;
    }
    return check_list_expr(c, expr_list_of(c->exprs, &draft));
}

static const struct expr *named_list(struct check *c, const struct scope_name *name)
{
    struct parts p = {.c = c, .name = name};
    bool good = part_add(&p, name->home, name->list);
    for (const struct scope_tune *t = name->tunes; t != NULL; t = t->next) {
        good = part_add(&p, t->scope, t->list) && good;
    }
    const struct expr *e = good ? parts_join(&p) : check_broken(c);
    vec_release(&p.items);
    vec_release(&p.beside);
    vec_release(&p.regexes);
    vec_release(&p.parts);
    return e;
}

const struct expr *check_named_list(struct check *c, struct scope_name *name)
{
    if (name->open) {
        diag_add(c->diags, DIAG_E134, name->name.span, "the list \"%.*s\" uses itself", STR_ARG(name->name.text));
        return check_broken(c);
    }
    if (name->memo == NULL) {
        name->open = true;
        name->memo = named_list(c, name);
        name->open = false;
    }
    return name->memo;
}
