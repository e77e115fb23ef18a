#include "lang/hunt.h"

#include "lang/builtin.h"
#include "lang/parse.h"

/* A whole text as one expression; NULL with *err when it cannot be a text. */
static struct ast_expr *text_parse(struct source_set *sources, const char *name, struct str text,
                                   struct diag_list *diags, struct arena *arena, struct err *err)
{
    uint32_t file = source_add(sources, name, text, err);
    if (file == UINT32_MAX) {
        return NULL;
    }
    struct span whole = {file, 0, (uint32_t)source_file(sources, file)->text.len};
    return parse_expr(sources, whole, diags, arena);
}

static struct ast_expr *all_events(struct arena *arena, struct span at)
{
    struct ast_expr *e = arena_new(arena, struct ast_expr);
    e->kind = AST_LITERAL;
    e->value = value_bool(true);
    e->span = at;
    e->height = 1;
    return e;
}

static struct ast_name name_at(struct str text, struct span at)
{
    return (struct ast_name){text, {at.file, at.start, at.start}};
}

static struct ast_rule *rule_make(struct ast_expr *expr, struct ast_expr *match, struct arena *arena)
{
    struct ast_rule *rule = arena_new(arena, struct ast_rule);
    rule->name = name_at(STR("hunt"), expr->span);
    rule->span = expr->span;
    rule->match = match;
    rule->match_span = match->span;
    if (expr->kind == AST_PRIMITIVE && expr->prim->kind == PRIMITIVE_ABSENT) {
        rule->when = expr; /* it cannot be shown: it is known only later */
    } else {
        rule->show = arena_new(arena, struct ast_show);
        rule->show->expr = expr;
        rule->show->name = name_at(STR("hunt"), expr->span);
        rule->n_show = 1;
    }
    rule->title.parts = arena_new(arena, struct ast_part); /* a rule wants one */
    rule->title.parts->text = STR("hunt");
    rule->title.n_parts = 1;
    return rule;
}

static struct ast_item import_make(struct str name, struct span at, struct arena *arena)
{
    struct ast_import *import = arena_new(arena, struct ast_import);
    import->name = name_at(name, at);
    import->span = import->name.span;
    return (struct ast_item){.kind = AST_ITEM_IMPORT, .import = import};
}

static uint32_t library_size(void)
{
    uint32_t n = 0;
    while (builtin_files[n].name != NULL) {
        n++;
    }
    return n;
}

/* A file of an import, of the whole library when `from` is empty, and the item. */
static struct ast_file *file_make(struct span at, struct str from, struct ast_item item, struct arena *arena)
{
    struct ast_file *file = arena_new(arena, struct ast_file);
    uint32_t n = from.len > 0 ? 1 : library_size();
    file->file = at.file;
    file->items = arena_array(arena, (size_t)n + 1, sizeof *file->items);
    for (uint32_t i = 0; i < n; i++) {
        file->items[i] = import_make(from.len > 0 ? from : str_from(builtin_files[i].name), at, arena);
    }
    file->items[n] = item;
    file->n_items = n + 1;
    return file;
}

struct ast_file *hunt_parse(struct source_set *sources, struct str expr, struct str match, struct str from,
                            struct diag_list *diags, struct arena *arena, struct err *err)
{
    struct ast_expr *shown = text_parse(sources, HUNT_EXPR, expr, diags, arena, err);
    if (shown == NULL) {
        return NULL;
    }
    struct ast_expr *chosen = match.len == 0 ? all_events(arena, shown->span)
                                             : text_parse(sources, HUNT_MATCH, match, diags, arena, err);
    if (chosen == NULL) {
        return NULL;
    }
    struct ast_item rule = {.kind = AST_ITEM_RULE, .rule = rule_make(shown, chosen, arena)};
    return file_make(shown->span, from, rule, arena);
}

struct ast_file *hunt_parse_by(struct source_set *sources, struct str expr, struct diag_list *diags,
                               struct arena *arena, struct err *err)
{
    struct ast_expr *body = text_parse(sources, HUNT_BY, expr, diags, arena, err);
    if (body == NULL) {
        return NULL;
    }
    struct ast_let *let = arena_new(arena, struct ast_let);
    let->name = name_at(STR(HUNT_BY), body->span);
    let->body = body;
    let->span = body->span;
    return file_make(body->span, STR(""), (struct ast_item){.kind = AST_ITEM_LET, .let = let}, arena);
}
