#include "lang/ast_walk.h"

static void walk_one(const struct ast_expr *e, ast_walk_part part, void *context)
{
    if (e != NULL) {
        part(context, e);
    }
}

static void walk_all(const struct ast_exprs *all, ast_walk_part part, void *context)
{
    for (uint32_t i = 0; i < all->len; i++) {
        part(context, all->items[i]);
    }
}

static void walk_primitive(const struct ast_primitive *p, ast_walk_part part, void *context)
{
    walk_one(p->pred, part, context);
    walk_all(&p->v, part, context);
    walk_all(&p->k, part, context);
    walk_one(p->where, part, context);
}

void ast_walk_expr(const struct ast_expr *e, ast_walk_part part, void *context)
{
    walk_one(e->a, part, context);
    walk_one(e->b, part, context);
    walk_all(&e->items, part, context);
    if (e->prim != NULL) {
        walk_primitive(e->prim, part, context);
    }
}

static void walk_rule(const struct ast_rule *r, ast_walk_part part, void *context)
{
    walk_one(r->match, part, context);
    walk_one(r->when, part, context);
    for (uint32_t i = 0; i < r->title.n_parts; i++) {
        walk_one(r->title.parts[i].expr, part, context);
    }
    for (uint32_t i = 0; i < r->n_show; i++) {
        walk_one(r->show[i].expr, part, context);
    }
    walk_all(&r->once_per, part, context);
}

static void walk_chain(const struct ast_chain *c, ast_walk_part part, void *context)
{
    walk_one(c->value, part, context);
    walk_one(c->key, part, context);
    walk_one(c->issued, part, context);
    walk_one(c->until, part, context);
    walk_one(c->match, part, context);
}

void ast_walk_item(const struct ast_item *item, ast_walk_part part, void *context)
{
    switch (item->kind) {
    case AST_ITEM_RULE:
        walk_rule(item->rule, part, context);
        break;
    case AST_ITEM_LET:
        walk_one(item->let->body, part, context);
        break;
    case AST_ITEM_CHAIN:
        walk_chain(item->chain, part, context);
        break;
    case AST_ITEM_TUNE:
        walk_one(item->tune->except, part, context);
        break;
    case AST_ITEM_PACK:
    case AST_ITEM_IMPORT:
    case AST_ITEM_SOURCE:
    case AST_ITEM_LIST:
    case AST_ITEM_TUNE_LIST:
        break;
    }
}
