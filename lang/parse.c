#include "lang/parse.h"

#include <stdlib.h>

#include "base/mem.h"
#include "lang/lexer.h"
#include "lang/parser.h"

struct diag *parser_report(struct parser *p, enum diag_code code, struct span at, const char *format, ...)
{
    if (p->quiet) {
        return NULL;
    }
    struct buf text = BUF_INIT;
    va_list args;
    va_start(args, format);
    buf_vaddf(&text, format, args);
    va_end(args);
    struct diag *d = diag_add(p->diags, code, at, "%s", text.ptr);
    buf_release(&text);
    return d;
}

struct str parser_text(const struct parser *p)
{
    return source_file(p->sources, p->file)->text;
}

bool parser_line_begins(const struct parser *p, uint32_t offset)
{
    struct str text = parser_text(p);
    while (offset > 0 && (text.ptr[offset - 1] == ' ' || text.ptr[offset - 1] == '\t')) {
        offset--;
    }
    return offset == 0 || text.ptr[offset - 1] == '\n';
}

void parser_add(struct parser *p, enum ast_item_kind kind, void *item)
{
    struct ast_item *slot = seq_add(p->arena, &p->items, sizeof *slot);
    slot->kind = kind;
    slot->rule = item;
}

static struct parser *parser_new(const struct source_set *sources, uint32_t file, struct diag_list *diags,
                                 struct arena *arena)
{
    struct parser *p = mem_zalloc(sizeof *p);
    p->sources = sources;
    p->file = file;
    p->diags = diags;
    p->arena = arena;
    keyword_index(&p->keywords);
    return p;
}

/* Run the grammar over `text`, which stands at `offset` of the file. */
static void parser_run(struct parser *p, int start, struct str text, uint32_t offset)
{
    p->start = start;
    p->is_expr = start == T_START_EXPR;
    p->at = offset;
    lexer_open(p, text);
    grammar_parse(p);
    lexer_close(p);
}

struct ast_file *parse_file(const struct source_set *sources, uint32_t file, struct diag_list *diags,
                            struct arena *arena)
{
    struct parser *p = parser_new(sources, file, diags, arena);
    parser_run(p, T_START_FILE, parser_text(p), 0);
    struct ast_file *ast = arena_new(arena, struct ast_file);
    ast->file = file;
    ast->items = p->items.items;
    ast->n_items = p->items.len;
    free(p);
    return ast;
}

struct ast_expr *parse_expr_text(const struct source_set *sources, struct span span, struct str text,
                                 struct diag_list *diags, struct arena *arena)
{
    struct parser *p = parser_new(sources, span.file, diags, arena);
    parser_run(p, T_START_EXPR, text, span.start);
    struct ast_expr *e = p->expr;
    if (e == NULL) {
        e = arena_new(arena, struct ast_expr);
        e->kind = AST_BROKEN;
        e->span = span;
        e->height = 1;
    }
    free(p);
    return e;
}

struct ast_expr *parse_expr(const struct source_set *sources, struct span span, struct diag_list *diags,
                            struct arena *arena)
{
    return parse_expr_text(sources, span, source_text(sources, span), diags, arena);
}
