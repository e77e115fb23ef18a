/* The columns of a hunt are called as the author wrote them: in
 * "rare(geo(ip).country for a, b, min 9)" they are "geo(ip).country", "a", "b".
 * The program keeps only what they mean, so they are cut from the text. */
#include <ctype.h>

#include "engine/hunt_set.h"

struct cutter {
    struct str text;
    size_t at;
};

static void skip_blanks(struct cutter *c)
{
    while (c->at < c->text.len && isspace((unsigned char)c->text.ptr[c->at])) {
        c->at++;
    }
}

static bool is_word(char ch)
{
    return isalnum((unsigned char)ch) || ch == '_';
}

/* Is the word `word` at `at`, as a word of its own? */
static bool word_at(const struct cutter *c, size_t at, const char *word)
{
    struct str w = str_from(word);
    struct str rest = str_slice(c->text.ptr + at, c->text.len - at);
    bool before = at > 0 && (is_word(c->text.ptr[at - 1]) || c->text.ptr[at - 1] == '.');
    return !before && str_starts(rest, w) && (rest.len == w.len || !is_word(rest.ptr[w.len]));
}

static bool skip_word(struct cutter *c, const char *word)
{
    skip_blanks(c);
    if (!word_at(c, c->at, word)) {
        return false;
    }
    c->at += strlen(word);
    return true;
}

/* Behind a string, backquoted name or the character at `at`. */
static size_t skip_token(const struct cutter *c, size_t at)
{
    char quote = c->text.ptr[at];
    if (quote != '"' && quote != '`') {
        return at + 1;
    }
    for (at++; at < c->text.len && c->text.ptr[at] != quote; at++) {
        at += c->text.ptr[at] == '\\' && quote == '"';
    }
    return at < c->text.len ? at + 1 : c->text.len;
}

/* One expression, up to a comma, `for`, `where` or the end at its own level. */
static struct str cut_expression(struct cutter *c)
{
    int depth = 0;
    skip_blanks(c);
    size_t start = c->at, end = start;
    while (c->at < c->text.len) {
        char ch = c->text.ptr[c->at];
        depth += ch == '(' || ch == '[' || ch == '{';
        depth -= ch == ')' || ch == ']' || ch == '}';
        if (depth < 0 || (depth == 0 && (ch == ',' || word_at(c, c->at, "for") || word_at(c, c->at, "where")))) {
            break;
        }
        c->at = skip_token(c, c->at);
        end = isspace((unsigned char)ch) ? end : c->at;
    }
    return str_slice(c->text.ptr + start, end - start);
}

/* A tuple of exactly n expressions. */
static bool cut_tuple(struct cutter *c, uint32_t n, struct str *out)
{
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0 && (c->at >= c->text.len || c->text.ptr[c->at++] != ',')) {
            return false;
        }
        out[i] = cut_expression(c);
        if (out[i].len == 0) {
            return false;
        }
    }
    return true;
}

/* Move to where v starts: behind "spike(sum", "rare(". */
static bool skip_head(struct cutter *c, const struct hunt_set *set)
{
    static const char *const measures[] = {
        [MEASURE_COUNT] = "count", [MEASURE_DISTINCT] = "distinct", [MEASURE_SUM] = "sum"};
    enum primitive_measure measure = set->state->measure;
    bool ok = skip_word(c, primitive_info(set->prim->kind)->name);
    skip_blanks(c);
    ok = ok && c->at < c->text.len && c->text.ptr[c->at++] == '(';
    if (ok && set->prim->kind == PRIMITIVE_SPIKE && measure != MEASURE_NONE) {
        ok = skip_word(c, measures[measure]);
    }
    return ok;
}

/* How many expressions stand before `for`: travel reads more of the event than its one, and of
 * seen and absent it is a condition. */
static uint32_t written_count(const struct hunt_set *set)
{
    bool one = set->prim->kind == PRIMITIVE_TRAVEL || hunt_rows_of(set->prim->kind) >= HUNT_ASKERS;
    return one ? 1 : set->state->v.count;
}

static bool cut_names(const struct hunt_set *set, struct str *names)
{
    struct cutter c = {set->prim->text, 0};
    uint32_t n_v = written_count(set);
    return skip_head(&c, set) && cut_tuple(&c, n_v, names) &&
           (set->key.count == 0 || (skip_word(&c, "for") && cut_tuple(&c, set->key.count, names + n_v)));
}

/* What the nodes mean, when the text cannot be cut. */
static void print_names(const struct hunt_set *set, struct program_run args, struct str *names, struct arena *arena)
{
    struct buf text = BUF_INIT;
    for (uint32_t i = 0; i < args.count; i++) {
        buf_reset(&text);
        program_print_node(set->program, set->program->args[args.first + i], &text);
        names[i] = arena_str(arena, buf_str(&text));
    }
    buf_release(&text);
}

void hunt_name_columns(const struct hunt_set *set, struct hunt_table *table, struct arena *arena)
{
    uint32_t n_v = written_count(set), n = n_v + set->key.count;
    struct str *names = arena_array(arena, n + 2, sizeof *names);
    names++; /* room for `from` beside `to` */
    if (!cut_names(set, names)) {
        uint32_t known = n_v < set->state->v.count ? n_v : set->state->v.count;
        print_names(set, (struct program_run){set->state->v.first, known}, names, arena);
        print_names(set, set->key, names + n_v, arena);
    }
    for (uint32_t i = 0; i < n; i++) {
        names[i] = arena_str(arena, names[i]);
    }
    if (set->prim->kind == PRIMITIVE_PREVIOUS) {
        names[-1] = STR("from");
        names[0] = STR("to");
    }
    table->n_columns = hunt_v_count(set) + set->key.count;
    table->columns = names + n - table->n_columns;
}
