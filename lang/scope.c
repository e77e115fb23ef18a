#include "lang/scope.h"

static uint64_t module_key(const struct module *m) { return (uint64_t)(uintptr_t)m; }

static void link_imports(struct scope_set *set, struct scope *scope)
{
    for (uint32_t i = 0; i < scope->module->n_imports; i++) {
        const struct module *m = scope->module->imports[i].module;
        uint32_t at = m == NULL ? MAP64_NONE : map64_get(&set->by_module, module_key(m));
        if (at != MAP64_NONE) {
            vec_push(&scope->imports, set->scopes.items[at]);
        }
    }
}

void scope_set_init(struct scope_set *set, struct module *const *modules, uint32_t count, struct arena *arena)
{
    *set = (struct scope_set){.scopes = VEC_INIT};
    for (uint32_t i = 0; i < count; i++) {
        struct scope *scope = arena_new(arena, struct scope);
        scope->module = modules[i];
        scope->source = EXPR_NO_SOURCE;
        *map64_put(&set->by_module, module_key(modules[i]), NULL) = i;
        vec_push(&set->scopes, scope);
    }
    for (uint32_t i = 0; i < count; i++) {
        link_imports(set, set->scopes.items[i]);
    }
}

void scope_set_release(struct scope_set *set)
{
    for (size_t i = 0; i < set->scopes.len; i++) {
        struct scope *scope = set->scopes.items[i];
        strmap_release(&scope->index);
        vec_release(&scope->names);
        vec_release(&scope->imports);
        vec_release(&scope->sources);
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

static struct scope_name *own(const struct scope *scope, struct str name)
{
    uint32_t at = strmap_get(&scope->index, name);
    return at == STRMAP_NONE ? NULL : scope->names.items[at];
}

struct scope_name *scope_find(const struct scope *scope, struct str name, const struct scope_name **other)
{
    struct scope_name *found = own(scope, name);
    *other = NULL;
    for (size_t i = 0; found == NULL && i < scope->imports.len; i++) {
        found = own(scope->imports.items[i], name);
        for (size_t j = i + 1; found != NULL && *other == NULL && j < scope->imports.len; j++) {
            *other = own(scope->imports.items[j], name);
        }
    }
    return found;
}
