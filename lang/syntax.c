#include "lang/syntax.h"

#include <stdio.h>
#include <string.h>

#include "lang/slip.h"
#include "lang/stream.h"

bool slip_expects(const struct slip *s, const char *name)
{
    for (int i = 0; i < s->n; i++) {
        if (strcmp(s->expected[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static const struct keyword *keyword_of(const struct slip *s, const struct token *t)
{
    if (t->kind == 0 || t->kind == T_NAME || t->kind == T_STRING || t->text.ptr == NULL) {
        return NULL;
    }
    return keyword_find(&s->p->keywords, t->text);
}

/* Is the keyword `text` one of class `class`? */
static bool is_class(const struct slip *s, const char *text, enum keyword_class class)
{
    const struct keyword *k = keyword_find(&s->p->keywords, str_from(text));
    return k != NULL && k->class == class;
}

static bool token_is(const struct slip *s, const struct token *t, enum keyword_class class)
{
    const struct keyword *k = keyword_of(s, t);
    return k != NULL && k->class == class;
}

bool slip_begins_line(const struct slip *s)
{
    return parser_line_begins(s->p, s->at->span.start);
}

/* What stands behind the token at fault, without blanks. */
static struct str rest_of(const struct slip *s)
{
    struct str text = parser_text(s->p);
    size_t at = s->at->span.end;
    while (at < text.len && strchr(" \t\r\n", text.ptr[at]) != NULL) {
        at++;
    }
    return str_slice(text.ptr + at, text.len - at);
}

static void found_add(const struct slip *s, struct buf *out)
{
    struct str raw = source_text(s->p->sources, s->at->span);
    switch (s->at->kind) {
    case 0: buf_add_text(out, s->p->is_expr ? "the end of the expression" : "the end of the file"); break;
    case T_STRING: buf_add_text(out, "a string"); break;
    case T_REGEX: buf_add_text(out, "a regular expression"); break;
    case T_INT:
    case T_NUMBER: buf_addf(out, "the number %.*s", STR_ARG(raw)); break;
    case T_NAME: buf_addf(out, "the name `%.*s`", STR_ARG(s->at->text)); break;
    default: buf_addf(out, "`%.*s`", STR_ARG(raw));
    }
}

/* ---- the list of what is expected ---- */

struct wants {
    const char *items[16];
    unsigned n;
};

static void want(struct wants *w, const char *text)
{
    if (w->n < sizeof w->items / sizeof w->items[0]) {
        w->items[w->n++] = text;
    }
}

static bool is_operator(const struct slip *s, const char *name)
{
    return is_class(s, name, KEYWORD_OPERATOR) || (name[0] != '\0' && strchr("=!<>+-*/", name[0]) != NULL);
}

static bool begins_operand(const struct slip *s, const char *name)
{
    static const char *const others[] = {
        "a name", "a string", "a whole number", "a number", "a regular expression", "(", "[",
        "-",      "not",      "a primitive"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (strcmp(name, others[i]) == 0) {
            return true;
        }
    }
    return is_class(s, name, KEYWORD_LITERAL) || is_class(s, name, KEYWORD_PRIMITIVE);
}

/* A tune begins its clauses with so many words that they are named as a whole. */
static bool begins_tune_clause(const struct slip *s, const char *name)
{
    static const char *const others[] = {"severity", "risk", "except", "disable", "a primitive"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (strcmp(name, others[i]) == 0) {
            return true;
        }
    }
    return is_class(s, name, KEYWORD_PRIMITIVE);
}

static bool in_word_group(const struct slip *s, const char *name)
{
    return (s->tune && begins_tune_clause(s, name)) || (s->clause && is_class(s, name, KEYWORD_CLAUSE)) ||
           (s->item && is_class(s, name, KEYWORD_ITEM)) ||
           (slip_expects(s, "a name") && is_class(s, name, KEYWORD_CONTEXT)) ||
           (slip_expects(s, "an option") && strcmp(name, "per") == 0);
}

/* Is the token part of a group that is named as a whole? */
static bool in_group(const struct slip *s, const char *name)
{
    return is_class(s, name, KEYWORD_LATER) || (s->operand && begins_operand(s, name)) ||
           (s->operators && (is_operator(s, name) || strchr(".[(", name[0]) != NULL)) ||
           in_word_group(s, name) || (s->p->is_expr && strncmp(name, "the end", 7) == 0);
}

static bool is_plain_word(const char *name)
{
    return strncmp(name, "a ", 2) == 0 || strncmp(name, "an ", 3) == 0 || strncmp(name, "the ", 4) == 0;
}

static void wants_collect(const struct slip *s, struct wants *w)
{
    if (s->any_word) {
        want(w, "a name");
        return;
    }
    if (s->operand) {
        want(w, "an expression");
    }
    if (s->operators) {
        want(w, "an operator");
    }
    for (int i = 0; i < s->n; i++) {
        if (!in_group(s, s->expected[i])) {
            want(w, s->expected[i]);
        }
    }
    if (s->clause) {
        want(w, "a clause (match, when, …)");
    }
    if (s->tune) {
        want(w, "a clause (severity, except, …)");
    }
    if (s->item) {
        want(w, "an item (rule, let, …)");
    }
}

static void wants_add(const struct slip *s, struct buf *out)
{
    struct wants w = {{NULL}, 0};
    wants_collect(s, &w);
    for (unsigned i = 0; i < w.n; i++) {
        if (i > 0) {
            buf_add_text(out, i + 1 == w.n ? " or " : ", ");
        }
        if (is_plain_word(w.items[i])) {
            buf_add_text(out, w.items[i]);
        } else {
            buf_addf(out, "`%s`", w.items[i]);
        }
    }
}

static void report_general(const struct slip *s)
{
    struct buf wanted = BUF_INIT, found = BUF_INIT;
    wants_add(s, &wanted);
    found_add(s, &found);
    struct diag *d = parser_report(s->p, DIAG_E001, s->at->span, "expected %s, found %s",
                                   wanted.len > 0 ? wanted.ptr : "nothing more", found.ptr);
    /* What is missing at the end of a line is found missing on the next one. */
    if (d != NULL && s->before->kind != 0 && slip_begins_line(s) && !s->clause && !s->tune && !s->item) {
        diag_label(s->p->diags, d, s->before->span, "it is missing behind this");
    }
    if (d != NULL) {
        slip_hint(s, d);
    }
    buf_release(&wanted);
    buf_release(&found);
}

/* ---- the frequent slips: each says true when it was the one ---- */

/* `test` blocks are of a later version. They may stand many times and are told once. */
static bool slip_later(const struct slip *s)
{
    if (s->at->kind != T_TEST || !(s->item || s->clause)) {
        return false;
    }
    if (!s->p->test_said) {
        parser_report(s->p, DIAG_E015, s->at->span, "`test` blocks are not in this version of Lurcher");
    }
    s->p->test_said = true;
    return true;
}

static bool slip_is_null(const struct slip *s)
{
    if (s->at->kind != T_NAME || s->at->flag || !s->operators || !str_equal_nocase(s->at->text, STR("is"))) {
        return false;
    }
    struct str rest = rest_of(s);
    bool negated = rest.len > 3 && str_equal_nocase(str_slice(rest.ptr, 3), STR("not"));
    struct diag *d = parser_report(s->p, DIAG_E012, s->at->span, "`is` compares nothing: write `%s`",
                                   negated ? "!=" : "==");
    if (d == NULL) {
        return true;
    }
    struct str text = parser_text(s->p);
    struct span at = s->at->span;
    if (negated) {
        at.end = (uint32_t)(rest.ptr - text.ptr) + 3;
    }
    diag_help(s->p->diags, d, "`x %s null` is true when x is %s",
              negated ? "!=" : "==", negated ? "there" : "missing");
    diag_fix(s->p->diags, d, at, "%s", negated ? "!=" : "==");
    return true;
}

static bool case_report(const struct slip *s, const struct token *t)
{
    static const char *const words[] = {"and", "or", "not", "in", "like", "ilike", "matches", "contains"};
    for (size_t i = 0; t->kind == T_NAME && !t->flag && i < sizeof words / sizeof words[0]; i++) {
        if (!str_equal_nocase(t->text, str_from(words[i]))) {
            continue;
        }
        struct diag *d = parser_report(s->p, DIAG_E011, t->span, "`%.*s` is written `%s`, in small letters",
                                       STR_ARG(t->text), words[i]);
        if (d != NULL) {
            diag_fix(s->p->diags, d, t->span, "%s", words[i]);
        }
        return true;
    }
    return false;
}

/* AND, OR, NOT: NOT was taken as a name, so the operand behind it is at fault. */
static bool slip_case(const struct slip *s)
{
    return s->operators && (case_report(s, s->at) ||
                            (str_equal_nocase(s->before->text, STR("not")) && case_report(s, s->before)));
}

static bool slip_chain(const struct slip *s)
{
    static const int kinds[] = {T_EQ, T_NE,   T_LE,    T_GE,      '<',        '>',  '=',
                                T_IN, T_LIKE, T_ILIKE, T_MATCHES, T_CONTAINS, T_NOT};
    bool compares = false;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        compares = compares || kinds[i] == s->at->kind;
    }
    if (!compares || !s->operators || !slip_expects(s, "and") || slip_expects(s, "==")) {
        return false;
    }
    struct diag *d = parser_report(s->p, DIAG_E013, s->at->span, "comparisons do not chain");
    if (d != NULL) {
        diag_help(s->p->diags, d, "join two comparisons by `and`: a < b and b < c");
    }
    return true;
}

/* A bracket that was meant to be closed before this word. */
static bool slip_unclosed(const struct slip *s)
{
    const struct parser_bracket *open = stream_bracket(s->p);
    if (open == NULL || open->kind == '{') {
        return false;
    }
    const char *close = open->kind == '(' ? ")" : "]";
    bool outside = token_is(s, s->at, KEYWORD_CLAUSE) && slip_begins_line(s);
    bool other = s->at->kind == '}' || s->at->kind == ']' || s->at->kind == ')';
    if (!slip_expects(s, close) || !(outside || other)) {
        return false;
    }
    struct str raw = source_text(s->p->sources, s->at->span);
    struct diag *d =
        parser_report(s->p, DIAG_E014, s->at->span, "`%s` is missing before `%.*s`", close, STR_ARG(raw));
    if (d != NULL) {
        diag_label(s->p->diags, d, open->span, "this `%c` is not closed", open->kind);
    }
    return true;
}

static bool slip_outside(const struct slip *s)
{
    if (!s->item || s->p->depth > 0) {
        return false;
    }
    struct diag *d = NULL;
    if (s->at->kind == '}' || s->at->kind == ')' || s->at->kind == ']') {
        parser_report(s->p, DIAG_E001, s->at->span, "this `%c` closes nothing", s->at->kind);
        return true;
    }
    if (!token_is(s, s->at, KEYWORD_CLAUSE) || s->at->kind == T_NOT) {
        return false;
    }
    d = parser_report(s->p, DIAG_E001, s->at->span, "`%.*s` stands outside of a rule", STR_ARG(s->at->text));
    if (d != NULL) {
        diag_help(s->p->diags, d, "is there a `}` too many above?");
    }
    return true;
}

static void suggest_class(struct diag_suggest *best, enum keyword_class class)
{
    for (const struct keyword *k = keywords(); k->text != NULL; k++) {
        if (k->class == class) {
            diag_suggest_try(best, str_from(k->text));
        }
    }
}

static struct diag *suggest_report(const struct slip *s, const struct token *t, struct diag_suggest *best,
                           enum diag_code code, const char *what)
{
    struct diag *d = parser_report(s->p, code, t->span, "`%.*s` is not %s", STR_ARG(t->text), what);
    if (d != NULL) {
        diag_suggest_finish(s->p->diags, d, best);
    }
    return d;
}

/* What other rule languages call our clauses. */
static const char *clause_synonym(struct str word)
{
    static const char *const pairs[][2] = {
        {"condition", "match"},   {"detection", "match"}, {"filter", "match"},
        {"query", "match"},       {"where", "match"},     {"if", "match"},
        {"name", "title"},        {"message", "title"},   {"level", "severity"},
        {"priority", "severity"}, {"score", "risk"},      {"mitre", "attack"},
        {"fields", "show"},       {"output", "show"},     {"select", "show"},
        {"suppress", "once"},     {"throttle", "once"},   {"false_positives", "falsepositives"},
        {"labels", "tags"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        if (str_equal_nocase(word, str_from(pairs[i][0]))) {
            return pairs[i][1];
        }
    }
    return NULL;
}

/* What has clauses and is open here: told by a word that only its clauses begin with. NULL: nothing. */
static const char *body_of(const struct slip *s)
{
    static const char *const bodies[][2] = {{"language", "a pack"}, {"envelope", "a source block"},
                                            {"issued", "a chain"},  {"except", "a tune"}};
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        if (slip_expects(s, bodies[i][0])) {
            return bodies[i][1];
        }
    }
    return s->clause ? "a rule" : NULL;
}

/* May a clause begin here? */
static bool in_body(const struct slip *s)
{
    const struct parser_bracket *open = stream_bracket(s->p);
    return body_of(s) != NULL && !slip_expects(s, "a name") && open != NULL && open->kind == '{';
}

static void clause_suggest(const struct slip *s, struct diag_suggest *best)
{
    diag_suggest_init(best, s->at->text);
    for (int i = 0; i < s->n; i++) {
        if (is_class(s, s->expected[i], KEYWORD_CLAUSE) || is_class(s, s->expected[i], KEYWORD_CONTEXT)) {
            diag_suggest_try(best, str_from(s->expected[i]));
        }
    }
    const char *synonym = s->clause ? clause_synonym(s->at->text) : NULL;
    if (synonym != NULL) {
        best->best = str_from(synonym);
    }
}

/* A word that begins no clause, where one is expected. */
static bool slip_clause(const struct slip *s)
{
    if (s->at->kind != T_NAME || !in_body(s)) {
        return false;
    }
    struct diag_suggest best;
    clause_suggest(s, &best);
    if (!slip_begins_line(s) && s->before->kind != '{' && best.best.len == 0) {
        return false;
    }
    char what[32];
    snprintf(what, sizeof what, "a clause of %s", body_of(s));
    suggest_report(s, s->at, &best, DIAG_E016, what);
    return true;
}

static bool slip_item(const struct slip *s)
{
    if (!s->item || s->at->kind != T_NAME || s->p->depth > 0 || !slip_begins_line(s)) {
        return false;
    }
    struct diag_suggest best;
    diag_suggest_init(&best, s->at->text);
    suggest_class(&best, KEYWORD_ITEM);
    suggest_report(s, s->at, &best, DIAG_E017, "an item of a rule file");
    return true;
}

static void option_report(const struct slip *s, const struct token *t)
{
    struct diag_suggest best;
    diag_suggest_init(&best, t->text);
    suggest_class(&best, KEYWORD_OPTION);
    struct diag *d = suggest_report(s, t, &best, DIAG_E022, "an option of a primitive");
    if (d != NULL && d->help.len == 0) {
        diag_help(s->p->diags, d, "the options are within, after, per, below, under, min and sigma");
    }
}

/* `afetr 7d`: the word was taken for a further expression, so its value is at
 * fault; behind an option the word itself is. */
static bool slip_option(const struct slip *s)
{
    bool literal =
        s->at->kind == T_INT || s->at->kind == T_NUMBER || s->at->kind == T_NAME || s->at->kind == '-';
    bool in_tuple = slip_expects(s, "where") || slip_expects(s, "for") || slip_in_pred(s);
    if (in_tuple && literal && s->before->kind == T_NAME &&
        (s->before2->kind == ',' || s->before2->kind == '(')) {
        option_report(s, s->before);
        return true;
    }
    if (s->at->kind != T_NAME || !slip_expects(s, "an option") || s->operand) {
        return false;
    }
    option_report(s, s->at);
    return true;
}

static bool slip_measure(const struct slip *s)
{
    if (s->before->kind != '(' || s->before2->kind != T_SPIKE) {
        return false;
    }
    struct diag *d = parser_report(s->p, DIAG_E025, s->at->span,
                                   "a spike begins with what it measures: `count`, `distinct x` or `sum x`");
    if (d != NULL && s->at->kind == T_FOR) {
        diag_fix(s->p->diags, d, s->at->span, "count for");
    }
    return true;
}

static bool slip_where(const struct slip *s)
{
    const struct parser_bracket *open = stream_bracket(s->p);
    if (open == NULL || open->kind != '(' || slip_expects(s, "where")) {
        return false;
    }
    if (s->at->kind == T_WHERE && (slip_expects(s, "an option") || slip_expects(s, ","))) {
        struct diag *d = parser_report(s->p, DIAG_E026, s->at->span, "`where` stands at a wrong place");
        if (d != NULL) {
            diag_help(s->p->diags, d, "%s",
                      slip_in_pred(s) ? "it is a part of the condition before `for`, joined by `and`"
                                      : "it follows what is after `for`, without a comma; the options come last");
        }
        return true;
    }
    return false;
}

bool slip_in_pred(const struct slip *s)
{
    const struct parser_bracket *open = stream_bracket(s->p);
    return open != NULL && open->kind == '(' && (open->word == T_SEEN || open->word == T_ABSENT);
}

/* `from` in a primitive, but not behind the condition of seen or absent. */
static bool slip_from(const struct slip *s)
{
    const struct parser_bracket *open = stream_bracket(s->p);
    bool behind = slip_expects(s, "an option") || slip_expects(s, ",") || slip_expects(s, "for");
    if (s->at->kind != T_FROM || open == NULL || open->kind != '(' || !behind) {
        return false;
    }
    const char *help = "seen and absent look into a source; the others see what `match` lets through";
    if (slip_in_pred(s)) {
        help = "it follows the condition, before `for`";
    }
    struct diag *d = parser_report(s->p, DIAG_E027, s->at->span, "`from` stands at a wrong place");
    if (d != NULL) {
        diag_help(s->p->diags, d, "%s", help);
    }
    return true;
}

static bool slip_comma(const struct slip *s)
{
    if ((s->at->kind != T_OPTION && s->at->kind != T_PER) || !slip_expects(s, ",") || s->operand ||
        stream_bracket(s->p) == NULL) {
        return false;
    }
    struct diag *d = parser_report(s->p, DIAG_E001, s->at->span,
                                   "a comma is missing before the option `%.*s`", STR_ARG(s->at->text));
    if (d != NULL) {
        diag_fix(s->p->diags, d, (struct span){s->p->file, s->before->span.end, s->before->span.end}, ",");
    }
    return true;
}

static bool slip_technique(const struct slip *s)
{
    if (!slip_expects(s, "a technique (T1078.004)") || (s->at->kind != T_NAME && s->at->kind != T_STRING)) {
        return false;
    }
    struct str text = s->at->text;
    struct diag *d =
        parser_report(s->p, DIAG_E024, s->at->span, "`%.*s` is not an ATT&CK technique", STR_ARG(text));
    if (d != NULL) {
        diag_help(
            s->p->diags, d,
            "a technique is T and four digits, perhaps with a sub-technique: T1078.004, without quotes");
    }
    return true;
}

static void reserved_report(const struct slip *s, const struct token *t, bool is_field)
{
    struct diag *d =
        parser_report(s->p, DIAG_E021, t->span, "`%.*s` is a reserved word, not a name", STR_ARG(t->text));
    if (d == NULL) {
        return;
    }
    if (!is_field) {
        diag_help(s->p->diags, d, "choose another name");
        return;
    }
    diag_help(s->p->diags, d, "a field of this name is written in backquotes");
    diag_fix(s->p->diags, d, t->span, "`%.*s`", STR_ARG(t->text));
}

static bool slip_reserved(const struct slip *s)
{
    if (token_is(s, s->before, KEYWORD_PRIMITIVE) && slip_expects(s, "(") && s->n == 1) {
        reserved_report(s, s->before, true);
        return true;
    }
    const struct keyword *k = keyword_of(s, s->at);
    if (k == NULL || !slip_expects(s, "a name") || k->class == KEYWORD_CONTEXT) {
        return false;
    }
    bool next_part = (k->class == KEYWORD_CLAUSE || k->class == KEYWORD_ITEM) && slip_begins_line(s);
    bool joins = k->class == KEYWORD_OPERATOR || k->class == KEYWORD_JOINT;
    if (next_part || (joins && s->operand)) {
        return false;
    }
    reserved_report(s, s->at, s->operand);
    return true;
}

/* The place, and which groups of words may stand there. */
static struct slip slip_make(struct parser *p, const char *const *expected, int n)
{
    struct slip s = {
        .p = p, .at = &p->last, .before = &p->last2, .before2 = &p->last3, .expected = expected, .n = n};
    bool severity = slip_expects(&s, "severity");
    s.any_word = slip_expects(&s, "a name") && severity && slip_expects(&s, "and");
    s.operand = !s.any_word && slip_expects(&s, "a name") && slip_expects(&s, "a string") && slip_expects(&s, "(");
    s.operators = !s.any_word && (slip_expects(&s, "/") || slip_expects(&s, "=="));
    s.tune = !s.any_word && severity && slip_expects(&s, "except");
    s.clause = !s.any_word && severity && !s.tune;
    s.item = !s.any_word && slip_expects(&s, "rule") && slip_expects(&s, "let");
    return s;
}

void syntax_report(struct parser *p, bool broken, const char *const *expected, int n)
{
    static bool (*const slips[])(const struct slip *) = {
        slip_later, slip_is_null, slip_case,   slip_chain, slip_unclosed, slip_outside,   slip_clause,
        slip_item,  slip_measure, slip_duration, slip_option, slip_where, slip_from,    slip_comma,
        slip_technique, slip_reserved,
    };
    if (broken || (p->title_cut != 0 && p->last.span.start == p->title_cut)) {
        return; /* behind a title that was cut by a quote, which was reported */
    }
    struct slip s = slip_make(p, expected, n);
    for (size_t i = 0; i < sizeof slips / sizeof slips[0]; i++) {
        if (slips[i](&s)) {
            return;
        }
    }
    report_general(&s);
}
