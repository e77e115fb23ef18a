#include "cli/diff_print.h"

#include <inttypes.h>

#include "lang/change_name.h"

static const char *const reasons[N_REASONS] = {
    [REASON_SOURCE] = "from",         [REASON_MATCH] = "match", [REASON_KEY] = "for",
    [REASON_MEASURED] = "measured",   [REASON_WHERE] = "where", [REASON_WITHIN] = "within",
    [REASON_PER] = "per",             [REASON_CONDITION] = "condition",
};

static const struct program_rule *rule_of(const struct changes *c, const struct change_rule *change)
{
    return change->is == PROGRAM_NONE ? &c->was.program->rules[change->was] : &c->is.program->rules[change->is];
}

/* The side on which a state is: the new one, where it is on both. */
static const struct change_side *side_of(const struct changes *c, const struct change_state *change, uint32_t *state)
{
    *state = change->is == PROGRAM_NONE ? change->was : change->is;
    return change->is == PROGRAM_NONE ? &c->was : &c->is;
}

/* The tune of the new side that leaves a removed rule out, or NULL. */
static const struct program_disabled *disabled_of(const struct changes *c, const struct change_rule *change)
{
    const struct program *is = c->is.program;
    struct str name = rule_of(c, change)->name;
    uint32_t found = change->kind == CHANGE_REMOVED ? program_disabled_find(is, name) : PROGRAM_NONE;
    return found != PROGRAM_NONE && str_equal(is->disabled[found].name, name) ? &is->disabled[found] : NULL;
}

/* ---- for people ---- */

/* "1 removed, 2 added": what is zero is left out. The words are those for one and for more. */
static void put_count(uint32_t n, const char *one, const char *more, bool *any, struct buf *out)
{
    if (n > 0) {
        buf_addf(out, "%s%" PRIu32 " %s", *any ? ", " : "", n, n == 1 ? one : more);
        *any = true;
    }
}

static void put_counts(const struct changes *c, struct buf *out)
{
    bool any = false;
    buf_add_text(out, "rules: ");
    put_count(c->n_rules[CHANGE_REMOVED], "removed", "removed", &any, out);
    put_count(c->n_rules[CHANGE_ADDED], "added", "added", &any, out);
    put_count(c->n_rules[CHANGE_RENAMED], "renamed", "renamed", &any, out);
    put_count(c->n_rules[CHANGE_EDITED], "changed", "changed", &any, out);
    put_count(c->n_rules[CHANGE_NONE], "is the same", "are the same", &any, out);
    buf_add_text(out, "\nstates: ");
    any = false;
    put_count(c->n_states[FATE_SURVIVES], "survives", "survive", &any, out);
    put_count(c->n_states[FATE_ANEW], "starts anew", "start anew", &any, out);
    put_count(c->n_states[FATE_FRESH], "is new", "are new", &any, out);
    put_count(c->n_states[FATE_ORPHANED], "is orphaned", "are orphaned", &any, out);
    buf_add_text(out, any ? "\n" : "none\n");
}

static void put_line(char sign, struct str text, struct buf *out)
{
    if (text.len > 0) {
        buf_addf(out, "    %c ", sign);
        buf_add_safe(out, text);
        buf_add_char(out, '\n');
    }
}

struct naming {
    struct buf *out;
    bool any;
};

static void put_name(void *context, const char *kind, struct str name, struct str was, struct str is)
{
    struct naming *n = context;
    n->any = true;
    buf_addf(n->out, "    %s %.*s\n", kind, STR_ARG(name));
    put_line('-', was, n->out);
    put_line('+', is, n->out);
}

/* A clause with the same words: which names in the rule have changed, once for all such clauses. */
static void put_names(const struct changes *c, const struct change_rule *change, bool *told, struct buf *out)
{
    struct naming n = {out, false};
    if (*told) {
        buf_add_text(out, "    the same words, see above\n");
        return;
    }
    *told = true;
    change_names((struct change_side_rule){c->was.program, change->was},
                 (struct change_side_rule){c->is.program, change->is}, put_name, &n);
    if (!n.any) {
        buf_add_text(out, "    the same words, but a let, list or chain in them has changed\n");
    }
}

static void put_clause(const struct changes *c, const struct change_rule *change, enum change_clause clause,
                       bool *told, struct buf *out)
{
    struct buf was = BUF_INIT, is = BUF_INIT;
    change_clause_text(c->was.program, change->was, clause, &was);
    change_clause_text(c->is.program, change->is, clause, &is);
    buf_addf(out, "  %s\n", change_clause_name(clause));
    if (str_equal(buf_str(&was), buf_str(&is))) {
        put_names(c, change, told, out);
    } else {
        put_line('-', buf_str(&was), out);
        put_line('+', buf_str(&is), out);
    }
    buf_release(&was);
    buf_release(&is);
}

static void put_rule(const struct changes *c, const struct change_rule *change, struct buf *out)
{
    static const char *const words[] = {"removed", "added", "renamed", "changed"};
    const struct program_rule *r = rule_of(c, change);
    const struct program_disabled *disabled = disabled_of(c, change);
    buf_addf(out, "%-8s ", words[change->kind]);
    if (change->kind == CHANGE_RENAMED) {
        buf_addf(out, "%.*s to ", STR_ARG(c->was.program->rules[change->was].name));
    }
    buf_addf(out, "%.*s (", STR_ARG(r->name));
    buf_add_safe(out, r->file);
    buf_addf(out, ":%" PRIu32 ")", r->line);
    if (disabled != NULL) {
        buf_add_text(out, ": disabled, ");
        buf_add_safe(out, disabled->why);
    }
    buf_add_char(out, '\n');
    bool told = false;
    for (int clause = 0; clause < N_CHANGE_CLAUSES; clause++) {
        if (change->clauses & 1u << clause) {
            put_clause(c, change, (enum change_clause)clause, &told, out);
        }
    }
}

/* "the match and `within` changed" */
static void put_reasons(uint32_t bits, struct buf *out)
{
    static const char *const words[N_REASONS] = {
        [REASON_SOURCE] = "the source",       [REASON_MATCH] = "the match", [REASON_KEY] = "the key",
        [REASON_MEASURED] = "what is measured", [REASON_WHERE] = "`where`", [REASON_WITHIN] = "`within`",
        [REASON_PER] = "`per`",               [REASON_CONDITION] = "the condition",
    };
    const char *between = "";
    for (int i = 0; i < N_REASONS; i++) {
        if (bits & 1u << i) {
            bits &= ~(1u << i);
            buf_addf(out, "%s%s", between, words[i]);
            between = (bits & (bits - 1)) == 0 ? " and " : ", "; /* one left, or more */
        }
    }
    buf_add_text(out, " changed");
}

static void put_state(const struct changes *c, const struct change_state *change, struct buf *out)
{
    static const char *const words[] = {"survives", "anew", "new", "orphaned"};
    uint32_t state;
    const struct change_side *side = side_of(c, change, &state);
    const struct change_use *use = &side->uses[state];
    buf_addf(out, "%-8s ", words[change->fate]);
    buf_add_safe(out, side->program->prims[use->prim].text);
    buf_addf(out, " in %.*s", STR_ARG(side->program->rules[use->rules.items[0]].name));
    if (use->rules.len > 1) {
        buf_addf(out, " and %zu more", use->rules.len - 1);
    }
    if (change->fate == FATE_ANEW) {
        buf_add_text(out, ": ");
        put_reasons(change->reasons, out);
    }
    buf_add_char(out, '\n');
}

void diff_print_text(const struct changes *c, struct buf *out)
{
    put_counts(c, out);
    if (c->rules.len > c->n_rules[CHANGE_NONE]) {
        buf_add_char(out, '\n');
    }
    for (size_t i = 0; i < c->rules.len && c->rules.items[i].kind != CHANGE_NONE; i++) {
        put_rule(c, &c->rules.items[i], out);
    }
    if (c->states.len > c->n_states[FATE_SURVIVES]) {
        buf_add_char(out, '\n');
    }
    for (size_t i = c->n_states[FATE_SURVIVES]; i < c->states.len; i++) {
        put_state(c, &c->states.items[i], out);
    }
}

/* ---- for programs ---- */

static void json_key(const char *key, struct buf *out)
{
    buf_addf(out, ",\"%s\":", key);
}

static void json_text(const char *key, struct str text, struct buf *out)
{
    json_key(key, out);
    buf_add_json(out, text);
}

/* The text of a clause, or null when the rule does not have it. */
static void json_clause(const struct program *p, uint32_t rule, enum change_clause clause, struct buf *out)
{
    struct buf text = BUF_INIT;
    change_clause_text(p, rule, clause, &text);
    if (text.len == 0) {
        buf_add_text(out, "null");
    } else {
        buf_add_json(out, buf_str(&text));
    }
    buf_release(&text);
}

static void json_clauses(const struct changes *c, const struct change_rule *change, struct buf *out)
{
    const char *between = "";
    json_key("clauses", out);
    buf_add_char(out, '[');
    for (int i = 0; i < N_CHANGE_CLAUSES; i++) {
        enum change_clause clause = (enum change_clause)i;
        if (change->clauses & 1u << i) {
            buf_addf(out, "%s{\"clause\":\"%s\",\"old\":", between, change_clause_name(clause));
            json_clause(c->was.program, change->was, clause, out);
            buf_add_text(out, ",\"new\":");
            json_clause(c->is.program, change->is, clause, out);
            buf_add_char(out, '}');
            between = ",";
        }
    }
    buf_add_char(out, ']');
}

static void json_rule(const struct changes *c, const struct change_rule *change, struct buf *out)
{
    static const char *const words[] = {"removed", "added", "renamed", "changed", "same"};
    const struct program_rule *r = rule_of(c, change);
    buf_addf(out, "{\"kind\":\"rule\",\"change\":\"%s\"", words[change->kind]);
    json_text("rule", r->name, out);
    if (change->kind == CHANGE_RENAMED) {
        json_text("old_rule", c->was.program->rules[change->was].name, out);
    }
    json_text("file", r->file, out);
    buf_addf(out, ",\"line\":%" PRIu32, r->line);
    if (disabled_of(c, change) != NULL) {
        json_text("disabled", disabled_of(c, change)->why, out);
    }
    json_clauses(c, change, out);
    buf_add_text(out, "}\n");
}

static void json_reasons(uint32_t bits, struct buf *out)
{
    const char *between = "";
    json_key("because", out);
    buf_add_char(out, '[');
    for (int i = 0; i < N_REASONS; i++) {
        if (bits & 1u << i) {
            buf_addf(out, "%s\"%s\"", between, reasons[i]);
            between = ",";
        }
    }
    buf_add_char(out, ']');
}

static void json_signature(const char *key, const struct program *p, uint32_t state, struct buf *out)
{
    json_key(key, out);
    if (state == PROGRAM_NONE) {
        buf_add_text(out, "null");
    } else {
        buf_add_json(out, str_from(p->states[state].signature.hex));
    }
}

static void json_state(const struct changes *c, const struct change_state *change, struct buf *out)
{
    static const char *const words[] = {"survives", "anew", "new", "orphaned"};
    uint32_t state;
    const struct change_side *side = side_of(c, change, &state);
    const struct change_use *use = &side->uses[state];
    buf_addf(out, "{\"kind\":\"state\",\"change\":\"%s\"", words[change->fate]);
    json_signature("old", c->was.program, change->was, out);
    json_signature("new", c->is.program, change->is, out);
    json_reasons(change->reasons, out);
    json_text("primitive", side->program->prims[use->prim].text, out);
    json_key("rules", out);
    buf_add_char(out, '[');
    for (size_t i = 0; i < use->rules.len; i++) {
        buf_add_text(out, i == 0 ? "" : ",");
        buf_add_json(out, side->program->rules[use->rules.items[i]].name);
    }
    buf_add_text(out, "]}\n");
}

void diff_print_json(const struct changes *c, struct buf *out)
{
    for (size_t i = 0; i < c->rules.len; i++) {
        json_rule(c, &c->rules.items[i], out);
    }
    for (size_t i = 0; i < c->states.len; i++) {
        json_state(c, &c->states.items[i], out);
    }
}
