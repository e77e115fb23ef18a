#include "lang/unread.h"

#include "base/arena.h"
#include "base/vec.h"
#include "lang/builtin.h"
#include "lang/lower.h"
#include "lang/parse.h"

struct unread {
    const struct program *program;
    VEC(const struct ast_source *) found;
};

static bool is_read(const struct program *p, struct str name)
{
    bool read = false;
    for (uint32_t i = 0; i < p->n_sources && !read; i++) {
        read = str_equal(p->sources[i].name, name);
    }
    return read;
}

/* Each name once: who reads the numbers of a run knows a source by its name. */
static void source_found(struct unread *u, const struct ast_source *source)
{
    bool known = is_read(u->program, source->name.text);
    for (size_t i = 0; i < u->found.len && !known; i++) {
        known = str_equal(u->found.items[i]->name.text, source->name.text);
    }
    if (!known) {
        vec_push(&u->found, source);
    }
}

static bool is_declared(const struct schema *schema, struct str name)
{
    bool declared = false;
    for (uint32_t i = 0; i < schema->n_sources && !declared; i++) {
        declared = str_equal(schema->sources[i].name, name);
    }
    return declared;
}

/* The engine makes the records of `alerts`: none is ever in a log. */
static bool is_wanted(const struct unread *u, const struct schema *schema, struct str name)
{
    return !str_equal(name, STR("alerts")) && !is_read(u->program, name) && !is_declared(schema, name);
}

static void file_find(struct unread *u, const struct ast_file *file)
{
    for (uint32_t i = 0; i < file->n_items; i++) {
        if (file->items[i].kind == AST_ITEM_SOURCE) {
            source_found(u, file->items[i].source);
        }
    }
}

struct program *unread_make(const struct program *p, const struct schema *schema, struct source_set *sources,
                            struct diag_list *diags, struct arena *arena)
{
    struct unread u = {.program = p};
    struct err err = {""};
    for (uint32_t i = 0; i < schema->n_sources; i++) {
        if (!schema->sources[i].internal) {
            source_found(&u, schema->sources[i].ast);
        }
    }
    for (const struct builtin_file *b = builtin_files; b->name != NULL; b++) {
        if (is_wanted(&u, schema, str_from(b->name))) { /* a file has the name of its source */
            uint32_t file = source_add(sources, arena_printf(arena, "<stdlib>/%s.lur", b->name).ptr, b->text, &err);
            file_find(&u, parse_file(sources, file, diags, arena));
        }
    }
    struct program *made = u.found.len == 0 ? NULL : lower_sources(u.found.items, (uint32_t)u.found.len);
    vec_release(&u.found);
    return made;
}
