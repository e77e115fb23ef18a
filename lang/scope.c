#include "lang/scope.h"

static uint64_t module_key(const struct module *m) { return (uint64_t)(uintptr_t)m; }

/* NULL: the module could not be found. */
static struct scope *scope_of(const struct scope_set *set, const struct module *m)
{
    uint32_t at = m == NULL ? MAP64_NONE : map64_get(&set->by_module, module_key(m));
    return at == MAP64_NONE ? NULL : set->scopes.items[at];
}

static void link_modules(struct scope_set *set, struct scope *scope)
{
    for (uint32_t i = 0; i < scope->module->n_imports; i++) {
        struct scope *import = scope_of(set, scope->module->imports[i].module);
        if (import != NULL) {
            vec_push(&scope->imports, import);
        }
    }
    for (uint32_t i = 0; i < scope->module->n_named; i++) {
        struct scope *named = scope_of(set, scope->module->named[i]);
        if (named != NULL) {
            vec_push(&scope->named, named);
        }
    }
}

void scope_set_init(struct scope_set *set, struct module *const *modules, uint32_t count, struct arena *arena)
{
    *set = (struct scope_set){.scopes = VEC_INIT};
    for (uint32_t i = 0; i < count; i++) {
        struct scope *scope = arena_new(arena, struct scope);
        scope->module = modules[i];
        *map64_put(&set->by_module, module_key(modules[i]), NULL) = i;
        vec_push(&set->scopes, scope);
    }
    for (uint32_t i = 0; i < count; i++) {
        link_modules(set, set->scopes.items[i]);
    }
}

void scope_set_release(struct scope_set *set)
{
    for (size_t i = 0; i < set->scopes.len; i++) {
        struct scope *scope = set->scopes.items[i];
        strmap_release(&scope->index);
        vec_release(&scope->names);
        vec_release(&scope->imports);
        vec_release(&scope->named);
        vec_release(&scope->sources);
        vec_release(&scope->sees);
        vec_release(&scope->told);
    }
    vec_release(&set->scopes);
    map64_release(&set->by_module);
}

const struct scope_name *scope_add(struct scope *scope, struct scope_name *name)
{
    bool added;
    uint32_t *slot = strmap_put(&scope->index, name->name.text, &added);
    if (!added) {
        return scope->names.items[*slot];
    }
    *slot = (uint32_t)scope->names.len;
    vec_push(&scope->names, name);
    return NULL;
}

const char *scope_kind(const struct scope_name *name)
{
    return name->let != NULL ? "let" : name->list != NULL ? "list" : "chain";
}

struct scope_name *scope_own(const struct scope *scope, struct str name)
{
    uint32_t at = strmap_get(&scope->index, name);
    return at == STRMAP_NONE ? NULL : scope->names.items[at];
}

bool scope_has_source(const struct scope *scope, uint32_t source)
{
    for (size_t i = 0; i < scope->sees.len; i++) {
        if (scope->sees.items[i] == source) {
            return true;
        }
    }
    for (size_t i = 0; i < scope->told.len; i++) {
        if (scope->told.items[i] == source) {
            return true;
        }
    }
    return false;
}

struct scope_memo *scope_memo(struct scope_name *name, uint32_t source, struct arena *arena)
{
    struct scope_memo *m = name->memos;
    while (m != NULL && m->source != source) {
        m = m->next;
    }
    if (m == NULL) {
        m = arena_new(arena, struct scope_memo);
        m->source = source;
        m->next = name->memos;
        name->memos = m;
    }
    return m;
}
