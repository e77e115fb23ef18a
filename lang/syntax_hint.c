/* syntax_hint: what a newcomer may have meant where the grammar cannot go on. */
#include <string.h>

#include "lang/slip.h"

/* ---- durations in words ---- */

char slip_unit(struct str word)
{
    static const char *const words[] = {"second", "seconds", "sec",  "secs", "minute", "minutes", "min",  "mins",
                                        "hour",   "hours",   "hrs",  "day",  "days",   "week",    "weeks"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (str_equal_nocase(word, str_from(words[i]))) {
            return words[i][0];
        }
    }
    return '\0';
}

/* `min` is an option, too: it is a unit when nothing follows that it could be set to. */
static bool is_unit_here(const struct slip *s)
{
    if (s->at->kind == T_NAME) {
        return true;
    }
    struct str text = parser_text(s->p);
    size_t at = s->at->span.end;
    while (at < text.len && strchr(" \t\r\n", text.ptr[at]) != NULL) {
        at++;
    }
    return s->at->kind == T_OPTION && at < text.len && strchr("),", text.ptr[at]) != NULL;
}

bool slip_duration(const struct slip *s)
{
    char unit = slip_unit(s->at->text);
    if (s->before->kind != T_INT || unit == '\0' || !is_unit_here(s)) {
        return false;
    }
    struct span whole = {s->p->file, s->before->span.start, s->at->span.end};
    struct diag *d = parser_report(s->p, DIAG_E006, whole, "`%.*s` is not a duration",
                                   STR_ARG(source_text(s->p->sources, whole)));
    if (d == NULL) {
        return true;
    }
    struct str digits = source_text(s->p->sources, s->before->span);
    diag_help(s->p->diags, d, "a number and the letter of its unit, without a blank: %.*s%c", STR_ARG(digits), unit);
    diag_fix(s->p->diags, d, whole, "%.*s%c", STR_ARG(digits), unit);
    return true;
}

/* ---- hints ---- */

static bool names_item(int kind)
{
    return kind == T_RULE || kind == T_PACK || kind == T_SOURCE || kind == T_LET || kind == T_LIST ||
           kind == T_CHAIN;
}

static bool is_primitive(int kind)
{
    return kind == T_PRIMITIVE || kind == T_SPIKE || kind == T_COUNT || kind == T_DISTINCT || kind == T_SUM ||
           kind == T_ELAPSED;
}

static bool takes_list(int kind)
{
    return kind == T_IN || kind == T_LIKE || kind == T_ILIKE || kind == T_MATCHES || kind == T_CONTAINS;
}

/* About the words of an item. */
static const char *item_hint(const struct slip *s)
{
    int at = s->at->kind, before = s->before->kind, before2 = s->before2->kind;
    if (at == T_STRING && before == T_IMPORT) {
        return "the name stands without quotes: import cloudtrail";
    }
    if (at == '.' && before2 == T_IMPORT) {
        return "the name stands without an ending: import cloudtrail";
    }
    if (at == T_STRING && names_item(before)) {
        return before == T_RULE ? "a name is one word without quotes; a text for people goes into `title`"
                                : "a name is one word without quotes";
    }
    if (at == '-' && names_item(before2)) {
        return "names are letters, digits and _";
    }
    if ((before2 == T_LET || before2 == T_LIST) && slip_expects(s, "=")) {
        return "the name and its meaning are joined by `=`";
    }
    return at == T_EVERY && before == T_ONCE ? "for example: once per actor every 1d" : NULL;
}

/* About rules that change or read others: tune, from. */
static const char *tune_hint(const struct slip *s)
{
    int at = s->at->kind, before = s->before->kind;
    if (s->p->item.kind == T_TUNE && s->p->depth == 0 && (at == '*' || before == '*')) {
        return "a pattern with `*` inside of a name stands in quotes: tune \"aws.s3_*\" { … }";
    }
    if (before == T_DISABLE && slip_expects(s, "a string")) {
        return "it says why: disable \"renamed every week\"";
    }
    if (s->tune && (at == T_OPTION || at == T_PER) && s->before2->kind != T_OPTION) {
        return "options follow their primitive: new after 14d";
    }
    if (s->tune) {
        return "a tune has severity, risk, except, disable and options of primitives";
    }
    return at == T_STRING && before == T_FROM ? "the name stands without quotes: from alerts" : NULL;
}

/* About primitives, their tuples and options. */
static const char *primitive_hint(const struct slip *s)
{
    int at = s->at->kind, before = s->before->kind, before2 = s->before2->kind;
    if ((before == T_OPTION || before == T_PER) && at == '=') {
        return "an option is its word, a blank, and its value: after 7d";
    }
    if (before == T_COUNT && before2 == '(' && at == '(') {
        return "in a spike, `count` stands alone: spike(count for actor, per 1h)";
    }
    if (before == '(' && (before2 == T_SEEN || before2 == T_ABSENT)) {
        return "the condition of the other event stands first: seen(eventName == \"GetObject\" for actor)";
    }
    if (before == '(' && is_primitive(before2) && (at == ')' || at == '*')) {
        return "for example: count(for actor, within 1h)";
    }
    if (at == T_FOR && s->operators) {
        return "`for` stands in a primitive: new(action for actor)";
    }
    if (at == T_WHERE && s->clause) {
        return "conditions are joined by `and`; `where` stands in a primitive";
    }
    return NULL;
}

/* Two operands without an operator between them. */
static const char *joint_hint(const struct slip *s)
{
    int at = s->at->kind;
    if (at != T_NAME && at != T_STRING && at != T_INT && at != T_NUMBER) {
        return NULL;
    }
    if (s->before->kind == T_STRING && s->before->span.end == s->at->span.start) {
        return "a quote inside of a string is written \\\"";
    }
    if (at == T_NAME && s->operators && str_equal_nocase(s->at->text, STR("between"))) {
        return "write it as two comparisons: x >= 8 and x <= 18";
    }
    if (s->operators && !slip_begins_line(s) && !(s->p->is_expr && s->p->depth == 0)) {
        return "conditions are joined by `and` or `or`; values are separated by commas";
    }
    return NULL;
}

/* About operators and what they stand with. */
static const char *operator_hint(const struct slip *s)
{
    int at = s->at->kind, before = s->before->kind, before2 = s->before2->kind;
    if (at == '-' && before == '[') {
        return "elements are counted from 0: [0] is the first";
    }
    if (at == ',' && takes_list(before2)) {
        return "several values stand in parentheses: (\"a\", \"b\")";
    }
    if (at == T_EQ && before == T_NOT) {
        return "the opposite of `==` is `!=`";
    }
    if (at == '(' && before == T_NAME && before2 == '.') {
        return "a function stands before its argument: starts_with(eventName, \"Get\")";
    }
    return NULL;
}

void slip_hint(const struct slip *s, struct diag *d)
{
    static const char *(*const hints[])(const struct slip *) = {
        item_hint, tune_hint, primitive_hint, operator_hint, joint_hint};
    if (s->at->kind == T_NAME && slip_expects(s, "a string") && !s->operand) {
        diag_help(s->p->diags, d, "a text stands in double quotes: \"%.*s\"", STR_ARG(s->at->text));
        diag_fix(s->p->diags, d, s->at->span, "\"%.*s\"", STR_ARG(s->at->text));
        return;
    }
    for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++) {
        const char *hint = hints[i](s);
        if (hint != NULL) {
            diag_help(s->p->diags, d, "%s", hint);
            return;
        }
    }
}
