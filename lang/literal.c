#include "lang/literal.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/timefmt.h"
#include "base/utf8.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* Behind the digits of `s` from `at` on. */
static size_t digits_end(struct str s, size_t at)
{
    while (at < s.len && is_digit(s.ptr[at])) {
        at++;
    }
    return at;
}

/* The number of bytes at the start of `s` that are a decimal number. */
static size_t decimal_length(struct str s)
{
    size_t n = digits_end(s, 0);
    if (n < s.len && s.ptr[n] == '.' && digits_end(s, n + 1) > n + 1) {
        n = digits_end(s, n + 1);
    }
    if (n == s.len || (s.ptr[n] != 'e' && s.ptr[n] != 'E')) {
        return n;
    }
    size_t e = n + 1;
    if (e < s.len && (s.ptr[e] == '+' || s.ptr[e] == '-')) {
        e++;
    }
    size_t end = digits_end(s, e);
    return end > e ? end : n;
}

static void int_read(struct parser *p, struct str raw, struct token *t)
{
    t->kind = T_INT;
    t->value = value_null();
    int64_t n = 0;
    for (size_t i = 0; i < raw.len; i++) {
        if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, raw.ptr[i] - '0', &n)) {
            parser_report(p, DIAG_E005, t->span, "the number is too large: at most 9223372036854775807");
            return;
        }
    }
    t->value = value_int(n);
}

static void float_read(struct parser *p, struct str raw, struct token *t)
{
    struct buf text = BUF_INIT;
    struct str digits = t->flag ? str_slice(raw.ptr, raw.len - 1) : raw;
    buf_add_str(&text, digits);
    bool has_exponent =
        memchr(digits.ptr, 'e', digits.len) != NULL || memchr(digits.ptr, 'E', digits.len) != NULL;
    /* 0.1% through the exponent is exactly the double 0.001; 0.1/100 would not be. */
    if (t->flag && !has_exponent) {
        buf_add_text(&text, "e-2");
    }
    double f = strtod(text.ptr, NULL);
    buf_release(&text);
    if (t->flag && has_exponent) {
        f /= 100;
    }
    if (!isfinite(f)) {
        parser_report(p, DIAG_E005, t->span, "the number is too large");
    }
    t->value = isfinite(f) ? value_float(f) : value_null();
}

/* What a unit that is not ours may have meant: "days" is d; months and
 * milliseconds have no counterpart. '\0': cannot be guessed. */
static char unit_guess(struct str letters)
{
    char unit = (char)(letters.ptr[0] | 0x20);
    char second = letters.len > 1 ? (char)(letters.ptr[1] | 0x20) : '\0';
    if (strchr("smhdw", unit) == NULL || second == 'o' || (unit == 'm' && second == 's')) {
        return '\0';
    }
    return unit;
}

static void duration_reject(struct parser *p, struct str raw, struct token *t)
{
    size_t digits = decimal_length(raw);
    struct str letters = str_slice(raw.ptr + digits, raw.len - digits);
    bool whole = memchr(raw.ptr, '.', digits) == NULL;
    bool is_unit = strchr("smhdwySMHDWY", letters.ptr[0]) != NULL;
    char guess = unit_guess(letters);
    if (whole && letters.len == 1 && guess == letters.ptr[0]) {
        parser_report(p, DIAG_E006, t->span, "the duration `%.*s` is too long", STR_ARG(raw));
        return;
    }
    struct diag *d = parser_report(p, is_unit ? DIAG_E006 : DIAG_E005, t->span, "`%.*s` is not a %s",
                                   STR_ARG(raw), is_unit ? "duration" : "number");
    if (d == NULL || !is_unit) {
        return;
    }
    diag_help(p->diags, d, "write whole numbers with the units s, m, h, d or w, like 30d or 1h30m");
    if (whole && guess != '\0') {
        diag_fix(p->diags, d, t->span, "%.*s%c", (int)digits, raw.ptr, guess);
    }
}

/* Letters behind the digits: units, or a mistake. The whole word is 30d, 1h30m. */
static void duration_read(struct parser *p, struct str raw, struct token *t)
{
    int64_t d;
    t->value = value_null();
    if (duration_parse(raw, &d)) {
        t->value = value_duration(d);
    } else {
        duration_reject(p, raw, t);
    }
}

void literal_number(struct parser *p, struct str raw, struct token *t)
{
    t->kind = T_NUMBER;
    size_t n = decimal_length(raw);
    bool plain =
        memchr(raw.ptr, '.', n) == NULL && memchr(raw.ptr, 'e', n) == NULL && memchr(raw.ptr, 'E', n) == NULL;
    t->flag = n + 1 == raw.len && raw.ptr[n] == '%';
    if (t->flag || (n == raw.len && !plain)) {
        float_read(p, raw, t);
    } else if (n == raw.len) {
        int_read(p, raw, t);
    } else if (is_letter(raw.ptr[n]) && raw.ptr[raw.len - 1] != '%') {
        duration_read(p, raw, t);
    } else {
        t->value = value_null();
        parser_report(p, DIAG_E005, t->span, "`%.*s` is not a number", STR_ARG(raw));
    }
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* The least indentation of the lines of [start, end) that are not blank; the
 * first line counts only when the text begins with a line end. */
static uint32_t indent_common(const char *text, uint32_t start, uint32_t end)
{
    uint32_t least = UINT32_MAX;
    uint32_t line = start;
    while (line < end) {
        uint32_t at = line;
        while (at < end && is_blank(text[at])) {
            at++;
        }
        if (at < end && text[at] != '\n' && at - line < least) {
            least = at - line;
        }
        while (at < end && text[at] != '\n') {
            at++;
        }
        line = at + 1;
    }
    return least == UINT32_MAX ? 0 : least;
}

/* A """ text loses the line end after its opening and the blank line before its
 * closing, so that the quotes may stand on lines of their own. */
static void triple_trim(const char *text, struct literal_body *b)
{
    uint32_t at = b->start;
    while (at < b->end && is_blank(text[at])) {
        at++;
    }
    bool own_line = at < b->end && text[at] == '\n';
    if (own_line) {
        b->start = at + 1;
    }
    uint32_t end = b->end;
    while (end > b->start && is_blank(text[end - 1])) {
        end--;
    }
    if (end > b->start && text[end - 1] == '\n') {
        b->end = end - 1;
    }
    uint32_t first = b->start;
    while (!own_line && first < b->end && text[first] != '\n') {
        first++;
    }
    b->indent = indent_common(text, first, b->end);
}

struct literal_body literal_body(struct parser *p, struct span quoted)
{
    const char *text = source_file(p->sources, p->file)->text.ptr;
    struct str raw = source_text(p->sources, quoted);
    struct literal_body b = {quoted.start + 1, quoted.end - 1, 0, false};
    if (raw.len >= 6 && str_starts(raw, STR("\"\"\""))) {
        b = (struct literal_body){quoted.start + 3, quoted.end - 3, 0, true};
        triple_trim(text, &b);
    }
    return b;
}

/* \u{HEX} at `at` (the backslash). The offset behind it, or 0 when it is bad. */
static uint32_t unicode_decode(const char *text, uint32_t at, uint32_t end, struct buf *out)
{
    uint32_t i = at + 3, c = 0, digits = 0;
    char bytes[4];
    if (i >= end || text[at + 2] != '{') {
        return 0;
    }
    for (; i < end && text[i] != '}'; i++, digits++) {
        char ch = text[i];
        uint32_t digit = is_digit(ch) ? (uint32_t)(ch - '0') : (uint32_t)((ch | 0x20) - 'a') + 10;
        if (!(is_digit(ch) || ((ch | 0x20) >= 'a' && (ch | 0x20) <= 'f')) || digits == 6) {
            return 0;
        }
        c = c * 16 + digit;
    }
    if (i >= end || digits == 0 || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) {
        return 0;
    }
    buf_add(out, bytes, utf8_encode(c, bytes));
    return i + 1;
}

/* The escape at `at`; the offset behind it. A bad one is kept as it is written. */
static uint32_t escape_decode(struct parser *p, const char *text, uint32_t at, uint32_t end, struct buf *out)
{
    static const char known[] = "\"\"\\\\n\nt\tr\r";
    char c = at + 1 < end ? text[at + 1] : '\0';
    for (size_t i = 0; i + 1 < sizeof known; i += 2) {
        if (known[i] == c) {
            buf_add_char(out, known[i + 1]);
            return at + 2;
        }
    }
    uint32_t after = c == 'u' ? unicode_decode(text, at, end, out) : 0;
    if (after != 0) {
        return after;
    }
    uint32_t stop = at + 2;
    while (stop < end && ((unsigned char)text[stop] & 0xc0) == 0x80) {
        stop++;
    }
    if (stop > end) {
        stop = end;
    }
    struct span span = {p->file, at, stop};
    struct diag *d = parser_report(p, DIAG_E004, span,
                                   c == 'u' ? "`\\u` needs a code point: \\u{E9}" : "unknown escape `%.*s`",
                                   STR_ARG(source_text(p->sources, span)));
    if (d != NULL && c != 'u') {
        diag_help(p->diags, d, "a backslash itself is written twice");
        diag_fix(p->diags, d, (struct span){p->file, at, at + 1}, "\\\\");
    }
    buf_add(out, text + at, stop - at);
    return stop;
}

struct str literal_decode(struct parser *p, const struct literal_body *body, uint32_t start, uint32_t end)
{
    const char *text = source_file(p->sources, p->file)->text.ptr;
    struct buf out = BUF_INIT;
    uint32_t at = start;
    bool line_start = body->triple && at > 0 && text[at - 1] == '\n';
    while (at < end) {
        if (line_start) {
            for (uint32_t i = 0; i < body->indent && at < end && is_blank(text[at]); i++) {
                at++;
            }
            line_start = false;
            continue;
        }
        if (text[at] == '\\') {
            at = escape_decode(p, text, at, end, &out);
            continue;
        }
        bool crlf = text[at] == '\r' && at + 1 < end && text[at + 1] == '\n';
        line_start = body->triple && text[at] == '\n';
        if (!crlf) {
            buf_add_char(&out, text[at]);
        }
        at++;
    }
    struct str result = arena_str(p->arena, buf_str(&out));
    buf_release(&out);
    return result;
}

struct str literal_string(struct parser *p, struct span quoted)
{
    struct literal_body body = literal_body(p, quoted);
    return literal_decode(p, &body, body.start, body.end);
}
