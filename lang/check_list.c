/* check_list: lists of constants, and what stands left of them: in, like, ilike, matches. */
#include "base/timefmt.h"
#include "lang/check.h"
#include "lang/fold.h"
#include "lang/function_call.h"
#include "lang/listfile.h"
#include "lang/pattern.h"

static const struct expr *list_expr(struct check *c, const struct expr_list *list)
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

static const struct expr *regex_list(struct check *c, struct str name, const struct ast_expr *const *items, uint32_t n)
{
    struct program_regex *regexes = arena_array(c->arena, n + 1, sizeof *regexes);
    for (uint32_t i = 0; i < n; i++) {
        if (items[i]->kind != AST_REGEX) {
            diag_add(c->diags, DIAG_E153, items[i]->span, "a list holds either regular expressions or other constants");
            return check_broken(c);
        }
        regexes[i] = (struct program_regex){items[i]->text, items[i]->nocase};
    }
    return list_expr(c, expr_list_of(c->exprs, name, NULL, regexes, n, false));
}

static const struct expr *written_list(struct check *c, const struct check_env *env, struct str name,
                                       const struct ast_expr *ast)
{
    struct ast_expr *const *items = ast->items.items;
    uint32_t n = ast->items.len;
    bool good = true;
    if (n > 0 && items[0]->kind == AST_REGEX) {
        return regex_list(c, name, (const struct ast_expr *const *)items, n);
    }
    struct value *values = arena_array(c->arena, n + 1, sizeof *values);
    for (uint32_t i = 0; i < n; i++) {
        const struct expr *e = check_expr(c, env, items[i]);
        good = item_check(c, items[i], e) && good;
        values[i] = e->value;
    }
    return good ? list_expr(c, expr_list_of(c->exprs, name, values, NULL, n, false)) : check_broken(c);
}

const struct expr *check_list(struct check *c, const struct check_env *env, const struct ast_expr *ast)
{
    return ast->kind == AST_REGEX ? regex_list(c, STR(""), &ast, 1) : written_list(c, env, STR(""), ast);
}

/* ---- named lists ---- */

/* The folder of the file that a span is in; "." when the name has none. */
static struct str folder_of(const struct check *c, struct span at)
{
    struct str name = source_file(c->sources, at.file)->name;
    while (name.len > 0 && name.ptr[name.len - 1] != '/') {
        name.len--;
    }
    return name.len == 0 ? STR(".") : name.len == 1 ? name : str_slice(name.ptr, name.len - 1);
}

/* What a list asks of its file. False after a report. */
static bool file_ask(struct check *c, const struct ast_list *ast, struct listfile_ask *ask)
{
    struct str *columns = arena_array(c->arena, ast->columns.len + 1, sizeof *columns);
    struct err err = {""};
    uint32_t bad;
    for (uint32_t i = 0; i < ast->columns.len; i++) {
        columns[i] = ast->columns.items[i].text;
    }
    *ask = (struct listfile_ask){.folder = arena_str(c->arena, folder_of(c, ast->span)), .file = ast->file.text,
                                 .columns = columns, .n_columns = ast->columns.len};
    if (listfile_check(ask, &bad, &err)) {
        return true;
    }
    diag_add(c->diags, DIAG_E200, ast->columns.items[bad].span, "%s", err.text);
    return false;
}

static const struct expr *file_list(struct check *c, const struct scope_name *name)
{
    const struct ast_list *ast = name->list;
    struct listfile file;
    struct err err = {""};
    if (name->home->module->folder.len == 0) {
        diag_add(c->diags, DIAG_E155, ast->file.span, "rules that are in no folder cannot have a list file");
        return check_broken(c);
    }
    struct listfile_ask ask;
    if (!file_ask(c, ast, &ask)) {
        return check_broken(c);
    }
    if (!listfile_read(&ask, c->arena, &file, &err)) {
        diag_add(c->diags, DIAG_E155, ast->file.span, "%s", err.text);
        return check_broken(c);
    }
    struct value *values = arena_array(c->arena, (size_t)file.len + 1, sizeof *values);
    for (uint32_t i = 0; i < file.len; i++) {
        values[i] = value_str(file.items[i]);
    }
    return list_expr(c, expr_list_of(c->exprs, ast->name.text, values, NULL, file.len, true));
}

const struct expr *check_named_list(struct check *c, struct scope_name *name)
{
    const struct expr **memo = &name->memo;
    if (name->open) {
        diag_add(c->diags, DIAG_E134, name->name.span, "the list \"%.*s\" uses itself", STR_ARG(name->name.text));
        return check_broken(c);
    }
    if (*memo == NULL) {
        struct check_env env = {.scope = name->home, .let = NULL};
        name->open = true;
        *memo = name->list->literal == NULL ? file_list(c, name)
                                            : written_list(c, &env, name->name.text, name->list->literal);
        name->open = false;
    }
    return *memo;
}

/* ---- a list as its use takes it ---- */

enum use { USE_TEXT, USE_BLOCK, USE_NUMBER, USE_BOOL, USE_TIME, USE_DURATION, USE_ANY, USE_PATTERN, USE_REGEX, N_USES };

#define BAD_ITEMS_MAX 10 /* of one list that are reported */

struct use_at {
    struct check *c;
    const struct ast_expr *ast; /* the right side as it is written */
    const struct expr_list *list;
    enum use use;
    struct type left;
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
    buf_release(&fix);
    return false;
}

static bool bad_item(const struct use_at *u, const struct value *v)
{
    struct buf text = BUF_INIT;
    value_json(v, &text);
    diag_add(u->c->diags, DIAG_E112, item_span(u, v), "%s %s cannot be equal to the item %.*s",
             type_article(u->left), type_name(u->left), STR_ARG(buf_str(&text)));
    buf_release(&text);
    return false;
}

static bool as_block(const struct use_at *u, struct value *v)
{
    if (v->kind != VALUE_STRING) {
        return bad_item(u, v);
    }
    enum pattern_block block = pattern_block(value_text(v));
    if (block == PATTERN_BAD) {
        return bad_block(u, v);
    }
    return block == PATTERN_BLOCK || u->left.kind == TYPE_ADDRESS || bad_item(u, v);
}

static bool as_time(const struct use_at *u, struct value *v)
{
    int64_t time;
    if (v->kind == VALUE_STRING && time_parse(value_text(v), &time)) {
        *v = value_time(time);
    }
    return v->kind == VALUE_TIME || bad_item(u, v);
}

static bool as_number(const struct use_at *u, struct value *v)
{
    if (v->kind == VALUE_STRING && u->list->from_file) {
        struct value number = function_number(value_text(v));
        *v = number.kind == VALUE_NULL ? *v : number;
    }
    return v->kind == VALUE_INT || v->kind == VALUE_FLOAT || bad_item(u, v);
}

static bool item_as(const struct use_at *u, struct value *v)
{
    switch (u->use) {
    case USE_TEXT:
    case USE_PATTERN:
        return v->kind == VALUE_STRING || bad_item(u, v);
    case USE_BLOCK:
        return as_block(u, v);
    case USE_NUMBER:
        return as_number(u, v);
    case USE_TIME:
        return as_time(u, v);
    case USE_BOOL:
        return v->kind == VALUE_BOOL || bad_item(u, v);
    case USE_DURATION:
        return v->kind == VALUE_DURATION || bad_item(u, v);
    default:
        return true;
    }
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
    return bad == 0 ? expr_list_of(u->c->exprs, list->name, NULL, regexes, list->len, false) : NULL;
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
    return bad == 0 ? expr_list_of(u->c->exprs, list->name, values, NULL, list->len, list->from_file) : NULL;
}

/* A long list may be used by many rules: it is brought into each form once. */
static const struct expr_list *list_as(const struct use_at *u)
{
    bool added, texts = u->left.kind != TYPE_ADDRESS; /* of USE_BLOCK: an address takes other texts too */
    uint64_t key = (uint64_t)(uintptr_t)u->list * N_USES * 2 + (uint64_t)u->use * 2 + texts;
    uint32_t *slot = map64_put(&u->c->lists, key, &added);
    if (!added) {
        return u->c->list_uses.items[*slot];
    }
    uint32_t at = *slot = (uint32_t)u->c->list_uses.len;
    vec_push(&u->c->list_uses, NULL);
    const struct expr_list *list = u->use == USE_REGEX ? as_regexes(u) : as_values(u);
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

static enum use use_of(struct type left)
{
    switch (left.kind) {
    case TYPE_STRING:
        return USE_TEXT;
    case TYPE_IP:
    case TYPE_ADDRESS:
        return USE_BLOCK;
    case TYPE_INT:
    case TYPE_FLOAT:
        return USE_NUMBER;
    case TYPE_BOOL:
        return USE_BOOL;
    case TYPE_TIME:
        return USE_TIME;
    case TYPE_DURATION:
        return USE_DURATION;
    default:
        return USE_ANY;
    }
}

static const struct expr *in_constants(struct check *c, const struct ast_expr *ast, const struct expr *left,
                                       const struct expr_list *list)
{
    struct use_at u = {c, ast->b, list, use_of(left->type), left->type};
    const struct expr_list *items = list_as(&u);
    if (items == NULL) {
        return check_broken(c);
    }
    if (expr_is_null(left) || items->len == 0) {
        return expr_bool(c->exprs, false);
    }
    bool net = u.use == USE_BLOCK && (left->type.kind == TYPE_IP || has_block(items));
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
        return in_constants(c, ast, left, expr_list_of(c->exprs, STR(""), one, NULL, 1, false));
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
        list = expr_list_of(c->exprs, STR(""), one, NULL, 1, false);
    }
    if (!takes_pattern(left->type)) {
        return check_operands(c, ast, left, right);
    }
    struct use_at u = {c, ast->b, list, ast->op == AST_MATCHES ? USE_REGEX : USE_PATTERN, {TYPE_STRING, false}};
    list = list_as(&u);
    if (list == NULL) {
        return check_broken(c);
    }
    bool never = expr_is_null(left) || list->len == 0;
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
