/* Show what the front end makes of a rule file:
 *     lang_dump tokens|ast FILE
 * and what it says about a file or folder with what that imports, names and types
 * not yet looked at:
 *     lang_dump text|json|gcc PATH
 * Diagnostics go to stdout too, so that one golden file holds all. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lang/lexer.h"
#include "lang/module.h"
#include "lang/parse.h"
#include "lang/stream.h"

static void token_print(const struct token *t, const struct source_set *sources, struct buf *out)
{
    struct source_place at = source_place(sources, t->span.file, t->span.start);
    struct source_place end = source_place(sources, t->span.file, t->span.end);
    buf_addf(out, "%u:%u-", at.line, at.column);
    if (end.line != at.line) {
        buf_addf(out, "%u:", end.line);
    }
    buf_addf(out, "%u ", end.column);
    buf_add_json(out, source_text(sources, t->span));
    if (t->kind == T_NAME || t->kind == T_STRING || t->kind == T_REGEX || t->kind == T_TECHNIQUE) {
        static const char *const classes[] = {"name", "string", "regex", "technique"};
        unsigned class = t->kind == T_NAME ? 0 : t->kind == T_STRING ? 1 : t->kind == T_REGEX ? 2 : 3;
        buf_addf(out, " %s ", classes[class]);
        buf_add_json(out, t->text);
    } else if (t->kind == T_INT || t->kind == T_NUMBER) {
        buf_addf(out, " %s ",
                 t->value.kind == VALUE_INT     ? "int"
                 : t->value.kind == VALUE_FLOAT ? "float"
                 : t->value.kind == VALUE_NULL  ? "bad"
                                                : "duration");
        value_json(&t->value, out);
    } else if (t->kind == T_BROKEN) {
        buf_add_text(out, " broken");
    }
    buf_add_text(out, !t->flag             ? "\n"
                      : t->kind == T_NAME  ? " in backquotes\n"
                      : t->kind == T_REGEX ? " without case\n"
                                           : " share\n");
}

static void tokens_dump(const struct source_set *sources, uint32_t file, struct diag_list *diags,
                        struct arena *arena, struct buf *out)
{
    struct parser *p = mem_zalloc(sizeof *p);
    *p = (struct parser){.sources = sources, .file = file, .diags = diags, .arena = arena};
    keyword_index(&p->keywords);
    lexer_open(p, parser_text(p));
    struct token t;
    for (lexer_next(p, &t); t.kind != 0; lexer_next(p, &t)) {
        token_print(&t, sources, out);
    }
    lexer_close(p);
    free(p);
}

static enum diag_format format_of(const char *mode)
{
    return strcmp(mode, "json") == 0 ? DIAG_JSON : strcmp(mode, "gcc") == 0 ? DIAG_GCC : DIAG_TEXT;
}

static bool dump(const char *mode, const char *path, struct source_set *sources, struct diag_list *diags,
                 struct arena *arena, struct buf *out, struct err *err)
{
    bool tokens = strcmp(mode, "tokens") == 0;
    if (!tokens && strcmp(mode, "ast") != 0) {
        struct module_set *set = module_set_new(sources, diags, arena);
        bool ok = module_load(set, path, err);
        module_set_free(set);
        return ok;
    }
    uint32_t file = source_read(sources, path, err);
    if (file == UINT32_MAX) {
        return false;
    }
    if (tokens) {
        tokens_dump(sources, file, diags, arena, out);
    } else {
        ast_dump(parse_file(sources, file, diags, arena), out);
    }
    return true;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: lang_dump tokens|ast|text|json|gcc PATH\n");
        return 2;
    }
    struct source_set *sources = source_set_new();
    struct diag_list *diags = diag_list_new(sources);
    struct arena arena = ARENA_INIT;
    struct buf out = BUF_INIT;
    struct err err = {""};
    bool ok = dump(argv[1], argv[2], sources, diags, &arena, &out, &err);
    if (!ok) {
        buf_addf(&out, "%s\n", err.text);
    }
    diag_print(diags, format_of(argv[1]), false, &out);
    fwrite(out.ptr == NULL ? "" : out.ptr, 1, out.len, stdout);
    buf_release(&out);
    arena_release(&arena);
    diag_list_free(diags);
    source_set_free(sources);
    return !ok;
}
