#include "lang/from.h"

struct froms {
    from_found found;
    void *context;
};

static void name_add(const struct froms *f, const struct ast_name *name)
{
    if (name->text.ptr != NULL) {
        f->found(f->context, name);
    }
}

static void expr_froms(void *context, const struct ast_expr *e)
{
    if (e->prim != NULL) {
        name_add(context, &e->prim->from);
    }
    ast_walk_expr(e, expr_froms, context);
}

void from_each(const struct ast_file *file, from_found found, void *context)
{
    struct froms f = {found, context};
    for (uint32_t i = 0; i < file->n_items; i++) {
        const struct ast_item *item = &file->items[i];
        if (item->kind == AST_ITEM_RULE) {
            name_add(&f, &item->rule->from);
        } else if (item->kind == AST_ITEM_CHAIN) {
            name_add(&f, &item->chain->from);
        }
        ast_walk_item(item, expr_froms, &f);
    }
}
