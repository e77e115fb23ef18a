#include "lang/stream.h"

#include "lang/lexer.h"

const struct parser_bracket *stream_bracket(const struct parser *p)
{
    return p->depth == 0 ? NULL : &p->brackets[p->depth - 1];
}

static uint32_t column_of(const struct parser *p, const struct token *t)
{
    return source_place(p->sources, p->file, t->span.start).column;
}

static bool is_item(int kind)
{
    switch (kind) {
    case T_PACK:
    case T_IMPORT:
    case T_SOURCE:
    case T_LET:
    case T_LIST:
    case T_RULE:
    case T_CHAIN:
    case T_TUNE: return true;
    default: return false;
    }
}

/* First on its line and not further right than the word of the broken item: words
 * like `list` and `source` also stand inside of items, but indented. */
static bool stands_as_item(const struct parser *p, const struct token *t)
{
    return parser_line_begins(p, t->span.start) &&
           (p->item.kind == 0 || column_of(p, t) <= column_of(p, &p->item));
}

static size_t blanks_skip(struct str text, size_t at)
{
    while (at < text.len && strchr(" \t\r\n", text.ptr[at]) != NULL) {
        at++;
    }
    return at;
}

static size_t word_skip(struct str text, size_t at)
{
    while (at < text.len && (text.ptr[at] == '_' || (text.ptr[at] >= '0' && text.ptr[at] <= '9') ||
                             ((text.ptr[at] | 0x20) >= 'a' && (text.ptr[at] | 0x20) <= 'z'))) {
        at++;
    }
    return at;
}

/* `= …` but not `== …` */
static bool equals_begins(struct str rest)
{
    return str_starts(rest, STR("=")) && !str_starts(rest, STR("=="));
}

/* What stands behind `list`: `NAME =`, `NAME from`? */
static bool list_begins(struct str text, size_t at)
{
    size_t name = blanks_skip(text, at);
    size_t end = word_skip(text, name);
    size_t next = blanks_skip(text, end);
    struct str rest = str_slice(text.ptr + next, text.len - next);
    return end > name && (equals_begins(rest) || str_starts(rest, STR("from")));
}

/* What stands behind `tune`: `list …`, `"…"`, `NAME.* {`? */
static bool tune_begins(struct str text, size_t at)
{
    size_t glob = blanks_skip(text, at), end = glob;
    if (glob < text.len && text.ptr[glob] == '"') {
        return true;
    }
    while (end < text.len && (text.ptr[end] == '.' || text.ptr[end] == '*' || word_skip(text, end) > end)) {
        end++;
    }
    if (str_equal(str_slice(text.ptr + glob, end - glob), STR("list"))) {
        return list_begins(text, end);
    }
    size_t next = blanks_skip(text, end);
    return end > glob && next < text.len && text.ptr[next] == '{';
}

/* Does an item begin with the word `t`: `rule NAME {`, `let NAME =`? Asked inside
 * of braces, where the same word may also be the name of a field. */
static bool item_begins(const struct parser *p, const struct token *t)
{
    if (!is_item(t->kind) || !stands_as_item(p, t)) {
        return false;
    }
    struct str text = parser_text(p);
    if (t->kind == T_LIST) {
        return list_begins(text, t->span.end);
    }
    if (t->kind == T_TUNE) {
        return tune_begins(text, t->span.end);
    }
    size_t name = blanks_skip(text, t->span.end);
    size_t name_end = word_skip(text, name);
    size_t next = blanks_skip(text, name_end);
    if (name_end == name) {
        return false;
    }
    if (t->kind == T_IMPORT) {
        return next == text.len || memchr(text.ptr + name_end, '\n', next - name_end) != NULL;
    }
    struct str rest = str_slice(text.ptr + next, text.len - next);
    if (t->kind == T_LET) {
        return equals_begins(rest) || str_starts(rest, STR("("));
    }
    return str_starts(rest, STR("{"));
}

static void unclosed_report(struct parser *p, const struct token *t)
{
    const struct parser_bracket *open = stream_bracket(p);
    char close = open->kind == '(' ? ')' : open->kind == '[' ? ']' : '}';
    struct span at = t->span;
    struct diag *d;
    if (t->kind == 0) {
        d = parser_report(p, DIAG_E014, at, "`%c` is missing at the end of the %s", close,
                          p->is_expr ? "expression" : "file");
    } else {
        d = parser_report(p, DIAG_E014, at, "`%c` is missing before `%.*s`", close, STR_ARG(t->text));
    }
    if (d != NULL) {
        diag_label(p->diags, d, open->span, "this `%c` is not closed", open->kind);
    }
}

static bool bracket_open(struct parser *p, const struct token *t)
{
    if (p->depth == PARSE_DEPTH_MAX) {
        parser_report(p, DIAG_E019, t->span, "more than %d brackets are open", PARSE_DEPTH_MAX);
        return false;
    }
    p->brackets[p->depth++] = (struct parser_bracket){(char)t->kind, p->last2.kind, t->span};
    return true;
}

static void bracket_close(struct parser *p, int kind)
{
    const struct parser_bracket *open = stream_bracket(p);
    if (open != NULL && ((open->kind == '(' && kind == ')') || (open->kind == '[' && kind == ']') ||
                         (open->kind == '{' && kind == '}'))) {
        p->depth--;
    }
}

/* `not not not …` and `- - - …` nest as brackets do. */
static bool prefix_count(struct parser *p, const struct token *t)
{
    if (t->kind != T_NOT && t->kind != '-') {
        p->prefixes = 0;
        return true;
    }
    if (p->prefixes++ < PARSE_DEPTH_MAX) {
        return true;
    }
    parser_report(p, DIAG_E019, t->span, "more than %d signs or `not` in a row", PARSE_DEPTH_MAX);
    return false;
}

/* False: the token must not reach the grammar (reported). */
static bool token_admit(struct parser *p, const struct token *t)
{
    if (p->depth > 0 && (t->kind == 0 || item_begins(p, t))) {
        unclosed_report(p, t);
        return false;
    }
    if (!prefix_count(p, t)) {
        return false;
    }
    if (t->kind == '(' || t->kind == '[' || t->kind == '{') {
        return bracket_open(p, t);
    }
    if (t->kind == ')' || t->kind == ']' || t->kind == '}') {
        bracket_close(p, t->kind);
    }
    return true;
}

/* Called when a token was taken by the grammar, not before: the one at fault
 * must not count as the item in progress. */
static void item_track(struct parser *p)
{
    const struct token *t = &p->last, *before = &p->last2;
    bool within = before->kind == '.' || before->kind == T_TUNE; /* `tune list …` is one item */
    if (p->depth == 0 && is_item(t->kind) && !within) {
        p->item = *t;
        p->item_name = (struct token){.kind = 0};
        p->item_called = false;
    } else if (p->item.kind != 0 && before->span.start == p->item.span.start) {
        p->item_name = *t;
    } else if (p->item_name.kind != 0 && before->span.start == p->item_name.span.start) {
        p->item_called = t->kind == '(';
    }
}

static void last_push(struct parser *p, const struct token *t)
{
    p->last3 = p->last2;
    p->last2 = p->last;
    p->last = *t;
}

/* Pass over tokens until an item begins; false at the end. The token at fault may
 * itself begin the next item, but a word of a later version that has just been
 * refused would only be refused again. */
static bool item_seek(struct parser *p)
{
    struct token t = p->last;
    bool later = false;
    p->quiet = true;
    while (t.kind != 0 && !((is_item(t.kind) || (later && t.kind == T_TEST)) && stands_as_item(p, &t))) {
        lexer_next(p, &t);
        later = true;
    }
    p->quiet = false;
    p->pending = t;
    return t.kind != 0;
}

void stream_recover(struct parser *p)
{
    p->recovering = true;
}

static void resume(struct parser *p, struct token *out)
{
    p->recovering = false;
    p->depth = 0;
    p->prefixes = 0;
    *out = (struct token){.kind = 0, .span = {p->file, p->at, p->at}};
    if (p->is_expr || !item_seek(p)) {
        return;
    }
    p->has_pending = true;
    p->last = p->last2 = p->last3 = p->item = p->item_name = (struct token){.kind = 0};
    out->kind = T_RESUME;
    out->span = p->pending.span;
}

void stream_next(struct parser *p, struct token *out)
{
    if (p->start != 0) {
        *out = (struct token){.kind = p->start, .span = {p->file, p->at, p->at}};
        p->start = 0;
        return;
    }
    if (p->recovering) {
        resume(p, out);
        return;
    }
    item_track(p);
    if (p->has_pending) {
        *out = p->pending;
    } else {
        lexer_next(p, out);
    }
    p->has_pending = false;
    last_push(p, out);
    if (!token_admit(p, out)) {
        out->kind = T_BROKEN;
    }
}
