#include "lang/ast.h"

/* What the tree looks like in text, for the parser's tests. */

const char *ast_op_text(enum ast_op op)
{
    static const char *const texts[] = {
        [AST_OR] = "or",           [AST_AND] = "and",
        [AST_NOT] = "not",         [AST_EQ] = "==",
        [AST_NE] = "!=",           [AST_LT] = "<",
        [AST_LE] = "<=",           [AST_GT] = ">",
        [AST_GE] = ">=",           [AST_IN] = "in",
        [AST_LIKE] = "like",       [AST_ILIKE] = "ilike",
        [AST_MATCHES] = "matches", [AST_CONTAINS] = "contains",
        [AST_ADD] = "+",           [AST_SUB] = "-",
        [AST_MUL] = "*",           [AST_DIV] = "/",
        [AST_NEG] = "-",
    };
    return texts[op];
}

struct dump {
    struct buf *out;
    unsigned depth;
};

static void line(struct dump *d)
{
    for (unsigned i = 0; i < d->depth; i++) {
        buf_add_text(d->out, "  ");
    }
}

static void expr_dump(struct dump *d, const struct ast_expr *e);

static void word_dump(struct dump *d, const char *word)
{
    line(d);
    buf_addf(d->out, "%s\n", word);
}

static void text_dump(struct dump *d, const char *word, struct str text)
{
    line(d);
    buf_addf(d->out, "%s ", word);
    buf_add_json(d->out, text);
    buf_add_char(d->out, '\n');
}

static void name_dump(struct dump *d, const char *word, const struct ast_name *name)
{
    if (name->text.ptr != NULL) {
        text_dump(d, word, name->text);
    }
}

static void below_dump(struct dump *d, const struct ast_expr *e)
{
    if (e == NULL) {
        return;
    }
    d->depth++;
    expr_dump(d, e);
    d->depth--;
}

static void exprs_dump(struct dump *d, const char *word, struct ast_exprs list)
{
    if (list.len == 0) {
        return;
    }
    word_dump(d, word);
    for (uint32_t i = 0; i < list.len; i++) {
        below_dump(d, list.items[i]);
    }
}

static void clause_dump(struct dump *d, const char *word, const struct ast_expr *e)
{
    if (e == NULL) {
        return;
    }
    word_dump(d, word);
    below_dump(d, e);
}

static void literal_dump(struct dump *d, const struct ast_expr *e)
{
    static const char *const kinds[] = {
        [VALUE_NULL] = "null",   [VALUE_BOOL] = "bool",     [VALUE_INT] = "int",
        [VALUE_FLOAT] = "float", [VALUE_STRING] = "string", [VALUE_DURATION] = "duration",
    };
    line(d);
    buf_addf(d->out, "%s ", e->percent ? "share" : kinds[e->value.kind]);
    value_json(&e->value, d->out);
    buf_add_char(d->out, '\n');
}

static void options_dump(struct dump *d, const struct ast_option *options, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        line(d);
        buf_addf(d->out, "option %s%s\n", primitive_option_info(options[i].option)->name,
                 options[i].value == NULL ? " forever" : "");
        below_dump(d, options[i].value);
    }
}

static void primitive_dump(struct dump *d, const struct ast_primitive *p)
{
    static const char *const measures[] = {"", " count", " distinct", " sum"};
    line(d);
    buf_addf(d->out, "primitive %s%s\n", primitive_info(p->kind)->name, measures[p->measure]);
    d->depth++;
    clause_dump(d, "condition", p->pred);
    name_dump(d, "from", &p->from);
    exprs_dump(d, "v", p->v);
    exprs_dump(d, "for", p->k);
    clause_dump(d, "where", p->where);
    options_dump(d, p->options, p->n_options);
    d->depth--;
}

static void operator_dump(struct dump *d, const struct ast_expr *e)
{
    line(d);
    buf_addf(d->out, "%s %s\n", e->kind == AST_UNARY ? "unary" : "binary", ast_op_text(e->op));
    below_dump(d, e->a);
    below_dump(d, e->b);
}

static void expr_dump(struct dump *d, const struct ast_expr *e)
{
    switch (e->kind) {
    case AST_LITERAL: literal_dump(d, e); break;
    case AST_REGEX: text_dump(d, e->nocase ? "regex i" : "regex", e->text); break;
    case AST_NAME: text_dump(d, "name", e->name.text); break;
    case AST_MEMBER:
        text_dump(d, "member", e->name.text);
        below_dump(d, e->a);
        break;
    case AST_INDEX:
        line(d);
        buf_addf(d->out, "index %lld\n", (long long)e->index);
        below_dump(d, e->a);
        break;
    case AST_EACH:
        word_dump(d, "each");
        below_dump(d, e->a);
        break;
    case AST_LIST:
    case AST_CALL:
        text_dump(d, e->kind == AST_LIST ? "list" : "call", e->name.text);
        for (uint32_t i = 0; i < e->items.len; i++) {
            below_dump(d, e->items.items[i]);
        }
        break;
    case AST_UNARY:
    case AST_BINARY: operator_dump(d, e); break;
    case AST_PRIMITIVE: primitive_dump(d, e->prim); break;
    case AST_BROKEN: word_dump(d, "broken"); break;
    }
}

static void template_dump(struct dump *d, const struct ast_template *t)
{
    if (t->n_parts == 0) {
        return;
    }
    word_dump(d, "title");
    d->depth++;
    for (uint32_t i = 0; i < t->n_parts; i++) {
        if (t->parts[i].expr == NULL) {
            text_dump(d, "text", t->parts[i].text);
        } else {
            expr_dump(d, t->parts[i].expr);
        }
    }
    d->depth--;
}

static void optional_dump(struct dump *d, const char *word, const struct ast_text *text)
{
    if (text->text.ptr != NULL) {
        text_dump(d, word, text->text);
    }
}

static void texts_dump(struct dump *d, const char *word, const struct ast_texts *list)
{
    for (uint32_t i = 0; i < list->len; i++) {
        text_dump(d, word, list->items[i].text);
    }
}

static void rule_dump(struct dump *d, const struct ast_rule *r)
{
    text_dump(d, "rule", r->name.text);
    d->depth++;
    template_dump(d, &r->title);
    optional_dump(d, "severity", &r->severity);
    clause_dump(d, "risk", r->risk);
    texts_dump(d, "attack", &r->attack);
    texts_dump(d, "tag", &r->tags);
    texts_dump(d, "reference", &r->references);
    texts_dump(d, "falsepositive", &r->falsepositives);
    optional_dump(d, "description", &r->description);
    optional_dump(d, "author", &r->author);
    optional_dump(d, "version", &r->version);
    optional_dump(d, "runbook", &r->runbook);
    optional_dump(d, "status", &r->status);
    name_dump(d, "from", &r->from);
    clause_dump(d, "match", r->match);
    clause_dump(d, "when", r->when);
    for (uint32_t i = 0; i < r->n_show; i++) {
        text_dump(d, "show", r->show[i].name.text);
        below_dump(d, r->show[i].expr);
    }
    exprs_dump(d, "once per", r->once_per);
    clause_dump(d, "every", r->once_every);
    d->depth--;
}

static void let_dump(struct dump *d, const struct ast_let *let)
{
    text_dump(d, let->has_params ? "let with parameters" : "let", let->name.text);
    d->depth++;
    if (let->doc.len > 0) {
        text_dump(d, "doc", let->doc);
    }
    for (uint32_t i = 0; i < let->n_params; i++) {
        text_dump(d, "parameter", let->params[i].text);
    }
    expr_dump(d, let->body);
    d->depth--;
}

static void list_dump(struct dump *d, const char *word, const struct ast_list *list)
{
    text_dump(d, word, list->name.text);
    d->depth++;
    optional_dump(d, "pack", &(struct ast_text){list->pack.text, list->pack.span});
    if (list->literal != NULL) {
        expr_dump(d, list->literal);
    }
    optional_dump(d, "from", &list->file);
    texts_dump(d, "column", &list->columns);
    texts_dump(d, "value", &list->values);
    d->depth--;
}

static void fields_dump(struct dump *d, const struct ast_field *fields, uint32_t n)
{
    d->depth++;
    for (uint32_t i = 0; i < n; i++) {
        line(d);
        buf_addf(d->out, "field %.*s: %s%.*s ", STR_ARG(fields[i].name.text),
                 fields[i].list ? "list of " : "", STR_ARG(fields[i].type.text));
        buf_add_json(d->out, fields[i].doc.text);
        buf_add_char(d->out, '\n');
        fields_dump(d, fields[i].fields, fields[i].n_fields);
    }
    d->depth--;
}

static void source_dump(struct dump *d, const struct ast_source *s)
{
    text_dump(d, "source", s->name.text);
    d->depth++;
    optional_dump(d, "doc", &s->doc);
    clause_dump(d, "time", s->time);
    clause_dump(d, "id", s->id);
    exprs_dump(d, "index", s->index);
    exprs_dump(d, "envelope", s->envelopes);
    exprs_dump(d, "columns", s->columns);
    exprs_dump(d, "has", s->has);
    d->depth--;
    fields_dump(d, s->fields, s->n_fields);
}

static void pack_dump(struct dump *d, const struct ast_pack *pack)
{
    text_dump(d, "pack", pack->name.text);
    d->depth++;
    optional_dump(d, "version", &pack->version);
    optional_dump(d, "description", &pack->description);
    clause_dump(d, "language", pack->language);
    d->depth--;
}

static void chain_dump(struct dump *d, const struct ast_chain *chain)
{
    text_dump(d, "chain", chain->name.text);
    d->depth++;
    optional_dump(d, "doc", &chain->doc);
    name_dump(d, "from", &chain->from);
    clause_dump(d, "value", chain->value);
    clause_dump(d, "key", chain->key);
    clause_dump(d, "issued", chain->issued);
    clause_dump(d, "until", chain->until);
    clause_dump(d, "match", chain->match);
    d->depth--;
}

static void tune_dump(struct dump *d, const struct ast_tune *tune)
{
    text_dump(d, "tune", tune->glob.text);
    d->depth++;
    optional_dump(d, "severity", &tune->severity);
    clause_dump(d, "risk", tune->risk);
    clause_dump(d, "except", tune->except);
    optional_dump(d, "disable", &tune->disable);
    for (uint32_t i = 0; i < tune->n_tune_options; i++) {
        word_dump(d, primitive_info(tune->tune_options[i].kind)->name);
        d->depth++;
        options_dump(d, tune->tune_options[i].options, tune->tune_options[i].n_options);
        d->depth--;
    }
    d->depth--;
}

static void item_dump(struct dump *d, const struct ast_item *item)
{
    switch (item->kind) {
    case AST_ITEM_PACK: pack_dump(d, item->pack); break;
    case AST_ITEM_IMPORT: text_dump(d, "import", item->import->name.text); break;
    case AST_ITEM_SOURCE: source_dump(d, item->source); break;
    case AST_ITEM_LET: let_dump(d, item->let); break;
    case AST_ITEM_LIST: list_dump(d, "list", item->list); break;
    case AST_ITEM_RULE: rule_dump(d, item->rule); break;
    case AST_ITEM_CHAIN: chain_dump(d, item->chain); break;
    case AST_ITEM_TUNE: tune_dump(d, item->tune); break;
    case AST_ITEM_TUNE_LIST: list_dump(d, "tune list", item->list); break;
    }
}

void ast_dump(const struct ast_file *file, struct buf *out)
{
    struct dump d = {out, 0};
    for (uint32_t i = 0; i < file->n_items; i++) {
        item_dump(&d, &file->items[i]);
    }
}

void ast_dump_expr(const struct ast_expr *expr, struct buf *out)
{
    struct dump d = {out, 0};
    expr_dump(&d, expr);
}
