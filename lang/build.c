#include "lang/build.h"

#include <string.h>

struct span build_span(struct span first, struct span last)
{
    return (struct span){first.file, first.start, last.end};
}

struct ast_name build_name(const struct token *t)
{
    return (struct ast_name){t->text, t->span};
}

struct ast_text build_text(const struct token *t)
{
    return (struct ast_text){t->text, t->span};
}

struct seq build_exprs(struct parser *p, struct seq list, struct ast_expr *item)
{
    *(struct ast_expr **)seq_add(p->arena, &list, sizeof item) = item;
    return list;
}

struct seq build_exprs_front(struct parser *p, struct ast_expr *first, struct seq rest)
{
    struct ast_expr **items = arena_array(p->arena, (size_t)rest.len + 1, sizeof *items);
    items[0] = first;
    memcpy(items + 1, rest.items, rest.len * sizeof *items);
    return (struct seq){items, rest.len + 1, rest.len + 1};
}

struct seq build_texts(struct parser *p, struct seq list, const struct token *item)
{
    *(struct ast_text *)seq_add(p->arena, &list, sizeof(struct ast_text)) = build_text(item);
    return list;
}

struct seq build_names(struct parser *p, struct seq list, const struct token *item)
{
    *(struct ast_name *)seq_add(p->arena, &list, sizeof(struct ast_name)) = build_name(item);
    return list;
}

struct seq build_links(struct parser *p, struct seq run, struct span op, struct ast_expr *item,
                       struct span at)
{
    *(struct build_link *)seq_add(p->arena, &run, sizeof(struct build_link)) =
        (struct build_link){item, at, op};
    return run;
}

struct ast_exprs build_exprs_done(struct seq list)
{
    return (struct ast_exprs){list.items, list.len};
}

struct ast_exprs build_exprs_one(struct parser *p, struct ast_expr *item)
{
    return build_exprs_done(build_exprs(p, (struct seq){NULL, 0, 0}, item));
}

struct ast_texts build_texts_done(struct seq list)
{
    return (struct ast_texts){list.items, list.len};
}

struct token build_dotted(struct parser *p, const struct token *parts, const struct token *part)
{
    struct token t = *parts;
    t.text = arena_printf(p->arena, "%.*s.%.*s", STR_ARG(parts->text), STR_ARG(part->text));
    t.span = build_span(parts->span, part->span);
    return t;
}

static struct ast_expr *expr_new(struct parser *p, enum ast_expr_kind kind, struct span at)
{
    struct ast_expr *e = arena_new(p->arena, struct ast_expr);
    e->kind = kind;
    e->span = at;
    e->height = 1;
    return e;
}

struct ast_expr *build_broken(struct parser *p, struct span at)
{
    return expr_new(p, AST_BROKEN, at);
}

static void height_add(struct ast_expr *e, const struct ast_expr *below)
{
    if (below != NULL && below->height >= e->height) {
        e->height = below->height + 1;
    }
}

static void heights_add(struct ast_expr *e, struct ast_exprs below)
{
    for (uint32_t i = 0; i < below.len; i++) {
        height_add(e, below.items[i]);
    }
}

static struct ast_expr *height_check(struct parser *p, struct ast_expr *e)
{
    /* What goes on to the right of a part that was too deep is told with it. */
    if (e->a != NULL && e->a->kind == AST_BROKEN) {
        e->a->span = e->span;
        return e->a;
    }
    if (e->height <= AST_HEIGHT_MAX) {
        return e;
    }
    struct diag *d =
        parser_report(p, DIAG_E019, e->span, "the expression is nested more than %d deep", AST_HEIGHT_MAX);
    if (d != NULL) {
        diag_help(p->diags, d, "give a part of it a name with `let`");
    }
    return build_broken(p, e->span);
}

struct ast_expr *build_literal(struct parser *p, const struct token *t)
{
    if ((t->kind == T_INT || t->kind == T_NUMBER) && t->value.kind == VALUE_NULL) {
        return build_broken(p, t->span); /* reported by the lexer */
    }
    struct ast_expr *e = expr_new(p, AST_LITERAL, t->span);
    e->value = t->value;
    e->percent = t->kind == T_NUMBER && t->flag;
    if (t->kind == T_STRING) {
        e->value = value_str(t->text);
    } else if (t->kind == T_NULL) {
        e->value = value_null();
    } else if (t->kind == T_TRUE || t->kind == T_FALSE) {
        e->value = value_bool(t->kind == T_TRUE);
    }
    return e;
}

struct ast_expr *build_regex(struct parser *p, const struct token *t)
{
    struct ast_expr *e = expr_new(p, AST_REGEX, t->span);
    e->text = t->text;
    e->nocase = t->flag;
    return e;
}

struct ast_expr *build_name_expr(struct parser *p, const struct token *t)
{
    struct ast_expr *e = expr_new(p, AST_NAME, t->span);
    e->name = build_name(t);
    return e;
}

struct ast_expr *build_list(struct parser *p, struct span at, struct seq items)
{
    struct ast_expr *e = expr_new(p, AST_LIST, at);
    e->items = build_exprs_done(items);
    heights_add(e, e->items);
    return height_check(p, e);
}

static struct ast_expr *below_new(struct parser *p, enum ast_expr_kind kind, struct span at,
                                  struct ast_expr *of)
{
    struct ast_expr *e = expr_new(p, kind, at);
    e->a = of;
    height_add(e, of);
    return e;
}

struct ast_expr *build_member(struct parser *p, struct span at, struct ast_expr *of, const struct token *name)
{
    struct ast_expr *e = below_new(p, AST_MEMBER, at, of);
    e->name = build_name(name);
    return height_check(p, e);
}

struct ast_expr *build_index(struct parser *p, struct span at, struct ast_expr *of, const struct token *index)
{
    struct ast_expr *e = below_new(p, AST_INDEX, at, of);
    e->index = index->value.i;
    return height_check(p, e);
}

struct ast_expr *build_each(struct parser *p, struct span at, struct ast_expr *of)
{
    return height_check(p, below_new(p, AST_EACH, at, of));
}

struct ast_expr *build_call(struct parser *p, struct span at, const struct token *name, struct seq args)
{
    struct ast_expr *e = expr_new(p, AST_CALL, at);
    e->name = build_name(name);
    e->items = build_exprs_done(args);
    heights_add(e, e->items);
    return height_check(p, e);
}

struct ast_expr *build_unary(struct parser *p, struct span at, enum ast_op op, struct span op_span,
                             struct ast_expr *a)
{
    struct ast_expr *e = below_new(p, AST_UNARY, at, a);
    e->op = op;
    e->op_span = op_span;
    return height_check(p, e);
}

struct ast_expr *build_binary(struct parser *p, struct span at, enum ast_op op, struct span op_span,
                              struct ast_expr *a, struct ast_expr *b)
{
    struct ast_expr *e = below_new(p, AST_BINARY, at, a);
    e->op = op;
    e->op_span = op_span;
    e->b = b;
    height_add(e, b);
    return height_check(p, e);
}

/* Links [from, to) as a tree; recursion is as deep as the tree, log2 of the run. */
static struct ast_expr *run_tree(struct parser *p, enum ast_op op, const struct build_link *links,
                                 uint32_t from, uint32_t to)
{
    if (to - from == 1) {
        return links[from].expr;
    }
    uint32_t left = 1; /* the largest power of two below the length: a, b, c becomes (a, b), c */
    while (left * 2 < to - from) {
        left *= 2;
    }
    struct ast_expr *a = run_tree(p, op, links, from, from + left);
    struct ast_expr *b = run_tree(p, op, links, from + left, to);
    struct span at = build_span(links[from].span, links[to - 1].span);
    return build_binary(p, at, op, links[from + left].op_span, a, b);
}

struct ast_expr *build_run(struct parser *p, enum ast_op op, struct seq run)
{
    return run_tree(p, op, run.items, 0, run.len);
}

struct ast_expr *build_single_equals(struct parser *p, struct span at, struct span op_span,
                                     struct ast_expr *a, struct ast_expr *b)
{
    struct diag *d = parser_report(p, DIAG_E010, op_span, "`=` compares nothing: write `==`");
    if (d != NULL) {
        diag_fix(p->diags, d, op_span, "==");
    }
    return build_binary(p, at, AST_EQ, op_span, a, b);
}

struct ast_primitive *build_tail(struct parser *p, struct seq options)
{
    struct ast_primitive *prim = arena_new(p->arena, struct ast_primitive);
    prim->measure = MEASURE_NONE;
    prim->options = options.items;
    prim->n_options = options.len;
    return prim;
}

/* `forever` is a plain name that only `within` gives a meaning to. */
static bool is_forever(const struct token *word, const struct ast_expr *value)
{
    return word->value.i == OPTION_WITHIN && value->kind == AST_NAME &&
           str_equal(value->name.text, STR("forever"));
}

struct seq build_option(struct parser *p, struct seq options, struct span at, const struct token *word,
                        struct ast_expr *value)
{
    struct ast_option *o = seq_add(p->arena, &options, sizeof *o);
    o->option = (enum primitive_option)word->value.i;
    o->span = at;
    o->value = is_forever(word, value) ? NULL : value;
    return options;
}

struct ast_expr *build_primitive(struct parser *p, struct span at, const struct token *word,
                                 struct ast_primitive *prim)
{
    struct ast_expr *e = expr_new(p, AST_PRIMITIVE, at);
    prim->kind = (enum primitive_kind)word->value.i;
    prim->kind_span = word->span;
    e->prim = prim;
    height_add(e, prim->pred);
    heights_add(e, prim->v);
    heights_add(e, prim->k);
    height_add(e, prim->where);
    for (uint32_t i = 0; i < prim->n_options; i++) {
        height_add(e, prim->options[i].value);
    }
    return height_check(p, e);
}
