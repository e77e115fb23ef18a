/* check_list: lists of constants, and what stands left of them: in, like, ilike, matches. */
#include "lang/check.h"
#include "lang/fold.h"
#include "lang/list_use.h"
#include "lang/pattern.h"

const struct expr *check_list_expr(struct check *c, const struct expr_list *list)
{
    return expr_of(c->exprs, &(struct expr){.kind = EXPR_LIST, .type = {TYPE_JSON, true}, .list = list,
                                            .source = EXPR_NO_SOURCE});
}

/* ---- a list as it is written ---- */

static bool item_check(struct check *c, const struct ast_expr *ast, const struct expr *e)
{
    const char *what = e->kind == EXPR_LIST ? "a list" : !expr_is_const(e) ? "a value of the event" : "null";
    if (check_is_broken(e)) {
        return false;
    }
    if (expr_is_const(e) && !expr_is_null(e) && e->value.kind != VALUE_LIST && e->value.kind != VALUE_JSON) {
        return true;
    }
    struct diag *d = diag_add(c->diags, DIAG_E153, ast->span, "%s cannot be in a list of constants", what);
    if (expr_is_null(e)) {
        diag_help(c->diags, d, "ask for it by `== null`");
    }
    return false;
}

static const struct expr *regex_list(struct check *c, const struct ast_expr *const *items, uint32_t n)
{
    struct program_regex *regexes = arena_array(c->arena, n + 1, sizeof *regexes);
    for (uint32_t i = 0; i < n; i++) {
        if (items[i]->kind != AST_REGEX) {
            diag_add(c->diags, DIAG_E153, items[i]->span, "a list holds either regular expressions or other constants");
            return check_broken(c);
        }
        regexes[i] = (struct program_regex){items[i]->text, items[i]->nocase};
    }
    return check_list_expr(c, expr_list_of(c->exprs, &(struct expr_list){.regexes = regexes, .len = n}));
}

static const struct expr *written_list(struct check *c, const struct check_env *env, const struct ast_expr *ast)
{
    struct ast_expr *const *items = ast->items.items;
    uint32_t n = ast->items.len;
    bool good = true;
    if (n > 0 && items[0]->kind == AST_REGEX) {
        return regex_list(c, (const struct ast_expr *const *)items, n);
    }
    struct value *values = arena_array(c->arena, n + 1, sizeof *values);
    for (uint32_t i = 0; i < n; i++) {
        const struct expr *e = check_expr(c, env, items[i]);
        good = item_check(c, items[i], e) && good;
        values[i] = e->value;
    }
    if (!good) {
        return check_broken(c);
    }
    return check_list_expr(c, expr_list_of(c->exprs, &(struct expr_list){.items = values, .len = n}));
}

const struct expr *check_list(struct check *c, const struct check_env *env, const struct ast_expr *ast)
{
    return ast->kind == AST_REGEX ? regex_list(c, &ast, 1) : written_list(c, env, ast);
}

/* ---- a list as its use takes it ---- */

#define BAD_ITEMS_MAX 10 /* of one list that are reported */

struct use_at {
    struct check *c;
    const struct ast_expr *ast; /* the right side as it is written */
    const struct expr_list *list;
    enum list_use use;
    struct type left;
    bool beside; /* what stands beside the items is wanted too */
};

/* The place of an item where it can be told, else that of the whole right side. */
static struct span item_span(const struct use_at *u, const struct value *v)
{
    const struct ast_expr *ast = u->ast;
    for (uint32_t i = 0; ast->kind == AST_LIST && i < ast->items.len; i++) {
        const struct ast_expr *item = ast->items.items[i];
        if (item->kind == AST_LITERAL && item->value.kind == v->kind && value_equal(&item->value, v)) {
            return item->span;
        }
    }
    return ast->span;
}

/* The item may have been added far from its use. */
static void tunes_label(const struct use_at *u, struct diag *d)
{
    unsigned n = 0;
    for (const struct scope_tune *t = u->list->tunes; t != NULL && n < DIAG_LABELS_MAX; t = t->next, n++) {
        diag_label(u->c->diags, d, t->list->name.span, "items are added here");
    }
}

static bool bad_block(const struct use_at *u, const struct value *v)
{
    struct span at = item_span(u, v);
    struct diag *d = diag_add(u->c->diags, DIAG_E152, at, "\"%.*s\" is no address block", STR_ARG(value_text(v)));
    struct buf fix = BUF_INIT;
    if (pattern_block_fix(value_text(v), &fix)) {
        diag_help(u->c->diags, d, "host bits are set; the block is \"%.*s\"", STR_ARG(buf_str(&fix)));
        if (at.end - at.start == v->len + 2) {
            diag_fix(u->c->diags, d, at, "\"%.*s\"", STR_ARG(buf_str(&fix)));
        }
    }
    tunes_label(u, d);
    buf_release(&fix);
    return false;
}

static bool bad_item(const struct use_at *u, const struct value *v)
{
    struct buf text = BUF_INIT;
    value_json(v, &text);
    struct diag *d = diag_add(u->c->diags, DIAG_E112, item_span(u, v), "%s %s cannot be equal to the item %.*s",
                              type_article(u->left), type_name(u->left), STR_ARG(buf_str(&text)));
    tunes_label(u, d);
    buf_release(&text);
    return false;
}

static bool item_as(const struct use_at *u, struct value *v)
{
    switch (list_use_take(u->use, u->list->from_file, v)) {
    case LIST_BAD_ITEM:
        return bad_item(u, v);
    case LIST_BAD_BLOCK:
        return bad_block(u, v);
    case LIST_FITS:
        break;
    }
    return true;
}

static bool bad_regex(const struct use_at *u, const struct program_regex *regex, size_t offset, struct str why)
{
    struct span at = u->ast->span;
    const struct ast_expr *ast = u->ast;
    for (uint32_t i = 0; i <= (ast->kind == AST_LIST ? ast->items.len : 0); i++) {
        const struct ast_expr *item = ast->kind == AST_LIST && i < ast->items.len ? ast->items.items[i] : ast;
        if (item->kind == AST_REGEX && str_equal(item->text, regex->pattern)) {
            at = item->span;
            struct str written = source_text(u->c->sources, item->span);
            bool same = written.len > item->text.len + 1 &&
                        memcmp(written.ptr + 1, item->text.ptr, item->text.len) == 0; /* no \/ in it */
            if (same && offset <= item->text.len) {
                at = (struct span){at.file, at.start + 1 + (uint32_t)offset, at.start + 2 + (uint32_t)offset};
            }
            break;
        }
    }
    diag_add(u->c->diags, DIAG_E150, at, "bad regular expression: %.*s", STR_ARG(why));
    return false;
}

/* The list in the form of the use. */
static const struct expr_list *list_like(const struct use_at *u, struct value *items, struct program_regex *regexes)
{
    struct expr_list draft = *u->list;
    draft.items = items;
    draft.regexes = regexes;
    draft.use = (uint8_t)u->use;
    draft.beside = NULL;
    if (u->beside && u->list->beside != NULL) {
        draft.beside = arena_array(u->c->arena, (size_t)draft.len + 1, sizeof *draft.beside);
        memcpy(draft.beside, u->list->beside, draft.len * sizeof *draft.beside);
    }
    return expr_list_of(u->c->exprs, &draft);
}

static const struct expr_list *as_regexes(const struct use_at *u)
{
    const struct expr_list *list = u->list;
    struct program_regex *regexes = arena_array(u->c->arena, (size_t)list->len + 1, sizeof *regexes);
    uint32_t bad = 0;
    for (uint32_t i = 0; i < list->len && bad < BAD_ITEMS_MAX; i++) {
        size_t offset;
        struct buf why = BUF_INIT;
        if (list->regexes == NULL && list->items[i].kind != VALUE_STRING) {
            bad += !bad_item(u, &list->items[i]);
            continue;
        }
        regexes[i] = list->regexes != NULL ? list->regexes[i]
                                           : (struct program_regex){value_text(&list->items[i]), false};
        if (!pattern_regex_check(&regexes[i], &offset, &why)) {
            bad += !bad_regex(u, &regexes[i], offset, buf_str(&why));
        }
        buf_release(&why);
    }
    return bad == 0 ? list_like(u, NULL, regexes) : NULL;
}

static const struct expr_list *as_values(const struct use_at *u)
{
    const struct expr_list *list = u->list;
    if (list->regexes != NULL) {
        struct diag *d = diag_add(u->c->diags, DIAG_E108, u->ast->span,
                                  "regular expressions stand only right of `matches`");
        diag_help(u->c->diags, d, "a pattern is a text with * for anything and ? for one character: like \"Get*\"");
        return NULL;
    }
    struct value *values = arena_array(u->c->arena, (size_t)list->len + 1, sizeof *values);
    uint32_t bad = 0;
    for (uint32_t i = 0; i < list->len && bad < BAD_ITEMS_MAX; i++) {
        values[i] = list->items[i];
        bad += !item_as(u, &values[i]);
    }
    return bad == 0 ? list_like(u, values, NULL) : NULL;
}

/* A long list may be used by many rules: it is brought into each form once. */
static const struct expr_list *list_as(const struct use_at *u)
{
    bool added;
    uint64_t key = ((uint64_t)(uintptr_t)u->list * N_LIST_USES + (uint64_t)u->use) * 2 + u->beside;
    uint32_t *slot = map64_put(&u->c->lists, key, &added);
    if (!added) {
        return u->c->list_uses.items[*slot];
    }
    uint32_t at = *slot = (uint32_t)u->c->list_uses.len;
    vec_push(&u->c->list_uses, NULL);
    const struct expr_list *list = u->use == LIST_USE_REGEX ? as_regexes(u) : as_values(u);
    u->c->list_uses.items[at] = list;
    return list;
}

/* ---- in ---- */

static bool has_block(const struct expr_list *list)
{
    for (uint32_t i = 0; i < list->len; i++) {
        if (pattern_block(value_text(&list->items[i])) == PATTERN_BLOCK) {
            return true;
        }
    }
    return false;
}

static const struct expr *listed(struct check *c, enum program_op op, const struct expr *left,
                                 const struct expr_list *list)
{
    struct expr draft = {.kind = EXPR_NODE, .op = (uint8_t)op, .type = {TYPE_BOOL, false}, .args = &left, .n_args = 1,
                         .list = list, .source = EXPR_NO_SOURCE};
    return check_atom(c, expr_of(c->exprs, &draft));
}

/* No value is in it, now and later: a named list may be filled by a `tune` or a file, so
 * it is no mistake that it is empty. */
static bool is_nothing(const struct expr_list *list) { return list->len == 0 && list->name.len == 0; }

static const struct expr *in_constants(struct check *c, const struct ast_expr *ast, const struct expr *left,
                                       const struct expr_list *list)
{
    struct use_at u = {c, ast->b, list, list_use_of(left->type), left->type, false};
    const struct expr_list *items = list_as(&u);
    if (items == NULL) {
        return check_broken(c);
    }
    if (expr_is_null(left) || is_nothing(items)) {
        return expr_bool(c->exprs, false);
    }
    bool net = u.use == LIST_USE_IP || (u.use == LIST_USE_ADDRESS && (items->origin != NULL || has_block(items)));
    return listed(c, net ? OP_IN_NET : OP_IN, left, items);
}

static const struct expr *no_list(struct check *c, const struct ast_expr *ast, const struct expr *right)
{
    struct diag *d = diag_add(c->diags, DIAG_E154, ast->b->span, "`in` needs a list, not %s %s",
                              type_article(right->type), type_name(right->type));
    bool text = right->type.kind == TYPE_STRING || right->type.kind == TYPE_ADDRESS;
    diag_help(c->diags, d, text ? "`==` compares with one value; `contains` asks for a part of a text"
                                : "`==` compares with one value");
    return check_broken(c);
}

/* `in ("a")`: parentheses make a list of a single constant, too. */
static bool is_list_of_one(const struct ast_expr *ast, const struct expr *right)
{
    return ast->in_parens && expr_is_const(right) && right->value.kind != VALUE_NULL &&
           right->value.kind != VALUE_LIST && right->value.kind != VALUE_JSON;
}

static const struct expr *check_in(struct check *c, const struct ast_expr *ast, const struct expr *left,
                                   const struct expr *right)
{
    struct type l = left->type, item = {right->type.kind, false};
    bool net = l.kind == TYPE_ADDRESS || l.kind == TYPE_IP;
    if (l.list || l.kind == TYPE_RECORD) {
        return check_operands(c, ast, left, right);
    }
    if (right->kind == EXPR_LIST) {
        return in_constants(c, ast, left, right->list);
    }
    if (is_list_of_one(ast->b, right) || (net && expr_is_const(right) && right->value.kind == VALUE_STRING &&
                                          pattern_block(value_text(&right->value)) != PATTERN_TEXT)) {
        struct value *one = arena_new(c->arena, struct value);
        *one = right->value;
        return in_constants(c, ast, left, expr_list_of(c->exprs, &(struct expr_list){.items = one, .len = 1}));
    }
    if (!right->type.list && right->type.kind != TYPE_JSON) {
        return no_list(c, ast, right);
    }
    if (right->type.list && !check_equal_types(l, item)) {
        return check_operands(c, ast, left, right);
    }
    return check_atom(c, fold_node(c->exprs, OP_IN_VALUE, (struct type){TYPE_BOOL, false},
                                   (const struct expr *[]){left, right}, 2));
}

/* ---- like, ilike, matches ---- */

static bool takes_pattern(struct type t)
{
    return type_is_text(t) || type_is(t, TYPE_JSON) || type_is(t, TYPE_NULL);
}

static const struct expr *check_pattern(struct check *c, const struct ast_expr *ast, const struct expr *left,
                                        const struct expr *right)
{
    static const enum program_op ops[] = {[AST_LIKE] = OP_LIKE, [AST_ILIKE] = OP_ILIKE, [AST_MATCHES] = OP_MATCHES};
    const struct expr_list *list = right->list;
    if (right->kind != EXPR_LIST) {
        if (!expr_is_const(right) || right->value.kind != VALUE_STRING) {
            struct diag *d = diag_add(c->diags, DIAG_E151, ast->b->span, "a pattern must be a constant text");
            diag_help(c->diags, d, "for values of the event: ==, contains, starts_with(), ends_with()");
            return check_broken(c);
        }
        struct value *one = arena_new(c->arena, struct value);
        *one = right->value;
        list = expr_list_of(c->exprs, &(struct expr_list){.items = one, .len = 1});
    }
    if (!takes_pattern(left->type)) {
        return check_operands(c, ast, left, right);
    }
    struct use_at u = {c, ast->b, list, ast->op == AST_MATCHES ? LIST_USE_REGEX : LIST_USE_PATTERN,
                       {TYPE_STRING, false}, false};
    list = list_as(&u);
    if (list == NULL) {
        return check_broken(c);
    }
    bool never = expr_is_null(left) || is_nothing(list);
    return never ? expr_bool(c->exprs, false) : listed(c, ops[ast->op], left, list);
}

const struct expr *check_listed(struct check *c, const struct check_env *env, const struct ast_expr *ast)
{
    const struct expr *args[] = {check_value(c, env, ast->a), check_expr(c, env, ast->b)};
    if (!check_join(c, ast->span, args, 2)) {
        return check_broken(c);
    }
    return ast->op == AST_IN ? check_in(c, ast, args[0], args[1]) : check_pattern(c, ast, args[0], args[1]);
}

/* ---- lookup and length ---- */

static const struct expr *no_named_list(struct check *c, const struct ast_expr *ast)
{
    struct diag *d = diag_add(c->diags, DIAG_E202, ast->span, "lookup() looks into a named list");
    diag_help(c->diags, d, "list NAME from \"file.csv\" column \"…\" value \"…\"");
    return check_broken(c);
}

static const struct expr *no_value(struct check *c, const struct ast_expr *ast, const struct expr_list *list)
{
    struct diag *d = diag_add(c->diags, DIAG_E201, ast->span, "the list \"%.*s\" has no values beside its items",
                              STR_ARG(list->name));
    diag_help(c->diags, d, "its declaration says by `value` which column they are: "
                           "list NAME from \"file.csv\" column \"…\" value \"…\"");
    return check_broken(c);
}

const struct expr *check_lookup(struct check *c, const struct check_env *env, const struct ast_expr *ast)
{
    const struct ast_expr *first = ast->items.items[0], *second = ast->items.items[1];
    const struct expr *list = check_expr(c, env, first), *x = check_value(c, env, second);
    if (check_is_broken(list) || !check_join(c, ast->span, &x, 1)) {
        return check_broken(c);
    }
    if (list->kind != EXPR_LIST || list->list->name.len == 0) {
        return no_named_list(c, first);
    }
    if (!list->list->valued) {
        return no_value(c, first, list->list);
    }
    if (x->type.list || x->type.kind == TYPE_RECORD) {
        diag_add(c->diags, DIAG_E111, second->span, "lookup() does not take %s %s here", type_article(x->type),
                 type_name(x->type));
        return check_broken(c);
    }
    struct use_at u = {c, first, list->list, list_use_of(x->type), x->type, true};
    const struct expr_list *items = list_as(&u);
    if (items == NULL || expr_is_null(x)) {
        return items == NULL ? check_broken(c) : expr_null(c->exprs);
    }
    bool net = u.use == LIST_USE_IP || u.use == LIST_USE_ADDRESS;
    uint8_t op = net ? OP_LOOKUP_NET : OP_LOOKUP;
    return expr_of(c->exprs, &(struct expr){.kind = EXPR_NODE, .op = op, .type = {TYPE_STRING, false},
                                            .args = &x, .n_args = 1, .list = items, .source = EXPR_NO_SOURCE});
}

const struct expr *check_list_length(struct check *c, const struct expr_list *list)
{
    if (list->name.len == 0) {
        return expr_const(c->exprs, value_int(list->len), (struct type){TYPE_INT, false});
    }
    return expr_of(c->exprs, &(struct expr){.kind = EXPR_NODE, .op = OP_LIST_LENGTH, .type = {TYPE_INT, false},
                                            .list = list, .source = EXPR_NO_SOURCE});
}
