#include "lang/item.h"

#include <ctype.h>
#include <string.h>

struct item_body *item_body_new(struct parser *p)
{
    return arena_new(p->arena, struct item_body);
}

static void twice_report(struct parser *p, const struct token *word, struct span first)
{
    struct diag *d = parser_report(p, DIAG_E018, word->span, "`%.*s` stands twice", STR_ARG(word->text));
    if (d != NULL) {
        diag_label(p->diags, d, first, "the first one is here");
    }
}

bool item_clause_add(struct parser *p, struct item_body *b, enum item_clause clause, const struct token *word)
{
    if (b->seen[clause].end == 0) {
        b->seen[clause] = word->span;
        return true;
    }
    twice_report(p, word, b->seen[clause]);
    return false;
}

void item_rule(struct parser *p, struct span at, const struct token *name, struct item_body *b)
{
    b->rule.name = build_name(name);
    b->rule.span = at;
    parser_add(p, AST_ITEM_RULE, &b->rule);
}

void item_pack(struct parser *p, struct span at, const struct token *name, struct item_body *b)
{
    b->pack.name = build_name(name);
    b->pack.span = at;
    parser_add(p, AST_ITEM_PACK, &b->pack);
}

static bool is_path(const struct ast_expr *e)
{
    while (e->kind == AST_MEMBER || e->kind == AST_INDEX || e->kind == AST_EACH) {
        e = e->a;
    }
    return e->kind == AST_NAME || e->kind == AST_BROKEN;
}

static bool path_check(struct parser *p, struct ast_expr **e)
{
    if (*e == NULL || is_path(*e)) {
        return true;
    }
    parser_report(p, DIAG_E001, (*e)->span, "expected a path like `userIdentity.arn` here");
    *e = build_broken(p, (*e)->span);
    return false;
}

static void paths_check(struct parser *p, struct ast_exprs paths)
{
    for (uint32_t i = 0; i < paths.len; i++) {
        path_check(p, &paths.items[i]);
    }
}

void item_source(struct parser *p, struct span at, const struct token *name, struct item_body *b)
{
    b->source.name = build_name(name);
    b->source.span = at;
    path_check(p, &b->source.time);
    path_check(p, &b->source.id);
    paths_check(p, b->source.index);
    paths_check(p, b->source.envelopes);
    paths_check(p, b->source.has);
    parser_add(p, AST_ITEM_SOURCE, &b->source);
}

void item_chain(struct parser *p, struct span at, const struct token *name, struct item_body *b)
{
    b->chain.name = build_name(name);
    b->chain.span = at;
    parser_add(p, AST_ITEM_CHAIN, &b->chain);
}

void item_tune(struct parser *p, struct span at, const struct token *glob, struct item_body *b)
{
    b->tune.glob = build_text(glob);
    b->tune.tune_options = b->tune_options.items;
    b->tune.n_tune_options = b->tune_options.len;
    b->tune.span = at;
    parser_add(p, AST_ITEM_TUNE, &b->tune);
}

void item_tune_options(struct parser *p, struct item_body *b, const struct token *word, struct seq options)
{
    enum primitive_kind kind = (enum primitive_kind)word->value.i;
    const struct ast_tune_options *before = b->tune_options.items;
    for (uint32_t i = 0; i < b->tune_options.len; i++) {
        if (before[i].kind == kind) {
            twice_report(p, word, before[i].kind_span);
            return;
        }
    }
    struct ast_tune_options *o = seq_add(p->arena, &b->tune_options, sizeof *o);
    o->kind = kind;
    o->kind_span = word->span;
    o->options = options.items;
    o->n_options = options.len;
}

void item_import(struct parser *p, struct span at, const struct token *name)
{
    struct ast_import *import = arena_new(p->arena, struct ast_import);
    import->name = build_name(name);
    import->span = at;
    parser_add(p, AST_ITEM_IMPORT, import);
}

/* The line before the one that begins at `line`, or NULL text when there is none. */
static struct str line_before(struct str text, size_t line)
{
    if (line == 0) {
        return str_slice(NULL, 0);
    }
    size_t start = line - 1;
    while (start > 0 && text.ptr[start - 1] != '\n') {
        start--;
    }
    return str_slice(text.ptr + start, line - 1 - start);
}

static struct str trim(struct str s)
{
    while (s.len > 0 && (s.ptr[0] == ' ' || s.ptr[0] == '\t')) {
        s.ptr++;
        s.len--;
    }
    while (s.len > 0 && strchr(" \t\r", s.ptr[s.len - 1]) != NULL) {
        s.len--;
    }
    return s;
}

/* The comment lines directly above an item, without their marks. */
static struct str doc_above(struct parser *p, uint32_t offset)
{
    struct str text = parser_text(p);
    size_t line = offset, top;
    while (line > 0 && text.ptr[line - 1] != '\n') {
        line--;
    }
    if (!parser_line_begins(p, offset)) {
        return STR("");
    }
    struct str above;
    for (top = line; (above = trim(line_before(text, top))).len > 0 && above.ptr[0] == '#';) {
        top = (size_t)(line_before(text, top).ptr - text.ptr);
    }
    struct buf doc = BUF_INIT;
    while (top < line) {
        const char *end = memchr(text.ptr + top, '\n', line - top);
        struct str comment = trim(str_slice(text.ptr + top, (size_t)(end - text.ptr) - top));
        comment = str_slice(comment.ptr + 1, comment.len - 1);
        if (doc.len > 0) {
            buf_add_char(&doc, '\n');
        }
        buf_add_str(&doc, trim(comment));
        top = (size_t)(end - text.ptr) + 1;
    }
    struct str result = doc.len == 0 ? STR("") : arena_str(p->arena, buf_str(&doc));
    buf_release(&doc);
    return result;
}

void item_let(struct parser *p, struct span at, const struct token *name, const struct seq *params,
              struct ast_expr *body)
{
    struct ast_let *let = arena_new(p->arena, struct ast_let);
    let->name = build_name(name);
    let->has_params = params != NULL;
    if (params != NULL) {
        let->params = params->items;
        let->n_params = params->len;
    }
    let->body = body;
    let->doc = doc_above(p, at.start);
    let->span = at;
    parser_add(p, AST_ITEM_LET, let);
}

struct ast_list *item_list_literal(struct parser *p, struct ast_expr *literal)
{
    struct ast_list *list = arena_new(p->arena, struct ast_list);
    list->literal = literal;
    return list;
}

struct ast_list *item_list_file(struct parser *p, const struct token *file, struct seq columns, struct seq values)
{
    struct ast_list *list = arena_new(p->arena, struct ast_list);
    list->file = build_text(file);
    list->columns = build_texts_done(columns);
    list->values = build_texts_done(values);
    return list;
}

/* `list NAME = x`: is x a list? */
static void list_check(struct parser *p, struct ast_list *list)
{
    struct ast_expr *literal = list->literal;
    if (literal == NULL || literal->kind == AST_LIST || literal->kind == AST_BROKEN) {
        return;
    }
    struct diag *d = parser_report(p, DIAG_E001, literal->span, "expected a list of values in brackets");
    if (d != NULL) {
        diag_help(p->diags, d, "write `list %.*s = [\"…\", \"…\"]`; any other value gets its name by `let`",
                  STR_ARG(list->name.text));
    }
    list->literal = build_broken(p, literal->span);
}

void item_list(struct parser *p, enum ast_item_kind kind, struct span at, const struct token *name,
               struct ast_list *list)
{
    list->name = build_name(name);
    list->span = at;
    list_check(p, list);
    parser_add(p, kind, list);
}

void item_tune_list(struct parser *p, struct span at, const struct token *pack, const struct token *name,
                    struct ast_list *list)
{
    list->pack = build_name(pack);
    item_list(p, AST_ITEM_TUNE_LIST, at, name, list);
}

/* `import "cloudtrail"`: what it brings in is not missed, too. */
static void import_quoted(struct parser *p)
{
    struct token name = p->last;
    if (str_ends(name.text, STR(".lur"))) {
        name.text.len -= 4;
    }
    bool word = name.text.len > 0;
    for (size_t i = 0; i < name.text.len; i++) {
        word = word && (isalnum((unsigned char)name.text.ptr[i]) || name.text.ptr[i] == '_');
    }
    if (word) {
        item_import(p, build_span(p->item.span, name.span), &name);
    }
    p->item = (struct token){.kind = 0};
}

void item_broken(struct parser *p)
{
    if (p->item.kind == T_IMPORT && p->last.kind == T_STRING && p->last2.kind == T_IMPORT) {
        import_quoted(p);
        return;
    }
    bool named = p->item_name.kind == T_NAME && p->item_name.span.start > p->item.span.start;
    if (!named || (p->item.kind != T_LET && p->item.kind != T_LIST)) {
        return;
    }
    struct span at = build_span(p->item.span, p->item_name.span);
    struct seq params = {NULL, 0, 0};
    if (p->item.kind == T_LIST) {
        item_list(p, AST_ITEM_LIST, at, &p->item_name, item_list_literal(p, build_broken(p, at)));
    } else {
        item_let(p, at, &p->item_name, p->item_called ? &params : NULL, build_broken(p, at));
    }
    p->item = (struct token){.kind = 0};
}

struct seq item_show(struct parser *p, struct seq list, struct ast_expr *expr, struct span at,
                     const struct token *name)
{
    struct ast_show *show = seq_add(p->arena, &list, sizeof *show);
    show->expr = expr;
    show->name = name != NULL ? build_name(name) : (struct ast_name){source_text(p->sources, at), at};
    return list;
}

struct seq item_field(struct parser *p, struct seq list, const struct token *name, bool is_list,
                      const struct token *type, const struct token *doc, struct seq fields)
{
    struct ast_field *f = seq_add(p->arena, &list, sizeof *f);
    f->name = build_name(name);
    f->type = build_name(type);
    f->list = is_list;
    if (doc->kind != 0) {
        f->doc = build_text(doc);
    }
    f->fields = fields.items;
    f->n_fields = fields.len;
    return list;
}
