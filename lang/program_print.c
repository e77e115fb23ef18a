/* program_print: a program for people: what a rule looks at, tests and learns. */
#include <inttypes.h>

#include "base/timefmt.h"
#include "lang/keys.h"
#include "lang/program_reach.h"

#define SHOWN_KEYS 20 /* of a long set, its first are shown */

static void put_label(struct buf *out, const char *label)
{
    buf_addf(out, "  %-12s ", label);
}

/* ---- what candidates are chosen by ---- */

static void put_keys(const struct keys *k, struct buf *out)
{
    if (keys_is_all(k) || (!k->all_but && k->len == 0)) {
        buf_add_text(out, k->all_but ? "any" : "none");
        return;
    }
    buf_add_text(out, k->all_but ? "any but " : "");
    for (uint32_t i = 0; i < k->len && i < SHOWN_KEYS; i++) {
        buf_add_text(out, i == 0 ? "" : ", ");
        buf_add_json(out, k->items[i]);
    }
    if (k->len > SHOWN_KEYS) {
        buf_addf(out, " and %" PRIu32 " more", k->len - SHOWN_KEYS);
    }
}

static void put_index(const struct program *p, const struct program_population *pop, struct buf *out)
{
    struct program_run index = p->sources[pop->source].index;
    for (uint32_t i = 0; i < index.count; i++) {
        struct arena arena = ARENA_INIT;
        uint32_t slot = p->nodes[p->args[index.first + i]].a;
        struct keys keys = keys_of(p, pop->match, slot, &arena);
        put_label(out, i == 0 ? "looks at" : "");
        buf_addf(out, "%.*s: ", STR_ARG(p->fields[slot].path));
        put_keys(&keys, out);
        buf_add_char(out, '\n');
        arena_release(&arena);
    }
}

/* ---- tests ---- */

static void put_target(uint32_t first, uint32_t target, struct buf *out)
{
    if (target == PROGRAM_TRUE || target == PROGRAM_FALSE) {
        buf_add_text(out, target == PROGRAM_TRUE ? "true" : "false");
    } else {
        buf_addf(out, "%" PRIu32, target - first + 1);
    }
}

/* A test a line, numbered from 1: where it goes on when it holds, and when not. */
static void put_predicate(const struct program *p, const char *name, uint32_t predicate, struct buf *out)
{
    const struct program_predicate *at = program_predicate_find(p, predicate);
    buf_addf(out, "\n%s\n", name);
    if (at == NULL) {
        buf_addf(out, "  always %s\n", predicate == PROGRAM_TRUE ? "true" : "false");
        return;
    }
    for (uint32_t i = 0; i < at->count; i++) {
        const struct program_test *t = &p->tests[at->first + i];
        buf_addf(out, "  %3" PRIu32 "  yes ", i + 1);
        size_t start = out->len;
        put_target(at->first, t->yes, out);
        buf_addf(out, "%*s no ", (int)(start + 5 - out->len), "");
        start = out->len;
        put_target(at->first, t->no, out);
        buf_addf(out, "%*s  ", (int)(start + 5 - out->len), "");
        program_print_node(p, t->node, out);
        buf_add_char(out, '\n');
    }
}

/* ---- primitives ---- */

static void put_options(const struct program_prim *prim, struct buf *out)
{
    uint32_t takes = primitive_info(prim->kind)->options;
    const char *between = "";
    if (takes == 0) {
        return;
    }
    put_label(out, "options");
    for (unsigned i = 0; i < N_OPTIONS; i++) {
        size_t start = out->len;
        if (!(takes & 1u << i)) {
            continue;
        }
        buf_addf(out, "%s%s ", between, primitive_option_info((enum primitive_option)i)->name);
        if (!primitive_option_print(&prim->options, (enum primitive_option)i, out)) {
            out->len = start;
            continue;
        }
        buf_add_text(out, prim->options.given & 1u << i ? "" : " (default)");
        between = ", ";
    }
    buf_add_char(out, '\n');
}

/* The other rules whose `when` reads this state. */
static void put_sharing(const struct program *p, uint32_t rule, uint32_t state, struct buf *out)
{
    bool any = false;
    for (uint32_t r = 0; r < p->n_rules; r++) {
        bool reads = false;
        for (uint32_t i = 0; r != rule && i < p->rules[r].prims.count; i++) {
            reads = reads || p->prims[p->args[p->rules[r].prims.first + i]].state == state;
        }
        if (reads) {
            put_label(out, any ? "" : "shared with");
            buf_addf(out, "%.*s\n", STR_ARG(p->rules[r].name));
            any = true;
        }
    }
}

static void put_nodes(const struct program *p, struct program_run args, struct buf *out)
{
    for (uint32_t i = 0; i < args.count; i++) {
        buf_add_text(out, i == 0 ? "" : ", ");
        program_print_node(p, p->args[args.first + i], out);
    }
}

static void put_measured(const struct program *p, const struct program_state *s, struct buf *out)
{
    static const char *const measures[] = {"", "how many events", "how many different", "the sum of"};
    if (s->kind == PRIMITIVE_SEEN || s->kind == PRIMITIVE_ABSENT) {
        const struct program_population *seen = &p->populations[p->entities[s->entity].population];
        buf_addf(out, "events of %.*s: ", STR_ARG(p->sources[seen->source].name));
        program_print_predicate(p, seen->match, out);
    } else if (s->kind == PRIMITIVE_ELAPSED) {
        buf_add_text(out, "the time");
    } else if (s->kind == PRIMITIVE_TRAVEL) { /* the rest of v is read of the same address */
        buf_add_text(out, "the place of ");
        put_nodes(p, (struct program_run){s->v.first, 1}, out);
    } else {
        buf_add_text(out, s->kind == PRIMITIVE_COUNT ? measures[MEASURE_COUNT] : measures[s->measure]);
        buf_add_text(out, s->measure != MEASURE_NONE && s->v.count > 0 ? " " : "");
        put_nodes(p, s->v, out);
    }
}

/* Who is told apart, what is measured, and of which events of the population. */
static void put_state(const struct program *p, const struct program_state *s, struct buf *out)
{
    struct program_run key = p->entities[s->entity].key;
    put_label(out, "for");
    put_nodes(p, key, out);
    buf_add_text(out, key.count == 0 ? "everything as one\n" : "\n");
    put_label(out, "measures");
    put_measured(p, s, out);
    buf_add_char(out, '\n');
    const struct program_predicate *where = program_predicate_find(p, s->where);
    if (where != NULL) {
        put_label(out, "where");
        buf_addf(out, "%.*s\n", STR_ARG(where->text));
    }
    put_label(out, "state");
    buf_addf(out, "%s\n", s->signature.hex);
}

static void put_prim(const struct program *p, uint32_t rule, uint32_t id, struct buf *out)
{
    const struct program_prim *prim = &p->prims[id];
    buf_addf(out, "\n%.*s\n", STR_ARG(prim->text));
    put_options(prim, out);
    put_state(p, &p->states[prim->state], out);
    put_sharing(p, rule, prim->state, out);
}

/* ---- the alert ---- */

static void put_alert(const struct program *p, const struct program_rule *r, struct buf *out)
{
    buf_add_text(out, "\nalert\n");
    put_label(out, "title");
    program_print_title(p, r->title, out);
    buf_add_char(out, '\n');
    for (uint32_t i = 0; i < r->show.count; i++) {
        const struct program_show *show = &p->shows[r->show.first + i];
        put_label(out, i == 0 ? "shows" : "");
        buf_addf(out, "%.*s: ", STR_ARG(show->name));
        program_print_node(p, show->node, out);
        buf_add_char(out, '\n');
    }
    if (r->once_every > 0) {
        put_label(out, "once per");
        put_nodes(p, r->once_per, out);
        buf_add_text(out, " every ");
        duration_format(r->once_every, out);
        buf_add_char(out, '\n');
    }
}

/* ---- names ---- */

static bool is_told(const struct program_reach *r, uint32_t upto)
{
    const struct program_name *name = &r->program->names[upto];
    for (uint32_t i = 0; i < upto; i++) {
        const struct program_name *other = &r->program->names[i];
        if (program_reach_name(r, other) && str_equal(other->name, name->name) && str_equal(other->text, name->text)) {
            return true;
        }
    }
    return false;
}

/* What the names in the text above are; a name needs only those before it. */
static void put_names(const struct program *p, const struct program_rule *rule, struct buf *out)
{
    struct program_reach r;
    bool any = false;
    program_reach_init(&r, p);
    program_reach_rule(&r, rule);
    for (uint32_t i = 0; i < p->n_names; i++) {
        const struct program_name *name = &p->names[i];
        if (program_reach_name(&r, name) && !is_told(&r, i)) {
            buf_add_text(out, any ? "" : "\nnames\n");
            buf_addf(out, "  %.*s = %.*s\n", STR_ARG(name->name), STR_ARG(name->text));
            any = true;
        }
    }
    program_reach_release(&r);
}

/* Of alerts of which rules over alerts a rule over alerts is told. */
static void put_named(const struct program *p, const struct program_population *pop, struct buf *out)
{
    for (uint32_t i = 0; i < pop->named.count; i++) {
        put_label(out, i == 0 ? "and alerts of" : "");
        buf_addf(out, "%.*s\n", STR_ARG(p->rules[p->args[pop->named.first + i]].name));
    }
}

static void put_population(const struct program *p, const struct program_population *pop, uint32_t rule,
                           struct buf *out)
{
    bool any = false;
    for (uint32_t i = 0; i < pop->rules.count; i++) {
        if (pop->rules.first + i != rule) {
            put_label(out, any ? "" : "same match");
            buf_addf(out, "%.*s\n", STR_ARG(p->rules[pop->rules.first + i].name));
            any = true;
        }
    }
}

void program_print_rule(const struct program *p, uint32_t rule, struct buf *out)
{
    const struct program_rule *r = &p->rules[rule];
    const struct program_population *pop = &p->populations[r->population];
    buf_addf(out, "rule %.*s\n", STR_ARG(r->name));
    put_label(out, "written in");
    buf_addf(out, "%.*s:%" PRIu32 "\n", STR_ARG(r->file), r->line);
    for (uint32_t i = 0; i < r->tuned.count; i++) {
        put_label(out, i == 0 ? "tuned by" : "");
        buf_addf(out, "%.*s\n", STR_ARG(p->texts[r->tuned.first + i]));
    }
    put_label(out, "severity");
    buf_addf(out, "%s\n", severity_name(r->severity));
    put_label(out, "source");
    buf_addf(out, "%.*s\n", STR_ARG(p->sources[pop->source].name));
    put_named(p, pop, out);
    put_index(p, pop, out);
    put_population(p, pop, rule, out);
    put_predicate(p, "match", pop->match, out);
    put_predicate(p, "when", r->when, out);
    for (uint32_t i = 0; i < r->prims.count; i++) {
        put_prim(p, rule, p->args[r->prims.first + i], out);
    }
    put_alert(p, r, out);
    put_names(p, r, out);
}

void program_print_disabled(const struct program *p, uint32_t disabled, struct buf *out)
{
    const struct program_disabled *d = &p->disabled[disabled];
    buf_addf(out, "disabled: %.*s (", STR_ARG(d->name));
    buf_add_safe(out, d->tune_file);
    buf_addf(out, ":%" PRIu32 "): ", d->tune_line);
    buf_add_safe(out, d->why);
    buf_add_char(out, '\n');
}

/* ---- the whole program ---- */

static void put_fields(const struct program *p, struct buf *out)
{
    buf_addf(out, "fields (%" PRIu32 ")\n", p->n_fields);
    for (uint32_t i = 0; i < p->n_fields; i++) {
        const struct program_field *f = &p->fields[i];
        buf_addf(out, "  %3" PRIu32 "  %.*s: %s%s\n", i, STR_ARG(f->path), type_name(f->type),
                 f->keyed ? ", keyed" : "");
    }
}

void program_print(const struct program *p, struct buf *out)
{
    put_fields(p, out);
    for (uint32_t i = 0; i < p->n_rules; i++) {
        buf_add_char(out, '\n');
        program_print_rule(p, i, out);
    }
}
