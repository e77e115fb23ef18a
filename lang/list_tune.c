#include "lang/list_tune.h"

struct bind {
    struct scope_set *scopes;
    struct diag_list *diags;
    struct arena *arena;
};

/* The name among a module's own, when the tune may mean that module. */
static struct scope_name *own_name(const struct scope *scope, const struct ast_list *tune)
{
    bool meant = tune->pack.text.ptr == NULL || str_equal(tune->pack.text, scope->module->name);
    uint32_t at = meant ? strmap_get(&scope->index, tune->name.text) : STRMAP_NONE;
    return at == STRMAP_NONE ? NULL : scope->names.items[at];
}

static void unknown_report(struct bind *b, const struct ast_list *tune)
{
    struct str pack = tune->pack.text;
    struct diag *d = diag_add(b->diags, DIAG_E203, tune->name.span, "there is no list \"%.*s%s%.*s\"", STR_ARG(pack),
                              pack.len > 0 ? "." : "", STR_ARG(tune->name.text));
    struct diag_suggest s;
    diag_suggest_init(&s, tune->name.text);
    for (size_t i = 0; i < b->scopes->scopes.len; i++) {
        const struct scope *scope = b->scopes->scopes.items[i];
        for (size_t j = 0; j < scope->names.len; j++) {
            if (scope->names.items[j]->list != NULL) {
                diag_suggest_try(&s, scope->names.items[j]->name.text);
            }
        }
    }
    diag_suggest_finish(b->diags, d, &s);
}

static void ambiguous_report(struct bind *b, const struct ast_list *tune, const struct scope_name *first,
                             const struct scope_name *other)
{
    struct diag *d = diag_add(b->diags, DIAG_E204, tune->name.span, "there are two lists \"%.*s\"",
                              STR_ARG(tune->name.text));
    diag_label(b->diags, d, first->name.span, "one");
    diag_label(b->diags, d, other->name.span, "another");
    struct str pack = first->home->module->name.len > 0 ? first->home->module->name : other->home->module->name;
    if (pack.len > 0) {
        diag_help(b->diags, d, "say whose: tune list %.*s.%.*s", STR_ARG(pack), STR_ARG(tune->name.text));
    }
}

static void tune_bind(struct bind *b, struct scope *from, const struct ast_list *tune)
{
    struct scope_name *found = NULL;
    for (size_t i = 0; i < b->scopes->scopes.len; i++) {
        struct scope_name *name = own_name(b->scopes->scopes.items[i], tune);
        if (name != NULL && name->list != NULL && found != NULL) {
            ambiguous_report(b, tune, found, name);
            return;
        }
        found = name != NULL && name->list != NULL ? name : found;
    }
    if (found == NULL) {
        unknown_report(b, tune);
        return;
    }
    struct scope_tune **end = &found->tunes;
    while (*end != NULL) {
        end = &(*end)->next;
    }
    *end = arena_new(b->arena, struct scope_tune);
    **end = (struct scope_tune){tune, from, NULL};
}

void list_tune_bind(struct scope_set *scopes, struct diag_list *diags, struct arena *arena)
{
    struct bind b = {scopes, diags, arena};
    for (size_t i = 0; i < scopes->scopes.len; i++) {
        struct scope *scope = scopes->scopes.items[i];
        for (uint32_t f = 0; f < scope->module->n_files; f++) {
            const struct ast_file *file = scope->module->files[f];
            for (uint32_t j = 0; j < file->n_items; j++) {
                if (file->items[j].kind == AST_ITEM_TUNE_LIST) {
                    tune_bind(&b, scope, file->items[j].list);
                }
            }
        }
    }
}
